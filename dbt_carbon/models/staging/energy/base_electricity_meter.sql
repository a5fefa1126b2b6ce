{{ config(
    materialized='by_month',
    month_column='record_month',
    volume_source='electricity_meter',
    months_after=1
) }}

{#
  A reading of the month before may still run at the first midnight of this one. Then all readings of that meter and month are read too, to be compared
  with, not kept: a reading that was put aside there must not push anything out here.
#}
{%- set month_before = add_months(month_start(), -1) -%}
{%- set readings_to_compare -%}
    r._month in ({{ month_start() }}, {{ month_before }})
    and (
        r._month = {{ month_start() }}
        or (r.account_id, r.meter_id) in (
            select c.account_id, c.meter_id
            from {{ source('raw', 'electricity_meter') }} as c
            where c._month = {{ month_before }} and c.interval_end > (
                select coalesce(min({{ add_minutes('f.interval_end', '-f.interval_minutes') }}), cast('9999-01-01' as timestamp))
                from {{ source('raw', 'electricity_meter') }} as f
                where f._month = {{ month_start() }}
            )
        )
    )
{%- endset %}
with recursive readings as (
    {{ record_versions('electricity_meter', month_filter=readings_to_compare) }}
),

intervals as (
    select
        readings.*,
        {{ add_minutes('interval_end', '-interval_minutes') }} as interval_start,
        interval_end_local_on > {{ add_days('cast(known_at as date)', 1) }} as is_in_future
    from readings
),

{#
  Meters with any readings that overlap. No two readings of a meter that count end at the same time, so when any two overlap, two neighbours in the order
  of their ends do: one narrow sort finds the few meters for which chains are to be worked out.
#}
neighbours as (
    select
        account_id,
        meter_id,
        interval_start,
        interval_end,
        lag(interval_end) over (partition by account_id, meter_id order by interval_end nulls last) as end_before
    from intervals
    where version_class = 'current' and not is_in_future
),

overlapping_meters as (
    select distinct account_id, meter_id
    from neighbours
    where interval_start < end_before
),

{# Readings that count, in the order in which they start; equal start: the shorter one first. #}
ordered as (
    select
        i.account_id,
        i.meter_id,
        i.interval_start,
        i.interval_end,
        i.load_id,
        i.line_no,
        max(i.interval_end) over (
            partition by i.account_id, i.meter_id
            order by i.interval_start nulls last, i.interval_end nulls last, i.load_id nulls last, i.line_no nulls last
            rows between unbounded preceding and 1 preceding
        ) as latest_end_before
    from intervals as i
    inner join overlapping_meters as o on i.account_id = o.account_id and i.meter_id = o.meter_id
    where i.version_class = 'current' and not i.is_in_future
),

{# An island is a chain of readings that touch each other; only islands of more than one reading need a decision. #}
islands as (
    select
        ordered.*,
        sum(case when latest_end_before is null or interval_start >= latest_end_before then 1 else 0 end) over (
            partition by account_id, meter_id
            order by interval_start nulls last, interval_end nulls last, load_id nulls last, line_no nulls last
            rows between unbounded preceding and current row
        ) as island_no
    from ordered
),

crowded as (
    select
        i.*,
        row_number() over (
            partition by i.account_id, i.meter_id, i.island_no
            order by i.interval_start nulls last, i.interval_end nulls last, i.load_id nulls last, i.line_no nulls last
        ) as place
    from islands as i
    inner join (
        select account_id, meter_id, island_no
        from islands
        group by account_id, meter_id, island_no
        having count(*) > 1
    ) as c on i.account_id = c.account_id and i.meter_id = c.meter_id and i.island_no = c.island_no
),

{# Walk each island in order: a reading that starts before the last accepted one has ended is put aside. #}
walk (account_id, meter_id, island_no, place, load_id, line_no, accepted_end, is_overlapping) as (
    select account_id, meter_id, island_no, place, load_id, line_no, interval_end, false
    from crowded
    where place = 1
    union all
    select
        c.account_id,
        c.meter_id,
        c.island_no,
        c.place,
        c.load_id,
        c.line_no,
        case when c.interval_start < w.accepted_end then w.accepted_end else c.interval_end end,
        c.interval_start < w.accepted_end
    from walk as w
    inner join crowded as c
        on w.account_id = c.account_id and w.meter_id = c.meter_id and w.island_no = c.island_no and c.place = w.place + 1
)

select
    i.account_id,
    i.meter_id,
    i.interval_end,
    i.interval_start,
    i.interval_end_local_on as local_on,
    i.record_month,
    i.interval_minutes,
    i.import_kwh,
    i.export_kwh,
    i.self_generated_kwh,
    i.green_power_kwh,
    i.meter_role,
    i.line_code,
    i.quality,
    i.record_status,
    i.record_key,
    i.load_id,
    i.line_no,
    i.known_at,
    i.version_class,
    case
        when i.version_class <> 'current' then null
        when i.is_in_future then 'in_future'
        when w.load_id is not null then 'overlapping_interval'
    end as quarantine_reason
from intervals as i
left join walk as w on i.load_id = w.load_id and i.line_no = w.line_no and w.is_overlapping
where i.record_month = {{ month_start() }}
