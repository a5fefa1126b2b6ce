"""Periods of accounts, certificates and green power: the tables and one wrong word for each expectation."""

from tests.quality.bad_rows import Bad, changed

TABLES = """
create table intermediate.int_green_certificate__checked as
select 'A1' as account_id, 500::decimal(18, 6) as kwh, null as quarantine_reason;

create table facts.fct_certificate_year as
select
    'A1' as account_id, date '2024-01-01' as period_start, 500::decimal(28, 6) as certificate_kwh,
    400::decimal(28, 6) as valid_kwh, 1::bigint as certificates, 1::bigint as valid_certificates;

create table facts.fct_green_power as
select
    activity_id, account_id, month, quantity as bought_kwh, 0::decimal(18, 6) as metered_green_kwh,
    case account_id when 'A1' then 200 else 0 end::decimal(18, 6) as certificate_kwh,
    0::decimal(18, 6) as certificate_excess_kwh,
    case account_id when 'A1' then 200 else 0 end::decimal(18, 6) as green_kwh,
    case account_id when 'A1' then 200 else 0 end::decimal(18, 6) as green_quantity, unit
from intermediate.int_activity
where activity_code = 'ELECTRICITY' and flow = 'import' and exclusion_code is null;

create table facts.fct_account_period as
with months as (
    select
        account_id, domain, 'month' as period_grain, month as period_start, scope1_kg, scope2_location_kg,
        scope2_location_kg as purchased_electricity_kg, 0::decimal(28, 10) as purchased_heat_kg, energy_tce,
        1 as months_reported, true as has_known_emission
    from facts.fct_account_month
)

select * from months
union all
select
    account_id, domain, 'year', date '2024-01-01', sum(scope1_kg), sum(scope2_location_kg),
    sum(purchased_electricity_kg), 0, sum(energy_tce), count(*)::int, true
from months
group by all;

create table facts.fct_partial_month as
select 'B1' as account_id, date '2024-02-01' as month, 'record_waits' as reason_code;

create table marts.mart_green_power as
select
    'A1' as account_id, 'year' as period_grain, date '2024-01-01' as period_start, 2000::decimal(28, 6) as bought_kwh,
    0::decimal(28, 6) as green_metered_kwh, 400::decimal(28, 6) as certificate_valid_kwh,
    400::decimal(28, 6) as green_counted_kwh, 0::decimal(28, 6) as green_excess_kwh;
"""

JANUARY = "account_id = 'A1' and period_grain = 'month' and period_start = date '2024-01-01'"
BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_account_period"): [
        changed("months_reported is in its range", "months_reported = 13", "period_grain = 'year'"),
        changed("a year is the sum of its months", "energy_tce = energy_tce + 1", JANUARY),
        changed("bought power and heat are the whole of scope 2", "purchased_heat_kg = 1", JANUARY),
    ],
    ("facts", "fct_partial_month"): [
        changed("reason_code is in its value set", "reason_code = 'rain'", "true"),
        changed("no month with a gap counts as reported", "month = date '2024-01-01'", "true"),
    ],
    ("facts", "fct_certificate_year"): [
        changed("no more is valid than was certified", "valid_kwh = 501", "true"),
        changed("every certificate that does not wait is there, to the last kWh", "certificate_kwh = 501", "true"),
    ],
    ("facts", "fct_green_power"): [
        changed("no more is green than was bought", "bought_kwh = 100", "activity_id = 'a1'"),
        changed(
            "what certificates add and their excess are what is valid beyond the meters",
            "certificate_excess_kwh = 1",
            "activity_id = 'a1'",
        ),
    ],
    ("marts", "mart_green_power"): [
        Bad("account_id, period_start are unique together", "insert into {table} select * from {table}"),
        changed("counted and excess are what is valid", "green_excess_kwh = 1", "true"),
    ],
}
