{#
  Where an account stands in a year (its region in the last month of it), and whether its figures count in the totals of regions. Nothing counts twice:
  - a parent below which accounts report an emission carries no activity of its own (carried_by_children); a building carries its parent only where that is a building too;
  - a building below an account of another domain that reports and counts is inside it (inside_parent).
  Chains of parents are followed over 2 ^ doublings = 8 generations. Accounts that are above themselves, over at most as many steps, are a ring: they are above
  nobody, neither each other nor what hangs below them.
#}
{%- set doublings = 3 -%}
with reporting as (
    select account_id, period_start, has_known_emission
    from {{ ref('fct_account_period') }}
    where period_grain = 'year' and (has_known_emission or has_removal)
),

{# Every account and year that has a figure somewhere, so that none is lost. #}
stated as (
    select account_id, period_start from {{ ref('fct_account_period') }} where period_grain = 'year'
    union
    select account_id, period_start from {{ ref('fct_account_year') }}
    union
    select account_id, {{ year_of('month') }} from {{ ref('fct_reduction') }}
    union
    select account_id, {{ year_of('month') }} from {{ ref('fct_loan_month') }} where account_id is not null
),

spine as (
    select
        a.account_id,
        y.period_start,
        a.opened_on <= least({{ add_days(add_months('y.period_start', 12), -1) }}, d.as_of_on)
        and (a.closed_on is null or a.closed_on > y.period_start) as is_active
    from {{ ref('dim_account') }} as a
    cross join (select distinct period_start from stated) as y
    cross join {{ ref('dim_as_of') }} as d
),

described as (
    select
        s.account_id,
        s.period_start,
        s.is_active,
        v.domain,
        v.county_code,
        v.city_code,
        v.province_code,
        v.parent_account_id,
        row_number() over (partition by s.account_id, s.period_start order by v.valid_from desc nulls last) as place
    from spine as s
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('dim_account_version') }} as v
        on s.account_id = v.account_id
        and (v.valid_from is null or v.valid_from <= least({{ add_months('s.period_start', 11) }}, d.as_of_on))
),

account as (
    select * from described where place = 1
),

{# Who is above whom: one step, then each time twice as many. #}
above_1 as (
    select a.account_id, a.period_start, p.account_id as parent_account_id
    from account as a
    inner join account as p on a.parent_account_id = p.account_id and a.period_start = p.period_start
),
{% for n in range(1, doublings + 1) %}
above_{{ 2 ** n }} as (
    select account_id, period_start, parent_account_id from above_{{ 2 ** (n - 1) }}
    union
    select a.account_id, a.period_start, p.parent_account_id
    from above_{{ 2 ** (n - 1) }} as a
    inner join above_{{ 2 ** (n - 1) }} as p on a.parent_account_id = p.account_id and a.period_start = p.period_start
),
{% endfor %}
ring as (
    select account_id, period_start from above_{{ 2 ** doublings }}
    where account_id = parent_account_id
),

above as (
    select
        v.account_id,
        v.period_start,
        v.parent_account_id,
        a.domain = 'building' and p.domain <> 'building' as is_building_in_another
    from above_{{ 2 ** doublings }} as v
    inner join account as a on v.account_id = a.account_id and v.period_start = a.period_start
    inner join account as p on v.parent_account_id = p.account_id and v.period_start = p.period_start
    left join ring as r on v.parent_account_id = r.account_id and v.period_start = r.period_start
    where r.account_id is null
),

carried as (
    select distinct a.parent_account_id as account_id, a.period_start
    from above as a
    inner join reporting as r on a.account_id = r.account_id and a.period_start = r.period_start and r.has_known_emission
    where not a.is_building_in_another
),

inside as (
    select distinct a.account_id, a.period_start
    from above as a
    inner join reporting as r on a.parent_account_id = r.account_id and a.period_start = r.period_start
    left join carried as c on a.parent_account_id = c.account_id and a.period_start = c.period_start
    where a.is_building_in_another and c.account_id is null
),

judged as (
    select
        a.*,
        r.account_id is not null as is_reporting,
        t.account_id is not null as is_stated,
        case when c.account_id is not null then 'carried_by_children' when i.account_id is not null then 'inside_parent' end as exclusion_code
    from account as a
    left join reporting as r on a.account_id = r.account_id and a.period_start = r.period_start
    left join stated as t on a.account_id = t.account_id and a.period_start = t.period_start
    left join carried as c on a.account_id = c.account_id and a.period_start = c.period_start
    left join inside as i on a.account_id = i.account_id and a.period_start = i.period_start
)

select
    account_id,
    period_start,
    domain,
    coalesce(county_code, '') as county_code,
    coalesce(city_code, '') as city_code,
    coalesce(province_code, '') as province_code,
    parent_account_id,
    is_active,
    is_reporting,
    exclusion_code is null as is_counted,
    exclusion_code
from judged
where is_active or is_stated
