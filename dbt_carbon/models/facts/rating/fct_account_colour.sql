{#
  The one colour of an account and year, by the primary scheme of its domain: that of the matrix (三维四色), or that of the scheme's one indicator. An account
  that its scheme finds nothing of has none, nor has a domain without a scheme (forests).
#}
with primary_scheme as (
    select
        a.account_id,
        a.period_start,
        a.is_complete,
        a.is_preliminary,
        a.depends_on_proposal,
        a.weakest_evidence_rank,
        s.scheme_code
    from {{ ref('fct_account_year') }} as a
    left join {{ ref('scheme') }} as s on a.domain = s.domain and s.is_primary
),

coloured as (
    select
        account_id,
        period_start,
        scheme_code,
        colour,
        cast(null as {{ dbt.type_string() }}) as level_code,
        industry_colour,
        region_colour,
        history_colour,
        matrix_id,
        confidence_pct,
        reason_code,
        is_complete,
        is_preliminary,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref('fct_matrix_colour') }}

    union all

    select
        account_id,
        period_start,
        scheme_code,
        colour,
        level_code,
        'none',
        'none',
        'none',
        null,
        confidence_pct,
        reason_code,
        is_complete,
        is_preliminary,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref('fct_rating') }}
    where scheme_code <> 'QUZHOU_3D4C' and subject_code = ''
),

decided as (
    select
        p.account_id,
        p.period_start,
        p.scheme_code,
        coalesce(c.colour, 'none') as colour,
        c.level_code,
        coalesce(c.industry_colour, 'none') as industry_colour,
        coalesce(c.region_colour, 'none') as region_colour,
        coalesce(c.history_colour, 'none') as history_colour,
        c.matrix_id,
        c.confidence_pct,
        case when p.scheme_code is null then 'no_scheme' when c.account_id is null then 'no_indicator' else c.reason_code end as reason_code,
        coalesce(c.is_complete, p.is_complete) as is_complete,
        coalesce(c.is_preliminary, p.is_preliminary) as is_preliminary,
        coalesce(c.depends_on_proposal, p.depends_on_proposal) as depends_on_proposal,
        coalesce(c.weakest_evidence_rank, p.weakest_evidence_rank) as weakest_evidence_rank
    from primary_scheme as p
    left join coloured as c on p.account_id = c.account_id and p.period_start = c.period_start and p.scheme_code = c.scheme_code
),

{# The level that has the colour; of a matrix that of its first dimension. #}
level as (
    select
        period_start,
        scheme_code,
        colour,
        min_by(level_code, level_rank) as level_code,
        min_by(text_grade_zh, level_rank) as text_grade_zh,
        min_by(text_grade_en, level_rank) as text_grade_en
    from {{ ref('fct_rating_rule') }}
    where colour <> 'none' and (scheme_code <> 'QUZHOU_3D4C' or indicator = 'industry_advancement')
    group by period_start, scheme_code, colour
)

select
    d.account_id,
    d.period_start,
    d.scheme_code,
    d.colour,
    coalesce(l.level_code, d.level_code, 'not_rated') as level_code,
    d.industry_colour,
    d.region_colour,
    d.history_colour,
    y.colour as previous_colour,
    d.matrix_id,
    l.text_grade_zh,
    l.text_grade_en,
    d.confidence_pct,
    d.reason_code,
    d.is_complete,
    d.is_preliminary,
    d.depends_on_proposal,
    cast(d.weakest_evidence_rank as int) as weakest_evidence_rank
from decided as d
left join decided as y on d.account_id = y.account_id and d.period_start = {{ add_months('y.period_start', 12) }}
left join level as l on d.period_start = l.period_start and d.scheme_code = l.scheme_code and d.colour = l.colour
