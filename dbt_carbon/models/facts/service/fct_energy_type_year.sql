{#
  Energy of an account and year by type (category of the energy), and what the part of it that has a price would cost: the price of a tce of the type is
  the account's own, by the mix and the standard-coal content of what it uses. A price per m3 serves a gas metered in m3 or in normal m3, by the bridge.
#}
with used as (
    select
        u.account_id,
        {{ year_of('u.month') }} as period_start,
        u.month,
        u.energy_code,
        u.category as energy_type,
        u.quantity,
        u.unit,
        u.energy_tce
    from {{ ref('fct_energy_use') }} as u
    where u.flow in ('import', 'use') and u.energy_tce is not null
),

priced as (
    select
        u.*,
        case
            when w.numerator is not null
                then {{ quotient('cast(cast(u.quantity as decimal(19, 6)) * cast(w.numerator as decimal(8, 0)) as decimal(28, 6))', 'w.denominator', 6, 0, 6, 28) }}
            when b.bridge_factor > 0
                then {{ quotient(
                    'cast(cast(u.quantity as decimal(19, 6)) * cast(b.bridge_denominator as decimal(8, 0)) as decimal(28, 6))',
                    'cast(b.bridge_factor as decimal(19, 6)) * cast(b.bridge_numerator as decimal(9, 0))', 6, 6, 6, 28) }}
        end as quantity_priced,
        p.price_cny,
        {{ evidence_rank('p.evidence') }} as price_evidence_rank
    from used as u
    cross join {{ ref('dim_as_of') }} as d
    left join {{ ref('energy_price') }} as p
        on u.energy_code = p.energy_code
        and (p.valid_from is null or p.valid_from <= u.month)
        and (p.valid_to is null or p.valid_to > u.month)
        and (p.published_on is null or p.published_on <= d.as_of_on)
    left join {{ ref('dim_unit_path') }} as w
        on u.unit = w.from_unit and split_part(p.unit, '_per_', 2) = w.to_unit and w.numerator < 100000000
    left join {{ ref('dim_fuel_bridge') }} as b
        on u.energy_code = b.energy_code
        and split_part(p.unit, '_per_', 2) = b.from_unit
        and u.unit = b.to_unit
        and b.bridge_numerator < 1000000000
        and b.bridge_denominator < 100000000
),

costed as (
    select
        priced.*,
        try_cast(try_cast(quantity_priced as decimal(25, 6)) * price_cny as decimal(28, 6)) as cost_cny
    from priced
)

select
    account_id,
    period_start,
    energy_type,
    cast(sum(energy_tce) as decimal(28, 13)) as energy_tce,
    cast(coalesce(sum(case when cost_cny is not null then energy_tce end), 0) as decimal(28, 13)) as priced_tce,
    cast(sum(cost_cny) as decimal(28, 6)) as priced_cost_cny,
    cast(max(case when cost_cny is not null then price_evidence_rank end) as int) as price_evidence_rank
from costed
group by account_id, period_start, energy_type
