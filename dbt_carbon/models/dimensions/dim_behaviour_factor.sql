{#
  What one unit of a behaviour reduces, emits and earns, for every unit. to_factor_unit is what a quantity in the unit is multiplied by, at ten decimals; empty
  where the unit has another dimension; factor_no numbers the factors (is_own_unit: one row each). Points that the behaviour does not state follow the scheme's rule of points per gram, where it has one. An emission that states no
  grams takes the grid factor of the person's region (takes_grid_factor).
#}
with numbered as (
    {# Numbered before anything is left out: months built on another day keep their numbers. #}
    select
        b.*,
        cast(dense_rank() over (order by b.scheme nulls first, b.behaviour_code nulls first, b.valid_from nulls first) as int) as factor_no
    from {{ ref('behaviour_factor') }} as b
),

family as (
    select behaviour_code, family, window_minutes, precedence, valid_from, valid_to, published_on
    from {{ ref('behaviour_family') }}
),

per_gram as (
    select scheme, value as points_per_g, valid_from, valid_to
    from {{ ref('point_rule') }}
    where rule_code = 'POINTS_PER_G'
),

known as (
    select
        b.*,
        f.family,
        f.window_minutes,
        f.precedence,
        cast(coalesce(b.points_per_unit, case when b.effect = 'reduction' then try_cast(b.gco2_per_unit * cast(g.points_per_g as decimal(19, 6)) as decimal(18, 6)) end) as decimal(18, 6)) as all_points_per_unit
    from numbered as b
    cross join {{ ref('dim_as_of') }} as d
    left join family as f
        on b.behaviour_code = f.behaviour_code
        and (f.published_on is null or f.published_on <= d.as_of_on)
        and (f.valid_to is null or b.valid_from is null or b.valid_from < f.valid_to)
        and (f.valid_from is null or b.valid_to is null or f.valid_from < b.valid_to)
    left join per_gram as g
        on b.scheme = g.scheme
        and (g.valid_to is null or b.valid_from is null or b.valid_from < g.valid_to)
        and (g.valid_from is null or b.valid_to is null or g.valid_from < b.valid_to)
    where b.published_on is null or b.published_on <= d.as_of_on
)

select
    k.factor_no,
    {{ bar_key(['k.scheme', 'k.behaviour_code', 'k.valid_from']) }} as factor_id,
    k.scheme as scheme_code,
    k.behaviour_code,
    k.scenario_group,
    k.effect,
    u.unit_code as from_unit,
    k.unit,
    u.unit_code = k.unit as is_own_unit,
    k.valid_from,
    k.valid_to,
    {{ quotient('p.numerator', 'p.denominator', 0, 0, 10, 19) }} as to_factor_unit,
    cast(k.gco2_per_unit as decimal(18, 6)) as gco2_per_unit,
    k.effect = 'emission' and k.gco2_per_unit is null as takes_grid_factor,
    k.all_points_per_unit as points_per_unit,
    k.cap_count,
    k.cap_basis,
    k.cap_period,
    cast(ceil({{ quotient('k.expiry_hours', '24', 0, 0, 6, 18) }}) as int) as expiry_days,
    k.family,
    k.window_minutes,
    k.precedence,
    k.evidence = 'proposal' as depends_on_proposal,
    cast({{ evidence_rank('k.evidence') }} as int) as weakest_evidence_rank
from known as k
cross join {{ ref('unit') }} as u
left join {{ ref('dim_unit_path') }} as p on u.unit_code = p.from_unit and k.unit = p.to_unit
