{#- Every rating of every scheme; a table of facts with the columns of fct_rating joins by its name here. -#}
{%- set families = ['fct_rating', 'fct_credit_rating'] -%}
with rating as (
    {%- for family in families %}
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
        ratio,
        level_code,
        level_zh,
        level_en,
        colour,
        rule_id,
        next_level_code,
        next_colour,
        distance_t,
        distance_pct,
        confidence_pct,
        text_grade_zh,
        text_grade_en,
        benchmark_source,
        benchmark_group_id,
        other_members,
        reason_code,
        relative_sigma_pct,
        is_complete,
        is_preliminary,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref(family) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    cast(r.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(r.period_start as date) as period_start,
    cast(r.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(r.indicator as {{ dbt.type_string() }}) as indicator,
    cast(r.subject_code as {{ dbt.type_string() }}) as subject_code,
    cast(r.value as decimal(28, 10)) as value,
    cast(r.benchmark_value as decimal(28, 10)) as benchmark_value,
    cast(r.ratio_numerator as decimal(32, 8)) as ratio_numerator,
    cast(r.ratio_denominator as decimal(32, 8)) as ratio_denominator,
    cast(r.ratio as decimal(28, 10)) as ratio,
    cast(r.level_code as {{ dbt.type_string() }}) as level_code,
    cast(r.level_zh as {{ dbt.type_string() }}) as level_zh,
    cast(r.level_en as {{ dbt.type_string() }}) as level_en,
    cast(r.colour as {{ dbt.type_string() }}) as colour,
    cast(r.rule_id as {{ dbt.type_string() }}) as rule_id,
    cast(r.next_level_code as {{ dbt.type_string() }}) as next_level_code,
    cast(r.next_colour as {{ dbt.type_string() }}) as next_colour,
    cast(r.distance_t as decimal(16, 6)) as distance_t,
    cast(r.distance_pct as decimal(12, 6)) as distance_pct,
    cast(r.confidence_pct as decimal(9, 4)) as confidence_pct,
    cast(r.text_grade_zh as {{ dbt.type_string() }}) as text_grade,
    cast(r.text_grade_en as {{ dbt.type_string() }}) as text_grade_en,
    cast(r.benchmark_source as {{ dbt.type_string() }}) as benchmark_source,
    cast(r.benchmark_group_id as {{ dbt.type_string() }}) as benchmark_group_id,
    cast(r.other_members as int) as other_members,
    cast(r.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(t.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(t.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(r.relative_sigma_pct as decimal(12, 6)) as relative_sigma_pct,
    cast(r.is_complete as boolean) as is_complete,
    cast(r.is_preliminary as boolean) as is_preliminary,
    cast(r.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('r.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from rating as r
left join {{ ref('rating_reason') }} as t on r.reason_code = t.reason_code
