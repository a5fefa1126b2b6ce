{#
  What every leg emits, and what the baseline of its shipment would have, in kg CO2e of all gases: quantity x factor x GWP of the account that answers for
  the leg. A memo is computed like any other leg and counts in no account. A leg without a factor waits and is not here. No gas weighs more than the 14 digits
  of kg that fct_activity_outcome lets pass; a baseline that does is of unknown weight.
#}
with weighed as (
    select
        a.record_id,
        a.flow,
        try_cast(try_cast(a.quantity * c.kg_per_activity_unit as decimal(24, 10)) * w.gwp100 as decimal(24, 10)) as co2e_kg,
        greatest(
            {{ evidence_rank('c.weakest_evidence') }},
            case when c.gas not in ('CO2', 'CO2e') then {{ evidence_rank('w.evidence') }} else 0 end
        ) as evidence_rank
    from {{ ref('int_activity') }} as a
    inner join {{ ref('int_activity_request') }} as q on a.activity_id = q.activity_id
    inner join {{ ref('fct_factor_choice') }} as c on q.request_id = c.request_id
    left join {{ ref('dim_gwp') }} as w on a.gwp_set = w.gwp_set and c.gas = w.gas and a.gwp_origin = w.origin
    where a.source = 'freight_trip'
),

emission as (
    select
        record_id,
        flow,
        case when count(*) = count(co2e_kg) then try_cast(sum(co2e_kg) as decimal(28, 10)) end as co2e_kg,
        cast(max(evidence_rank) as int) as evidence_rank
    from weighed
    group by record_id, flow
),

outcome as (
    select record_id, outcome from {{ ref('fct_activity_outcome') }}
    where source = 'freight_trip' and flow = 'use' and outcome <> 'quarantined'
)

select
    t.shipment_id,
    t.leg_no,
    t.account_id as carrier_account_id,
    t.shipper_account_id,
    a.account_id,
    t.departed_on,
    t.month,
    t.mode,
    t.vehicle_class,
    t.activity_code,
    t.tonnes,
    t.distance_km,
    t.vehicle_km,
    case when t.mode <> 'handling' then t.tkm end as tkm,
    t.quantity,
    t.unit,
    e.co2e_kg as actual_kg,
    t.has_baseline,
    t.baseline_mode,
    t.baseline_vehicle_class,
    t.baseline_distance_km,
    t.baseline_code,
    t.baseline_tkm,
    b.co2e_kg as baseline_kg,
    b.record_id is not null as has_baseline_factor,
    a.exclusion_code,
    o.outcome = 'counted' as is_counted,
    t.record_key,
    t.load_id,
    t.line_no,
    t.known_at,
    e.evidence_rank as actual_evidence_rank,
    coalesce(b.evidence_rank, 0) as baseline_evidence_rank
from {{ ref('int_freight_trip__checked') }} as t
inner join {{ ref('int_freight_trip__activity') }} as a on t.load_id = a.load_id and t.line_no = a.line_no and a.flow = 'use'
inner join outcome as o on a.record_id = o.record_id
inner join emission as e on a.record_id = e.record_id and e.flow = 'use'
left join emission as b on a.record_id = b.record_id and b.flow = 'baseline'
