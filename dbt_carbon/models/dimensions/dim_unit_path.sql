{# Every pair of units of one dimension, directly or through one unit between; exact as numerator / denominator, reduced. #}
with steps as (
    select
        from_unit,
        to_unit,
        cast(numerator as decimal(19, 0)) as numerator,
        cast(denominator as decimal(19, 0)) as denominator,
        1 as steps
    from {{ ref('unit_conversion') }}
    union all
    select unit_code, unit_code, cast(1 as decimal(19, 0)), cast(1 as decimal(19, 0)), 0 from {{ ref('unit') }}
),

paths as (
    select
        from_unit,
        to_unit,
        cast(numerator as decimal(38, 0)) as numerator,
        cast(denominator as decimal(38, 0)) as denominator,
        steps
    from steps
    union all
    select
        a.from_unit,
        b.to_unit,
        cast(a.numerator * cast(b.numerator as decimal(18, 0)) as decimal(38, 0)),
        cast(a.denominator * cast(b.denominator as decimal(18, 0)) as decimal(38, 0)),
        2
    from steps as a
    inner join steps as b on a.to_unit = b.from_unit and a.steps = 1 and b.steps = 1 and a.from_unit <> b.to_unit
),

ranked as (
    select
        paths.*,
        row_number() over (partition by from_unit, to_unit order by steps nulls last, denominator nulls last, numerator nulls last) as place
    from paths
)

select
    from_unit,
    to_unit,
    {{ reduced('numerator', 'numerator', 'denominator') }} as numerator,
    {{ reduced('denominator', 'numerator', 'denominator') }} as denominator,
    steps
from ranked
where place = 1
