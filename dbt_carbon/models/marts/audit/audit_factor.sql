{{ config(alias='factor') }}

{# What an auditor looks a fact's factor_request_id up in; requests of activities that then waited are here too. #}
select
    cast(c.factor_id as {{ dbt.type_string() }}) as factor_id,
    cast(c.request_id as {{ dbt.type_string() }}) as request_id,
    cast(c.basis as {{ dbt.type_string() }}) as basis,
    cast(c.gas as {{ dbt.type_string() }}) as gas,
    cast(c.factor_set as {{ dbt.type_string() }}) as factor_set,
    cast(c.series as {{ dbt.type_string() }}) as series,
    cast(c.vintage_year as int) as vintage_year,
    cast(c.valid_from as date) as valid_from,
    cast(c.valid_to as date) as valid_to,
    cast(c.published_on as date) as published_on,
    cast(c.is_publication_unknown as boolean) as is_publication_unknown,
    cast(c.factor_kg_per_unit as decimal(19, 10)) as factor_kg_per_unit,
    cast(c.per_unit as {{ dbt.type_string() }}) as per_unit,
    cast(c.ncv_gj_per_unit as decimal(18, 8)) as ncv_gj_per_unit,
    cast(c.carbon_content_tc_per_tj as decimal(18, 9)) as carbon_content_tc_per_tj,
    cast(c.oxidation_rate as decimal(9, 6)) as oxidation_rate,
    cast(c.unit as {{ dbt.type_string() }}) as activity_unit,
    cast(c.unit_path as {{ dbt.type_string() }}) as unit_path,
    cast(c.kg_per_activity_unit as decimal(19, 10)) as kg_per_activity_unit,
    cast(c.match_level as {{ dbt.type_string() }}) as match_level,
    cast(c.reason as {{ dbt.type_string() }}) as reason,
    cast(c.carry_years as int) as carry_years,
    cast(c.source_document as {{ dbt.type_string() }}) as source_document,
    cast(c.origin as {{ dbt.type_string() }}) as origin,
    cast(c.origin_line_no as bigint) as origin_line_no,
    cast(c.terms_origin as {{ dbt.type_string() }}) as terms_origin,
    cast(c.terms_origin_line_no as bigint) as terms_origin_line_no,
    cast(c.evidence as {{ dbt.type_string() }}) as evidence,
    cast(c.weakest_evidence as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_factor_choice') }} as c
