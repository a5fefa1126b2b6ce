{{ config(alias='quarantine') }}

select
    cast(q.source as {{ dbt.type_string() }}) as source,
    cast(q.load_id as {{ dbt.type_string() }}) as load_id,
    cast(q.line_no as bigint) as line_no,
    cast(q.record_key as {{ dbt.type_string() }}) as record_key,
    cast(q.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(r.reason_en as {{ dbt.type_string() }}) as reason,
    cast(r.reason_zh as {{ dbt.type_string() }}) as reason_zh
from {{ ref('fct_quarantine') }} as q
left join {{ ref('quarantine_reason') }} as r on q.reason_code = r.reason_code
