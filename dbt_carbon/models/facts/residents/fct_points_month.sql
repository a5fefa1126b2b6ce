{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='personal_behaviour'
) }}

{# Points of several schemes are never added up. Points without a last day have no expires_on. #}
select
    person_key,
    scheme_code,
    month,
    expires_on,
    cast(sum(points) as decimal(28, 3)) as points
from {{ ref('fct_personal_month') }}
where month = {{ month_start() }}
group by person_key, scheme_code, month, expires_on
having sum(points) <> 0
