{#
  The levels in force for every year, and from each the way to the next better one. A set of levels is what was published together for one validity; of
  several sets that hold the one published last decides, never a mixture.
#}
with years as (
    select distinct period_start from {{ ref('fct_account_year') }}
),

valid as (
    select
        y.period_start,
        d.as_of_on,
        r.*,
        dense_rank() over (
            partition by y.period_start, r.scheme_code, r.indicator order by r.published_on desc nulls last, r.valid_from desc nulls last
        ) as place
    from years as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('rating_rule') }} as r on {{ in_force('r', 'y.period_start', 'd.as_of_on') }}
),

stepped as (
    select
        v.*,
        lag(v.level_code) over (partition by v.period_start, v.scheme_code, v.indicator order by v.rank nulls last) as next_level_code,
        lag(v.colour) over (partition by v.period_start, v.scheme_code, v.indicator order by v.rank nulls last) as next_colour,
        lag(v.lower_bound) over (partition by v.period_start, v.scheme_code, v.indicator order by v.rank nulls last) as next_lower_bound
    from valid as v
    where v.place = 1
)

select
    s.period_start,
    s.scheme_code,
    s.indicator,
    s.level_code,
    {{ bar_key(['s.scheme_code', 's.indicator', 's.level_code', 's.valid_from', 's.published_on']) }} as rule_id,
    s.level_zh,
    s.level_en,
    s.colour,
    s.rank as level_rank,
    s.lower_bound,
    s.lower_inclusive,
    s.upper_bound,
    s.upper_inclusive,
    s.next_level_code,
    s.next_colour,
    case when s.next_level_code is not null then case when s.next_lower_bound >= s.upper_bound then s.upper_bound else s.lower_bound end end as next_bound,
    coalesce(s.next_lower_bound >= s.upper_bound, false) as is_next_above,
    t.grade_zh as text_grade_zh,
    t.grade_en as text_grade_en,
    s.evidence = 'proposal' as depends_on_proposal,
    {{ evidence_rank('s.evidence') }} as evidence_rank
from stepped as s
left join {{ ref('text_grade') }} as t
    on s.scheme_code = t.scheme_code and s.level_code = t.level_code and {{ in_force('t', 's.period_start', 's.as_of_on') }}
