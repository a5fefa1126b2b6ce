"""A tiny warehouse that every hand-written suite accepts: two accounts, two months, one building.

Belongs here: good rows only. What is wrong with a bad table stands in bad_tables.
The figures follow the arithmetic of the real models: 1000 kWh at 0.5 kg, 2 t of coal at 1900 kg, a measured kiln,
100 kWh sold. Peat has no factor, so its record waits.
"""

from pathlib import Path

import duckdb

from .topics import topics

TABLES = """
create schema inputs;
create schema reference;
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

create table reference.quarantine_reason as
select * from (values ('overlapping_interval'), ('unknown_account'), ('no_factor')) as t (reason_code);

create table facts.fct_load as
select
    source || '.0000000000000001' as load_id, source, 'file.csv' as file_name, repeat('a', 64) as sha256,
    timestamp '2024-03-01 00:00:00' as known_at, timestamp '2024-03-01 00:00:00' as loaded_at,
    5::bigint as rows_delivered, 4::bigint as rows_loaded, 1::bigint as rows_rejected, 0::bigint as rows_erased,
    0::bigint as rounded_values, 'loaded' as status, null::varchar as message, true as is_in_effect
from (values ('electricity_meter'), ('energy_consumption'), ('measured_emission')) as t (source);

create table facts.fct_reject as
select
    source, load_id, 6::bigint as line_no, 'quantity' as column_name, 'out_of_range' as reason_code,
    'a number below 0' as reason
from facts.fct_load;

create table facts.fct_quarantine as
select source, source || '.0000000000000001' as load_id, 5::bigint as line_no, 'A1|x' as record_key, reason_code
from (values
    ('electricity_meter', 'overlapping_interval'),
    ('energy_consumption', 'no_factor'),
    ('measured_emission', 'unknown_account')
) as t (source, reason_code);

create table facts.fct_warning as
select
    source, load_id, 4::bigint as line_no, 'A1|x' as record_key, 'conflicting_duplicate' as warning_code,
    'stated again' as reason_en
from facts.fct_load;

create table facts.fct_row_class as
select
    source, load_id, rows_loaded as rows_staged, 1::bigint as rows_superseded, 0::bigint as rows_withdrawn,
    1::bigint as rows_quarantined, 2::bigint as rows_current
from facts.fct_load;

create table facts.fct_missing_delivery as
select
    'electricity_meter' as source, period, expected_by, timestamp '2024-03-01 00:00:00' as last_delivered_at
from (values
    (date '2024-03-01', date '2024-04-10'),
    (date '2024-04-01', date '2024-05-10')
) as t (period, expected_by);

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
    ('a5', 'electricity_meter', 'A1', 'ELECTRICITY', 'import', date '2024-01-01', 300, 'kwh', 'sub_meter'),
    ('a6', 'electricity_meter', 'A1', 'ELECTRICITY', 'export', date '2024-01-01', 100, 'kwh', null),
    ('a7', 'energy_consumption', 'B1', 'PEAT', 'use', date '2024-02-01', 8, 't', null)
) as t (activity_id, source, account_id, activity_code, flow, month, quantity, unit, exclusion_code);

create table facts.fct_activity_outcome as
select
    activity_id, source, 'r-' || activity_id as record_key, account_id, month, quantity, unit,
    case when activity_code = 'PEAT' then 'quarantined' when coalesce(exclusion_code, flow) in ('sub_meter', 'export')
        then 'excluded' else 'counted' end as outcome,
    case when activity_code = 'PEAT' then 'no_factor' when flow = 'export' then 'flow_export' else exclusion_code
    end as reason_code
from intermediate.int_activity;

create table facts.fct_activity_load as
select
    activity_id, source || '.0000000000000001' as load_id, line_no::bigint as first_line_no,
    line_no::bigint as last_line_no, 1::bigint as line_count
from (
    select activity_id, source, case activity_code when 'PEAT' then 5 when 'RAW_COAL' then 3 else 2 end as line_no
    from intermediate.int_activity
    union all
    select 'm1', 'measured_emission', 2
);

create table intermediate.int_activity_request as
select
    activity_id, 'q-' || activity_id as request_id, case account_id when 'A1' then 'A1' else '' end as own_account_id,
    'CN' as factor_set, '330803' as region_code, activity_code as factor_code,
    case activity_code when 'ELECTRICITY' then 'electricity' else 'solid_fuel' end as category, 'fuel' as end_use,
    month, unit
from intermediate.int_activity
where exclusion_code is null;

create table facts.fct_factor_request as
select * exclude (activity_id), date '2024-03-01' as as_of_on from intermediate.int_activity_request;

create table facts.fct_factor_candidate as
select
    r.request_id, f.basis, 'CO2' as gas, 'f-' || f.basis as factor_id, 'CN' as factor_set,
    date '2021-01-01' as valid_from, null::date as valid_to, date '2023-05-01' as published_on, r.unit as per_unit,
    f.factor::decimal(19, 10) as factor_kg_per_unit, false as is_carried
from facts.fct_factor_request as r
inner join (values
    ('ELECTRICITY', 'location', 0.5), ('ELECTRICITY', 'market', 0.6), ('RAW_COAL', 'direct', 1900)
) as f (factor_code, basis, factor) on r.factor_code = f.factor_code;

create table facts.fct_own_factor as
select
    'q-' || activity_id as request_id, 'own-' || activity_id as factor_id, 'A1' as account_id, 'CO2' as gas, basis,
    date '2024-01-01' as valid_from, date '2025-01-01' as valid_to, factor::decimal(19, 10) as factor_kg_per_unit,
    ncv::decimal(18, 8) as ncv_gj_per_unit, null::decimal(18, 9) as carbon_content_tc_per_tj,
    null::decimal(9, 6) as oxidation_rate, basis = 'supplier' as is_supplier, factor is not null as is_factor
from (values ('a1', 'supplier', 0.6, null), ('a3', 'measured', null, 20.9)) as t (activity_id, basis, factor, ncv);

create table facts.fct_factor_choice as
select
    c.request_id, c.basis, c.gas, c.factor_id, c.published_on, c.per_unit, c.factor_kg_per_unit,
    'factor_set' as reason, c.per_unit as unit, 'same_unit' as unit_path, c.factor_kg_per_unit as kg_per_activity_unit
from facts.fct_factor_candidate as c;

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

create table facts.fct_measured_emission as
select
    emission_id, activity_id, source || '.0000000000000001' as load_id, 2::bigint as line_no, account_id, domain, month,
    part, gas, quantity as quantity_kg, 2 as data_quality_tier
from facts.fct_emission
where part = 'measured';

create table intermediate.int_measured_emission__monthly as
select load_id, line_no, month, quantity_kg as month_quantity_kg from facts.fct_measured_emission;

create table facts.fct_export as
select
    activity_id, account_id, month, quantity, unit, 0.5::decimal(19, 10) as factor_kg_per_unit,
    (quantity * 0.5)::decimal(28, 10) as exported_kg
from intermediate.int_activity
where flow = 'export';

create table facts.fct_energy_use as
select
    activity_id, account_id, case account_id when 'A1' then 'industry' else 'building' end as domain, month,
    activity_code as energy_code, 'fuel' as end_use, flow, quantity, unit,
    case unit when 'kwh' then quantity end::decimal(18, 6) as quantity_kwh, 0.1::decimal(28, 10) as energy_tce,
    null::decimal(28, 10) as energy_equivalent_tce, 'coefficient' as tce_method, source,
    'r-' || activity_id as record_key
from intermediate.int_activity
where exclusion_code is null and activity_code <> 'PEAT';

create table facts.fct_account_month as
with emission as (
    select
        account_id, domain, month, coalesce(sum(co2e_kg) filter (where scope = 1), 0) as scope1_kg,
        coalesce(sum(co2e_kg) filter (where part = 'combustion'), 0) as scope1_combustion_kg,
        coalesce(sum(co2e_kg) filter (where basis = 'location'), 0) as scope2_location_kg,
        coalesce(sum(co2e_kg) filter (where basis = 'market'), 0) as scope2_market_kg,
        sum(co2e_kg) filter (where scope = 3) as scope3_kg
    from facts.fct_emission
    group by all
),

energy as (
    select
        account_id, month, sum(energy_tce) filter (where flow in ('import', 'use')) as energy_tce,
        sum(quantity_kwh) filter (where flow = 'import') as electricity_kwh,
        sum(quantity_kwh) filter (where flow = 'export') as exported_kwh
    from facts.fct_energy_use
    group by all
)

select
    e.*, 0::decimal(28, 10) as scope1_process_kg, 0::decimal(28, 10) as biogenic_kg,
    case when e.account_id = 'A1' and e.month = date '2024-01-01' then 11 else 0 end::decimal(28, 10) as removal_kg,
    coalesce(x.exported_kg, 0) as exported_kg, 1 as weakest_evidence_rank, n.energy_tce,
    coalesce(n.electricity_kwh, 0) as electricity_kwh, coalesce(n.exported_kwh, 0) as exported_kwh
from emission as e
inner join energy as n on e.account_id = n.account_id and e.month = n.month
left join facts.fct_export as x on e.account_id = x.account_id and e.month = x.month;

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
    0::decimal(28, 10) as scope1_process_t, 0::decimal(28, 10) as scope1_agriculture_t,
    ((scope1 - combustion) * 0.001)::decimal(28, 10) as scope1_other_t,
    (location * 0.001)::decimal(28, 10) as scope2_location_t, (market * 0.001)::decimal(28, 10) as scope2_market_t,
    ((scope1 + location) * 0.001)::decimal(28, 10) as total_location_t,
    ((scope1 + market) * 0.001)::decimal(28, 10) as total_market_t,
    (location * 0.001)::decimal(28, 10) as scope2_net_location_t, null::decimal(28, 10) as scope3_t,
    0::decimal(28, 10) as biogenic_t, 0::decimal(28, 10) as removal_t, 'AR5' as gwp_set,
    null::decimal(28, 10) as energy_tce,
    0::decimal(28, 6) as exported_kwh, (location * 2)::decimal(28, 6) as electricity_kwh,
    0::decimal(28, 6) as green_power_kwh, 1 as months_reported, false as depends_on_proposal,
    'verified' as weakest_evidence
from periods;

create table marts.mart_account_emission_detail as
with months as (
    select
        account_id, 'month' as period_grain, month as period_start, 'emission' as fact, scope, basis, activity_code,
        end_use, gas, factor_id, sum(quantity) as quantity, unit, sum(gas_kg) as gas_kg,
        (sum(co2e_kg) * 0.001)::decimal(28, 10) as co2e_t, null::decimal(28, 10) as removal_t,
        null::decimal(28, 10) as reduction_t,
        sum(row_count)::bigint as row_count, false as depends_on_proposal, 'verified' as weakest_evidence
    from facts.fct_emission
    group by all
)

select * from months
union all
select
    account_id, 'year', date '2024-01-01', 'emission', scope, basis, activity_code, end_use, gas, factor_id,
    sum(quantity), unit, sum(gas_kg), sum(co2e_t), null, null, sum(row_count)::bigint, false, 'verified'
from months
group by all;

create table marts.mart_energy_completeness as
select
    account_id, date '2024-01-01' as period_start, energy_code, count(distinct month)::int as months_reported,
    2 as months_expected, count(distinct month) >= 2 as is_complete
from facts.fct_energy_use
where flow in ('import', 'use')
group by all;

create table marts.mart_building_account as
select
    'B1' as account_id, period_start, 'office' as building_type, 100::decimal(18, 2) as floor_area_m2,
    1 as months_reported, 'complete' as completeness_code, true as is_complete
from (values (date '2024-01-01'), (date '2025-01-01')) as t (period_start);

create table audit.load as select * from facts.fct_load;

create table audit.reconciliation as
select
    l.source, l.load_id, l.rows_delivered, l.rows_loaded, l.rows_rejected, l.rows_erased, c.rows_current,
    c.rows_superseded, c.rows_withdrawn, c.rows_quarantined, 0::bigint as difference
from facts.fct_load as l
inner join facts.fct_row_class as c on l.load_id = c.load_id;

create table audit.reject as select * from facts.fct_reject;

create table audit.quarantine as select *, 'a sentence' as reason from facts.fct_quarantine;

create table audit.warning as select *, reason_en as reason from facts.fct_warning;

create table audit.missing_delivery as select * from facts.fct_missing_delivery;

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
        for tables in (TABLES, *(topic.TABLES for topic in topics())):
            connection.execute(tables)
