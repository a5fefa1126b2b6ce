{#
  What the legs are as activities of the account that answers for them: the shipper where it is registered, else the account that reports. A leg of a
  carrier that also reports fuel or power of that year is a memo, because its fuel is counted already; a leg of a shipper that is not registered counts
  for nobody. The baseline of a shipment asks for a factor and never counts.
#}
with leg as (
    select
        t.*,
        s.account_id as shipper_id,
        t.shipper_account_id is not null and s.account_id is null as has_unknown_shipper
    from {{ ref('int_freight_trip__checked') }} as t
    left join (select distinct account_id from {{ ref('stg_account_registry') }}) as s on t.shipper_account_id = s.account_id
    where t.quarantine_reason is null
),

fuelled as (
    select account_id, {{ year_of('month') }} as year_start
    from {{ ref('int_energy_consumption__monthly') }}
    where end_use <> 'feedstock' and category in ('solid_fuel', 'liquid_fuel', 'gas_fuel', 'electricity')
    union
    select account_id, {{ year_of('month') }}
    from {{ ref('int_meter_month') }}
    where quarantine_reason is null
),

owned as (
    select
        l.*,
        coalesce(l.shipper_id, l.account_id) as owner_account_id,
        case
            when l.has_unknown_shipper then 'unknown_shipper'
            when coalesce(l.shipper_id, l.account_id) = l.account_id and v.domain = 'transport' and f.account_id is not null then 'carrier_memo'
        end as exclusion_code
    from leg as l
    inner join {{ ref('dim_account_version') }} as v
        on l.account_id = v.account_id
        and (v.valid_from is null or v.valid_from <= l.month)
        and (v.valid_to is null or v.valid_to > l.month)
    left join fuelled as f on l.account_id = f.account_id and f.year_start = {{ year_of('l.month') }}
),

flows as (
    select
        o.*,
        'use' as flow,
        o.activity_code as flow_code,
        o.quantity as flow_quantity,
        o.unit as flow_unit
    from owned as o
    union all
    select
        o.*,
        'baseline',
        o.baseline_code,
        o.baseline_tkm,
        'tkm'
    from owned as o
    where o.baseline_code is not null
)

select
    {{ bar_key(['f.load_id', 'f.line_no']) }} as record_id,
    f.record_key,
    f.owner_account_id as account_id,
    f.account_id as carrier_account_id,
    f.flow_code as activity_code,
    f.flow,
    f.month,
    cast(f.flow_quantity as decimal(18, 6)) as quantity,
    f.flow_unit as unit,
    cast(f.flow_quantity as decimal(18, 6)) as delivered_quantity,
    f.flow_unit as delivered_unit,
    f.exclusion_code,
    f.load_id,
    f.line_no
from flows as f
