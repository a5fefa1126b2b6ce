{{ config(
    materialized='view',
    post_hook="{{ has_the_months_of_its_table() }}"
) }}

select
    cast(y.person_key as decimal(38, 0)) as person_key,
    cast(y.year_start as date) as period_start,
    cast(y.records as bigint) as records,
    cast(y.counted_records as bigint) as counted_records,
    cast(y.held_records as bigint) as held_records,
    cast(y.reduction_g as decimal(28, 10)) as reduction_g,
    cast(y.online_service_g as decimal(28, 10)) as online_service_g,
    cast(y.green_travel_g as decimal(28, 10)) as green_travel_g,
    cast(y.recycling_g as decimal(28, 10)) as recycling_g,
    cast(y.water_energy_saving_g as decimal(28, 10)) as water_energy_saving_g,
    cast(y.emission_g as decimal(28, 10)) as emission_g,
    cast(y.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('y.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_person_year') }} as y
