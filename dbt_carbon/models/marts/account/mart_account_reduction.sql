with periods as (
    select 'month' as period_grain, f.month as period_start, f.* from {{ ref('fct_reduction') }} as f
    union all
    select 'year', {{ year_of('f.month') }}, f.* from {{ ref('fct_reduction') }} as f
)

select
    cast(account_id as {{ dbt.type_string() }}) as account_id,
    cast(period_grain as {{ dbt.type_string() }}) as period_grain,
    cast(period_start as date) as period_start,
    cast(activity_code as {{ dbt.type_string() }}) as activity_code,
    cast(measure_code as {{ dbt.type_string() }}) as measure_code,
    {{ kg_as_t('sum(reduction_kg)') }} as reduction_t,
    {{ kg_as_t('sum(baseline_kg)') }} as baseline_t,
    {{ kg_as_t('sum(actual_kg)') }} as actual_t,
    {{ kg_as_t('sum(stated_reduction_kg)') }} as stated_reduction_t,
    cast(sum(energy_saved_tce) as decimal(28, 6)) as energy_saved_tce,
    cast(sum(stated_energy_saved_tce) as decimal(28, 6)) as stated_energy_saved_tce,
    cast(sum(saving_cny) as decimal(28, 6)) as saving_cny,
    cast(sum(stated_saving_cny) as decimal(28, 6)) as stated_saving_cny,
    cast(count(distinct case when reduction_kg is not null then month end) as int) as months_measured,
    cast(max(case when depends_on_proposal then 1 else 0 end) = 1 as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('max(weakest_evidence_rank)') }} as {{ dbt.type_string() }}) as weakest_evidence
from periods
group by account_id, period_grain, period_start, activity_code, measure_code
