{#
  The totals of regions of a year are the same at each level, their domains add up to those of all domains, and what is counted and excluded is what the
  accounts have; one query. A row is a year whose totals differ.
#}
with account as (
    select p.period_start, sum(p.scope1_kg + p.scope2_location_kg) as emission_kg, sum(p.removal_kg) as removal_kg
    from {{ ref('fct_account_period') }} as p
    where p.period_grain = 'year'
    group by p.period_start
),

reduced as (
    select {{ year_of('month') }} as period_start, sum(reduction_kg) as reduction_kg
    from {{ ref('fct_reduction') }}
    group by {{ year_of('month') }}
),

present as (
    select period_start, count(case when is_active then 1 end) as accounts
    from {{ ref('fct_region_account') }}
    group by period_start
),

total as (
    select
        n.period_start,
        'accounts' as region_level,
        n.accounts,
        coalesce(a.emission_kg, 0) as emission_kg,
        coalesce(a.removal_kg, 0) as removal_kg,
        coalesce(r.reduction_kg, 0) as reduction_kg
    from present as n
    left join account as a on n.period_start = a.period_start
    left join reduced as r on n.period_start = r.period_start
    union all
    select
        period_start,
        region_level || case when domain = 'all' then '' else ' by domain' end,
        sum(accounts),
        sum(coalesce(scope1_kg + scope2_location_kg, 0) + excluded_kg),
        sum(coalesce(removal_kg, 0) + excluded_removal_kg),
        sum(coalesce(reduction_kg, 0) + excluded_reduction_kg)
    from {{ ref('fct_region_year') }}
    group by period_start, region_level || case when domain = 'all' then '' else ' by domain' end
)

select period_start, count(*) as different_totals
from (select distinct period_start, accounts, emission_kg, removal_kg, reduction_kg from total) as t
group by period_start
having count(*) > 1
