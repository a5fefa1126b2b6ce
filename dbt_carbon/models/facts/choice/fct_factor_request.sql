{# What the activities ask for: few rows, so that the choice below never runs once per activity. #}
select distinct
    {{ text_key(['a.own_account_id', 'a.factor_set', 'a.region_code', 'a.factor_code', 'a.end_use', 'a.month', 'a.unit', 'a.stated_kg_per_t']) }} as request_id,
    a.own_account_id,
    a.factor_set,
    a.region_code,
    a.factor_code,
    a.category,
    a.end_use,
    a.month,
    a.unit,
    a.stated_kg_per_t,
    a.stated_reason,
    m.as_of_on
from {{ ref('int_activity_request') }} as a
inner join {{ ref('int_month_as_of') }} as m on a.month = m.month
