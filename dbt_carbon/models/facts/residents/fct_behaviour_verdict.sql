{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='personal_behaviour'
) }}

{# Few rows: what is not here counts in full. See behaviour_verdicts. #}
with {{ behaviour_verdicts(ref('int_personal_behaviour__checked')) }}

select
    {{ month_start() }} as month,
    verdict.*
from verdict
