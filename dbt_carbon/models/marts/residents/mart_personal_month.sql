{{ config(
    materialized='view',
    post_hook="{{ has_the_months_of_its_table() }}"
) }}

select
    cast(m.person_key as decimal(38, 0)) as person_key,
    cast(m.month as date) as period_start,
    cast(m.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(m.behaviour_code as {{ dbt.type_string() }}) as behaviour_code,
    cast(m.scenario_group as {{ dbt.type_string() }}) as scenario_group,
    cast(m.expires_on as date) as expires_on,
    cast(m.records as bigint) as records,
    cast(m.counted_records as bigint) as counted_records,
    cast(m.over_cap_records as bigint) as over_cap_records,
    cast(m.duplicate_records as bigint) as duplicate_records,
    cast(m.held_records as bigint) as held_records,
    cast(m.counted_quantity as decimal(28, 6)) as counted_quantity,
    cast(f.unit as {{ dbt.type_string() }}) as unit,
    cast(m.reduction_g as decimal(28, 10)) as reduction_g,
    cast(m.emission_g as decimal(28, 10)) as emission_g,
    cast(m.points as decimal(28, 3)) as points,
    cast(m.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('m.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_personal_month') }} as m
left join {{ ref('dim_behaviour_factor') }} as f
    on m.scheme_code = f.scheme_code and m.behaviour_code = f.behaviour_code and f.is_own_unit
    and (f.valid_from is null or f.valid_from <= m.first_on) and (f.valid_to is null or f.valid_to > m.first_on)
