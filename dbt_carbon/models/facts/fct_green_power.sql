{#
  Green power by activity: what its meter says was bought green, and the certificates of the account and year. One green kWh may have been stated by
  both, so the greater of the two counts in a year, at most what was bought; what the certificates add is given to the activities of the year in
  proportion to their power that is not green yet, cumulatively rounded, so that a year is exact. The excess is shown by the power bought.
#}
with bought as (
    select
        a.activity_id,
        a.account_id,
        a.month,
        {{ year_of('a.month') }} as period_start,
        a.unit,
        try_cast({{ quotient('cast(a.quantity as decimal(19, 6)) * cast(w.numerator as decimal(18, 0))', 'w.denominator', 6, 0, 6, 28) }} as decimal(18, 6)) as bought_kwh,
        coalesce(a.green_kwh, 0) as metered_green_kwh
    from {{ ref('int_activity') }} as a
    inner join {{ ref('fct_activity_outcome') }} as o on a.activity_id = o.activity_id and o.outcome = 'counted'
    inner join {{ ref('dim_unit_path') }} as w on a.unit = w.from_unit and w.to_unit = 'kwh'
    where a.category = 'electricity' and a.flow = 'import'
),

walked as (
    select
        b.*,
        b.bought_kwh - b.metered_green_kwh as room_kwh,
        sum(b.bought_kwh - b.metered_green_kwh) over (partition by b.account_id, b.period_start) as year_room_kwh,
        sum(b.bought_kwh - b.metered_green_kwh) over (
            partition by b.account_id, b.period_start order by b.month nulls last, b.activity_id nulls last rows between unbounded preceding and current row
        ) as room_so_far_kwh,
        sum(b.bought_kwh) over (partition by b.account_id, b.period_start) as year_bought_kwh,
        sum(b.bought_kwh) over (
            partition by b.account_id, b.period_start order by b.month nulls last, b.activity_id nulls last rows between unbounded preceding and current row
        ) as bought_so_far_kwh,
        sum(b.metered_green_kwh) over (partition by b.account_id, b.period_start) as year_metered_kwh
    from bought as b
    where b.bought_kwh is not null
),

certified as (
    select
        w.*,
        case when coalesce(c.valid_kwh, 0) > w.year_metered_kwh then c.valid_kwh - w.year_metered_kwh else 0 end as year_certificate_kwh
    from walked as w
    left join {{ ref('fct_certificate_year') }} as c on w.account_id = c.account_id and w.period_start = c.period_start
),

limited as (
    select
        c.*,
        try_cast(case when c.year_certificate_kwh > c.year_room_kwh then c.year_room_kwh else c.year_certificate_kwh end as decimal(18, 6)) as year_counted_kwh,
        try_cast(case when c.year_certificate_kwh > c.year_room_kwh then c.year_certificate_kwh - c.year_room_kwh else 0 end as decimal(18, 6)) as year_excess_kwh
    from certified as c
),

shared as (
    select
        l.*,
        {{ cumulative_share('l.year_counted_kwh', 'l.room_so_far_kwh', 'l.room_kwh', 'l.year_room_kwh') }} as certificate_kwh,
        {{ cumulative_share('l.year_excess_kwh', 'l.bought_so_far_kwh', 'l.bought_kwh', 'l.year_bought_kwh') }} as certificate_excess_kwh
    from limited as l
)

select
    s.activity_id,
    s.account_id,
    s.month,
    cast(s.bought_kwh as decimal(18, 6)) as bought_kwh,
    cast(s.metered_green_kwh as decimal(18, 6)) as metered_green_kwh,
    cast(s.certificate_kwh as decimal(18, 6)) as certificate_kwh,
    cast(s.certificate_excess_kwh as decimal(18, 6)) as certificate_excess_kwh,
    cast(s.metered_green_kwh + s.certificate_kwh as decimal(18, 6)) as green_kwh,
    cast({{ quotient('cast(s.metered_green_kwh + s.certificate_kwh as decimal(19, 6)) * cast(k.numerator as decimal(18, 0))', 'k.denominator', 6, 0, 6, 28) }} as decimal(18, 6)) as green_quantity,
    s.unit
from shared as s
inner join {{ ref('dim_unit_path') }} as k on k.from_unit = 'kwh' and s.unit = k.to_unit
