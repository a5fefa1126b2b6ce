{#
  Months of an account in which what it reported is not whole, and why. They are not counted as reported, so that nothing that is unknown passes for zero:
    record_waits     a record of energy, of a process or of a farm that covers the month waits, for a factor, a unit or an enthalpy
    stock_missing    a stock (animals, land under no-till) that the account reports in other months of the year
    survey_awaited   a forest plot since its newest survey: what it took up since is told by the next one
  What waits for its account, lies ahead or is covered by a longer record leaves no gap.
#}
{%- set no_gap = "('unknown_account', 'in_future', 'covered_by_longer_period')" -%}
with waiting as (
    select account_id, month from {{ ref('fct_activity_outcome') }} where outcome = 'quarantined' and source <> 'freight_trip'
    union
    select account_id, month from {{ ref('int_meter_month') }} where quarantine_reason is not null and quarantine_reason not in {{ no_gap }}
    {%- for source in ['energy_consumption', 'process_activity', 'farm_activity'] %}
    union
    select c.account_id, m.month
    from {{ ref('int_' ~ source ~ '__checked') }} as c
    inner join {{ ref('int_month_as_of') }} as m on m.month >= {{ month_of('c.period_month') }} and m.month < c.period_end
    where c.quarantine_reason is not null and c.quarantine_reason not in {{ no_gap }}
    {%- endfor %}
),

stock as (
    select distinct account_id, activity_code, month from {{ ref('int_farm_activity__monthly') }} where is_weighted_by_time
),

missing_stock as (
    select distinct y.account_id, m.month
    from (select distinct account_id, activity_code, {{ year_of('month') }} as year_start from stock) as y
    inner join {{ ref('dim_account') }} as a on y.account_id = a.account_id
    inner join {{ ref('dim_month') }} as m
        on m.month >= y.year_start
        and m.month < {{ add_months('y.year_start', 12) }}
        and m.is_over
        and m.month >= {{ month_of('a.opened_on') }}
        and (a.closed_on is null or m.month < a.closed_on)
    left join stock as s on y.account_id = s.account_id and y.activity_code = s.activity_code and m.month = s.month
    where s.account_id is null
),

awaited as (
    select distinct f.account_id, m.month
    from {{ ref('fct_forest_stock') }} as f
    inner join {{ ref('dim_month') }} as m on m.month >= {{ month_of('f.surveyed_on') }} and m.is_over
    where f.is_newest
)

select account_id, month, 'record_waits' as reason_code from waiting
union all
select account_id, month, 'stock_missing' from missing_stock
union all
select account_id, month, 'survey_awaited' from awaited
