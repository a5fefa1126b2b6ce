{%- set kilograms = ['scope1', 'scope1_combustion', 'scope1_process', 'scope2_location', 'scope2_market', 'exported', 'biogenic'] -%}
{%- set energies = ['energy_tce', 'feedstock_tce', 'energy_gj', 'exported_kwh', 'electricity_kwh', 'green_power_kwh', 'green_delivered_kwh', 'self_generated_kwh'] -%}
with periods as (
    select 'month' as period_grain, month as period_start, f.* from {{ ref('fct_account_month') }} as f
    union all
    select 'year', {{ year_of('month') }}, f.* from {{ ref('fct_account_month') }} as f
),

summed as (
    select
        account_id,
        max(domain) as domain,
        period_grain,
        period_start,
        {%- for name in kilograms %}
        sum({{ name }}_kg) as {{ name }}_kg,
        {%- endfor %}
        {%- for name in energies %}
        sum({{ name }}) as {{ name }},
        {%- endfor %}
        case when count_if(energy_equivalent_tce is null) = 0 then sum(energy_equivalent_tce) end as energy_equivalent_tce,
        sum(tier_weighted_kg) as tier_weighted_kg,
        sum(weighed_kg) as weighed_kg,
        max(case when depends_on_proposal then 1 else 0 end) as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank,
        min(gwp_set) as gwp_set,
        count(distinct month) as months_reported
    from periods
    group by account_id, period_grain, period_start
),

expected as (
    select
        s.account_id,
        s.period_grain,
        s.period_start,
        count(m.month) as months_expected
    from summed as s
    inner join {{ ref('dim_account') }} as a on s.account_id = a.account_id
    inner join {{ ref('dim_month') }} as m
        on m.month >= s.period_start
        and m.month < case when s.period_grain = 'year' then {{ add_months('s.period_start', 12) }} else {{ add_months('s.period_start', 1) }} end
        and m.month >= {{ month_of('a.opened_on') }}
        and (a.closed_on is null or m.month < a.closed_on)
        and m.month < m.open_month
    group by s.account_id, s.period_grain, s.period_start
)

select
    cast(s.account_id as {{ dbt.type_string() }}) as account_id,
    cast(s.domain as {{ dbt.type_string() }}) as domain,
    cast(s.period_grain as {{ dbt.type_string() }}) as period_grain,
    cast(s.period_start as date) as period_start,
    {{ kg_as_t('s.scope1_kg') }} as scope1_t,
    {{ kg_as_t('s.scope1_combustion_kg') }} as scope1_combustion_t,
    {{ kg_as_t('s.scope1_process_kg') }} as scope1_process_t,
    {{ kg_as_t('(s.scope1_kg - s.scope1_combustion_kg - s.scope1_process_kg)') }} as scope1_other_t,
    {{ kg_as_t('s.scope2_location_kg') }} as scope2_location_t,
    {{ kg_as_t('s.scope2_market_kg') }} as scope2_market_t,
    {{ kg_as_t('(s.scope1_kg + s.scope2_location_kg)') }} as total_location_t,
    {{ kg_as_t('(s.scope1_kg + s.scope2_market_kg)') }} as total_market_t,
    {{ kg_as_t('(s.scope2_location_kg - s.exported_kg)') }} as scope2_net_location_t,
    cast(null as decimal(28, 13)) as scope3_t,
    {{ kg_as_t('s.biogenic_kg') }} as biogenic_t,
    cast(0 as decimal(28, 13)) as removal_t,
    cast(s.gwp_set as {{ dbt.type_string() }}) as gwp_set,
    cast(s.energy_tce as decimal(28, 10)) as energy_tce,
    cast(s.feedstock_tce as decimal(28, 10)) as feedstock_tce,
    cast(s.energy_equivalent_tce as decimal(28, 10)) as energy_equivalent_tce,
    cast(s.energy_gj as decimal(28, 6)) as energy_gj,
    cast(s.exported_kwh as decimal(28, 6)) as exported_kwh,
    cast(s.electricity_kwh as decimal(28, 6)) as electricity_kwh,
    cast(s.green_power_kwh as decimal(28, 6)) as green_power_kwh,
    cast(s.green_delivered_kwh - s.green_power_kwh as decimal(28, 6)) as green_power_excess_kwh,
    cast(s.self_generated_kwh as decimal(28, 6)) as self_generated_kwh,
    cast({{ quotient('(s.self_generated_kwh + s.green_power_kwh) * cast(100 as decimal(3, 0))', '(s.electricity_kwh + s.self_generated_kwh)', 6, 6, 6, 28) }} as decimal(9, 6)) as green_power_share_pct,
    cast(s.months_reported as int) as months_reported,
    cast(coalesce(e.months_expected, 0) as int) as months_expected,
    cast(s.months_reported >= coalesce(e.months_expected, 0) as boolean) as is_complete,
    cast({{ quotient('s.tier_weighted_kg', 's.weighed_kg', 10, 10, 4, 28) }} as decimal(9, 4)) as data_quality_score,
    cast(s.depends_on_proposal = 1 as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('s.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from summed as s
left join expected as e on s.account_id = e.account_id and s.period_grain = e.period_grain and s.period_start = e.period_start
