"""The tree of an account-year: emissions by month, reductions beside them, every figure as it was published."""

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

# What a trace reads: a process emission of January, a measure that saves in January and one that is planned.
TABLES = """
create schema marts;
create schema audit;
create table marts.mart_account as
select 'A' as account_id, '甲厂' as account_name, 'industry' as domain, '330803' as region_code;
create table marts.mart_account_emission as
select
    'A' as account_id, grain as period_grain, date '2023-01-01' as period_start, 'AR5' as gwp_set,
    4.4::decimal(28, 13) as total_location_t, 4.4::decimal(28, 13) as total_market_t, 4.4::decimal(28, 13) as scope1_t,
    0::decimal(28, 13) as scope2_location_t, 0::decimal(28, 13) as scope2_market_t,
    0::decimal(28, 13) as scope2_net_location_t, 0::decimal(28, 13) as biogenic_t, 0::decimal(28, 10) as energy_tce,
    3::decimal(9, 4) as data_quality_score, 1 as months_reported, 12 as months_expected
from (values ('month'), ('year')) as t (grain);
create table marts.mart_account_reduction as
select
    'A' as account_id, 'year' as period_grain, date '2023-01-01' as period_start,
    'REDUCTION_MEASURE' as activity_code, measure_code, reduction_t::decimal(28, 13) as reduction_t,
    baseline_t::decimal(28, 13) as baseline_t, actual_t::decimal(28, 13) as actual_t,
    stated::decimal(28, 13) as stated_reduction_t
from (values ('LED', 1.5, 4, 2.5, 2), ('PV', null, null, null, 9))
as t (measure_code, reduction_t, baseline_t, actual_t, stated);
create table audit.load as
select load_id, load_id || '.csv' as file_name, timestamp '2024-01-10 01:00:00' as known_at, 'loaded' as status
from (values ('process'), ('measures')) as t (load_id);
create table audit.factor as
select
    'q1' as request_id, 'direct' as basis, 'CO2' as gas, 'process|LIMESTONE' as factor_id, 't' as per_unit,
    null::decimal(18, 8) as ncv_gj_per_unit, null::decimal(18, 8) as carbon_content_tc_per_tj,
    null::decimal(9, 6) as oxidation_rate, null::int as vintage_year, null::date as valid_from, null::date as valid_to,
    null::date as published_on, 'anywhere' as match_level, 'factor_set' as reason, 0 as carry_years,
    'a guide' as source_document, 'secondary' as evidence, 'seeds/industry/process_factor.csv' as origin,
    null::bigint as origin_line_no, null::varchar as terms_origin, null::bigint as terms_origin_line_no,
    440::decimal(19, 10) as factor_kg_per_unit;
create table audit.trace as
select
    id as emission_id, 'A' as account_id, date '2023-01-01' as period_start, fact, 1 as scope, 'direct' as basis,
    'process' as part, code as activity_code, 'use' as end_use, 'CO2' as gas, 10::decimal(18, 6) as quantity,
    't' as unit,
    'same_unit' as unit_path, request as factor_request_id, 440::decimal(19, 10) as factor_kg_per_unit,
    'factor_set' as factor_reason, 4400::decimal(28, 10) as gas_kg, 1::decimal(9, 4) as gwp, 'AR5' as gwp_set,
    4400::decimal(28, 10) as co2e_kg, exclusion is null as is_counted, exclusion as exclusion_code,
    3 as data_quality_tier, id = 'r1' as is_spread, source, 'A|' || id as record_key, load as load_id,
    load || '.csv' as file_name, 'ab' as sha256, 2 as line_no, 2 as last_line_no, 1 as line_count, measure_code,
    reduction::decimal(28, 10) as reduction_kg, null::decimal(28, 10) as baseline_kg,
    null::decimal(28, 10) as actual_kg, stated::decimal(28, 10) as stated_reduction_kg
from (values
    ('e1', 'emission', 'LIMESTONE', 'q1', 'process_activity', 'process', null, null, null, null),
    ('r1', 'reduction', 'REDUCTION_MEASURE', null, 'reduction_measure', 'measures', 'LED', 1500, 2000, null),
    ('r2', 'reduction', 'REDUCTION_MEASURE', null, 'reduction_measure', 'measures', 'PV', null, 9000, 'planned')
) as t (id, fact, code, request, source, load, measure_code, reduction, stated, exclusion);
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


def traced(year: int = 2023) -> Trace:
    return trace_account(cast(Home, Path("nowhere")), "A", year)


@pytest.mark.usefixtures("release")
def test_a_process_emission_is_printed_like_any_other() -> None:
    text = render_trace(traced())
    assert "2023-01  4.4 t location, 4.4 t market" in text
    assert "scope 1 direct  LIMESTONE (use)  CO2\n    10 t x 440 kg/t = 4400 kg; x 1 (AR5) = 4400 kg CO2e" in text
    assert "delivered process_activity/process.csv line 2;" in text


@pytest.mark.usefixtures("release")
def test_reductions_stand_beside_the_emissions_with_their_lines() -> None:
    trace = traced()
    assert [fact.emission_id for month in trace.months for fact in month.facts] == ["e1"]
    assert [(measure.measure_code, measure.reduction_t) for measure in trace.reductions] == [
        ("LED", Decimal("1.5")),
        ("PV", None),
    ]
    lines = render_trace(trace).partition("never taken off them")[2].splitlines()
    assert lines[1] == "  LED (REDUCTION_MEASURE)  1.5 t measured; 2 t promised; baseline 4 t, actual 2.5 t"
    assert lines[2] == "  2023-01  1500 kg measured; 2000 kg promised; spread over months by days"
    assert lines[3].startswith("    delivered reduction_measure/measures.csv line 2; known 2024-01-10 01:00:00;")
    assert lines[4] == "  PV (REDUCTION_MEASURE)  - t measured; 9 t promised"
    assert lines[5] == "  2023-01  - kg measured; 9000 kg promised  [memo: planned]"


def test_a_release_without_reductions_is_traced_as_before(release: duckdb.DuckDBPyConnection) -> None:
    release.execute("delete from audit.trace where fact = 'reduction'")
    release.execute("drop table marts.mart_account_reduction")
    trace = traced()
    assert trace.reductions == []
    assert "reductions" not in render_trace(trace)


@pytest.mark.usefixtures("release")
def test_a_year_without_emissions_is_said_in_a_sentence() -> None:
    with pytest.raises(WrongUse, match="has no emissions in 2022"):
        traced(2022)
