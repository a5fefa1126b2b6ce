{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='personal_behaviour'
) }}

select distinct
    {{ month_start() }} as month,
    person_key,
    bank_code
from {{ ref('int_personal_behaviour__checked') }}
where month = {{ month_start() }} and bank_code is not null and version_class = 'current' and reason_code is null
