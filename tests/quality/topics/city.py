"""Regions, what they supply, their totals and indicators: the tables and one wrong word for each expectation.

The accounts of accounting stand in 330803; the town hall is inside the cement works, so it is excluded there.
"""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
create table facts.fct_region_account as
select
    account_id, period_start, domain, '330803' as county_code, '330800' as city_code, '330000' as province_code,
    true as is_active, true as is_reporting, account_id <> 'B1' as is_counted,
    case when account_id = 'B1' then 'inside_parent' end as exclusion_code
from facts.fct_account_period
where period_grain = 'year';

create table facts.fct_region_supply as
select
    'E1' as account_id, date '2024-01-01' as period_start, product, unit, quantity::decimal(28, 6) as supplied_quantity,
    method
from (values
    ('electricity', 'kwh', 500, 'output'),
    ('heat', 'gj', null, 'none')
) as t (product, unit, quantity, method);

create table facts.fct_region_year as
with account as (
    select
        a.*, case when is_counted then total_location_t - scope2_location_t end * 1000 as scope1_kg,
        case when is_counted then scope2_location_t end * 1000 as scope2_location_kg,
        case when is_counted then 0 else total_location_t end * 1000 as excluded_kg
    from facts.fct_region_account as a
    inner join marts.mart_account_emission as e
        on a.account_id = e.account_id and a.period_start = e.period_start and e.period_grain = 'year'
),

placed as (
    select 'county' as region_level, county_code as region_code, * from account
    union all
    select 'city', city_code, * from account
    union all
    select 'province', province_code, * from account
),

summed as (
    select
        region_level, region_code, coalesce(domain, 'all') as domain, period_start, count(*)::int as accounts,
        sum(scope1_kg)::decimal(34, 10) as scope1_kg, sum(scope2_location_kg)::decimal(34, 10) as scope2_location_kg,
        sum(excluded_kg)::decimal(34, 10) as excluded_kg
    from placed
    group by
        grouping sets ((region_level, region_code, domain, period_start), (region_level, region_code, period_start))
)

select
    *, case when domain = 'all' then 0.5 end::decimal(11, 10) as local_electricity_share,
    case when domain = 'all' then 0 end::decimal(11, 10) as local_heat_share,
    case when domain = 'all' then scope2_location_kg / 2 end::decimal(34, 10) as scope2_imported_kg,
    case when domain = 'all' then scope1_kg + (scope2_location_kg / 2)::decimal(34, 10) end::decimal(28, 10)
    as regional_total_kg,
    null::varchar as reason_code
from summed
union all
select
    'county', '', name, date '2024-01-01', 1, null, null, 0, null, null, null, null,
    case when name = 'all' then 'no_emission_reported' end
from (values ('all'), ('forestry')) as t (name);

create table facts.fct_city_indicator as
select
    '330803' as region_code, date '2024-01-01' as period_start, indicator_code, origin, value::decimal(28, 8) as value,
    'percent' as unit, reason_code, direction, line_no::bigint as line_no
from (values
    ('FOREST_COVER_PCT', 'delivered', 71.5, null, 'higher', 2),
    ('ACCOUNT_COVERAGE_PCT', 'computed', 50, null, 'higher', null),
    ('GREEN_COLOUR_SHARE_PCT', 'computed', null, 'denominator_zero', 'higher', null)
) as t (indicator_code, origin, value, reason_code, direction, line_no);

create table marts.mart_region_summary as
select
    region_level, region_code, domain, period_start, accounts,
    case when scope1_kg is not null then 100 end::decimal(9, 6) as coverage_pct,
    (scope1_kg * 0.001)::decimal(28, 13) as scope1_t,
    (scope2_location_kg * 0.001)::decimal(28, 13) as scope2_location_t,
    (regional_total_kg * 0.001)::decimal(28, 13) as regional_total_t,
    (excluded_kg * 0.001)::decimal(28, 13) as excluded_t, reason_code,
    case when reason_code is not null then 'a sentence' end as reason_en
from facts.fct_region_year;

create table marts.mart_city_indicator as
select * exclude (line_no), case when reason_code is not null then 'a sentence' end as reason_en
from facts.fct_city_indicator;
"""

REGION = ("region_level", "region_code", "domain", "period_start")
INDICATOR = ("region_code", "period_start", "indicator_code", "origin")
WORKS, HALL = "account_id = 'A1'", "account_id = 'B1'"
COUNTY = "region_level = 'county' and region_code = '330803'"
WHOLE, PART = f"{COUNTY} and domain = 'all'", f"{COUNTY} and domain = 'industry'"
UNTOLD = "region_code = '' and domain = 'all'"
FOREST, COLOUR = "indicator_code = 'FOREST_COVER_PCT'", "indicator_code = 'GREEN_COLOUR_SHARE_PCT'"
POWER = "product = 'electricity'"
ADD_UP = "domains add up to those of all"
TOTAL = "the total of a region is scope 1 and what it imported"
LEVELS_ADD_UP = "every level adds up to the emissions of the accounts"
ALL_HERE = "every indicator of the facts is here, with the sentence of its reason"
VALUE_OR_REASON = "a figure has a value or a reason, and what was delivered its line"

BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_region_account"): [
        repeated("account_id, period_start are unique together", WORKS),
        changed("exclusion_code is in its value set", "exclusion_code = 'too_small'", HALL),
        removed("every account and year with a figure stands in a region", HALL),
    ],
    ("facts", "fct_region_supply"): [
        repeated("account_id, period_start, product are unique together", POWER),
        changed("product is in its value set", "product = 'water'", POWER),
        changed("method is in its value set", "method = 'guessed'", POWER),
        changed("supplied_quantity is in its range", "supplied_quantity = -1", POWER),
    ],
    ("facts", "fct_region_year"): [
        repeated(f"{', '.join(REGION)} are unique together", WHOLE, ADD_UP),
        changed("region_level is in its value set", "region_level = 'village'", COUNTY),
        changed("reason_code is in its value set", "reason_code = 'too_hard'", UNTOLD),
        changed("local_electricity_share is in its range", "local_electricity_share = 1.1", WHOLE),
        changed("local_heat_share is in its range", "local_heat_share = -0.1", WHOLE),
        changed(ADD_UP, "excluded_kg = excluded_kg + 1", PART),
        changed(TOTAL, "regional_total_kg = scope1_kg + scope2_location_kg", WHOLE),
    ],
    ("facts", "fct_city_indicator"): [
        repeated(f"{', '.join(INDICATOR)} are unique together", FOREST),
        changed("origin is in its value set", "origin = 'guessed', line_no = null", FOREST),
        changed("direction is in its value set", "direction = 'sideways'", FOREST),
        changed("reason_code is in its value set", "reason_code = 'too_hard'", COLOUR),
        changed(VALUE_OR_REASON, "value = null", FOREST),
    ],
    ("marts", "mart_region_summary"): [
        repeated(f"{', '.join(REGION)} are unique together", PART),
        changed("region_level is in its value set", "region_level = 'village'", UNTOLD),
        changed("coverage_pct is in its range", "coverage_pct = 101", WHOLE),
        changed(LEVELS_ADD_UP, "excluded_t = excluded_t + 1", WHOLE),
        changed("a region without a total says why, in a sentence", "reason_en = null", UNTOLD),
    ],
    ("marts", "mart_city_indicator"): [
        repeated(f"{', '.join(INDICATOR)} are unique together", FOREST),
        changed("origin is in its value set", "origin = 'guessed'", FOREST, ALL_HERE),
        removed(ALL_HERE, COLOUR),
    ],
}
