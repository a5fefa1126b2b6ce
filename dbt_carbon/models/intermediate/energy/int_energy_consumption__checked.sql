{#
  Every current record of energy_consumption with what stops it, if anything, and its quantity in the unit that the facts use:
  decimal multiples scaled, steam and hot water in mass turned into GJ by their enthalpy.
#}
with described as (
    select
        c.*,
        {{ add_months('c.period_month', 'c.period_months') }} as period_end,
        lower(trim(c.unit)) as delivered_unit,
        u.dimension,
        e.category,
        coalesce(s.scaled_unit, u.unit_code) as scaled_unit,
        try_cast(c.quantity * coalesce(s.multiplier, 1) as decimal(18, 6)) as scaled_quantity,
        a.account_id is not null as is_known_account,
        e.category = 'heat' and u.dimension = 'mass' as is_heat_by_mass
    from {{ ref('stg_energy_consumption') }} as c
    left join {{ ref('unit') }} as u on lower(trim(c.unit)) = u.unit_code
    left join {{ ref('unit_scaling') }} as s on u.unit_code = s.unit_code
    left join {{ ref('energy_type') }} as e on c.energy_code = e.energy_code
    left join (select distinct account_id from {{ ref('stg_account_registry') }}) as a on c.account_id = a.account_id
),

parameters as (
    select
        max(case when heat_code = 'STEAM_REFERENCE_ENTHALPY' then value end) as reference_enthalpy,
        max(case when heat_code = 'HOT_WATER_REFERENCE_TEMPERATURE' then value end) as reference_temperature,
        max(case when heat_code = 'WATER_SPECIFIC_HEAT' then value end) as specific_heat
    from {{ ref('heat_factor') }}
),

heated as (
    select
        d.*,
        case
            when d.enthalpy_kj_per_kg is not null then cast(d.enthalpy_kj_per_kg - p.reference_enthalpy as decimal(18, 8))
            when d.temperature_c is not null then cast((d.temperature_c - p.reference_temperature) * p.specific_heat as decimal(18, 8))
        end as heat_kj_per_kg,
        {{ quotient('cast(d.scaled_quantity as decimal(19, 6)) * cast(m.numerator as decimal(12, 0))', 'cast(m.denominator as decimal(18, 0))', 6, 0, 6, 28) }} as mass_t
    from described as d
    cross join parameters as p
    left join {{ ref('dim_unit_path') }} as m on d.is_heat_by_mass and d.scaled_unit = m.from_unit and m.to_unit = 't'
),

converted as (
    select
        h.*,
        case
            when h.is_heat_by_mass
                then try_cast({{ quotient('try_cast(cast(h.mass_t as decimal(19, 6)) * cast(h.heat_kj_per_kg as decimal(12, 8)) as decimal(30, 14))', 'cast(1000 as decimal(4, 0))', 14, 0, 6, 28) }} as decimal(18, 6))
            else h.scaled_quantity
        end as quantity_used,
        case when h.is_heat_by_mass then 'gj' else h.scaled_unit end as unit_used
    from heated as h
),

stopped as (
    select
        c.*,
        case
            when not c.is_known_account then 'unknown_account'
            when c.period_month > {{ add_days('cast(c.known_at as date)', 1) }} then 'in_future'
            when c.dimension is null then 'unknown_unit'
            when c.category = 'electricity' and c.dimension <> 'energy' then 'wrong_dimension'
            when c.category = 'heat' and c.dimension not in ('energy', 'mass') then 'wrong_dimension'
            when c.category in ('solid_fuel', 'liquid_fuel', 'gas_fuel')
                and c.dimension not in ('mass', 'volume', 'normal_volume', 'energy', 'gross_energy') then 'wrong_dimension'
            when c.is_heat_by_mass and (c.heat_kj_per_kg is null or c.heat_kj_per_kg < 0) then 'no_enthalpy'
            when c.quantity_used is null then 'amount_overflow'
        end as stopped_by
    from converted as c
),

covered as (
    {{ covered_by_longer_period('stopped', ['account_id', 'energy_code', 'end_use']) }}
)

select
    s.account_id,
    s.period_month,
    s.period_months,
    s.period_end,
    s.energy_code,
    s.category,
    s.end_use,
    s.quantity as delivered_quantity,
    s.delivered_unit,
    s.quantity_used as quantity,
    s.unit_used as unit,
    s.quality,
    s.supplier,
    s.record_key,
    s.load_id,
    s.line_no,
    s.known_at,
    coalesce(s.stopped_by, case when c.load_id is not null then 'covered_by_longer_period' end) as quarantine_reason
from stopped as s
left join covered as c on s.load_id = c.load_id and s.line_no = c.line_no
