select
    cast(f.account_id as {{ dbt.type_string() }}) as account_id,
    cast(f.borrower_type as {{ dbt.type_string() }}) as borrower_type,
    cast(f.product_code as {{ dbt.type_string() }}) as product_code,
    cast(f.rule_code as {{ dbt.type_string() }}) as rule_code,
    cast(f.rule_id as {{ dbt.type_string() }}) as rule_id,
    cast(f.effect as {{ dbt.type_string() }}) as effect,
    cast(f.attribute as {{ dbt.type_string() }}) as attribute,
    cast(f.attribute_number as decimal(28, 6)) as attribute_number,
    cast(f.attribute_text as {{ dbt.type_string() }}) as attribute_text,
    cast(a.unit as {{ dbt.type_string() }}) as attribute_unit,
    cast(f.operator as {{ dbt.type_string() }}) as operator,
    cast(f.rule_value as {{ dbt.type_string() }}) as rule_value,
    cast(f.is_passed as boolean) as is_passed,
    cast(f.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(f.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(f.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(f.decided_on as date) as decided_on,
    cast(f.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('f.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_loan_rule_result') }} as f
left join {{ ref('loan_attribute') }} as a on f.attribute = a.attribute
