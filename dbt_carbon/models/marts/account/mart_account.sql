select
    cast(a.account_id as {{ dbt.type_string() }}) as account_id,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(a.domain as {{ dbt.type_string() }}) as domain,
    cast(a.region_code as {{ dbt.type_string() }}) as region_code,
    cast(a.industry_code as {{ dbt.type_string() }}) as industry_code,
    cast(a.opened_on as date) as opened_on,
    cast(a.closed_on as date) as closed_on,
    cast(a.is_active as boolean) as is_active,
    cast(a.parent_account_id as {{ dbt.type_string() }}) as parent_account_id,
    cast(a.factor_set as {{ dbt.type_string() }}) as factor_set,
    cast(a.gwp_set as {{ dbt.type_string() }}) as gwp_set,
    cast(a.is_known_region as boolean) as is_known_region
from {{ ref('dim_account') }} as a
