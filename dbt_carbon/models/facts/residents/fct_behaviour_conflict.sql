{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='personal_behaviour'
) }}

{# Rows of one load that state the same record twice with other content: the last line wins, and the deliverer is told of the earlier ones. #}
{%- set content = ['person_key', 'bank_code', 'scheme_code', 'behaviour_code', 'occurred_at', 'quantity', 'unit'] %}
with of_month as (
    select * from {{ ref('int_personal_behaviour__checked') }} where month = {{ month_start() }}
)

select distinct
    earlier.month,
    earlier.load_id,
    earlier.line_no,
    {{ bar_key(['earlier.event_id', 'earlier.source_system']) }} as record_key
from of_month as earlier
inner join of_month as later
    on earlier.load_id = later.load_id and earlier.event_id = later.event_id and earlier.source_system = later.source_system
where
    earlier.version_class = 'superseded'
    and later.line_no > earlier.line_no
    and (
        {%- for column in content %}
        later.{{ column }} is distinct from earlier.{{ column }}{{ ' or' if not loop.last }}
        {%- endfor %}
    )
