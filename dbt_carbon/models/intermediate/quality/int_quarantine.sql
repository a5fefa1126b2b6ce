{# Current records that wait before they can become activities; what waits for a factor is added beside the facts. #}
with known_account as (
    select distinct account_id from {{ ref('stg_account_registry') }}
),

waiting as (
    select 'energy_consumption' as source, load_id, line_no, record_key, quarantine_reason as reason_code
    from {{ ref('int_energy_consumption__checked') }} where quarantine_reason is not null
    union all
    select 'measured_emission', load_id, line_no, record_key, quarantine_reason
    from {{ ref('int_measured_emission__checked') }} where quarantine_reason is not null
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
    union all
    select 'building_registry', b.load_id, b.line_no, b.record_key, 'unknown_account'
    from {{ ref('stg_building_registry') }} as b left join known_account as a on b.account_id = a.account_id
    where a.account_id is null
    union all
    select 'verification', v.load_id, v.line_no, v.record_key, 'unknown_account'
    from {{ ref('stg_verification') }} as v left join known_account as a on v.account_id = a.account_id
    where a.account_id is null
)

select * from waiting
