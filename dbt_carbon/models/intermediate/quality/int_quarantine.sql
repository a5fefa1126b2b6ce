{# Current records that wait before they can become activities; what waits for a factor is added beside the facts. #}
with waiting as (
    {%- for name in checked_sources() %}
    select '{{ name }}' as source, load_id, line_no, record_key, quarantine_reason as reason_code
    from {{ ref('int_' ~ name ~ '__checked') }} where quarantine_reason is not null
    union all
    {%- endfor %}
    {%- for name in ['building_registry', 'farm_registry', 'verification'] %}
    select '{{ name }}', load_id, line_no, record_key, quarantine_reason
    from ({{ checked_records(name) }}) as checked where quarantine_reason is not null
    union all
    {%- endfor %}
    select 'personal_behaviour', load_id, line_no, {{ bar_key(['event_id', 'source_system']) }}, reason_code
    from {{ ref('int_personal_behaviour__checked') }} where reason_code is not null and version_class = 'current'
    union all
    select 'factor_library', load_id, line_no, record_key, reason_code from {{ ref('int_factor_library_quarantine') }}
    union all
    select 'account_factor', load_id, line_no, record_key, reason_code from {{ ref('int_account_factor_quarantine') }}
    union all
    select 'electricity_meter', load_id, line_no, record_key, quarantine_reason
    from {{ ref('base_electricity_meter') }} where quarantine_reason is not null
    union all
    select 'electricity_meter', r.load_id, r.line_no, r.record_key, m.quarantine_reason
    from {{ ref('stg_electricity_meter') }} as r
    inner join {{ ref('int_meter_month') }} as m
        on r.account_id = m.account_id and r.meter_id = m.meter_id and r.meter_role = m.meter_role
        and coalesce(r.quality, 'measured') = m.quality and r.record_month = m.month
    where m.quarantine_reason is not null
)

select * from waiting
