{#
  One row per record and month of its period. An amount is spread by days; a season counts once, in the last month of its record. A stock (head, ha under no-till) counts in each month with the share that the
  month has of its year, cumulatively rounded, so that an unchanged stock makes exactly its number of head-years in a year.
#}
{%- set year_start = year_of('m.month') -%}
select
    c.*,
    m.month,
    c.period_months > 1 as is_spread,
    case
        when c.is_counted_once then c.quantity
        when c.is_weighted_by_time then {{ spread_share('c.quantity', year_start, add_months(year_start, 12), 'm.month') }}
        else {{ spread_share('c.quantity', 'c.period_month', 'c.period_end', 'm.month') }}
    end as month_quantity
from {{ ref('int_farm_activity__checked') }} as c
inner join {{ ref('int_month_as_of') }} as m on m.month >= {{ month_of('c.period_month') }} and m.month < c.period_end
where c.quarantine_reason is null and (not c.is_counted_once or {{ add_months('m.month', 1) }} = c.period_end)
