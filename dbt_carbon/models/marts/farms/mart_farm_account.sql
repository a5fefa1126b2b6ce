select
    cast(f.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(f.period_start as date) as period_start,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(y.region_code as {{ dbt.type_string() }}) as region_code,
    cast(f.farm_type as {{ dbt.type_string() }}) as farm_type,
    cast(f.area_ha as decimal(18, 6)) as area_ha,
    {{ kg_as_t('f.scope1_kg') }} as scope1_t,
    {{ kg_as_t('f.scope2_location_kg') }} as scope2_location_t,
    {{ kg_as_t('(f.scope1_kg + f.scope2_location_kg)') }} as total_location_t,
    {%- for part in ['livestock', 'rice', 'soil', 'tillage', 'burning', 'energy', 'other', 'input'] %}
    {{ kg_as_t('f.' ~ part ~ '_emission_kg') }} as {{ part }}_emission_t,
    {%- endfor %}
    {{ kg_as_t('f.biogenic_kg') }} as biogenic_t,
    {%- for gas in ['co2', 'ch4', 'n2o'] %}
    cast(f.{{ gas }}_kg as decimal(28, 10)) as {{ gas }}_kg,
    {%- endfor %}
    {%- for gas in ['co2', 'ch4', 'n2o', 'other_gas'] %}
    {{ kg_as_t('f.' ~ gas ~ '_co2e_kg') }} as {{ gas }}_tco2e,
    {%- endfor %}
    cast(e.gwp_set as {{ dbt.type_string() }}) as gwp_set,
    {%- for path in ['straw', 'soil', 'manure'] %}
    {{ kg_as_t('f.' ~ path ~ '_neutralised_kg') }} as {{ path }}_neutralised_t,
    {%- endfor %}
    {{ kg_as_t('f.neutralised_kg') }} as neutralised_t,
    {{ kg_as_t('f.removal_kg') }} as removal_t,
    {{ kg_as_t('f.reduction_kg') }} as reduction_t,
    {{ kg_as_t('f.net_kg') }} as net_t,
    {{ kg_as_t('b.neutralised_kg') }} as previous_neutralised_t,
    {{ kg_as_t('(f.neutralised_kg - b.neutralised_kg)') }} as neutralised_change_t,
    cast(case
        when b.neutralised_kg > 0
            then try_cast({{ quotient('(f.neutralised_kg - b.neutralised_kg) * cast(100 as decimal(3, 0))', 'b.neutralised_kg', 10, 10, 6, 38) }} as decimal(28, 6))
    end as decimal(28, 6)) as neutralised_change_pct,
    cast(case when f.area_ha > 0 then r.value end as decimal(28, 10)) as neutralised_t_per_ha,
    cast(r.indicator as {{ dbt.type_string() }}) as indicator,
    cast(r.level_code as {{ dbt.type_string() }}) as level_code,
    cast(r.level_zh as {{ dbt.type_string() }}) as level_zh,
    cast(r.level_en as {{ dbt.type_string() }}) as level_en,
    cast(r.colour as {{ dbt.type_string() }}) as colour,
    cast(case when r.reason_code is null then r.colour <> 'none' end as boolean) as is_listed,
    cast(r.next_colour as {{ dbt.type_string() }}) as next_colour,
    cast(r.distance_t as decimal(16, 6)) as distance_t,
    cast(r.confidence_pct as decimal(9, 4)) as confidence_pct,
    cast(r.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(t.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(t.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(f.months_reported as int) as months_reported,
    cast(f.is_complete as boolean) as is_complete,
    cast(f.is_preliminary as boolean) as is_preliminary,
    cast(e.data_quality_score as decimal(9, 4)) as data_quality_score,
    cast(f.depends_on_proposal or r.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('greatest(f.weakest_evidence_rank, r.weakest_evidence_rank)') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_farm_year') }} as f
inner join {{ ref('dim_account') }} as a on f.account_id = a.account_id
inner join {{ ref('fct_account_year') }} as y on f.account_id = y.account_id and f.period_start = y.period_start
inner join {{ ref('fct_rating') }} as r
    on f.account_id = r.account_id and f.period_start = r.period_start and r.scheme_code = 'AGRI_NEUTRAL_3'
left join {{ ref('fct_farm_year') }} as b on f.account_id = b.account_id and f.period_start = {{ add_months('b.period_start', 12) }}
left join {{ ref('mart_account_emission') }} as e on f.account_id = e.account_id and e.period_grain = 'year' and f.period_start = e.period_start
left join {{ ref('rating_reason') }} as t on r.reason_code = t.reason_code
where f.domain = 'agriculture'
