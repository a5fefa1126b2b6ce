{{ config(alias='reject') }}

select
    cast(source as {{ dbt.type_string() }}) as source,
    cast(load_id as {{ dbt.type_string() }}) as load_id,
    cast(line_no as bigint) as line_no,
    cast(column_name as {{ dbt.type_string() }}) as column_name,
    cast(reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(reason as {{ dbt.type_string() }}) as reason
from {{ ref('fct_reject') }}
