{{ config(
    materialized='by_month',
    month_column='year_start',
    volume_source='personal_behaviour',
    period='year'
) }}

select distinct
    {{ month_start() }} as year_start,
    person_key,
    bank_code
from {{ ref('fct_person_bank_month') }}
where month >= {{ month_start() }} and month < {{ add_months(month_start(), 12) }}
