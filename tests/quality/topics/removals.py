"""What activities emit, take up and avoid of each gas, and removals: the tables and what each expectation catches."""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
insert into intermediate.int_activity by name
select
    'a8' as activity_id, 'farm_activity' as source, 'A1' as account_id, 'STRAW_RETURN' as activity_code, 'use' as flow,
    date '2024-01-01' as month, 0.01::decimal(18, 6) as quantity, 't' as unit;

insert into facts.fct_activity_outcome by name
select activity_id, source, 'r-a8' as record_key, account_id, month, quantity, unit, 'counted' as outcome
from intermediate.int_activity
where activity_id = 'a8';

insert into facts.fct_activity_load by name
select
    'a8' as activity_id, 'energy_consumption.0000000000000001' as load_id, 2::bigint as first_line_no,
    2::bigint as last_line_no, 1::bigint as line_count;

create table facts.fct_activity_gas as
select
    emission_id as activity_gas_id, activity_id, source, account_id, month, 'emission' as fact, null::varchar as path,
    basis, '' as source_category, activity_code, gas, quantity, unit, factor_kg_per_unit, gas_kg, gwp, co2e_kg
from facts.fct_emission
where source <> 'measured_emission'
union all
select
    'g8', activity_id, source, account_id, month, 'removal', 'straw', 'direct', '', activity_code, 'CO2', quantity,
    unit, 1100, 11, 1, 11
from intermediate.int_activity
where activity_id = 'a8';

create table facts.fct_removal as
select
    activity_gas_id as removal_id, account_id, 'industry' as domain, month, activity_code, path, co2e_kg as removal_kg,
    source, 'r-a8' as record_key, 'energy_consumption.0000000000000001' as load_id, 2::bigint as line_no
from facts.fct_activity_gas
where fact = 'removal'
union all
select
    change_id, 'A9', 'forestry', month, 'FOREST_STOCK_CHANGE', 'forest', removal_kg, 'forest_survey', 'r',
    'energy_consumption.0000000000000001', 3
from facts.fct_forest_change;

insert into facts.fct_account_month by name
select account_id, month, sum(removal_kg) as removal_kg, 0 as scope1_kg, 0 as scope2_location_kg,
    0 as scope2_market_kg, 0 as scope1_combustion_kg, 0 as biogenic_kg, 0 as exported_kg, 1 as weakest_evidence_rank,
    0 as energy_tce, 0 as electricity_kwh, 0 as exported_kwh, 'forestry' as domain, 0 as scope1_process_kg
from facts.fct_removal
where path = 'forest'
group by account_id, month;

alter table audit.trace add column removal_kg decimal(28, 10);
insert into audit.trace by name
select
    removal_id as emission_id, account_id, month as period_start, removal_id as activity_id, source, record_key,
    removal_kg, load_id, 'file.csv' as file_name, repeat('a', 64) as sha256, line_no
from facts.fct_removal;
"""

STRAW, COAL = "activity_gas_id = 'g8'", "activity_code = 'RAW_COAL'"
FARM_ADDS_UP = "every removal of a farm is there, to the last gram"
FARM, FOREST = "path = 'straw'", "path = 'forest'"
BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_activity_gas"): [
        changed("activity_gas_id is unique", "activity_gas_id = 'g8'", COAL),
        changed("fact is in its value set", "fact = 'wish'", STRAW),
        changed("path is in its value set", "path = 'moon'", STRAW),
        changed("gas_kg is quantity times factor", "gas_kg = gas_kg + 1", COAL),
        changed("only what a farm removes or avoids has a path", "path = 'straw'", COAL),
        changed(
            "quantities of one basis add up to those of the activities that count",
            "quantity = 999, gas_kg = 499.5",
            "basis = 'location' and activity_id = 'a2'",
        ),
    ],
    ("facts", "fct_removal"): [
        repeated("removal_id is unique", FARM),
        changed("path is in its value set", "path = 'moon'", FARM),
        changed("only a forest loses what it had taken up", "path = 'soil', removal_kg = -1", FARM, FARM_ADDS_UP),
        changed(FARM_ADDS_UP, "removal_kg = 12", FARM),
        removed("every change of a forest is there, to the last gram", FOREST),
    ],
}
