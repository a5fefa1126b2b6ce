{# record_id names the group of readings of one meter, month, role and quality: the record of every activity that comes from it. #}
with months as (
    select
        account_id,
        meter_id,
        meter_role,
        quality,
        month,
        sum(import_kwh) as import_kwh,
        sum(export_kwh) as export_kwh,
        sum(self_generated_kwh) as self_generated_kwh,
        sum(green_power_kwh) as green_power_kwh,
        sum(readings) as readings
    from {{ ref('int_meter_day') }}
    group by account_id, meter_id, meter_role, quality, month
),

main_meters as (
    select distinct account_id from months where meter_role = 'main'
)

select
    m.account_id,
    m.meter_id,
    m.meter_role,
    m.quality,
    m.month,
    {{ bar_key(['m.account_id', 'm.meter_id', 'm.meter_role', 'm.quality', 'm.month']) }} as record_id,
    try_cast(m.import_kwh as decimal(18, 6)) as import_kwh,
    try_cast(m.export_kwh as decimal(18, 6)) as export_kwh,
    try_cast(m.self_generated_kwh as decimal(18, 6)) as self_generated_kwh,
    try_cast(m.green_power_kwh as decimal(18, 6)) as green_power_kwh,
    cast(m.readings as bigint) as readings,
    m.meter_role <> 'main' and mm.account_id is not null as is_sub_of_main,
    case
        when a.account_id is null then 'unknown_account'
        when try_cast(m.import_kwh as decimal(18, 6)) is null or try_cast(m.export_kwh as decimal(18, 6)) is null
            or try_cast(m.self_generated_kwh as decimal(18, 6)) is null or try_cast(m.green_power_kwh as decimal(18, 6)) is null
            then 'amount_overflow'
    end as quarantine_reason
from months as m
left join main_meters as mm on m.account_id = mm.account_id
left join (select distinct account_id from {{ ref('stg_account_registry') }}) as a on m.account_id = a.account_id
