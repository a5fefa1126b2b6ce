select
    cast(m.group_id as {{ dbt.type_string() }}) as group_id,
    cast(m.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(m.period_start as date) as period_start,
    cast(m.group_type as {{ dbt.type_string() }}) as group_type,
    cast(m.group_code as {{ dbt.type_string() }}) as group_code,
    cast(m.is_intensity_member as boolean) as is_intensity_member,
    cast(m.is_efficiency_member as boolean) as is_efficiency_member,
    cast(m.is_total_member as boolean) as is_total_member,
    cast(m.emission_t as decimal(16, 6)) as emission_t,
    cast(m.zj_emission_t as decimal(16, 6)) as zj_emission_t,
    cast(m.added_value_cny as decimal(18, 2)) as added_value_cny,
    cast(m.is_complete as boolean) as is_complete
from {{ ref('fct_peer_member') }} as m
