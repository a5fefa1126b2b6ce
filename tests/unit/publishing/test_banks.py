"""A bank's file has its own customers who consent, and not a trace of anybody else."""

from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing import run_sql, verify
from dagster_project.lib.publishing.banks import audience_names
from dagster_project.lib.publishing.manifest import read_manifest

from .residents_world import KEYS, names_of, read, residents_models, values_in, withdraw
from .small_world import SmallWorld


def customers_in(release: Path, bank: str) -> set[int]:
    """The persons whose key stands anywhere in a bank's file."""
    values = values_in(release)[f"{bank}.duckdb"]
    return {person for person, key in KEYS.items() if str(key) in values}


def loans_in(release: Path, bank: str) -> set[str]:
    return {loan for (loan,) in read(release, bank, "SELECT loan_id FROM marts.mart_loan")}


def test_each_bank_has_its_own_customers_and_nobody_elses(residents: SmallWorld) -> None:
    release = residents.publish().path
    assert customers_in(release, "bank_ICBC") == {1, 2, 3}
    assert customers_in(release, "bank_QZB") == {1, 4}
    # L2 is another bank's loan to its customer, L6, L7 and L11 of holders who are not, L8 nobody's; L9 and L10 name two
    # holders, and of L10 one is not its customer.
    assert loans_in(release, "bank_ICBC") == {"L1", "L4", "L9"}
    assert loans_in(release, "bank_QZB") == {"L3", "L5"}
    assert read(release, "bank_ICBC", "FROM marts.mart_account") == [("A1", "one")]
    assert read(release, "bank_ICBC", "SELECT bank_code FROM marts.mart_bank_total") == [("ICBC",)]
    assert read(release, "bank_ICBC", "FROM marts.mart_term") == [("GREEN_LOAN",)]
    assert verify(residents.home).problems == []


def test_a_bank_sees_nothing_of_another_in_any_value(residents: SmallWorld) -> None:
    values = values_in(residents.publish().path)
    assert "QZB" not in values["bank_ICBC.duckdb"]
    assert "ICBC" not in values["bank_QZB.duckdb"]
    raw = (residents.home.current / "bank_ICBC.duckdb").read_bytes()
    assert b"QZB" not in raw  # not in a page that was freed either


def test_a_bank_gets_one_duckdb_file_and_no_parquet(residents: SmallWorld) -> None:
    release = residents.publish().path
    assert names_of(release) == {
        "auditor",
        "auditor.duckdb",
        "bank_ICBC.duckdb",
        "bank_QZB.duckdb",
        "government",
        "government.duckdb",
        "manifest.json",
        "public",
        "public.duckdb",
    }


def test_rows_lie_in_the_order_of_the_grain(residents: SmallWorld) -> None:
    release = residents.publish().path
    keys = read(release, "bank_ICBC", "SELECT person_key FROM marts.mart_personal_account")
    assert keys == sorted(keys)


def test_who_withdraws_from_a_bank_leaves_that_banks_next_file(residents: SmallWorld) -> None:
    residents.publish()
    withdraw(residents, 1, "ICBC")
    release = residents.publish().path
    assert customers_in(release, "bank_ICBC") == {2, 3}
    assert customers_in(release, "bank_QZB") == {1, 4}
    assert loans_in(release, "bank_ICBC") == {"L1"}


def test_a_customer_without_consent_to_an_account_is_in_no_file(residents: SmallWorld) -> None:
    """Even when mart_bank_customer names the person, as a defect of the model would."""
    residents.change(f"INSERT INTO marts.mart_bank_customer VALUES ('ICBC', 'person', NULL, {KEYS[6]})")
    release = residents.publish().path
    assert customers_in(release, "bank_ICBC") == {1, 2, 3}
    assert not any(str(KEYS[6]) in values for values in values_in(release).values())


def test_a_bank_without_customers_has_no_file(residents: SmallWorld) -> None:
    residents.publish()
    residents.change("DELETE FROM marts.mart_bank_customer WHERE bank_code = 'QZB'")
    release = residents.publish().path
    assert {name for name in names_of(release) if name.startswith("bank_")} == {"bank_ICBC.duckdb"}
    residents.change("DELETE FROM marts.mart_bank_customer")
    release = residents.publish().path
    assert not {name for name in names_of(release) if name.startswith("bank")}
    assert verify(residents.home).problems == []


STRANGE_CODES = [
    *("../../evil", "/tmp/evil", "a/b", "..", ".", "", "a'; DROP TABLE x; --", 'a"b', "行", "x" * 33, "a\nb", "a b"),
    "a\0",
]


def test_a_code_that_is_no_file_name_gets_no_file(residents: SmallWorld) -> None:
    with duckdb.connect(str(residents.home.warehouse)) as connection:
        insert = "INSERT INTO marts.mart_bank_customer VALUES (?, 'account', 'A2', NULL)"
        connection.executemany(insert, [[code] for code in STRANGE_CODES])
    outcome = residents.publish()
    assert {name for name in names_of(outcome.path) if name.startswith("bank")} == {
        "bank_ICBC.duckdb",
        "bank_QZB.duckdb",
    }
    assert outcome.warnings == (
        "13 bank codes are no file names (letters, digits, _ and -, up to 32): no file for those banks",
    )
    assert not [path for path in residents.home.root.parent.rglob("*") if "evil" in path.name]
    assert verify(residents.home).problems == []


def test_codes_that_differ_in_case_only_are_two_files_on_every_disk() -> None:
    names = audience_names(["icbc", "ICBC", "Icbc", "QZB", "QZB", "a.b", "ab-c_1"])
    assert names["QZB"] == "bank_QZB"
    assert names["ab-c_1"] == "bank_ab-c_1"
    assert "a.b" not in names
    assert len({name.lower() for name in names.values()}) == len(names) == 5
    # Nobody's name is one that another had alone.
    assert "bank_icbc" not in {name.lower() for name in names.values()}
    assert audience_names(["ICBC"]) == {"ICBC": "bank_ICBC"}


def test_banks_of_codes_in_two_cases_get_their_own_rows(residents: SmallWorld) -> None:
    residents.change(
        "UPDATE marts.mart_bank_customer SET bank_code = 'icbc' WHERE bank_code = 'QZB'",
        "UPDATE marts.mart_loan SET bank_code = 'icbc' WHERE bank_code = 'QZB'",
    )
    release = residents.publish().path
    upper, lower = (audience_names(["ICBC", "icbc"])[code] for code in ("ICBC", "icbc"))
    assert customers_in(release, upper) == {1, 2, 3}
    assert customers_in(release, lower) == {1, 4}
    assert loans_in(release, lower) == {"L3", "L5"}
    query = "SELECT count(*) FROM marts.mart_personal_account"
    assert run_sql(residents.home, query, audience=lower).rows == [(2,)]


def test_the_manifest_states_what_each_bank_got(residents: SmallWorld) -> None:
    manifest = read_manifest(residents.publish().path)
    rows = {
        (entry.table, entry.audience): (entry.rows, entry.is_content)
        for entry in manifest.tables
        if entry.table in ("mart_personal_account", "mart_term")
    }
    assert rows[("mart_personal_account", ("bank_ICBC",))] == (3, False)
    assert rows[("mart_personal_account", ("bank_QZB",))] == (2, False)
    # What nobody gets as a whole is content all the same: the release says what was computed.
    assert rows[("mart_personal_account", ())] == (6, True)
    assert rows[("mart_term", ("bank_ICBC", "bank_QZB"))] == (1, False)


def test_consent_is_no_content(residents: SmallWorld) -> None:
    before = residents.publish()
    withdraw(residents, 1)
    assert residents.publish().content_digest == before.content_digest


def test_a_dictionary_is_in_every_banks_file(residents: SmallWorld) -> None:
    release = residents.publish().path
    query = "SELECT DISTINCT table_name, audience FROM audit.data_dictionary ORDER BY table_name"
    tables = {name for (name,) in read(release, "bank_ICBC", "SELECT table_name FROM duckdb_tables()")}
    assert dict(read(release, "bank_ICBC", query)) == dict.fromkeys(tables, "bank")


@pytest.mark.parametrize("missing", ["mart_bank_customer", "mart_personal_account"])
def test_a_missing_table_is_one_sentence(residents: SmallWorld, missing: str) -> None:
    residents.change(f"DROP TABLE marts.{missing}")
    with pytest.raises(CarbonError, match=missing):
        residents.publish()
    assert list(residents.home.published.iterdir()) == []


def test_without_the_mart_of_consent_no_person_is_written(residents: SmallWorld) -> None:
    residents.change("DROP TABLE marts.mart_publishable_person")
    with pytest.raises(CarbonError, match="mart_publishable_person, which says who consents, is not there"):
        residents.publish()


def test_banks_are_left_alone_where_nothing_is_for_them(residents: SmallWorld) -> None:
    residents.write_models({"term": residents_models()["mart_disclosed"]})
    residents.change("DROP TABLE marts.mart_bank_customer", "DROP TABLE marts.mart_publishable_person")
    assert names_of(residents.publish().path) == {
        "public",
        "public.duckdb",
        "manifest.json",
        "auditor",
        "government",
    } | {
        "auditor.duckdb",
        "government.duckdb",
    }
