{# A fuel's bridge between volume, normal volume and mass, from any unit on the one side to any on the other. #}
with either_way as (
    select energy_code, from_unit, to_unit, cast(factor as decimal(9, 6)) as factor, evidence from {{ ref('fuel_bridge') }}
    where factor is not null
),

ranked as (
    select
        b.energy_code,
        i.from_unit,
        o.to_unit,
        b.factor,
        cast(i.numerator * cast(o.numerator as decimal(9, 0)) as decimal(28, 0)) as numerator,
        cast(i.denominator * cast(o.denominator as decimal(9, 0)) as decimal(28, 0)) as denominator,
        b.evidence,
        row_number() over (
            partition by b.energy_code, i.from_unit, o.to_unit order by i.steps + o.steps nulls last, b.from_unit nulls last, b.to_unit nulls last
        ) as place
    from either_way as b
    inner join {{ ref('dim_unit_path') }} as i on i.to_unit = b.from_unit
    inner join {{ ref('dim_unit_path') }} as o on o.from_unit = b.to_unit
    where o.numerator < 1000000000 and o.denominator < 1000000000 and i.numerator < 1000000000
)

select
    energy_code,
    from_unit,
    to_unit,
    factor as bridge_factor,
    numerator as bridge_numerator,
    denominator as bridge_denominator,
    evidence as bridge_evidence
from ranked
where place = 1
