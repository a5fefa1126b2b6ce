{{ config(
    materialized='view'
) }}

select
    cast(p.person_key as decimal(38, 0)) as person_key,
    cast(p.period_start as date) as period_start,
    cast(p.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(p.allowance_kgco2e as decimal(18, 3)) as allowance_kgco2e,
    cast({{ kg_as_t('p.emission_g') }} as decimal(28, 13)) as emission_kg,
    cast({{ kg_as_t('p.balance_g') }} as decimal(28, 13)) as balance_kg,
    cast(case when p.balance_g < 0 then {{ kg_as_t('-p.balance_g') }} else 0 end as decimal(28, 13)) as over_use_kg,
    cast(p.is_over as boolean) as is_over,
    cast(p.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('p.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_personal_allowance') }} as p
