{{ config(alias='missing_delivery') }}

select
    cast(source as {{ dbt.type_string() }}) as source,
    cast(period as date) as period,
    cast(expected_by as date) as expected_by,
    cast(last_delivered_at as timestamp) as last_delivered_at
from {{ ref('fct_missing_delivery') }}
