"""The tree of an account-year: emissions by month, removals and reductions beside them, every figure as published."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.publishing.sql import QueryResult
from dagster_project.lib.tracing import Trace, read, render_trace, trace_account

# What a trace reads: of a firm a process emission and a road trip of January, a measure that saves then, one that is
# planned, and a shipment shifted; of a farm two factors of one gas, straw, and digested manure; of a forest a growth
# and a fire; of a shop a measure alone.
TABLES = """
create schema marts;
create schema audit;
create table marts.mart_account as
select id as account_id, '甲' || id as account_name, domain, '330803' as region_code
from (values ('A', 'industry'), ('F', 'agriculture'), ('W', 'forestry'), ('M', 'industry')) as t (id, domain);
create table marts.mart_account_emission as
select
    id as account_id, grain as period_grain, date '2023-01-01' as period_start, 'AR5' as gwp_set,
    total::decimal(28, 13) as total_location_t, total::decimal(28, 13) as total_market_t,
    total::decimal(28, 13) as scope1_t, farm::decimal(28, 13) as scope1_agriculture_t,
    0::decimal(28, 13) as scope2_location_t, 0::decimal(28, 13) as scope2_market_t,
    0::decimal(28, 13) as scope2_net_location_t, scope3::decimal(28, 13) as scope3_t, 0::decimal(28, 13) as biogenic_t,
    removal::decimal(28, 13) as removal_t, 0::decimal(28, 10) as energy_tce,
    3::decimal(9, 4) as data_quality_score, 1 as months_reported, 12 as months_expected
from (values ('A', 4.4, 0, 0.78, 0), ('F', 0.1842, 0.1842, null, 0.55), ('W', 0, 0, null, -5.5))
as t (id, total, farm, scope3, removal)
cross join (values ('month'), ('year')) as g (grain);
create table marts.mart_account_reduction as
select
    id as account_id, 'year' as period_grain, date '2023-01-01' as period_start, activity_code, measure_code,
    reduction_t::decimal(28, 13) as reduction_t, baseline_t::decimal(28, 13) as baseline_t,
    actual_t::decimal(28, 13) as actual_t, stated::decimal(28, 13) as stated_reduction_t
from (values
    ('A', 'REDUCTION_MEASURE', 'LED', 1.5, 4, 2.5, 2),
    ('A', 'REDUCTION_MEASURE', 'PV', null, null, null, 9),
    ('A', 'FREIGHT_SHIFT', '', 15.66, 23.4, 7.74, null),
    ('F', 'MANURE_DIGESTED_PIG', '', 0.128, null, null, null),
    ('M', 'REDUCTION_MEASURE', 'LED', 1.5, null, null, null)
) as t (id, activity_code, measure_code, reduction_t, baseline_t, actual_t, stated);
create table audit.load as
select load_id, load_id || '.csv' as file_name, timestamp '2024-01-10 01:00:00' as known_at, 'loaded' as status
from (values ('process'), ('measures'), ('trips'), ('farm'), ('surveys')) as t (load_id);
create table audit.factor as
select
    request as request_id, 'direct' as basis, gas, factor as factor_id, unit as per_unit, 'same_unit' as unit_path,
    null::decimal(18, 8) as ncv_gj_per_unit, null::decimal(18, 8) as carbon_content_tc_per_tj,
    null::decimal(9, 6) as oxidation_rate, null::int as vintage_year, null::date as valid_from, null::date as valid_to,
    null::date as published_on, 'anywhere' as match_level, 'factor_set' as reason, 0 as carry_years,
    'a guide' as source_document, 'secondary' as evidence, 'seed a_table' as origin,
    null::bigint as origin_line_no, null::varchar as terms_origin, null::bigint as terms_origin_line_no,
    kg::decimal(19, 10) as factor_kg_per_unit
from (values
    ('q1', 'CO2', 'process|LIMESTONE', 't', 440),
    ('q2', 'CO2e', 'freight|ROAD_DIESEL_HEAVY_30T', 'tkm', 0.078),
    ('q3', 'CH4', 'livestock|PIG|enteric', 'head_year', 1.5),
    ('q3', 'CH4', 'livestock|PIG|manure_ch4', 'head_year', 5.08),
    ('q4', 'CO2', 'farm|STRAW_RETURN', 't', 1100),
    ('q5', 'CH4', 'farm|MANURE_DIGESTED_PIG', 'head_year', 4.572)
) as t (request, gas, factor, unit, kg);
create table audit.trace as
select
    id as emission_id, account as account_id, date '2023-01-01' as period_start, fact, scope,
    case when request is not null then 'direct' end as basis, 'part' as part, code as activity_code,
    case when source = 'process_activity' then 'use' when fact = 'emission' then '' end as end_use, gas,
    quantity::decimal(18, 6) as quantity, unit, case when fact = 'emission' then 'same_unit' end as unit_path,
    request as factor_request_id, factor as factor_id, kg::decimal(19, 10) as factor_kg_per_unit,
    reason as factor_reason, (quantity * kg)::decimal(28, 10) as gas_kg, gwp::decimal(9, 4) as gwp, 'AR5' as gwp_set,
    case when fact = 'emission' then (quantity * kg * gwp)::decimal(28, 10) end as co2e_kg,
    exclusion is null as is_counted, exclusion as exclusion_code, 3 as data_quality_tier, id = 'r1' as is_spread,
    source, account || '|' || id as record_key, load as load_id, load || '.csv' as file_name, 'ab' as sha256,
    2 as line_no, 2 as last_line_no, 1 as line_count, measure as measure_code,
    reduction::decimal(28, 10) as reduction_kg, baseline::decimal(28, 10) as baseline_kg,
    actual::decimal(28, 10) as actual_kg, stated::decimal(28, 10) as stated_reduction_kg,
    case when fact = 'removal' then (quantity * kg)::decimal(28, 10) end as removal_kg
from (values
    ('A', 'e1', 'emission', 1, 'LIMESTONE', 'CO2', 'q1', 'process|LIMESTONE', 10, 't', 440, 1, 'factor_set', null,
        'process_activity', 'process', null, null, null, null, null),
    ('A', 'e2', 'emission', 3, 'ROAD_DIESEL_HEAVY_30T', 'CO2e', 'q2', 'freight|ROAD_DIESEL_HEAVY_30T', 10000, 'tkm',
        0.078, 1, 'factor_set', null, 'freight_trip', 'trips', null, null, null, null, null),
    ('A', 'r1', 'reduction', null, 'REDUCTION_MEASURE', 'CO2e', null, null, 1.5, 't', null, null, null, null,
        'reduction_measure', 'measures', 'LED', 1500, null, null, 2000),
    ('A', 'r2', 'reduction', null, 'REDUCTION_MEASURE', 'CO2e', null, null, null, 't', null, null, null, 'planned',
        'reduction_measure', 'measures', 'PV', null, null, null, 9000),
    ('A', 's1', 'reduction', null, 'FREIGHT_SHIFT', 'CO2e', null, null, 15.66, 't', null, null, null, null,
        'freight_trip', 'trips', '', 15660, 23400, 7740, null),
    ('F', 'e3', 'emission', 1, 'PIG', 'CH4', 'q3', 'livestock|PIG|enteric', 1, 'head_year', 1.5, 28, 'factor_set',
        null, 'farm_activity', 'farm', null, null, null, null, null),
    ('F', 'e4', 'emission', 1, 'PIG', 'CH4', 'q3', 'livestock|PIG|manure_ch4', 1, 'head_year', 5.08, 28, 'factor_set',
        null, 'farm_activity', 'farm', null, null, null, null, null),
    ('F', 'm1', 'removal', null, 'STRAW_RETURN', 'CO2', 'q4', 'farm|STRAW_RETURN', 0.5, 't', 1100, null, 'factor_set',
        null, 'farm_activity', 'farm', null, null, null, null, null),
    ('F', 'r3', 'reduction', null, 'MANURE_DIGESTED_PIG', 'CH4', 'q5', 'farm|MANURE_DIGESTED_PIG', 1, 'head_year',
        4.572, 28, 'factor_set', null, 'farm_activity', 'farm', '', 128.016, null, null, null),
    ('W', 'm2', 'removal', null, 'FOREST_STOCK_CHANGE', 'CO2', null, 'forest|OAKS||', 2.5, 't', 1000, null,
        'forest_growth', null, 'forest_survey', 'surveys', null, null, null, null, null),
    ('W', 'm3', 'removal', null, 'FOREST_STOCK_CHANGE', 'CO2', null, null, -8, 't', 1000, null, 'forest_fire', null,
        'forest_survey', 'surveys', null, null, null, null, null),
    ('M', 'r4', 'reduction', null, 'REDUCTION_MEASURE', 'CO2e', null, null, 1.5, 't', null, null, null, null,
        'reduction_measure', 'measures', 'LED', 1500, null, null, null)
) as t (account, id, fact, scope, code, gas, request, factor, quantity, unit, kg, gwp, reason, exclusion,
    source, load, measure, reduction, baseline, actual, stated);
"""


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published release in memory."""
    with duckdb.connect() as connection:
        connection.execute(TABLES)

        def run_sql(home: Home, query: str, *, audience: str, release: str | None) -> QueryResult:
            assert audience == "auditor"
            answer = connection.execute(query)
            rows: list[tuple[Any, ...]] = answer.fetchall()
            return QueryResult("r1", audience, [column[0] for column in answer.description or []], [], rows, False)

        monkeypatch.setattr(read, "run_sql", run_sql)
        yield connection


def traced(account: str = "A", year: int = 2023) -> Trace:
    return trace_account(cast(Home, Path("nowhere")), account, year)


@pytest.mark.usefixtures("release")
def test_a_process_emission_is_printed_like_any_other() -> None:
    text = render_trace(traced())
    assert "2023-01  4.4 t location, 4.4 t market; scope 3 0.78 t\n" in text
    assert "scope 1 direct  LIMESTONE (use)  CO2\n    10 t x 440 kg/t = 4400 kg; x 1 (AR5) = 4400 kg CO2e" in text
    assert "delivered process_activity/process.csv line 2;" in text


@pytest.mark.usefixtures("release")
def test_scope_3_is_shown_under_its_scope_and_beside_the_total() -> None:
    text = render_trace(traced())
    assert "  0.78 t    scope 3 (beside)" in text
    assert "  scope 3 direct  ROAD_DIESEL_HEAVY_30T  CO2e\n    10000 tkm x 0.078 kg/tkm = 780 kg;" in text


@pytest.mark.usefixtures("release")
def test_reductions_stand_beside_the_emissions_with_their_lines() -> None:
    trace = traced()
    assert [fact.emission_id for month in trace.months for fact in month.facts] == ["e1", "e2"]
    assert [(measure.activity_code, measure.measure_code, measure.reduction_t) for measure in trace.reductions] == [
        ("FREIGHT_SHIFT", "", Decimal("15.66")),
        ("REDUCTION_MEASURE", "LED", Decimal("1.5")),
        ("REDUCTION_MEASURE", "PV", None),
    ]
    lines = render_trace(trace).partition("never taken off them")[2].splitlines()
    assert lines[1] == "  FREIGHT_SHIFT  15.66 t avoided; baseline 23.4 t, actual 7.74 t"
    assert lines[2] == "  2023-01  15660 kg avoided = baseline 23400 kg - actual 7740 kg"
    assert lines[3].startswith("    delivered freight_trip/trips.csv line 2; known 2024-01-10 01:00:00;")
    assert lines[4] == "  LED (REDUCTION_MEASURE)  1.5 t measured; 2 t promised; baseline 4 t, actual 2.5 t"
    assert lines[5] == "  2023-01  1500 kg measured; 2000 kg promised; spread over months by days"
    assert lines[6].startswith("    delivered reduction_measure/measures.csv line 2; known 2024-01-10 01:00:00;")
    assert lines[7] == "  PV (REDUCTION_MEASURE)  - t measured; 9 t promised"
    assert lines[8] == "  2023-01  - kg measured; 9000 kg promised  [memo: planned]"


@pytest.mark.usefixtures("release")
def test_two_factors_of_one_gas_add_up_and_each_row_has_its_own() -> None:
    facts = [fact for month in traced("F").months for fact in month.facts]
    assert [(fact.emission_id, len(fact.loads)) for fact in facts] == [("e3", 1), ("e4", 1)]
    assert [fact.factor and fact.factor.factor_id for fact in facts] == [
        "livestock|PIG|enteric",
        "livestock|PIG|manure_ch4",
    ]
    assert "  0.1842 t      of it animals, paddies and soils" in render_trace(traced("F"))


@pytest.mark.usefixtures("release")
def test_a_removal_stands_beside_the_emissions_with_factor_and_line() -> None:
    lines = render_trace(traced("F")).splitlines()
    assert any(line.endswith("0.55 t    removals (beside) 清除量") for line in lines)
    first = lines.index("  removals, beside the emissions and never taken off them 清除量  0.55 t")
    assert lines[first + 1 : first + 5] == [
        "  STRAW_RETURN  CO2",
        "    0.5 t x 1100 kg/t = 550 kg taken up",
        "    rule factor_set; tier 3",
        "    factor farm|STRAW_RETURN: 1100 kg/t (unit path: same_unit)",
    ]
    assert lines[first + 7].startswith("    delivered farm_activity/farm.csv line 2;")


@pytest.mark.usefixtures("release")
def test_what_a_farm_avoids_has_its_formula_and_factor() -> None:
    lines = render_trace(traced("F")).partition("减排量（单列，不抵扣排放）")[2].splitlines()
    assert lines[1:4] == [
        "  MANURE_DIGESTED_PIG  0.128 t avoided",
        "  2023-01  128.016 kg avoided",
        "    1 head_year x 4.572 kg/head_year = 4.572 kg CH4; x 28 (AR5) = 128.016 kg CO2e",
    ]
    assert lines[4].startswith("    factor farm|MANURE_DIGESTED_PIG: 4.572 kg/head_year")


@pytest.mark.usefixtures("release")
def test_a_forest_has_removals_alone_with_the_lines_of_its_surveys() -> None:
    trace = traced("W")
    assert [month.facts for month in trace.months] == [[]]
    lines = render_trace(trace).splitlines()
    first = lines.index("    2.5 t x 1000 kg/t = 2500 kg taken up")
    assert lines[first + 1] == "    rule forest_growth; tier 3"
    assert lines[first + 2] == (
        "    parameters forest|OAKS||, both stocks and their difference: marts.mart_forest_survey"
    )
    assert lines[first + 3].startswith("    delivered forest_survey/surveys.csv line 2;")
    assert "reductions" not in "\n".join(lines)


@pytest.mark.usefixtures("release")
def test_a_forest_of_a_release_that_names_no_parameters_is_traced_as_before() -> None:
    lines = render_trace(traced("W")).splitlines()
    first = lines.index("    -8 t x 1000 kg/t = -8000 kg lost")
    assert lines[first + 1] == "    rule forest_fire; tier 3"
    assert lines[first + 2].startswith("    delivered forest_survey/surveys.csv line 2;")


@pytest.mark.usefixtures("release")
def test_an_account_with_reductions_alone_has_no_result() -> None:
    trace = traced("M")
    assert (trace.result, trace.months) == (None, [])
    lines = render_trace(trace).splitlines()
    assert lines[1:3] == ["year 2023, release r1", "  no emission and no removal in the year 该年度无排放与清除"]
    assert "  2023-01  1500 kg measured; - kg promised" in lines


def test_a_release_without_the_newer_tables_and_columns_is_traced_as_before(
    release: duckdb.DuckDBPyConnection,
) -> None:
    release.execute("delete from audit.trace where fact <> 'emission'")
    release.execute("alter table audit.trace drop column removal_kg")
    release.execute("alter table marts.mart_account_emission drop column scope1_agriculture_t")
    release.execute("drop table marts.mart_account_reduction")
    trace = traced()
    assert trace.reductions == []
    text = render_trace(trace)
    assert "reductions" not in text
    assert "animals" not in text


@pytest.mark.usefixtures("release")
def test_a_year_without_anything_is_said_in_a_sentence() -> None:
    with pytest.raises(WrongUse, match="has no emissions, removals or reductions in 2022"):
        traced(year=2022)
