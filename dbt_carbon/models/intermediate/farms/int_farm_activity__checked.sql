{#
  Every current record of farm_activity with what stops it, if anything, and the quantity that its factor meets. What was delivered in another dimension than
  its code has (head for head-years, ha for ha-seasons) is turned into the base unit of the code's rule; the weight of time comes with the months.
#}
with checked as (
    {{ checked_records('farm_activity') }}
),

described as (
    select
        f.*,
        {{ add_months('f.period_month', 'f.period_months') }} as period_end,
        lower(trim(f.unit)) as delivered_unit,
        u.unit_code,
        coalesce(u.dimension = a.delivered_dimension and a.is_weighted_by_time, false) as is_weighted_by_time,
        coalesce(a.is_counted_once, false) as is_counted_once,
        case when u.dimension = a.delivered_dimension then a.unit else coalesce(s.scaled_unit, u.unit_code) end as unit_used,
        case
            when u.dimension = a.delivered_dimension
                then try_cast({{ quotient('cast(f.quantity as decimal(19, 6)) * cast(p.numerator as decimal(18, 0))', 'p.denominator', 6, 0, 6, 28) }} as decimal(18, 6))
            else try_cast(f.quantity * coalesce(s.multiplier, 1) as decimal(18, 6))
        end as quantity_used
    from checked as f
    left join {{ ref('unit') }} as u on lower(trim(f.unit)) = u.unit_code
    left join {{ ref('unit_scaling') }} as s on u.unit_code = s.unit_code
    left join {{ ref('dim_farm_activity') }} as a on f.activity_code = a.activity_code
    left join {{ ref('dim_unit_path') }} as p on u.unit_code = p.from_unit and a.base_unit = p.to_unit
),

stopped as (
    select
        d.*,
        case
            when d.quarantine_reason is not null then d.quarantine_reason
            when d.unit_code is null then 'unknown_unit'
            when d.quantity_used is null then 'amount_overflow'
        end as stopped_by
    from described as d
),

covered as (
    {{ covered_by_longer_period('stopped', ['account_id', 'activity_code']) }}
)

select
    s.account_id,
    s.period_month,
    s.period_months,
    s.period_end,
    s.activity_code,
    s.quantity as delivered_quantity,
    s.delivered_unit,
    s.quantity_used as quantity,
    s.unit_used as unit,
    s.is_weighted_by_time,
    s.is_counted_once,
    s.record_key,
    s.load_id,
    s.line_no,
    s.known_at,
    coalesce(s.stopped_by, case when c.load_id is not null then 'covered_by_longer_period' end) as quarantine_reason
from stopped as s
left join covered as c on s.load_id = c.load_id and s.line_no = c.line_no
