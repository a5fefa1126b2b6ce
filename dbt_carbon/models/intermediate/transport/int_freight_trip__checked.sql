{#
  Every current leg of freight_trip with what stops it, if anything, and the activity that the leg and its baseline are: mass x distance for a class of
  freight_factor, distance driven for a vehicle of freight_vehicle_km_factor (road, where vehicle_km is given), mass alone for handling, which has no
  default factor. A class is meant whatever its upper or lower case.
  A baseline that is incomplete or of an unknown class stops nothing: the shipment then has no shift, see fct_freight_shipment.
#}
with checked as (
    {{ checked_records('freight_trip') }}
),

calendar as (
    select min(month) as calendar_start, {{ add_months('max(month)', 1) }} as calendar_end from {{ ref('int_month_as_of') }}
),

vehicle_class as (
    select
        lower(mode) as mode,
        lower(vehicle_class) as vehicle_class,
        min(freight_code) as freight_code
    from {{ ref('freight_factor') }}
    group by lower(mode), lower(vehicle_class)
),

vehicle as (
    select distinct upper(vehicle_code) as vehicle_code from {{ ref('freight_vehicle_km_factor') }}
),

coded as (
    select
        c.*,
        {{ month_of('c.departed_on') }} as month,
        c.departed_on < k.calendar_start or c.departed_on >= k.calendar_end as is_outside_calendar,
        case
            when c.mode = 'handling' then 'HANDLING_' || upper(trim(c.vehicle_class))
            when f.freight_code is not null then f.freight_code
            when c.vehicle_km is not null then v.vehicle_code
        end as activity_code,
        case
            when c.mode = 'handling' then 't'
            when f.freight_code is not null then 'tkm'
            else 'vkm'
        end as unit,
        coalesce(c.baseline_mode, c.baseline_vehicle_class, cast(c.baseline_distance_km as {{ dbt.type_string() }})) is not null as has_baseline,
        case when c.baseline_distance_km is not null then b.freight_code end as baseline_code,
        try_cast(round(cast(c.tonnes as decimal(19, 6)) * c.distance_km, 6) as decimal(18, 6)) as tkm,
        try_cast(round(cast(c.tonnes as decimal(19, 6)) * c.baseline_distance_km, 6) as decimal(18, 6)) as baseline_tkm
    from checked as c
    cross join calendar as k
    left join vehicle_class as f on c.mode = f.mode and lower(trim(c.vehicle_class)) = f.vehicle_class
    left join vehicle as v on c.mode = 'road' and upper(trim(c.vehicle_class)) = v.vehicle_code
    left join vehicle_class as b on c.baseline_mode = b.mode and lower(trim(c.baseline_vehicle_class)) = b.vehicle_class
),

measured as (
    select
        c.*,
        case c.unit when 't' then c.tonnes when 'vkm' then cast(c.vehicle_km as decimal(18, 6)) else c.tkm end as quantity
    from coded as c
),

stopped as (
    select
        m.*,
        case
            when m.quarantine_reason is not null then m.quarantine_reason
            when m.is_outside_calendar then 'wrong_period'
            when m.activity_code is null then 'unknown_vehicle_class'
            when m.has_baseline and m.leg_no <> 1 then 'baseline_not_on_first_leg'
            when m.quantity is null or m.tkm is null or (m.baseline_code is not null and m.baseline_tkm is null) then 'amount_overflow'
        end as stopped_by
    from measured as m
)

select
    s.shipment_id,
    s.leg_no,
    s.account_id,
    s.shipper_account_id,
    s.departed_on,
    s.month,
    s.mode,
    lower(trim(s.vehicle_class)) as vehicle_class,
    s.tonnes,
    s.distance_km,
    s.vehicle_km,
    s.tkm,
    s.activity_code,
    s.quantity,
    s.unit,
    s.has_baseline,
    s.baseline_mode,
    lower(trim(s.baseline_vehicle_class)) as baseline_vehicle_class,
    s.baseline_distance_km,
    s.baseline_code,
    case when s.baseline_code is not null then s.baseline_tkm end as baseline_tkm,
    s.record_key,
    s.load_id,
    s.line_no,
    s.known_at,
    s.stopped_by as quarantine_reason
from stopped as s
