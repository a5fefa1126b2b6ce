{# One value per set, gas and origin of the gas: a variant of its own (fossil, non_fossil) where the set has one, else the default. #}
with origins as (
    select 'fossil' as origin
    union all
    select 'non_fossil'
),

ranked as (
    select
        g.gwp_set,
        g.gas,
        o.origin,
        cast(g.gwp100 as decimal(9, 4)) as gwp100,
        g.variant,
        g.evidence,
        row_number() over (
            partition by g.gwp_set, g.gas, o.origin order by case when g.variant = o.origin then 0 else 1 end nulls last, g.variant nulls last
        ) as place
    from {{ ref('gwp') }} as g
    inner join origins as o on g.variant in ('default', o.origin)
)

select gwp_set, gas, origin, gwp100, variant, evidence
from ranked
where place = 1
