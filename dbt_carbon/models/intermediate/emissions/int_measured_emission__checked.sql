{# Every current record of measured_emission in kg, with what stops it, if anything. No record may reach 10^14 kg CO2e by any set of GWP, as no activity may. #}
with described as (
    select
        m.*,
        {{ add_months('m.period_month', 'm.period_months') }} as period_end,
        u.dimension,
        p.numerator,
        p.denominator,
        a.account_id is not null as is_known_account
    from {{ ref('stg_measured_emission') }} as m
    left join {{ ref('unit') }} as u on lower(trim(m.unit)) = u.unit_code
    left join {{ ref('dim_unit_path') }} as p on lower(trim(m.unit)) = p.from_unit and p.to_unit = 'kg'
    left join (select distinct account_id from {{ ref('stg_account_registry') }}) as a on m.account_id = a.account_id
),

weighed as (
    select
        d.*,
        try_cast({{ quotient('cast(d.quantity as decimal(19, 6)) * cast(d.numerator as decimal(12, 0))', 'cast(d.denominator as decimal(18, 0))', 6, 0, 6, 28) }} as decimal(18, 6)) as quantity_kg,
        case
            when not d.is_known_account then 'unknown_account'
            when d.period_month > {{ add_days('cast(d.known_at as date)', 1) }} then 'in_future'
            when d.dimension is null then 'unknown_unit'
            when d.dimension <> 'mass' then 'wrong_dimension'
        end as stopped_by
    from described as d
),

stopped as (
    select
        w.account_id, w.period_month, w.period_months, w.period_end, w.emission_source, w.gas, w.method, w.biogenic_share,
        w.quantity as delivered_quantity, lower(trim(w.unit)) as delivered_unit, w.quantity_kg,
        w.record_key, w.load_id, w.line_no, w.known_at,
        coalesce(
            w.stopped_by,
            case when w.quantity_kg is null or try_cast(cast(w.quantity_kg as decimal(19, 6)) * coalesce(g.gwp100, 1) as decimal(24, 10)) is null then 'amount_overflow' end
        ) as stopped_by
    from weighed as w
    left join (select gas, max(gwp100) as gwp100 from {{ ref('dim_gwp') }} group by gas) as g on w.gas = g.gas
),

covered as (
    {{ covered_by_longer_period('stopped', ['account_id', 'emission_source', 'gas']) }}
)

select
    s.account_id, s.period_month, s.period_months, s.period_end, s.emission_source, s.gas, s.method, s.biogenic_share,
    s.delivered_quantity, s.delivered_unit, s.quantity_kg, s.record_key, s.load_id, s.line_no, s.known_at,
    coalesce(s.stopped_by, case when c.load_id is not null then 'covered_by_longer_period' end) as quarantine_reason
from stopped as s
left join covered as c on s.load_id = c.load_id and s.line_no = c.line_no
