{{ config(alias='load') }}

select
    cast(load_id as {{ dbt.type_string() }}) as load_id,
    cast(source as {{ dbt.type_string() }}) as source,
    cast(file_name as {{ dbt.type_string() }}) as file_name,
    cast(sha256 as {{ dbt.type_string() }}) as sha256,
    cast(known_at as timestamp) as known_at,
    cast(is_known_at_stated as boolean) as is_known_at_stated,
    cast(loaded_at as timestamp) as loaded_at,
    cast(rows_delivered as bigint) as rows_delivered,
    cast(rows_loaded as bigint) as rows_loaded,
    cast(rows_rejected as bigint) as rows_rejected,
    cast(rounded_values as bigint) as rounded_values,
    cast(status as {{ dbt.type_string() }}) as status,
    cast(message as {{ dbt.type_string() }}) as message
from {{ ref('fct_load') }}
