{# What the activities ask for: few rows, so that the choice below never runs once per activity. #}
select distinct
    {{ text_key(['a.own_account_id', 'a.factor_set', 'a.region_code', 'a.factor_code', 'a.end_use', 'a.month', 'a.unit']) }} as request_id,
    a.own_account_id,
    a.factor_set,
    a.region_code,
    a.factor_code,
    a.category,
    a.end_use,
    a.month,
    a.unit,
    m.as_of_on
from {{ ref('int_activity_request') }} as a
inner join {{ ref('int_month_as_of') }} as m on a.month = m.month
