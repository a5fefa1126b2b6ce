"""A tiny warehouse that every hand-written suite accepts: two accounts, two months, one building.

Belongs here: good rows only. What is wrong with a bad table stands in bad_tables.
The figures follow the arithmetic of the real models: 1000 kWh at 0.5 kg, 2 t of coal at 1900 kg, a measured kiln.
"""

from pathlib import Path

import duckdb

TABLES = """
create schema inputs;
create schema staging;
create schema intermediate;
create schema facts;
create schema marts;
create schema audit;

create table inputs.load_file as
select * from (values
    ('electricity_meter', 'electricity_meter.0000000000000001', date '2024-01-01', 2::bigint),
    ('electricity_meter', 'electricity_meter.0000000000000001', date '2024-02-01', 2::bigint),
    ('energy_consumption', 'energy_consumption.0000000000000001', null, 2::bigint)
) as t (source, load_id, month, rows);

create table staging.base_electricity_meter as
select
    'A1' as account_id, 'M1' as meter_id, month as record_month, month as local_on,
    kwh::decimal(18, 6) as import_kwh, null::decimal(18, 6) as export_kwh, null::decimal(18, 6) as self_generated_kwh,
    null::decimal(18, 6) as green_power_kwh, 'electricity_meter.0000000000000001' as load_id,
    line_no::bigint as line_no, version_class, quarantine_reason
from (values
    (date '2024-01-01', 1000, 2, 'current', null),
    (date '2024-01-01', 900, 3, 'superseded', null),
    (date '2024-02-01', 1000, 4, 'current', null),
    (date '2024-02-01', 7, 5, 'current', 'overlapping_interval')
) as t (month, kwh, line_no, version_class, quarantine_reason);

create table intermediate.int_meter_day as
select
    account_id, meter_id, record_month as month, local_on, load_id, sum(import_kwh)::decimal(28, 6) as import_kwh,
    sum(coalesce(export_kwh, 0))::decimal(28, 6) as export_kwh,
    sum(coalesce(self_generated_kwh, 0))::decimal(28, 6) as self_generated_kwh,
    sum(coalesce(green_power_kwh, 0))::decimal(28, 6) as green_power_kwh, count(*) as readings
from staging.base_electricity_meter
where version_class = 'current' and quarantine_reason is null
group by all;

create table intermediate.int_activity as
select * replace (quantity::decimal(18, 6) as quantity) from (values
    ('a1', 'electricity_meter', 'A1', 'ELECTRICITY', 'import', date '2024-01-01', 1000, 'kwh', null),
    ('a2', 'electricity_meter', 'A1', 'ELECTRICITY', 'import', date '2024-02-01', 1000, 'kwh', null),
    ('a3', 'energy_consumption', 'A1', 'RAW_COAL', 'use', date '2024-01-01', 2, 't', null),
    ('a4', 'energy_consumption', 'B1', 'ELECTRICITY', 'import', date '2024-01-01', 200, 'kwh', null),
    ('a5', 'electricity_meter', 'A1', 'ELECTRICITY', 'import', date '2024-01-01', 300, 'kwh', 'sub_meter')
) as t (activity_id, source, account_id, activity_code, flow, month, quantity, unit, exclusion_code);

create table facts.fct_activity_outcome as
select
    activity_id, source, 'r-' || activity_id as record_key, account_id, month, quantity, unit,
    case when exclusion_code is null then 'counted' else 'excluded' end as outcome, exclusion_code as reason_code
from intermediate.int_activity;

create table facts.fct_activity_load as
select activity_id, source || '.0000000000000001' as load_id, 2::bigint as first_line_no from intermediate.int_activity
union all
select 'm1', 'energy_consumption.0000000000000001', 3;

create table facts.fct_emission as
select
    'e' || row_number() over () as emission_id, activity_id, account_id,
    case account_id when 'A1' then 'industry' else 'building' end as domain, month, scope::int as scope, basis, part,
    activity_code, 'fuel' as end_use, 'CO2' as gas, quantity::decimal(18, 6) as quantity, unit,
    case when part <> 'measured' then 'f-' || part end as factor_id, 'CN' as factor_set, 'average' as factor_series,
    2021 as factor_vintage, 'nation' as factor_match_level, 'default' as factor_reason,
    factor::decimal(19, 10) as factor_kg_per_unit, kg::decimal(28, 10) as gas_kg, 1::decimal(9, 4) as gwp,
    'AR5' as gwp_set, kg::decimal(28, 10) as co2e_kg, true as is_counted, null::varchar as exclusion_code,
    3 as data_quality_tier, 4::bigint as row_count, 'verified' as evidence, false as depends_on_proposal,
    'verified' as weakest_evidence,
    case when part = 'measured' then 'measured_emission' when activity_id in ('a1', 'a2') then 'electricity_meter'
        else 'energy_consumption' end as source,
    'r-' || activity_id as record_key
from (values
    ('a1', 'A1', date '2024-01-01', 2, 'location', 'purchased_electricity', 'ELECTRICITY', 1000, 'kwh', 0.5, 500),
    ('a1', 'A1', date '2024-01-01', 2, 'market', 'purchased_electricity', 'ELECTRICITY', 900, 'kwh', 0.6, 540),
    ('a2', 'A1', date '2024-02-01', 2, 'location', 'purchased_electricity', 'ELECTRICITY', 1000, 'kwh', 0.5, 500),
    ('a2', 'A1', date '2024-02-01', 2, 'market', 'purchased_electricity', 'ELECTRICITY', 1000, 'kwh', 0.6, 600),
    ('a3', 'A1', date '2024-01-01', 1, 'direct', 'combustion', 'RAW_COAL', 2, 't', 1900, 3800),
    ('m1', 'A1', date '2024-02-01', 1, 'direct', 'measured', 'KILN', 70, 'kg', null, 70),
    ('a4', 'B1', date '2024-01-01', 2, 'location', 'purchased_electricity', 'ELECTRICITY', 200, 'kwh', 0.5, 100),
    ('a4', 'B1', date '2024-01-01', 2, 'market', 'purchased_electricity', 'ELECTRICITY', 200, 'kwh', 0.6, 120)
) as t (activity_id, account_id, month, scope, basis, part, activity_code, quantity, unit, factor, kg);

create table facts.fct_energy_use as
select
    activity_id, account_id, case account_id when 'A1' then 'industry' else 'building' end as domain, month,
    activity_code as energy_code, 'fuel' as end_use, flow, quantity, unit,
    case unit when 'kwh' then quantity end::decimal(18, 6) as quantity_kwh, 0.1::decimal(28, 10) as energy_tce,
    null::decimal(28, 10) as energy_equivalent_tce, 'coefficient' as tce_method, source,
    'r-' || activity_id as record_key
from intermediate.int_activity
where exclusion_code is null;

create table marts.mart_account as
select * from (values
    ('A1', 'Cement works', 'industry', '330803', 'C3011', date '2020-01-01', null::date, true),
    ('B1', 'Town hall', 'building', '330803', null, date '2020-01-01', null::date, true)
) as t (account_id, account_name, domain, region_code, industry_code, opened_on, closed_on, is_active);

create table marts.mart_account_emission as
with months as (
    select
        account_id, domain, 'month' as period_grain, month as period_start,
        coalesce(sum(co2e_kg) filter (where scope = 1), 0) as scope1,
        coalesce(sum(co2e_kg) filter (where part = 'combustion'), 0) as combustion,
        coalesce(sum(co2e_kg) filter (where basis = 'location'), 0) as location,
        coalesce(sum(co2e_kg) filter (where basis = 'market'), 0) as market
    from facts.fct_emission
    group by all
),

periods as (
    select * from months
    union all
    select account_id, domain, 'year', date '2024-01-01', sum(scope1), sum(combustion), sum(location), sum(market)
    from months
    group by all
)

select
    account_id, domain, period_grain, period_start,
    (scope1 * 0.001)::decimal(28, 10) as scope1_t, (combustion * 0.001)::decimal(28, 10) as scope1_combustion_t,
    0::decimal(28, 10) as scope1_process_t, ((scope1 - combustion) * 0.001)::decimal(28, 10) as scope1_other_t,
    (location * 0.001)::decimal(28, 10) as scope2_location_t, (market * 0.001)::decimal(28, 10) as scope2_market_t,
    ((scope1 + location) * 0.001)::decimal(28, 10) as total_location_t,
    ((scope1 + market) * 0.001)::decimal(28, 10) as total_market_t,
    (location * 0.001)::decimal(28, 10) as scope2_net_location_t, null::decimal(28, 10) as scope3_t,
    0::decimal(28, 10) as biogenic_t, 'AR5' as gwp_set, null::decimal(28, 10) as energy_tce,
    0::decimal(28, 6) as exported_kwh, (location * 2)::decimal(28, 6) as electricity_kwh,
    0::decimal(28, 6) as green_power_kwh, 1 as months_reported, false as depends_on_proposal,
    'verified' as weakest_evidence
from periods;

create table marts.mart_account_emission_detail as
with months as (
    select
        account_id, 'month' as period_grain, month as period_start, scope, basis, activity_code, end_use, gas,
        factor_id, sum(quantity) as quantity, unit, sum(gas_kg) as gas_kg,
        (sum(co2e_kg) * 0.001)::decimal(28, 10) as co2e_t,
        sum(row_count)::bigint as row_count, false as depends_on_proposal, 'verified' as weakest_evidence
    from facts.fct_emission
    group by all
)

select * from months
union all
select
    account_id, 'year', date '2024-01-01', scope, basis, activity_code, end_use, gas, factor_id, sum(quantity), unit,
    sum(gas_kg), sum(co2e_t), sum(row_count)::bigint, false, 'verified'
from months
group by all;

create table marts.mart_building_account as
select
    'B1' as account_id, period_start, 'office' as building_type, 100::decimal(18, 2) as floor_area_m2,
    1 as months_reported, 'complete' as completeness_code, true as is_complete
from (values (date '2024-01-01'), (date '2025-01-01')) as t (period_start);

create table audit.load as
select
    load_id, source, 'file.csv' as file_name, repeat('a', 64) as sha256, timestamp '2024-03-01 00:00:00' as known_at,
    timestamp '2024-03-01 00:00:00' as loaded_at, 5::bigint as rows_delivered, 4::bigint as rows_loaded,
    1::bigint as rows_rejected, 0::bigint as rounded_values, 'loaded' as status, null::varchar as message
from (values
    ('electricity_meter.0000000000000001', 'electricity_meter'),
    ('energy_consumption.0000000000000001', 'energy_consumption')
) as t (load_id, source);

create table audit.reconciliation as
select
    source, load_id, rows_delivered, rows_loaded, rows_rejected, 0::bigint as rows_erased, 2::bigint as rows_current,
    1::bigint as rows_superseded, 0::bigint as rows_withdrawn, 1::bigint as rows_quarantined, 0::bigint as difference
from audit.load;

create table audit.reject as
select
    source, load_id, line_no::bigint as line_no, 'quantity' as column_name, 'out_of_range' as reason_code,
    'a number below 0' as reason
from audit.load, range(9, 10) as lines (line_no);

create table audit.quarantine as
select
    source, load_id, line_no::bigint as line_no, 'A1|x' as record_key, 'overlapping_interval' as reason_code,
    'overlaps another reading' as reason
from audit.load, range(5, 6) as lines (line_no);

create table audit.missing_delivery as
select 'electricity_meter' as source, month as period, date '2024-04-10' as expected_by,
    null::timestamp as last_delivered_at
from (values (date '2024-02-01'), (date '2024-03-01')) as t (month);

create table audit.factor as
select distinct factor_id, 'q-' || factor_id as request_id, basis, gas, factor_set, evidence
from facts.fct_emission
where factor_id is not null;

create table audit.trace as
select
    e.emission_id, e.account_id, e.month as period_start, e.activity_id, e.source, e.record_key, e.co2e_kg, l.load_id,
    'file.csv' as file_name, repeat('a', 64) as sha256, l.first_line_no as line_no
from facts.fct_emission as e
inner join facts.fct_activity_load as l on e.activity_id = l.activity_id;
"""


def build_good_tables(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute(TABLES)
