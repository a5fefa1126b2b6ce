select
    cast(s.account_id as {{ dbt.type_string() }}) as account_id,
    cast(s.measure_code as {{ dbt.type_string() }}) as measure_code,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(s.period_start as date) as period_start,
    cast(s.status as {{ dbt.type_string() }}) as status,
    cast(s.mode as {{ dbt.type_string() }}) as mode,
    cast(s.provider as {{ dbt.type_string() }}) as provider,
    cast(s.started_on as date) as started_on,
    cast(s.investment_cny as decimal(18, 2)) as investment_cny,
    cast(s.share_pct as decimal(7, 4)) as share_pct,
    {{ kg_as_t('s.reduction_kg') }} as reduction_t,
    {{ kg_as_t('s.stated_reduction_kg') }} as stated_reduction_t,
    cast({{ quotient('cast(s.reduction_kg as decimal(33, 10)) * cast(100 as decimal(3, 0))', 's.stated_reduction_kg', 10, 10, 4, 38) }} as decimal(36, 4)) as reduction_realised_pct,
    cast(s.energy_saved_tce as decimal(28, 6)) as energy_saved_tce,
    cast(s.stated_energy_saved_tce as decimal(28, 6)) as stated_energy_saved_tce,
    cast({{ quotient('s.energy_saved_tce * cast(100 as decimal(3, 0))', 's.stated_energy_saved_tce', 6, 6, 4, 38) }} as decimal(36, 4)) as energy_realised_pct,
    cast(s.saving_cny as decimal(28, 6)) as saving_cny,
    cast(s.stated_saving_cny as decimal(28, 6)) as stated_saving_cny,
    cast({{ quotient('s.saving_cny * cast(100 as decimal(3, 0))', 's.stated_saving_cny', 6, 6, 4, 38) }} as decimal(36, 4)) as saving_realised_pct,
    cast(s.months_operating as int) as months_operating,
    cast({{ add_months('s.period_start', 12) }} > d.open_month as boolean) as is_preliminary
from {{ ref('fct_energy_service') }} as s
cross join {{ ref('dim_as_of') }} as d
