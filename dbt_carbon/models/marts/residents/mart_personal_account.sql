{{ config(
    materialized='view'
) }}

select
    cast(a.person_key as decimal(38, 0)) as person_key,
    cast(a.region_code as {{ dbt.type_string() }}) as region_code,
    cast(a.village_code as {{ dbt.type_string() }}) as village_code,
    cast(a.opened_on as date) as opened_on,
    cast(a.first_on as date) as first_on,
    cast(a.last_on as date) as last_on,
    cast(a.records as bigint) as records,
    cast(a.counted_records as bigint) as counted_records,
    cast(a.held_records as bigint) as held_records,
    cast(a.reduction_g as decimal(28, 10)) as reduction_g,
    cast(a.reduction_12m_g as decimal(28, 10)) as reduction_12m_g,
    cast(a.online_service_g as decimal(28, 10)) as online_service_g,
    cast(a.green_travel_g as decimal(28, 10)) as green_travel_g,
    cast(a.recycling_g as decimal(28, 10)) as recycling_g,
    cast(a.water_energy_saving_g as decimal(28, 10)) as water_energy_saving_g,
    cast(a.emission_g as decimal(28, 10)) as emission_g,
    cast({{ groups_of('a') }} as {{ dbt.type_string() }}) as groups,
    cast({{ quotient(kg_as_t('a.reduction_g'), 't.kg_per_tree', 13, 6, 2, 28) }} as decimal(28, 2)) as tree_equivalent,
    cast(a.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(a.level_code as {{ dbt.type_string() }}) as level_code,
    cast(a.colour as {{ dbt.type_string() }}) as colour,
    cast(a.rule_id as {{ dbt.type_string() }}) as rule_id,
    cast(a.banks as {{ dbt.type_string() }}) as banks,
    cast(a.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('a.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_person_account') }} as a
left join ({{ tree_in_force() }}) as t on 1 = 1
