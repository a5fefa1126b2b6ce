{{ config(
    materialized='by_month',
    month_column='year_start',
    volume_source='personal_behaviour',
    period='year'
) }}

select
    person_key,
    scheme_code,
    {{ month_start() }} as year_start,
    cast(sum(points) as decimal(28, 3)) as points,
    cast(sum(case when entry_type in ('earn', 'reverse') then points else 0 end) as decimal(28, 3)) as earned_points,
    cast(sum(case when entry_type = 'redeem' then -points else 0 end) as decimal(28, 3)) as redeemed_points,
    cast(sum(case when entry_type = 'expire' then -points else 0 end) as decimal(28, 3)) as expired_points
from {{ ref('fct_points_entry') }}
where booked_month >= {{ month_start() }} and booked_month < {{ add_months(month_start(), 12) }}
group by person_key, scheme_code
