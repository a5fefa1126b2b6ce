{#
  The level of every basis, by comparing products: ratio_numerator - offset x ratio_denominator against bound x ratio_denominator, with the inclusive flags of
  the rule. Beside it the way to the next better level and how likely the level is, given the spread of what is rated. Where less is better the way is the part
  of the emission that has to go; where more is better (neutralised, net removal) it is what is missing of the amount.
#}
with sized as (
    select
        b.*,
        try_cast(b.ratio_denominator as decimal(28, 8)) as compared_with,
        {{ bounded_ratio('b.ratio_numerator', 'b.ratio_denominator') }} as quotient
    from {{ ref('fct_rating_basis') }} as b
),

ratable as (
    select
        s.*,
        s.ratio_numerator - cast(s.ratio_offset as decimal(1, 0)) * s.compared_with as compared,
        cast(s.quotient - s.ratio_offset as decimal(28, 10)) as ratio,
        coalesce(s.reason_code, case when s.compared_with is null or s.quotient is null then 'amount_overflow' end) as stated_reason
    from sized as s
),

levelled as (
    select
        r.*,
        u.rule_id,
        u.level_code,
        u.level_zh,
        u.level_en,
        u.colour,
        u.lower_bound,
        u.upper_bound,
        u.next_level_code,
        u.next_colour,
        u.next_bound,
        coalesce(u.is_next_above, false) as is_next_above,
        u.text_grade_zh,
        u.text_grade_en,
        u.depends_on_proposal as rule_depends_on_proposal,
        u.evidence_rank as rule_evidence_rank,
        {{ level_confidence_z('u.lower_bound', 'r.ratio', 'abs(r.quotient)', 'r.relative_sigma_pct') }} as lower_z,
        {{ level_confidence_z('u.upper_bound', 'r.ratio', 'abs(r.quotient)', 'r.relative_sigma_pct') }} as upper_z,
        cast(r.ratio - u.next_bound as decimal(28, 10)) as above_next,
        case when u.is_next_above then try_cast(r.compared_with * u.next_bound - r.compared as decimal(16, 6)) end as missing_t,
        cast(cast(r.quotient as decimal(28, 13)) - cast(r.self_share as decimal(19, 10)) * u.next_bound as decimal(28, 13)) as own_part
    from ratable as r
    left join {{ ref('fct_rating_rule') }} as u
        on r.stated_reason is null
        and r.period_start = u.period_start
        and r.scheme_code = u.scheme_code
        and r.indicator = u.indicator
        and (
            u.lower_bound is null
            or r.compared > r.compared_with * u.lower_bound
            or (u.lower_inclusive and r.compared = r.compared_with * u.lower_bound)
        )
        and (
            u.upper_bound is null
            or r.compared < r.compared_with * u.upper_bound
            or (u.upper_inclusive and r.compared = r.compared_with * u.upper_bound)
        )
),

{#
  Of an emission none where even the whole of it would not do, nor for a grade, which is no emission; of an amount of nothing no percentage. Where
  the bound itself is not enough (more than 0 t), nothing that could be named is missing.
#}
measured as (
    select
        l.*,
        case when not l.is_next_above and l.above_next >= 0 and l.own_part > 0 and l.above_next <= l.own_part then {{ quotient('l.above_next', 'l.own_part', 10, 13, 10, 28) }} end as distance_share,
        case when l.is_next_above and l.emission_t > 0 then {{ quotient('l.missing_t', 'l.emission_t', 6, 6, 10, 28) }} end as missing_share,
        case when l.relative_sigma_pct is not null and l.level_code is not null then {{ level_probability('l', 'pl', 'pu') }} end as level_probability
    from levelled as l
    left join {{ ref('z_probability') }} as pu on l.upper_z = pu.z
    left join {{ ref('z_probability') }} as pl on l.lower_z = pl.z
)

select
    account_id,
    period_start,
    scheme_code,
    indicator,
    subject_code,
    value,
    benchmark_value,
    ratio_numerator,
    ratio_denominator,
    case when stated_reason is null then ratio end as ratio,
    coalesce(level_code, 'not_rated') as level_code,
    level_zh,
    level_en,
    coalesce(colour, 'none') as colour,
    rule_id,
    next_level_code,
    next_colour,
    case
        when is_next_above and emission_t is not null then case when missing_t > 0 then missing_t end
        else cast(cast(distance_share as decimal(19, 10)) * emission_t as decimal(16, 6))
    end as distance_t,
    case
        when is_next_above and missing_t <= 0 then null
        when is_next_above then try_cast(try_cast(missing_share as decimal(19, 10)) * cast(100 as decimal(3, 0)) as decimal(12, 6))
        when emission_t is not null then cast(distance_share * cast(100 as decimal(3, 0)) as decimal(12, 6))
    end as distance_pct,
    cast(cast(level_probability as decimal(19, 6)) * cast(100 as decimal(3, 0)) as decimal(9, 4)) as confidence_pct,
    text_grade_zh,
    text_grade_en,
    benchmark_source,
    benchmark_group_id,
    other_members,
    coalesce(stated_reason, case when level_code is null then 'no_rule' end) as reason_code,
    relative_sigma_pct,
    is_complete,
    is_preliminary,
    depends_on_proposal or coalesce(rule_depends_on_proposal, false) as depends_on_proposal,
    cast(greatest(weakest_evidence_rank, coalesce(rule_evidence_rank, 0)) as int) as weakest_evidence_rank
from measured
