{#
  Every current record of production_output with what stops it, if anything, and its quantity in the unit that the facts use: decimal multiples scaled.
#}
with checked as (
    {{ checked_records('production_output') }}
),

scaled as (
    select
        c.*,
        {{ add_months('c.period_month', 'c.period_months') }} as period_end,
        lower(trim(c.unit)) as delivered_unit,
        coalesce(s.scaled_unit, u.unit_code) as unit_used,
        try_cast(cast(c.quantity as decimal(19, 6)) * coalesce(s.multiplier, 1) as decimal(18, 6)) as quantity_used
    from checked as c
    left join {{ ref('unit') }} as u on lower(trim(c.unit)) = u.unit_code
    left join {{ ref('unit_scaling') }} as s on u.unit_code = s.unit_code
),

stopped as (
    select
        s.*,
        case
            when s.quarantine_reason is not null then s.quarantine_reason
            when s.unit_used is null then 'unknown_unit'
            when s.quantity_used is null then 'amount_overflow'
        end as stopped_by
    from scaled as s
),

covered as (
    {{ covered_by_longer_period('stopped', ['account_id', 'product_code', 'condition']) }}
)

select
    s.account_id,
    s.period_month,
    s.period_months,
    s.period_end,
    s.product_code,
    s.condition,
    s.condition_value,
    s.quantity as delivered_quantity,
    s.delivered_unit,
    s.quantity_used as quantity,
    s.unit_used as unit,
    s.energy_tce,
    s.electricity_kwh,
    s.output_value_cny,
    s.record_key,
    s.load_id,
    s.line_no,
    s.known_at,
    coalesce(s.stopped_by, case when c.load_id is not null then 'covered_by_longer_period' end) as quarantine_reason
from stopped as s
left join covered as c on s.load_id = c.load_id and s.line_no = c.line_no
