with reported as (
    select
        account_id,
        {{ year_of('month') }} as period_start,
        energy_code,
        count(distinct month) as months_reported
    from {{ ref('fct_energy_use') }}
    where flow in ('import', 'use')
    group by account_id, {{ year_of('month') }}, energy_code
)

select
    cast(r.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(r.period_start as date) as period_start,
    cast(r.energy_code as {{ dbt.type_string() }}) as energy_code,
    cast(r.months_reported as int) as months_reported,
    cast(e.months_expected as int) as months_expected,
    cast(r.months_reported >= e.months_expected as boolean) as is_complete
from reported as r
inner join {{ ref('mart_account_emission') }} as e
    on r.account_id = e.account_id and e.period_grain = 'year' and r.period_start = e.period_start
