{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='personal_behaviour'
) }}

{# Few rows a month, so that what all months hold is known without reading them. #}
select
    {{ month_start() }} as month,
    load_id,
    version_class,
    reason_code is not null and version_class = 'current' as is_quarantined,
    count(*) as row_count,
    min(known_at) as first_known_at
from {{ ref('int_personal_behaviour__checked') }}
where month = {{ month_start() }}
group by load_id, version_class, reason_code is not null and version_class = 'current'
