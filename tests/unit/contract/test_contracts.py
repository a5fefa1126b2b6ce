"""The contracts of the project say what they should, and a contract that makes no sense is refused in one sentence."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.lib.contract import SourceContract, read_contract_file, read_contracts
from dagster_project.lib.errors import CarbonError

REQUIRED = {
    "account_registry": "account_id account_name domain region_code opened_on",
    "building_registry": "account_id building_type floor_area_m2",
    "electricity_meter": "account_id meter_id interval_end interval_minutes import_kwh",
    "energy_consumption": "account_id period_month energy_code quantity unit",
    "account_factor": "account_id activity_code gas valid_from basis",
    "factor_library": ("factor_set activity_code gas valid_from published_on factor factor_unit source_document"),
    "measured_emission": "account_id period_month emission_source gas quantity unit method",
    "verification": "account_id period_year verifier level opinion issued_on",
    "process_activity": "account_id period_month process_code quantity unit",
    "production_output": "account_id period_month product_code quantity unit",
    "enterprise_economics": "account_id period_month",
    "green_certificate": "certificate_id account_id kind generated_from generated_to kwh",
    "reduction_measure": "account_id measure_code period_month",
    "consent_event": "purpose decision decided_at",
    "credit_event": "event_id account_id trigger_code occurred_on",
    "credit_score": "account_id period_year part score",
    "bank_registry": "bank_code bank_name_zh",
    "loan_contract": "loan_id bank_code product_code contract_amount_cny annual_rate_pct signed_on matures_on",
    "loan_application": "application_id bank_code product_code amount_cny applied_on",
    "loan_balance": "loan_id month_end outstanding_cny",
    "farm_registry": "account_id farm_type",
    "farm_activity": "account_id period_month activity_code quantity unit",
    "forest_plot": "plot_id account_id area_ha species_code",
    "forest_survey": "plot_id surveyed_on",
    "freight_trip": "shipment_id leg_no account_id departed_on mode vehicle_class tonnes distance_km",
    "city_indicator": "region_code period_year indicator_code value unit",
    "person_registry": "person_id region_code opened_on",
    "personal_behaviour": "event_id source_system person_id behaviour_code occurred_at quantity unit",
    "behaviour_review": "event_id source_system occurred_on decision decided_at",
    "points_redemption": "redemption_id person_id redeemed_at points reward_code",
    "personal_allowance": "person_id period_year allowance_kgco2e scheme_code",
    "erasure_request": "person_id requested_at",
}
KEYS = {
    "account_registry": "account_id valid_from",
    "building_registry": "account_id",
    "electricity_meter": "account_id meter_id interval_end",
    "energy_consumption": "account_id period_month energy_code end_use",
    "account_factor": "account_id activity_code gas basis valid_from",
    "factor_library": "factor_set activity_code area_code gas end_use valid_from published_on",
    "measured_emission": "account_id period_month emission_source gas",
    "verification": "account_id period_year",
    "process_activity": "account_id period_month process_code flow",
    "production_output": "account_id period_month product_code condition",
    "enterprise_economics": "account_id period_month",
    "green_certificate": "certificate_id",
    "reduction_measure": "account_id measure_code period_month",
    "consent_event": "person_id account_id purpose decided_at",
    "credit_event": "event_id",
    "credit_score": "account_id period_year part",
    "bank_registry": "bank_code",
    "loan_contract": "loan_id",
    "loan_application": "application_id",
    "loan_balance": "loan_id month_end",
    "farm_registry": "account_id",
    "farm_activity": "account_id period_month activity_code",
    "forest_plot": "plot_id",
    "forest_survey": "plot_id surveyed_on",
    "freight_trip": "shipment_id leg_no",
    "city_indicator": "region_code period_year indicator_code",
    "person_registry": "person_id",
    "personal_behaviour": "event_id source_system",
    "behaviour_review": "event_id source_system decided_at",
    "points_redemption": "redemption_id",
    "personal_allowance": "person_id period_year",
    "erasure_request": "person_id requested_at",
}
MAY_BE_NEGATIVE = {
    "energy_consumption.quantity": "negative is sold",
    "production_output.energy_tce": "a converter gives more energy than it takes",
    "city_indicator.value": "a balance or a change may fall below 0",
}
MEASURES = (
    *("quantity", "kwh", "_m2", "_mw", "hours", "persons", "minutes", "share", "oxidation", "ncv_", "content_"),
    *("_cny", "_tce", "reduction_t", "score", "_fraction", "purity", "_pct", "_ha", "_mu", "tonnes", "_km", "value"),
)


@pytest.fixture(scope="module")
def contracts() -> dict[str, SourceContract]:
    return read_contracts()


def test_every_source_has_its_key_and_required_columns(contracts: dict[str, SourceContract]) -> None:
    assert contracts.keys() >= KEYS.keys()
    for name, key in KEYS.items():
        assert contracts[name].key == tuple(key.split())
        assert set(contracts[name].required_columns) == set(REQUIRED[name].split())


def test_every_source_can_withdraw_and_every_period_can_be_long(contracts: dict[str, SourceContract]) -> None:
    for contract in contracts.values():
        status = contract.column("record_status")
        assert (status.values, status.default, status.required) == (("current", "withdrawn"), "current", False)
        assert ("period_month" in contract.column_names) == ("period_months" in contract.column_names)


def test_everything_is_described_in_both_languages(contracts: dict[str, SourceContract]) -> None:
    for contract in contracts.values():
        assert contract.description.startswith("One row per"), contract.name
        for column in contract.columns:
            assert any("\u4e00" <= char <= "\u9fff" for char in column.description), f"{contract.name}.{column.name}"


def test_measures_are_not_negative_and_decimals_have_units(contracts: dict[str, SourceContract]) -> None:
    for contract in contracts.values():
        for column in contract.columns:
            place = f"{contract.name}.{column.name}"
            if column.kind == "dec":
                assert column.unit or "unit" in contract.column_names, place
            if place in MAY_BE_NEGATIVE:
                assert column.minimum is None, MAY_BE_NEGATIVE[place]
            elif column.kind in ("dec", "int") and any(part in column.name for part in MEASURES):
                assert column.minimum == 0, place


def test_references_lead_to_the_master_data(contracts: dict[str, SourceContract]) -> None:
    assert {name: each.entity for name, each in contracts.items() if each.entity} == {
        "account_registry": "account",
        "bank_registry": "bank",
        "loan_contract": "loan",
        "forest_plot": "plot",
        "person_registry": "person",
    }
    for name, contract in contracts.items():
        leading = {column.name: column.references for column in contract.columns if column.references}
        if "account_id" in contract.column_names and name != "account_registry":
            assert leading.pop("account_id") == "account_registry", name
        if "person_id" in contract.column_names and name not in ("person_registry", "erasure_request"):
            assert leading.pop("person_id") == "person_registry", name
        expected = {"loan_contract": {"bank_code": "bank_registry"}, "loan_balance": {"loan_id": "loan_contract"}}
        expected |= {"loan_application": expected["loan_contract"], "forest_survey": {"plot_id": "forest_plot"}}
        expected |= {"personal_behaviour": expected["loan_contract"]}
        assert leading == expected.get(name, {})


def test_what_has_a_month_has_a_day_that_may_not_lie_ahead(contracts: dict[str, SourceContract]) -> None:
    for contract in contracts.values():
        if contract.month_column:
            assert contract.activity_date is not None, contract.name
        if contract.month_column and contract.name != "behaviour_review":  # a decision of today on a day long ago
            assert contract.activity_date == contract.month_column, contract.name


def test_what_counts_in_the_months_of_another_source_says_so(contracts: dict[str, SourceContract]) -> None:
    dirtying = {name: contract.dirties for name, contract in contracts.items() if contract.dirties}
    assert dirtying == {"points_redemption": "personal_behaviour", "behaviour_review": "personal_behaviour"}


def test_persons_are_secret_and_stand_in_for_accounts(contracts: dict[str, SourceContract]) -> None:
    of_persons = {name: contract for name, contract in contracts.items() if "person_id" in contract.column_names}
    assert of_persons.keys() >= {"consent_event", "loan_contract", "loan_application"}
    for contract in of_persons.values():
        secret = contract.secret
        assert secret is not None
        assert (secret.column, secret.key_column, secret.namespace) == ("person_id", "person_key", "person")
        assert not contract.column("person_id").required or not contract.exactly_one_of
    holders = ("person_id", "account_id")
    assert {name for name, contract in contracts.items() if contract.exactly_one_of == holders} == {
        "consent_event",
        "loan_contract",
        "loan_application",
    }


def test_the_day_of_a_meter_is_that_of_the_start(contracts: dict[str, SourceContract]) -> None:
    high_volume = {name for name, contract in contracts.items() if contract.is_high_volume}
    assert high_volume == {"electricity_meter", "personal_behaviour"}
    meter = contracts["electricity_meter"]
    assert (meter.is_high_volume, meter.month_column, meter.month_date_column) == (
        True,
        "interval_end",
        "interval_end_local_on",
    )
    end = meter.column("interval_end")
    assert (end.local_day, end.interval_column) == ("start_of_interval", "interval_minutes")
    minutes = meter.column("interval_minutes")
    assert (minutes.minimum, minutes.minimum_is_exclusive) == (Decimal(0), True)
    expected = {name for name, contract in contracts.items() if contract.expected}
    assert expected >= {"electricity_meter", "energy_consumption"}


def test_the_raw_schema_is_that_of_the_files(contracts: dict[str, SourceContract]) -> None:
    schema = contracts["electricity_meter"].raw_schema
    assert schema[2:5] == (
        ("interval_end", "TIMESTAMP"),
        ("interval_end_local_on", "DATE"),
        ("interval_minutes", "BIGINT"),
    )
    assert schema[-3:] == (("_load_id", "VARCHAR"), ("_line_no", "BIGINT"), ("_known_at", "TIMESTAMP"))


def table(**changes: Any) -> dict[str, Any]:
    meta = {"family": "rivers", "title_zh": "水位", "key": ["a"]} | changes.pop("meta", {})
    columns = changes.pop("columns", [{"name": "a", "data_type": "text"}])
    return {"name": "river", "config": {"meta": meta}, "columns": columns} | changes


def column(data_type: str, name: str = "a", **meta: Any) -> list[dict[str, Any]]:
    return [{"name": name, "data_type": data_type, "config": {"meta": meta}}]


def read(path: Path, content: dict[str, Any]) -> SourceContract:
    path.write_text(yaml.safe_dump({"sources": [{"name": "raw", "tables": [content]}]}, allow_unicode=True))
    return read_contract_file(path)[0]


def test_a_new_source_needs_its_yaml_only(tmp_path: Path) -> None:
    contract = read(tmp_path / "x.yml", table(columns=column("dec(9, 2)", minimum=0)))
    assert (contract.raw_schema[0], contract.column("a").minimum) == (("a", "DECIMAL(9,2)"), 0)
    assert (contract.reject_limit, contract.volume, contract.month_date_column) == (Decimal("0.5"), "normal", None)


SECRET = {"column": "a", "key_column": "person_key", "namespace": "person"}


def test_a_secret_column_is_a_key_in_the_raw_zone(tmp_path: Path) -> None:
    contract = read(tmp_path / "x.yml", table(meta={"secret": SECRET}))
    assert contract.raw_schema[0] == ("person_key", "DECIMAL(38,0)")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (table(name="River"), "a source name is"),
        (table(columns=column("text", name="Größe")), "a column name is"),
        (table(columns=column("float")), "the type 'float' is none of"),
        (table(columns=column("dec(40,2)")), "s <= p <= 38"),
        (table(columns=column("dec(4,6)")), "s <= p <= 38"),
        (table(columns=column("text", minimum=0)), "only numbers have a minimum"),
        (table(columns=column("int", minimum="much")), "minimum is not a number"),
        (table(columns=column("text", pattern="(")), "not a regular expression"),
        (table(columns=column("text", requierd=True)), "unknown settings requierd"),
        (table(columns=column("text") * 2), "each named once"),
        (table(columns=[]), "it needs columns"),
        (table(meta={"key": ["b"]}), "key names columns that do not exist: b"),
        (table(meta={"key": []}), "the key names at least one column"),
        (table(meta={"volume": "huge"}), "volume is normal or high"),
        (table(meta={"volume": "high"}), "high volume needs a month_column"),
        (table(meta={"month_column": "a"}), "month_column is a required date or ts"),
        (table(meta={"reject_limit": 2}), "a share between 0 and 1"),
        (table(meta={"expected": {"every": "week", "by_day": 1}}), "expected.every"),
        (table(meta={"expected": {"every": "month", "by_day": 31}}), "expected.by_day"),
        (table(meta={"expect": {}}), "unknown settings expect"),
        (table(meta={"secret": SECRET | {"column": "b"}}), "secret.column names columns that do not exist"),
        (table(meta={"secret": SECRET | {"namespace": "P'"}}), "secret.namespace"),
        (table(meta={"secret": SECRET}, columns=column("text", values=["x"])), "without values or pattern"),
        (table(meta={"entity": "A bank"}), "entity is a lower-case name"),
        (table(meta={"activity_date": "b"}), "activity_date names columns that do not exist: b"),
        (table(meta={"activity_date": "a"}), "activity_date is a required date or ts"),
        (table(meta={"exactly_one_of": ["a", "b"]}), "exactly_one_of names columns that do not exist: b"),
        (table(meta={"exactly_one_of": ["a"]}), "at least two columns, each once"),
        (table(meta={"exactly_one_of": ["a", "a"]}), "at least two columns, each once"),
        (
            table(meta={"exactly_one_of": ["a", "b"]}, columns=column("text") + column("text", "b", required=True)),
            "columns that are required: b",
        ),
        (table(columns=column("ts", local_day="start_of_interval")), "needs a ts and interval_column"),
        (table(columns=column("ts", local_day="start_of_interval", interval_column="b")), "do not exist: b"),
        (table(columns=column("ts", local_day="end")), "can only be start_of_interval"),
    ],
)
def test_a_contract_that_makes_no_sense_is_refused(tmp_path: Path, content: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CarbonError) as error:
        read(tmp_path / "x.yml", content)
    assert sentence in str(error.value)
    assert "x.yml" in str(error.value)


def test_missing_settings_and_broken_yaml_are_named(tmp_path: Path) -> None:
    content = table()
    del content["config"]["meta"]["family"]
    with pytest.raises(CarbonError, match="family, title_zh and key must be stated"):
        read(tmp_path / "x.yml", content)
    (tmp_path / "x.yml").write_text("sources: [")
    with pytest.raises(CarbonError, match="cannot be read as YAML"):
        read_contract_file(tmp_path / "x.yml")


def test_a_source_has_one_contract(tmp_path: Path) -> None:
    for family in ("one", "two"):
        folder = tmp_path / "staging" / family
        folder.mkdir(parents=True)
        read(folder / f"_{family}__sources.yml", table())
    with pytest.raises(CarbonError, match="has a second contract"):
        read_contracts(tmp_path)


@pytest.mark.parametrize(
    ("master", "sentence"),
    [
        ({}, "references names a source that does not exist: station"),
        ({"name": "station"}, "references names station, which states no entity"),
        ({"name": "station", "meta": {"entity": "station"}, "columns": column("int")}, "whose key has another type"),
        ({"name": "station", "meta": {"entity": "station"}}, None),
    ],
)
def test_a_reference_leads_to_master_data(tmp_path: Path, master: dict[str, Any], sentence: str | None) -> None:
    folder = tmp_path / "staging" / "rivers"
    folder.mkdir(parents=True)
    read(folder / "_one__sources.yml", table(columns=column("text", references="station")))
    read(folder / "_two__sources.yml", table(**({"name": "lake"} | master)))
    if sentence is None:
        assert read_contracts(tmp_path)["river"].column("a").references == "station"
        return
    with pytest.raises(CarbonError, match=sentence):
        read_contracts(tmp_path)


@pytest.mark.parametrize(
    ("changes", "is_other"),
    [
        ({"description": "another text"}, False),
        ({"meta": {"title_zh": "另一个"}}, False),
        ({"meta": {"reject_limit": 0.1}}, True),
        ({"columns": column("int")}, True),
        ({"columns": column("text", required=True)}, True),
        ({"columns": [*column("text"), *column("text", name="b")]}, True),
        ({"columns": column("text", default="x")}, False),
        ({"columns": column("text", references="lake")}, False),
        ({"meta": {"entity": "river"}}, False),
    ],
)
def test_the_fingerprint_follows_what_decides_a_load(tmp_path: Path, changes: dict[str, Any], is_other: bool) -> None:
    before = read(tmp_path / "x.yml", table()).fingerprint
    assert (read(tmp_path / "x.yml", table(**changes)).fingerprint != before) == is_other


def test_the_fingerprint_follows_what_a_row_must_fill(tmp_path: Path) -> None:
    columns = [*column("text"), *column("text", "b")]
    before = read(tmp_path / "x.yml", table(columns=columns)).fingerprint
    after = read(tmp_path / "x.yml", table(columns=columns, meta={"exactly_one_of": ["a", "b"]})).fingerprint
    assert after != before


PERSON_SECRET = {"column": "a", "key_column": "a_key", "namespace": "person"}


@pytest.mark.parametrize(
    ("own", "of_master", "is_right"),
    [
        ({"secret": PERSON_SECRET}, {"secret": PERSON_SECRET}, True),
        ({"secret": PERSON_SECRET}, {"secret": PERSON_SECRET | {"namespace": "farmer"}}, False),
        ({"secret": PERSON_SECRET}, {}, False),
        ({}, {"secret": PERSON_SECRET}, False),
    ],
)
def test_a_secret_refers_to_a_secret_of_the_same_namespace(
    tmp_path: Path, own: dict[str, Any], of_master: dict[str, Any], is_right: bool
) -> None:
    folder = tmp_path / "staging" / "rivers"
    folder.mkdir(parents=True)
    read(folder / "_one__sources.yml", table(columns=column("text", references="station"), meta=own))
    read(folder / "_two__sources.yml", table(name="station", meta={"entity": "person"} | of_master))
    if is_right:
        assert read_contracts(tmp_path)["river"].column("a").references == "station"
        return
    with pytest.raises(CarbonError, match="whose key is not a secret of the same namespace"):
        read_contracts(tmp_path)


HIGH = {"volume": "high", "month_column": "a"}


@pytest.mark.parametrize(
    ("own", "other", "sentence"),
    [
        ({"month_column": "a"}, HIGH, None),
        ({}, HIGH, "dirties needs a month_column"),
        ({"month_column": "a"}, {}, "dirties names another source, of high volume"),
        ({"month_column": "a", "dirties": "lake"}, HIGH, "dirties names another source, of high volume"),
        (HIGH | {"dirties": "river"}, HIGH, "dirties names another source, of high volume"),
    ],
)
def test_only_what_has_months_dirties_what_is_kept_by_month(
    tmp_path: Path, own: dict[str, Any], other: dict[str, Any], sentence: str | None
) -> None:
    folder = tmp_path / "staging" / "rivers"
    folder.mkdir(parents=True)
    days = column("date", required=True)
    read(folder / "_one__sources.yml", table(columns=days, meta={"dirties": "station"} | own))
    read(folder / "_two__sources.yml", table(name="station", columns=days, meta=other))
    if sentence is None:
        assert read_contracts(tmp_path)["river"].dirties == "station"
        return
    with pytest.raises(CarbonError, match=sentence):
        read_contracts(tmp_path)
