{# One row per record and month of its period; the parts of a record add up to it exactly. #}
select
    c.*,
    m.month,
    c.period_months > 1 as is_spread,
    {{ spread_share('c.quantity', 'c.period_month', 'c.period_end', 'm.month') }} as month_quantity
from {{ ref('int_energy_consumption__checked') }} as c
inner join {{ ref('int_month_as_of') }} as m on m.month >= {{ month_of('c.period_month') }} and m.month < c.period_end
where c.quarantine_reason is null
