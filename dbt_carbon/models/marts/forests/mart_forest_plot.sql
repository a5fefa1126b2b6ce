{# A plot with one survey has a stock and no removal: what grew before it is not known. #}
select
    cast(p.plot_id as {{ dbt.type_string() }}) as plot_id,
    cast(p.account_id as {{ dbt.type_string() }}) as account_id,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(a.region_code as {{ dbt.type_string() }}) as region_code,
    cast(p.village as {{ dbt.type_string() }}) as village,
    cast(p.species_code as {{ dbt.type_string() }}) as species_code,
    cast(p.species_name_zh as {{ dbt.type_string() }}) as species_name_zh,
    cast(p.species_name_en as {{ dbt.type_string() }}) as species_name_en,
    cast(p.methodology_code as {{ dbt.type_string() }}) as methodology_code,
    cast(p.planted_on as date) as planted_on,
    cast(p.eligible_on as date) as eligible_on,
    cast(p.area_ha as decimal(18, 6)) as area_ha,
    cast(p.surveys as int) as surveys,
    cast(p.first_surveyed_on as date) as first_surveyed_on,
    cast(p.last_surveyed_on as date) as last_surveyed_on,
    cast(p.last_event as {{ dbt.type_string() }}) as last_event,
    cast(p.method as {{ dbt.type_string() }}) as method,
    cast(p.stock_t as decimal(18, 6)) as stock_tco2e,
    cast({{ quotient('p.stock_t', 'p.area_ha', 6, 6, 6, 28) }} as decimal(28, 6)) as stock_tco2e_per_ha,
    cast(case when p.surveys > 1 then p.stock_t - p.first_stock_t end as decimal(18, 6)) as removal_t,
    cast(case p.surveys when 0 then 'no_survey' when 1 then 'one_survey' else 'several_surveys' end as {{ dbt.type_string() }}) as survey_code,
    cast(p.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('p.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_forest_plot') }} as p
inner join {{ ref('mart_account') }} as a on p.account_id = a.account_id
