{# What a deliverer should know although nothing waits for it. #}
with conflicting as (
    {%- for name in staged_sources() if name not in sources_judged_by_month() %}
    {{ conflicting_duplicates(name) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select source, load_id, line_no, record_key, 'conflicting_duplicate' as warning_code from conflicting
union all
select 'account_registry', load_id, line_no, record_key, 'unknown_region' from {{ ref('dim_account_version') }}
where not is_known_region
union all
select 'credit_event', load_id, line_no, record_key, 'unknown_trigger' from {{ ref('int_credit_event__checked') }}
where quarantine_reason is null and not is_known_trigger
union all
select 'freight_trip', load_id, line_no, record_key, 'unknown_shipper' from {{ ref('int_freight_trip__activity') }}
where exclusion_code = 'unknown_shipper' and flow = 'use'
union all
select 'city_indicator', load_id, line_no, record_key, 'unknown_region' from {{ ref('int_city_indicator__checked') }}
where quarantine_reason is null and not is_known_region
union all
select 'city_indicator', load_id, line_no, record_key, 'unknown_indicator' from {{ ref('int_city_indicator__checked') }}
where quarantine_reason is null and not is_known_indicator
