{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='electricity_meter',
    months_after=1
) }}

select
    account_id,
    meter_id,
    meter_role,
    coalesce(quality, 'measured') as quality,
    local_on,
    record_month as month,
    load_id,
    cast(sum(import_kwh) as decimal(28, 6)) as import_kwh,
    cast(sum(coalesce(export_kwh, 0)) as decimal(28, 6)) as export_kwh,
    cast(sum(coalesce(self_generated_kwh, 0)) as decimal(28, 6)) as self_generated_kwh,
    cast(sum(coalesce(green_power_kwh, 0)) as decimal(28, 6)) as green_power_kwh,
    count(*) as readings,
    min(line_no) as first_line_no,
    max(line_no) as last_line_no
from {{ ref('stg_electricity_meter') }}
where record_month = {{ month_start() }}
group by all
