{# expiring_points: what is lost within 30 days of as_of unless it is redeemed before; points go in the order in which they end. #}
with total as (
    select
        person_key,
        scheme_code,
        cast(sum(points) as decimal(28, 3)) as points_balance,
        cast(sum(earned_points) as decimal(28, 3)) as earned_points,
        cast(sum(redeemed_points) as decimal(28, 3)) as redeemed_points,
        cast(sum(expired_points) as decimal(28, 3)) as expired_points
    from {{ ref('fct_points_year') }}
    group by person_key, scheme_code
),

ending as (
    select
        m.person_key,
        m.scheme_code,
        sum(m.points) as points
    from {{ ref('fct_points_month') }} as m
    cross join {{ ref('dim_as_of') }} as d
    where m.expires_on <= {{ add_days('d.as_of_on', 30) }}
    group by m.person_key, m.scheme_code
)

select
    t.person_key,
    t.scheme_code,
    t.points_balance,
    cast(greatest(coalesce(e.points, 0) - t.redeemed_points - t.expired_points, 0) as decimal(28, 3)) as expiring_points,
    t.earned_points,
    t.redeemed_points,
    t.expired_points
from total as t
left join ending as e on t.person_key = e.person_key and t.scheme_code = e.scheme_code
