"""Reductions, energy efficiency, lists, alerts and policy: the tables and one wrong word for each expectation.

Six firms of division 30 at 1, 2, 3, 4, 5 and 9 tce per 10 000 CNY, all of it power; F4 to F6 are worse than the median.
"""

from tests.quality.bad_rows import Bad, added, changed, removed, repeated

TABLES = """
create table if not exists reference.policy_measure as
select 'IMPROVEMENT_PLAN' as measure_code, 'yellow' as colour;

create table facts.fct_reduction as
select
    id as reduction_id, 'A1' as account_id, month, 'REDUCTION_MEASURE' as activity_code, measure_code,
    kg::decimal(28, 10) as reduction_kg, stated_kg::decimal(28, 10) as stated_reduction_kg,
    tce::decimal(18, 6) as energy_saved_tce, cny::decimal(28, 6) as saving_cny, kg is null as is_planned,
    'energy_consumption.0000000000000001' as load_id, 2::bigint as line_no, null::varchar as path,
    'reduction_measure' as source
from (values
    ('r1', date '2024-01-01', 'LED', 1500, 2000, 1, 10),
    ('r2', date '2024-02-01', 'LED', 500, null, null, null),
    ('r3', date '2024-01-01', 'PV', null, 9000, null, null)
) as t (id, month, measure_code, kg, stated_kg, tce, cny);

create table facts.fct_energy_type_year as
select
    account_id, date '2024-01-01' as period_start,
    case energy_code when 'ELECTRICITY' then 'electricity' else 'solid_fuel' end as energy_type,
    sum(energy_tce)::decimal(28, 10) as energy_tce, sum(energy_tce)::decimal(28, 10) as priced_tce,
    650::decimal(28, 6) as priced_cost_cny
from facts.fct_energy_use
where flow in ('import', 'use')
group by all;

create table facts.fct_energy_efficiency as
select
    account_id, date '2024-01-01' as period_start, energy_type, '30' as division_code,
    tce::decimal(28, 10) as energy_tce, tce::decimal(28, 12) as energy_tce_per_10k_cny,
    'division' as group_type, '30' as group_code, 5 as other_members,
    median::decimal(28, 13) as median_tce_per_10k_cny, tce > median as is_worse, null::varchar as reason_code
from (values ('F1', 1, 4), ('F2', 2, 4), ('F3', 3, 4), ('F4', 4, 3), ('F5', 5, 3), ('F6', 9, 3))
as t (account_id, tce, median)
cross join (values ('total'), ('electricity')) as e (energy_type);

create table facts.fct_energy_service as
select
    account_id, measure_code, date '2024-01-01' as period_start,
    case when bool_or(not is_planned) then 'operating' else 'planned' end as status, sum(reduction_kg) as reduction_kg,
    sum(stated_reduction_kg) as stated_reduction_kg, sum(energy_saved_tce) as energy_saved_tce,
    sum(saving_cny) as saving_cny
from facts.fct_reduction
group by all;

create table facts.fct_alert as
select
    'A1' as account_id, grain as period_grain, date '2024-01-01' as period_start, alert_code,
    value::decimal(28, 10) as value, reference::decimal(28, 10) as reference_value, 'tce' as unit,
    threshold::decimal(12, 4) as threshold, colour, previous_colour
from (values
    ('month', 'OVER_CONSUMPTION', 130, 100, 1.2, null, null),
    ('year', 'COLOUR_FELL', null, null, null, 'yellow', 'light_green')
) as t (grain, alert_code, value, reference, threshold, colour, previous_colour);

create table marts.mart_account_reduction as
with months as (
    select
        account_id, 'month' as period_grain, month as period_start, activity_code, measure_code,
        (sum(reduction_kg) * 0.001)::decimal(28, 13) as reduction_t,
        (sum(stated_reduction_kg) * 0.001)::decimal(28, 13) as stated_reduction_t,
        sum(energy_saved_tce) as energy_saved_tce, sum(saving_cny) as saving_cny
    from facts.fct_reduction
    group by all
)

select * from months
union all
select
    account_id, 'year', date '2024-01-01', activity_code, measure_code, sum(reduction_t), sum(stated_reduction_t),
    sum(energy_saved_tce), sum(saving_cny)
from months
group by all;

create table marts.mart_low_efficiency_list as
select
    account_id, period_start, group_code, 'electricity' as worst_energy_type, true as depends_on_proposal,
    'proposal' as weakest_evidence
from facts.fct_energy_efficiency
where is_worse and energy_type = 'total';

create table marts.mart_low_green_power_list as
select
    account_id, period_start, 10::decimal(9, 6) as green_power_share_pct, 20::decimal(9, 6) as green_power_limit_pct,
    depends_on_proposal, weakest_evidence
from marts.mart_low_efficiency_list
where account_id <> 'F4';

create table marts.mart_energy_service_effect as
select account_id, measure_code, period_start, status, (reduction_kg * 0.001)::decimal(28, 13) as reduction_t
from facts.fct_energy_service;

create table marts.mart_alert as
select *, '一句话' as text_zh, 'a sentence' as text_en, true as depends_on_proposal, 'proposal' as weakest_evidence
from facts.fct_alert;

create table marts.mart_policy_measure as
select
    'A1' as account_id, date '2024-01-01' as period_start, 'IMPROVEMENT_PLAN' as measure_code, 'yellow' as colour,
    'QUZHOU_3D4C' as scheme_code, true as depends_on_proposal, 'proposal' as weakest_evidence;

alter table audit.trace add column reduction_kg decimal(28, 10);
insert into audit.trace by name
select
    reduction_id as emission_id, account_id, month as period_start, reduction_id as activity_id,
    'reduction_measure' as source, account_id || '|' || measure_code as record_key, reduction_kg, load_id,
    'file.csv' as file_name, repeat('a', 64) as sha256, line_no
from facts.fct_reduction;
"""

PROPOSAL = "what depends on a proposal says so in weakest_evidence"
MEASURED, PLANNED = "reduction_id = 'r1'", "reduction_id = 'r3'"
LED, PV = "measure_code = 'LED'", "measure_code = 'PV'"
COAL = "energy_type = 'solid_fuel'"
WORST_IN_ALL, BEST_IN_ALL = (f"account_id = '{account}' and energy_type = 'total'" for account in ("F6", "F1"))
MEMBERS = "the others of a division are its members but one"
CONSUMED = "alert_code = 'OVER_CONSUMPTION'"
LISTED = "account_id = 'F6'"
YEARS_ADD_UP = "a year is the sum of its months"
MEASURES_ADD_UP = "years of measures add up to the reductions"

BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_reduction"): [
        changed("only a shift of freight can come out worse", "reduction_kg = -1", MEASURED),
        changed("a planned measure has saved nothing yet", "energy_saved_tce = 1", PLANNED),
        changed("every reduction is of a load in effect", "load_id = 'lost'", MEASURED),
    ],
    ("facts", "fct_energy_type_year"): [
        changed("energy_type is in its value set", "energy_type = 'magic'", COAL),
        changed("priced energy is a part of the energy", "priced_tce = energy_tce + 1", COAL),
        removed("types add up to the energy of the account", COAL),
    ],
    ("facts", "fct_energy_efficiency"): [
        changed(
            "reason_code is in its value set",
            "reason_code = 'bad_luck', median_tce_per_10k_cny = null, is_worse = false",
            BEST_IN_ALL,
        ),
        changed("what is judged has a median, and what is worse lies above it", "is_worse = false", WORST_IN_ALL),
        changed(MEMBERS, "other_members = 4", BEST_IN_ALL),
        changed(
            "no more than half of an industry is worse, the middle firm aside",
            "median_tce_per_10k_cny = 0, is_worse = true",
            "energy_type = 'total'",
        ),
    ],
    ("facts", "fct_energy_service"): [
        changed("status is in its value set", "status = 'dreamt of'", PV),
        changed(MEASURES_ADD_UP, "saving_cny = saving_cny + 1", LED),
    ],
    ("facts", "fct_alert"): [
        changed(
            "alert_code is in its value set",
            "alert_code = 'NOISE', period_grain = 'year', colour = 'red', previous_colour = 'yellow'",
            CONSUMED,
        ),
        changed("an alert names what it compares", "reference_value = 110", CONSUMED),
    ],
    ("marts", "mart_account_reduction"): [
        Bad(  # the second row holds zeros, so that only the key is wrong
            "account_id, period_grain, period_start, activity_code, measure_code are unique together",
            "insert into {table} select * replace (0 as reduction_t, 0 as stated_reduction_t, 0 as energy_saved_tce,"
            f" 0 as saving_cny) from {{table}} where {LED} and period_grain = 'year'",
        ),
        changed("period_grain is in its value set", "period_grain = 'week'", f"{LED} and period_grain = 'month'"),
        changed(YEARS_ADD_UP, "reduction_t = reduction_t + 1", f"{LED} and period_grain = 'year'"),
    ],
    ("marts", "mart_low_efficiency_list"): [
        repeated("account_id, period_start are unique together", LISTED),
        changed("worst_energy_type is in its value set", "worst_energy_type = 'total'", LISTED),
        changed(PROPOSAL, "depends_on_proposal = false", LISTED),
        removed("the list is who is worse in all and in a type", LISTED),
    ],
    ("marts", "mart_low_green_power_list"): [
        repeated("account_id, period_start are unique together", LISTED),
        changed(PROPOSAL, "weakest_evidence = 'verified'", LISTED),
        changed(
            "who is listed is on the low-efficiency list and not above the limit", "green_power_share_pct = 21", LISTED
        ),
    ],
    ("marts", "mart_energy_service_effect"): [
        repeated("account_id, measure_code, period_start are unique together", LED),
        removed("every measure of a year is here with its reduction", PV),
    ],
    ("marts", "mart_alert"): [
        repeated(
            "account_id, period_grain, period_start, alert_code are unique together", CONSUMED, "every alert is here"
        ),
        changed(PROPOSAL, "depends_on_proposal = false", CONSUMED),
        removed("every alert is here", CONSUMED),
    ],
    ("marts", "mart_policy_measure"): [
        repeated("account_id, period_start, measure_code are unique together", "true"),
        changed(PROPOSAL, "weakest_evidence = null", "true"),
        added("every measure is one of its colour", "'B1' as account_id, 'red' as colour"),
    ],
    ("marts", "trace"): [
        changed("every fact can be traced", "co2e_kg = co2e_kg + 1", "emission_id = 'e1'"),
        changed("every reduction can be traced and is no emission", "co2e_kg = -1500", "emission_id = 'r1'"),
        changed("every removal can be traced and is no emission", "co2e_kg = -11", "emission_id = 'g8'"),
    ],
}
