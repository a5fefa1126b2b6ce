{#
  Energy of every activity that carries energy, in its own unit, in GJ where the unit or a heating value tells, and in tce.
  tce: coefficient of the edition in force in the month, by unit, else by bridge; fuel delivered in energy units directly; none: NCV / 29.3076, flagged.
#}
with used as (
    select a.*, p.green_kwh as counted_green_kwh, p.certificate_kwh, p.certificate_excess_kwh
    from {{ ref('int_activity') }} as a
    inner join {{ ref('fct_activity_outcome') }} as o on a.activity_id = o.activity_id
    left join {{ ref('fct_green_power') }} as p on a.activity_id = p.activity_id
    where a.exclusion_code is null and o.outcome <> 'quarantined' and coalesce(a.category, 'other') not in ('process', 'farm', 'freight')
),

heating_value as (
    select
        q.activity_id,
        max(c.ncv_gj_per_unit) as ncv_gj_per_unit,
        max(c.per_unit) as ncv_unit
    from {{ ref('int_activity_request') }} as q
    inner join {{ ref('fct_factor_choice') }} as c on q.request_id = c.request_id and c.basis = 'direct' and c.ncv_gj_per_unit is not null
    group by q.activity_id
),

reached as (
    select
        u.*,
        k.kgce_per_unit_default as kgce_per_unit,
        k.version as coefficient_version,
        p.numerator,
        p.denominator,
        b.bridge_numerator,
        b.bridge_denominator,
        b.bridge_factor,
        g.numerator as gj_numerator,
        g.denominator as gj_denominator,
        h.ncv_gj_per_unit,
        n.numerator as ncv_numerator,
        n.denominator as ncv_denominator,
        nb.bridge_factor as ncv_bridge_factor,
        nb.bridge_numerator as ncv_bridge_numerator,
        nb.bridge_denominator as ncv_bridge_denominator,
        w.numerator as kwh_numerator,
        w.denominator as kwh_denominator,
        kp.numerator as kgce_numerator,
        kp.denominator as kgce_denominator,
        gk.numerator as gj_kgce_numerator,
        gk.denominator as gj_kgce_denominator,
        q.kgce_per_unit_default as equivalent_kgce_per_kwh
    from used as u
    left join {{ ref('standard_coal_coefficient') }} as k
        on u.activity_code = k.energy_code
        and k.kgce_per_unit_default is not null
        and (k.valid_from is null or k.valid_from <= u.month)
        and (k.valid_to is null or k.valid_to > u.month)
    left join {{ ref('standard_coal_coefficient') }} as q
        on u.category = 'electricity'
        and q.energy_code = 'ELECTRICITY_EQUIVALENT'
        and (q.valid_from is null or q.valid_from <= u.month)
        and (q.valid_to is null or q.valid_to > u.month)
    left join {{ ref('dim_unit_path') }} as p on u.unit = p.from_unit and k.unit = p.to_unit
    left join {{ ref('dim_fuel_bridge') }} as b on u.activity_code = b.energy_code and u.unit = b.from_unit and k.unit = b.to_unit
    left join {{ ref('dim_unit_path') }} as g on u.unit = g.from_unit and g.to_unit = 'gj'
    left join {{ ref('dim_unit_path') }} as kp on u.unit = kp.from_unit and kp.to_unit = 'kgce' and u.category <> 'other'
    left join {{ ref('dim_unit_path') }} as gk on gk.from_unit = 'gj' and gk.to_unit = 'kgce'
    left join heating_value as h on u.activity_id = h.activity_id
    left join {{ ref('dim_unit_path') }} as n on u.unit = n.from_unit and h.ncv_unit = n.to_unit
    left join {{ ref('dim_fuel_bridge') }} as nb on u.activity_code = nb.energy_code and u.unit = nb.from_unit and h.ncv_unit = nb.to_unit
    left join {{ ref('dim_unit_path') }} as w on u.category = 'electricity' and u.unit = w.from_unit and w.to_unit = 'kwh'
),

{# A heating value per unit that only a bridge of the fuel leads to: gas in m3, its heating value per normal volume. #}
bridged as (
    select
        reached.*,
        case when ncv_numerator is null and ncv_bridge_factor is not null
            then {{ quotient('cast(cast(ncv_gj_per_unit as decimal(19, 6)) * cast(ncv_bridge_factor as decimal(9, 6)) as decimal(28, 12)) * cast(ncv_bridge_numerator as decimal(9, 0))', 'ncv_bridge_denominator', 12, 0, 10, 19) }}
        end as bridged_gj_per_unit
    from reached
),

per_unit as (
    select
        r.*,
        case
            when r.kgce_per_unit is not null and r.numerator is not null
                then {{ quotient('cast(r.kgce_per_unit as decimal(19, 6)) * cast(r.numerator as decimal(18, 0))', 'r.denominator', 6, 0, 10, 19) }}
            when r.kgce_per_unit is not null and r.bridge_factor is not null
                then {{ quotient('cast(cast(r.kgce_per_unit as decimal(19, 6)) * cast(r.bridge_factor as decimal(9, 6)) as decimal(28, 12)) * cast(r.bridge_numerator as decimal(9, 0))', 'r.bridge_denominator', 12, 0, 10, 19) }}
            when r.kgce_numerator is not null
                then {{ quotient('cast(r.kgce_numerator as decimal(19, 0))', 'r.kgce_denominator', 0, 0, 10, 19) }}
            when r.ncv_gj_per_unit is not null and r.ncv_numerator is not null
                then {{ quotient('cast(cast(r.ncv_gj_per_unit as decimal(19, 6)) * cast(r.ncv_numerator as decimal(9, 0)) as decimal(21, 6)) * cast(r.gj_kgce_numerator as decimal(9, 0))', 'cast(r.ncv_denominator as decimal(19, 0)) * cast(r.gj_kgce_denominator as decimal(9, 0))', 6, 0, 10, 19) }}
            when r.bridged_gj_per_unit is not null
                then {{ quotient('cast(r.bridged_gj_per_unit as decimal(19, 10)) * cast(r.gj_kgce_numerator as decimal(9, 0))', 'r.gj_kgce_denominator', 10, 0, 10, 19) }}
        end as kgce_per_activity_unit,
        case
            when r.kgce_per_unit is not null and (r.numerator is not null or r.bridge_factor is not null) then 'coefficient'
            when r.kgce_numerator is not null then 'energy_unit'
            when r.ncv_gj_per_unit is not null and r.ncv_numerator is not null then 'tce_from_ncv'
            when r.bridged_gj_per_unit is not null then 'tce_from_ncv'
            else 'unknown'
        end as tce_method,
        case
            when r.gj_numerator is not null
                then {{ quotient('cast(r.quantity as decimal(19, 6)) * cast(r.gj_numerator as decimal(18, 0))', 'r.gj_denominator', 6, 0, 10, 28) }}
            when r.ncv_gj_per_unit is not null and r.ncv_numerator is not null
                then {{ quotient('try_cast(cast(r.quantity as decimal(19, 6)) * cast(r.ncv_gj_per_unit as decimal(12, 6)) as decimal(29, 12)) * cast(r.ncv_numerator as decimal(8, 0))', 'r.ncv_denominator', 12, 0, 10, 28) }}
            when r.bridged_gj_per_unit is not null
                then cast(try_cast(cast(r.quantity as decimal(18, 6)) * cast(r.bridged_gj_per_unit as decimal(19, 10)) as decimal(32, 10)) as decimal(28, 10))
        end as energy_gj,
        {{ quotient('cast(r.quantity as decimal(19, 6)) * cast(r.kwh_numerator as decimal(18, 0))', 'r.kwh_denominator', 6, 0, 6, 28) }} as quantity_kwh
    from bridged as r
)

select
    activity_id,
    source,
    record_key,
    account_id,
    domain,
    month,
    activity_code as energy_code,
    coalesce(category, 'other') as category,
    end_use,
    flow,
    quantity,
    unit,
    quantity_kwh,
    energy_gj,
    kgce_per_activity_unit,
    tce_method,
    coefficient_version,
    equivalent_kgce_per_kwh,
    {{ kg_as_t('try_cast(quantity * kgce_per_activity_unit as decimal(28, 10))') }} as energy_tce,
    case
        when category = 'electricity'
            then {{ kg_as_t('try_cast(quantity * cast(equivalent_kgce_per_kwh as decimal(19, 10)) as decimal(28, 10))') }}
        else {{ kg_as_t('try_cast(quantity * kgce_per_activity_unit as decimal(28, 10))') }}
    end as energy_equivalent_tce,
    counted_green_kwh as green_kwh,
    certificate_kwh,
    certificate_excess_kwh
from per_unit
