{#
  Every current record of process_activity with what stops it, if anything, the quantity that the factor meets (scaled, times purity) and what the
  record itself states about its carbon: kg CO2 per t of the pure substance, from its carbon content or, for clinker, from its CaO and MgO.
  Of the flows of a mass balance the carbon that leaves (product, waste) is taken off; of a process the sign stands in its factor row. Oxides in clinker
  tell of CO2 that was driven out, whatever its flow is called. A process that emits another gas takes no statement about carbon.
#}
with checked as (
    {{ checked_records('process_activity') }}
),

ratios as (
    select
        max(case when ratio_code = 'CO2_PER_C' then numerator end) as co2_numerator,
        max(case when ratio_code = 'CO2_PER_C' then denominator end) as co2_denominator,
        max(case when ratio_code = 'CO2_PER_CAO' then numerator end) as cao_numerator,
        max(case when ratio_code = 'CO2_PER_CAO' then denominator end) as cao_denominator,
        max(case when ratio_code = 'CO2_PER_MGO' then numerator end) as mgo_numerator,
        max(case when ratio_code = 'CO2_PER_MGO' then denominator end) as mgo_denominator
    from {{ ref('molar_ratio') }}
),

known_process as (
    select process_code, min(cast(sign as int)) as sign, max(case when gas = 'CO2' then 1 else 0 end) as has_co2
    from {{ ref('process_factor') }}
    where row_kind in ('factor', 'deduction')
    group by process_code
),

described as (
    select
        p.*,
        {{ add_months('p.period_month', 'p.period_months') }} as period_end,
        lower(trim(p.unit)) as delivered_unit,
        coalesce(s.scaled_unit, u.unit_code) as unit_used,
        try_cast(p.quantity * coalesce(s.multiplier, 1) as decimal(18, 6)) as scaled_quantity,
        case when p.flow in ('product', 'waste') or (p.flow = 'use' and k.sign < 0) then -1 else 1 end as carbon_sign,
        coalesce(k.has_co2, 1) = 1 as may_emit_co2
    from checked as p
    left join {{ ref('unit') }} as u on lower(trim(p.unit)) = u.unit_code
    left join {{ ref('unit_scaling') }} as s on u.unit_code = s.unit_code
    left join known_process as k on p.process_code = k.process_code
),

weighed as (
    select
        d.*,
        try_cast(round(cast(d.scaled_quantity as decimal(19, 6)) * cast(coalesce(d.purity, 1) as decimal(9, 6)), 6) as decimal(18, 6)) as quantity_used,
        case
            when not d.may_emit_co2 then null
            when d.cao_fraction is not null and d.mgo_fraction is not null
                then {{ quotient(
                    '(cast(d.cao_fraction as decimal(19, 6)) * cast(r.cao_numerator * r.mgo_denominator * 1000 as decimal(9, 0)) + cast(d.mgo_fraction as decimal(19, 6)) * cast(r.mgo_numerator * r.cao_denominator * 1000 as decimal(9, 0)))',
                    'cast(r.cao_denominator * r.mgo_denominator as decimal(9, 0))', 6, 0, 10, 19) }}
            when d.carbon_content_tc_per_t is not null
                then {{ quotient('cast(d.carbon_content_tc_per_t as decimal(19, 8)) * cast(r.co2_numerator * 1000 as decimal(9, 0))', 'cast(r.co2_denominator as decimal(9, 0))', 8, 0, 10, 19) }}
                    * d.carbon_sign
        end as stated_kg_per_t,
        case
            when not d.may_emit_co2 then null
            when d.cao_fraction is not null and d.mgo_fraction is not null then 'stated_oxides'
            when d.carbon_content_tc_per_t is not null then 'stated_carbon_content'
        end as stated_reason
    from described as d
    cross join ratios as r
),

stopped as (
    select
        w.*,
        case
            when w.quarantine_reason is not null then w.quarantine_reason
            when w.unit_used is null then 'unknown_unit'
            when w.quantity_used is null then 'amount_overflow'
        end as stopped_by
    from weighed as w
),

covered as (
    {{ covered_by_longer_period('stopped', ['account_id', 'process_code', 'flow']) }}
)

select
    s.account_id,
    s.period_month,
    s.period_months,
    s.period_end,
    s.process_code,
    s.flow,
    s.quantity as delivered_quantity,
    s.delivered_unit,
    s.purity,
    s.quantity_used as quantity,
    s.unit_used as unit,
    cast(s.stated_kg_per_t as decimal(19, 10)) as stated_kg_per_t,
    s.stated_reason,
    s.record_key,
    s.load_id,
    s.line_no,
    s.known_at,
    coalesce(s.stopped_by, case when c.load_id is not null then 'covered_by_longer_period' end) as quarantine_reason
from stopped as s
left join covered as c on s.load_id = c.load_id and s.line_no = c.line_no
