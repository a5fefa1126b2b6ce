select
    cast(f.account_id as {{ dbt.type_string() }}) as account_id,
    cast(a.domain as {{ dbt.type_string() }}) as domain,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(f.period_start as date) as period_start,
    cast(f.indicator_code as {{ dbt.type_string() }}) as indicator_code,
    cast(i.name_zh as {{ dbt.type_string() }}) as indicator_zh,
    cast(i.name_en as {{ dbt.type_string() }}) as indicator_en,
    cast(f.subject_code as {{ dbt.type_string() }}) as subject_code,
    cast(f.numerator as decimal(28, 10)) as numerator,
    cast(f.numerator_unit as {{ dbt.type_string() }}) as numerator_unit,
    cast(f.denominator as decimal(28, 10)) as denominator,
    cast(f.denominator_unit as {{ dbt.type_string() }}) as denominator_unit,
    cast(f.value as decimal(28, 10)) as value,
    cast(f.unit as {{ dbt.type_string() }}) as unit,
    cast(f.allocation_code as {{ dbt.type_string() }}) as allocation_code,
    cast(f.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(r.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(r.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(f.is_complete as boolean) as is_complete,
    cast(f.is_preliminary as boolean) as is_preliminary,
    cast(f.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('f.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_intensity') }} as f
inner join {{ ref('dim_account') }} as a on f.account_id = a.account_id
inner join {{ ref('intensity_indicator') }} as i on f.indicator_code = i.indicator_code
left join {{ ref('rating_reason') }} as r on f.reason_code = r.reason_code
