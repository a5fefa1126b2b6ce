{# Where an activity was delivered: meter months stand on many lines of one or more loads, every other record on one line. #}
with lines as (
    select
        {{ bar_key(['account_id', 'meter_id', 'meter_role', 'quality', 'month']) }} as record_id,
        'electricity_meter' as source,
        load_id,
        min(first_line_no) as first_line_no,
        max(last_line_no) as last_line_no,
        cast(sum(readings) as bigint) as line_count
    from {{ ref('int_meter_day') }}
    group by account_id, meter_id, meter_role, quality, month, load_id

    union all

    select
        {{ bar_key(['load_id', 'line_no']) }},
        'energy_consumption',
        load_id,
        line_no,
        line_no,
        cast(1 as bigint)
    from {{ ref('int_energy_consumption__checked') }}
    where quarantine_reason is null

    union all

    select
        {{ bar_key(['load_id', 'line_no']) }},
        'process_activity',
        load_id,
        line_no,
        line_no,
        cast(1 as bigint)
    from {{ ref('int_process_activity__checked') }}
    where quarantine_reason is null

    union all

    select
        {{ bar_key(['load_id', 'line_no']) }},
        'farm_activity',
        load_id,
        line_no,
        line_no,
        cast(1 as bigint)
    from {{ ref('int_farm_activity__checked') }}
    where quarantine_reason is null

    union all

    select
        {{ bar_key(['load_id', 'line_no']) }},
        'freight_trip',
        load_id,
        line_no,
        line_no,
        cast(1 as bigint)
    from {{ ref('int_freight_trip__checked') }}
    where quarantine_reason is null
)

select
    a.activity_id,
    a.source,
    a.record_id,
    l.load_id,
    l.first_line_no,
    l.last_line_no,
    l.line_count
from {{ ref('int_activity') }} as a
inner join lines as l on a.source = l.source and a.record_id = l.record_id
