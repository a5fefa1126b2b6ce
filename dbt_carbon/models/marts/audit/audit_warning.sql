{{ config(alias='warning') }}

select
    cast(source as {{ dbt.type_string() }}) as source,
    cast(load_id as {{ dbt.type_string() }}) as load_id,
    cast(line_no as bigint) as line_no,
    cast(record_key as {{ dbt.type_string() }}) as record_key,
    cast(warning_code as {{ dbt.type_string() }}) as warning_code,
    cast(reason_en as {{ dbt.type_string() }}) as reason,
    cast(reason_zh as {{ dbt.type_string() }}) as reason_zh
from {{ ref('fct_warning') }}
