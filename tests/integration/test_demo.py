"""The demo deliveries through the whole line: every reason shows, rows reconcile, the published files are complete."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dagster_project.demo.reasons import (
    EXPECTED_FILE_REJECTIONS,
    EXPECTED_QUARANTINE_REASONS,
    EXPECTED_REJECT_REASONS,
    expected_rows,
)
from tests.support.runs import carbon, manifest, rows, value

pytestmark = pytest.mark.slow

PUBLISHED_ACCOUNT = "DEMO-IND-HUAKANG"
COLOUR_SHARES_PCT = {
    "dark_green": (15, 35),
    "light_green": (30, 45),
    "yellow": (15, 25),
    "red": (8, 15),
    "none": (2, 10),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo") / "home"
    carbon("demo", "--home", home, "--last-year", "2024")
    carbon("run", "--home", home)
    return home


def test_every_reject_reason_shows(home: Path) -> None:
    assert {code for (code,) in rows(home, "select distinct reason_code from audit.reject")} == EXPECTED_REJECT_REASONS


def test_every_quarantine_reason_shows(home: Path) -> None:
    found = {code for (code,) in rows(home, "select distinct reason_code from audit.quarantine")}
    assert found == EXPECTED_QUARANTINE_REASONS


def test_warnings_show(home: Path) -> None:
    assert {code for (code,) in rows(home, "select distinct warning_code from audit.warning")} == {
        "conflicting_duplicate",
        "unknown_region",
        "unknown_trigger",
        "unknown_shipper",
        "unknown_indicator",
    }


@pytest.mark.parametrize("table", ["reject", "quarantine"])
def test_each_broken_row_is_named(home: Path, table: str) -> None:
    found = rows(
        home,
        "select l.source || '/' || l.file_name, x.line_no, x.reason_code"
        f" from audit.{table} as x inner join audit.load as l on x.load_id = l.load_id where l.status <> 'unchanged'",
    )
    assert expected_rows(table) <= set(found)


def test_refused_files_are_listed(home: Path) -> None:
    found = rows(home, "select source || '/' || file_name, message from audit.load where status = 'rejected'")
    assert {name for name, _ in found} == set(EXPECTED_FILE_REJECTIONS)
    assert all(message for _, message in found)


def test_rows_reconcile(home: Path) -> None:
    assert value(home, "select count(*) from audit.reconciliation where difference <> 0 or difference is null") == 0
    assert value(home, "select sum(rows_rejected) from audit.reconciliation") == value(
        home, "select count(*) from audit.reject"
    )
    assert value(home, "select sum(rows_quarantined) from audit.reconciliation") == value(
        home, "select count(*) from audit.quarantine"
    )


def test_months_add_up_to_years(home: Path) -> None:
    sums = (
        "select sum(scope1_t), sum(scope2_location_t), sum(scope2_market_t), sum(biogenic_t), sum(energy_tce)"
        " from marts.mart_account_emission where period_grain = '{}'"
    )
    assert rows(home, sums.format("month")) == rows(home, sums.format("year"))


@pytest.mark.parametrize(
    ("year", "energy_t", "process_t", "total_t", "intensity"),
    [
        ("2023", "11659.61", "2491.14", "14150.75", "0.1032"),
        ("2024", "11384.10", "2491.14", "13875.24", "0.1012"),
    ],
)
def test_published_figures(home: Path, year: str, energy_t: str, process_t: str, total_t: str, intensity: str) -> None:
    found = rows(
        home,
        "select round(scope1_combustion_t + purchased_electricity_t + purchased_heat_t, 2), round(scope1_process_t, 2),"
        " round(total_location_t, 2) from marts.mart_account_emission"
        f" where account_id = '{PUBLISHED_ACCOUNT}' and period_grain = 'year' and year(period_start) = {year}",
    )
    assert found == [(Decimal(energy_t), Decimal(process_t), Decimal(total_t))]
    assert value(
        home,
        f"select round(value, 4) from marts.mart_account_intensity where account_id = '{PUBLISHED_ACCOUNT}'"
        f" and indicator_code = 'EMISSION_PER_PRODUCT' and year(period_start) = {year}",
    ) == Decimal(intensity)


def test_published_grade(home: Path) -> None:
    found = rows(
        home,
        "select colour, text_grade, industry_colour, history_colour from marts.mart_account_colour"
        f" where account_id = '{PUBLISHED_ACCOUNT}' and year(period_start) = 2024",
    )
    assert found == [("light_green", "良好", "light_green", "light_green")]


def test_saving_of_the_published_account_stands_beside(home: Path) -> None:
    assert value(
        home,
        "select sum(reduction_t) from marts.mart_account_reduction where period_grain = 'year'"
        f" and account_id = '{PUBLISHED_ACCOUNT}' and year(period_start) = 2024",
    ) == Decimal("275.51")


@pytest.mark.parametrize(
    ("mart", "figure", "where", "expected"),
    [
        ("mart_farm_account", "round(neutralised_t, 1)", "account_id = 'DEMO-AGR-SANYIMEI'", "1099.1"),
        ("mart_farm_account", "round(straw_neutralised_t, 1)", "account_id = 'DEMO-AGR-SANYIMEI'", "613.5"),
        ("mart_farm_account", "livestock_emission_t", "account_id = 'DEMO-AGR-PIG'", "230.615"),
        ("mart_orchard_account", "round(sum(fixed_t), 3)", "true", "2200"),
        ("mart_energy_account", "surplus_t", "account_id = 'DEMO-PWR-CHP'", "4050"),
        ("mart_energy_account", "round(emission_to_allowance_ratio, 6)", "account_id = 'DEMO-PWR-CHP'", "0.993350"),
        ("mart_forest_account", "round(removal_t, 3)", "account_id = 'DEMO-FOR-FIR'", "-536.285"),
        ("mart_forest_account", "sum(plots)", "true", "172"),
    ],
)
def test_worked_examples_of_the_other_domains(home: Path, mart: str, figure: str, where: str, expected: str) -> None:
    found = value(home, f"select {figure} from marts.{mart} where year(period_start) = 2024 and {where}")
    assert found == Decimal(expected)


def test_the_shift_of_the_worked_example(home: Path) -> None:
    found = rows(
        home,
        "select baseline_kgco2e, actual_kgco2e, shift_reduction_kgco2e from marts.mart_freight_shift"
        " where shipment_id = 'SHIFT-2'",
    )
    assert found == [(Decimal(23_400), Decimal(7_740), Decimal(15_660))]


def test_orchards_emit_near_what_is_published_and_forests_grow_so(home: Path) -> None:
    emitted = value(home, "select sum(emitted_t) from marts.mart_orchard_account where year(period_start) = 2024")
    assert Decimal(1900) < emitted < Decimal(2100)
    assert Decimal(48_000) < value(home, "select sum(removal_t) from marts.mart_forest_account") < Decimal(51_000)


@pytest.mark.parametrize(
    ("scheme", "colours"),
    [
        ("AGRI_NEUTRAL_3", {"dark_green", "mid_green", "light_green", "none"}),
        ("ORCHARD_4", {"dark_green", "light_green", "yellow", "red"}),
        ("TRANSPORT_TKM", {"dark_green", "light_green", "yellow", "red", "none"}),
        ("ETS_BENCHMARK", {"dark_green", "light_green", "yellow", "red", "none"}),
    ],
)
def test_every_colour_of_every_scheme_occurs(home: Path, scheme: str, colours: set[str]) -> None:
    found = rows(
        home,
        "select distinct colour from marts.mart_account_colour"
        f" where scheme_code = '{scheme}' and year(period_start) = 2024",
    )
    assert {colour for (colour,) in found} == colours


def test_nobody_is_counted_twice_in_the_city(home: Path) -> None:
    """Three parents whose companies report and four buildings inside enterprises stand beside; some power is bought."""
    found = rows(
        home,
        "select accounts_excluded, excluded_t > 0, scope2_imported_t > 0 from marts.mart_region_summary"
        " where region_level = 'city' and region_code = '330800' and domain = 'all' and year(period_start) = 2024",
    )
    assert found == [(7, True, True)]


def test_groups_are_the_sums_of_their_accounts(home: Path) -> None:
    """Trades and cities that ratings compare with: their sums, to the gram, are those of the published accounts."""
    groups = rows(
        home,
        """
        with account as (
            select p.group_id, count(*) as members, sum(cast(e.total_location_t as decimal(18, 6))) as sum_t
            from marts.mart_peer_member as p
            inner join marts.mart_account_emission as e
                on p.account_id = e.account_id and p.period_start = e.period_start and e.period_grain = 'year'
            where p.is_total_member
            group by p.group_id
        )

        select g.group_type, g.members = a.members and g.numerator_t = a.sum_t
        from marts.mart_peer_group as g
        left join account as a on g.group_id = a.group_id
        where g.measure = 'total'
        """,
    )
    assert {kind for kind, _ in groups} == {"division", "section", "city"}
    assert all(is_sum for _, is_sum in groups)


def test_counties_and_trades_add_up_to_the_city(home: Path) -> None:
    totals = {
        part: rows(
            home,
            "select period_start, sum(part_t) from (select e.period_start, sum(e.total_location_t) as part_t"
            " from marts.mart_account_emission as e inner join marts.mart_account as a on e.account_id = a.account_id"
            f" where e.period_grain = 'year' and e.domain = 'industry' and a.{part} is not null"
            f" group by e.period_start, a.{part}) group by period_start order by period_start",
        )
        for part in ("county_code", "division_code", "account_id")
    }
    assert totals["county_code"] == totals["division_code"] == totals["account_id"] != []


def test_every_colour_in_reasonable_number(home: Path) -> None:
    colours = dict(
        rows(
            home,
            "select colour, 100.0 * count(*) / sum(count(*)) over () from marts.mart_account_colour"
            " where scheme_code = 'QUZHOU_3D4C' and year(period_start) = 2024 group by colour",
        )
    )
    assert colours.keys() == COLOUR_SHARES_PCT.keys()
    for colour, (least, most) in COLOUR_SHARES_PCT.items():
        assert least <= colours[colour] <= most, (colour, colours[colour])


def test_the_unrated_are_so_for_different_reasons(home: Path) -> None:
    found = rows(home, "select distinct reason_code from marts.mart_account_rating where reason_code is not null")
    assert {code for (code,) in found} >= {
        *("no_added_value", "added_value_not_positive", "no_peers", "no_year_before", "no_quota"),
        *("condition_missing", "condition_unknown", "product_energy_missing"),
    }


@pytest.mark.parametrize("rule", ["COLOUR", "TRIGGER", "CONSENT", "MISSING", "MEASURE"])
def test_lending_rules_are_met_by_some_and_failed_by_others(home: Path, rule: str) -> None:
    found = rows(
        home,
        "select distinct is_passed from marts.mart_loan_rule_result"
        f" where product_code = 'QZ_RETROFIT' and rule_code = '{rule}'",
    )
    assert {answer for (answer,) in found} == {True, False}


def test_financed_emission_attributed_capped_and_not(home: Path) -> None:
    found = rows(home, "select distinct is_attributed, is_capped from marts.mart_financed_emission")
    assert set(found) == {(True, False), (True, True), (False, False)}


def test_green_power_in_excess_of_what_is_bought(home: Path) -> None:
    assert value(home, "select count(*) from marts.mart_green_power where green_excess_kwh > 0") >= 1


def test_checks_are_published(home: Path) -> None:
    layers = {layer for (layer,) in rows(home, "select distinct layer from audit.validation_result")}
    assert {"raw", "staging", "facts", "marts"} <= layers
    assert value(home, "select count(*) from audit.validation_result where not success and severity = 'critical'") == 0


@pytest.mark.parametrize("audience", ["government", "auditor"])
def test_file_explains_itself(home: Path, audience: str) -> None:
    tables = rows(
        home,
        "select schema_name || '.' || table_name from duckdb_tables() where table_name <> 'data_dictionary'",
        audience=audience,
    )
    described = rows(
        home, "select distinct schema_name || '.' || table_name from audit.data_dictionary", audience=audience
    )
    assert tables and set(tables) <= set(described)
    published = home / "published" / "current"
    parquet = {path.name.removesuffix(".parquet") for path in (published / audience).glob("*.parquet")}
    assert parquet == {name for (name,) in described} | {"audit.data_dictionary"}
    with duckdb.connect() as connection:
        count = connection.execute(
            f"select count(*) from read_parquet('{published}/{audience}/marts.mart_account.parquet')"
        ).fetchone()
    assert count == rows(home, "select count(*) from marts.mart_account", audience=audience)[0]


def test_government_gets_counts_of_the_audit_only(home: Path) -> None:
    names = {name for (name,) in rows(home, "select table_name from duckdb_tables()", audience="government")}
    assert {"load", "reconciliation"} <= names
    assert not names & {"trace", "reject", "quarantine", "factor"}


def test_trace_of_the_shown_account(home: Path) -> None:
    text = carbon("trace", "DEMO-IND-001", "--year", "2023", "--home", home).out
    assert "own_terms" in text and "tC/TJ" in text and "sha256" in text
    missing = carbon("trace", "NOBODY", "--year", "2023", "--home", home, expect=2)
    assert len(missing.err.strip().splitlines()) == 1


def test_sql_and_status(home: Path) -> None:
    answer = carbon("sql", "select count(*) as n from marts.mart_account", "--home", home, "--format", "json").json()
    assert answer == [{"n": value(home, "select count(*) from marts.mart_account")}]
    assert manifest(home)["release"] in carbon("status", "--home", home).out
    assert len(carbon("sql", "selec", "--home", home, expect=2).err.strip().splitlines()) == 1


def test_run_json_tells_the_same(home: Path) -> None:
    record = json.loads((home / "run.json").read_text(encoding="utf-8"))
    assert record["state"] == "succeeded" and record["release"] == manifest(home)["release"]
    assert {layer["layer"] for layer in record["layers"]} >= {"raw", "facts", "marts", "publish"}
