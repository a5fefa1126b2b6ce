select
    cast(f.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(f.period_start as date) as period_start,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(y.region_code as {{ dbt.type_string() }}) as region_code,
    cast(f.area_ha as decimal(18, 6)) as area_ha,
    cast(f.orchard_area_mu as decimal(18, 2)) as orchard_area_mu,
    {{ kg_as_t('f.scope1_kg') }} as scope1_t,
    {{ kg_as_t('f.scope2_location_kg') }} as scope2_location_t,
    {{ kg_as_t('f.energy_emission_kg') }} as energy_emission_t,
    {{ kg_as_t('f.soil_emission_kg') }} as soil_emission_t,
    {{ kg_as_t('f.tillage_emission_kg') }} as tillage_emission_t,
    {{ kg_as_t('f.burning_emission_kg') }} as burning_emission_t,
    {{ kg_as_t('f.input_emission_kg') }} as input_emission_t,
    {{ kg_as_t('(f.livestock_emission_kg + f.rice_emission_kg + f.other_emission_kg)') }} as other_emission_t,
    {{ kg_as_t('f.emitted_kg') }} as emitted_t,
    {{ kg_as_t('f.orchard_removal_kg') }} as orchard_removal_t,
    {{ kg_as_t('(f.fixed_kg - f.orchard_removal_kg)') }} as other_removal_t,
    {{ kg_as_t('f.fixed_kg') }} as fixed_t,
    {{ kg_as_t('f.net_removal_kg') }} as net_removal_t,
    {{ kg_as_t('f.reduction_kg') }} as reduction_t,
    cast(r.value as decimal(28, 10)) as net_removal_t_per_mu,
    {{ kg_as_t('b.net_removal_kg') }} as previous_net_removal_t,
    {{ kg_as_t('(f.net_removal_kg - b.net_removal_kg)') }} as net_removal_change_t,
    cast(f.reward_code as {{ dbt.type_string() }}) as reward_code,
    cast(f.reward_t as decimal(16, 6)) as reward_t,
    cast(e.gwp_set as {{ dbt.type_string() }}) as gwp_set,
    cast(r.level_code as {{ dbt.type_string() }}) as level_code,
    cast(r.level_zh as {{ dbt.type_string() }}) as level_zh,
    cast(r.level_en as {{ dbt.type_string() }}) as level_en,
    cast(r.colour as {{ dbt.type_string() }}) as colour,
    cast(r.next_colour as {{ dbt.type_string() }}) as next_colour,
    cast(r.distance_t as decimal(16, 6)) as distance_t,
    cast(r.confidence_pct as decimal(9, 4)) as confidence_pct,
    cast(r.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(t.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(t.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(f.months_reported as int) as months_reported,
    cast(r.is_complete as boolean) as is_complete,
    cast(f.is_preliminary as boolean) as is_preliminary,
    cast(e.data_quality_score as decimal(9, 4)) as data_quality_score,
    cast(f.depends_on_proposal or r.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('greatest(f.weakest_evidence_rank, r.weakest_evidence_rank, f.reward_evidence_rank)') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_farm_year') }} as f
inner join {{ ref('dim_account') }} as a on f.account_id = a.account_id
inner join {{ ref('fct_account_year') }} as y on f.account_id = y.account_id and f.period_start = y.period_start
inner join {{ ref('fct_rating') }} as r
    on f.account_id = r.account_id and f.period_start = r.period_start and r.scheme_code = 'ORCHARD_4'
left join {{ ref('fct_farm_year') }} as b on f.account_id = b.account_id and f.period_start = {{ add_months('b.period_start', 12) }}
left join {{ ref('mart_account_emission') }} as e on f.account_id = e.account_id and e.period_grain = 'year' and f.period_start = e.period_start
left join {{ ref('rating_reason') }} as t on r.reason_code = t.reason_code
where f.domain = 'orchard'
