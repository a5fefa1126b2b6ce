select
    cast(c.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(c.period_start as date) as period_start,
    cast(c.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(c.colour as {{ dbt.type_string() }}) as colour,
    cast(c.level_code as {{ dbt.type_string() }}) as level_code,
    cast(c.industry_colour as {{ dbt.type_string() }}) as industry_colour,
    cast(c.region_colour as {{ dbt.type_string() }}) as region_colour,
    cast(c.history_colour as {{ dbt.type_string() }}) as history_colour,
    cast(c.previous_colour as {{ dbt.type_string() }}) as previous_colour,
    cast(c.matrix_id as {{ dbt.type_string() }}) as matrix_id,
    cast(c.text_grade_zh as {{ dbt.type_string() }}) as text_grade,
    cast(c.text_grade_en as {{ dbt.type_string() }}) as text_grade_en,
    cast(c.confidence_pct as decimal(9, 4)) as confidence_pct,
    cast(c.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(t.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(t.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(c.is_complete as boolean) as is_complete,
    cast(c.is_preliminary as boolean) as is_preliminary,
    cast(c.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('c.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_account_colour') }} as c
left join {{ ref('rating_reason') }} as t on c.reason_code = t.reason_code
