{#
  三维四色: the final colour from the three intensity dimensions by the matrix; with one missing the worse of the industry advancement and the worst that is
  there; without the industry advancement none. Its confidence goes through every triple of colours that the dimensions may have, taken as independent.
#}
with rated as (
    select
        r.account_id,
        r.period_start,
        r.scheme_code,
        r.indicator,
        r.level_code,
        r.colour,
        r.ratio,
        cast(r.ratio + b.ratio_offset as decimal(28, 10)) as quotient,
        b.relative_sigma_pct,
        r.reason_code,
        r.is_complete,
        r.is_preliminary,
        r.depends_on_proposal,
        r.weakest_evidence_rank
    from {{ ref('fct_rating') }} as r
    inner join {{ ref('fct_rating_basis') }} as b
        on r.account_id = b.account_id
        and r.period_start = b.period_start
        and r.scheme_code = b.scheme_code
        and r.indicator = b.indicator
        and r.subject_code = b.subject_code
    where r.scheme_code = 'QUZHOU_3D4C' and r.subject_code = 'intensity'
),

{# Every colour that a dimension may have, and how likely it is. #}
possible as (
    select
        r.account_id,
        r.period_start,
        r.scheme_code,
        r.indicator,
        u.colour,
        u.level_code = r.level_code as is_own,
        u.lower_bound,
        u.upper_bound,
        r.relative_sigma_pct,
        {{ level_confidence_z('u.lower_bound', 'r.ratio', 'r.quotient', 'r.relative_sigma_pct') }} as lower_z,
        {{ level_confidence_z('u.upper_bound', 'r.ratio', 'r.quotient', 'r.relative_sigma_pct') }} as upper_z
    from rated as r
    inner join {{ ref('fct_rating_rule') }} as u
        on r.period_start = u.period_start and r.scheme_code = u.scheme_code and r.indicator = u.indicator
    where r.reason_code is null
),

likely as (
    select
        p.account_id,
        p.period_start,
        p.scheme_code,
        p.indicator,
        p.colour,
        p.is_own,
        c.severity_rank,
        case when p.relative_sigma_pct is not null then {{ level_probability('p', 'l', 'u') }} end as probability
    from possible as p
    inner join {{ ref('colour') }} as c on p.colour = c.colour_code
    left join {{ ref('z_probability') }} as l on p.lower_z = l.z
    left join {{ ref('z_probability') }} as u on p.upper_z = u.z
),

triple as (
    select
        i.account_id,
        i.period_start,
        i.scheme_code,
        i.is_own and coalesce(r.is_own, true) and coalesce(h.is_own, true) as is_own,
        coalesce(m.final_colour, w.colour_code) as final_colour,
        case
            when m.final_colour is not null
                then {{ bar_key(['m.scheme_code', 'm.industry_advancement_colour', 'm.regional_contribution_colour', 'm.historical_decline_colour', 'm.valid_from']) }}
        end as matrix_id,
        m.evidence as matrix_evidence,
        cast(
            cast(cast(i.probability as decimal(19, 6)) * case when r.account_id is null then cast(1 as decimal(9, 6)) else r.probability end as decimal(19, 12))
            * case when h.account_id is null then cast(1 as decimal(9, 6)) else h.probability end
        as decimal(28, 18)) as probability
    from likely as i
    cross join {{ ref('dim_as_of') }} as d
    left join likely as r
        on i.account_id = r.account_id and i.period_start = r.period_start and i.scheme_code = r.scheme_code and r.indicator = 'regional_contribution'
    left join likely as h
        on i.account_id = h.account_id and i.period_start = h.period_start and i.scheme_code = h.scheme_code and h.indicator = 'historical_decline'
    left join {{ ref('rating_matrix') }} as m
        on i.scheme_code = m.scheme_code
        and i.colour = m.industry_advancement_colour
        and r.colour = m.regional_contribution_colour
        and h.colour = m.historical_decline_colour
        and {{ in_force('m', 'i.period_start', 'd.as_of_on') }}
    left join {{ ref('colour') }} as w on greatest(i.severity_rank, r.severity_rank, h.severity_rank) = w.severity_rank
    where i.indicator = 'industry_advancement'
),

confidence as (
    select
        o.account_id,
        o.period_start,
        o.scheme_code,
        max(o.final_colour) as colour,
        max(o.matrix_id) as matrix_id,
        max(o.matrix_evidence) as matrix_evidence,
        cast(cast(sum(t.probability) as decimal(28, 18)) * cast(100 as decimal(3, 0)) as decimal(9, 4)) as confidence_pct
    from triple as o
    inner join triple as t
        on o.account_id = t.account_id and o.period_start = t.period_start and o.scheme_code = t.scheme_code and o.final_colour = t.final_colour
    where o.is_own
    group by o.account_id, o.period_start, o.scheme_code
),

{# A dimension without a colour does not count; only the industry advancement, whose reason is that of the account. #}
dimension as (
    select
        account_id,
        period_start,
        scheme_code,
        max(case when indicator = 'industry_advancement' then colour end) as industry_colour,
        max(case when indicator = 'regional_contribution' then colour end) as region_colour,
        max(case when indicator = 'historical_decline' then colour end) as history_colour,
        max(case when indicator = 'industry_advancement' then reason_code end) as reason_code,
        min(case when is_complete or reason_code is not null then 1 else 0 end) = 1 as is_complete,
        max(case when is_preliminary then 1 else 0 end) = 1 as is_preliminary,
        max(case when depends_on_proposal and (reason_code is null or indicator = 'industry_advancement') then 1 else 0 end) = 1 as depends_on_proposal,
        max(case when reason_code is null or indicator = 'industry_advancement' then weakest_evidence_rank else 0 end) as weakest_evidence_rank
    from rated
    group by account_id, period_start, scheme_code
)

select
    d.account_id,
    d.period_start,
    d.scheme_code,
    coalesce(c.colour, 'none') as colour,
    coalesce(d.industry_colour, 'none') as industry_colour,
    coalesce(d.region_colour, 'none') as region_colour,
    coalesce(d.history_colour, 'none') as history_colour,
    c.matrix_id,
    c.confidence_pct,
    d.reason_code,
    d.is_complete,
    d.is_preliminary,
    d.depends_on_proposal or coalesce(c.matrix_evidence = 'proposal', false) as depends_on_proposal,
    cast(greatest(d.weakest_evidence_rank, {{ evidence_rank('c.matrix_evidence') }}) as int) as weakest_evidence_rank
from dimension as d
left join confidence as c on d.account_id = c.account_id and d.period_start = c.period_start and d.scheme_code = c.scheme_code
