{#
  A shipment and its shift: what its baseline would have emitted less what its legs did, each over its own distances, drayage and handling included. The
  shift may be negative. It is known only where every leg is there and one registered account answers for all of them, whoever carries; else reason_code says why.
  The shipment is that of its first leg: its account, its month and its delivered line.
#}
{%- set modes = ['road', 'rail', 'water'] -%}
with delivered as (
    select
        t.shipment_id,
        min(t.leg_no) <> 1 or max(t.leg_no) <> count(*) as has_gap,
        count(*) > count(g.shipment_id) as has_waiting
    from {{ ref('int_freight_trip__checked') }} as t
    left join {{ ref('fct_freight_leg') }} as g on t.load_id = g.load_id and t.line_no = g.line_no
    group by t.shipment_id
),

summed as (
    select
        shipment_id,
        min(leg_no) as first_leg_no,
        cast(count(*) as int) as legs,
        {{ ordered_text('mode', 'leg_no') }} as modes,
        {{ ordered_text('activity_code', 'leg_no') }} as activity_codes,
        try_cast(sum(distance_km) as decimal(18, 3)) as distance_km,
        try_cast(sum(case when mode = 'road' then distance_km else 0 end) as decimal(18, 3)) as road_km,
        {%- for mode in modes %}
        try_cast(sum(case when mode = '{{ mode }}' then tkm else 0 end) as decimal(28, 6)) as {{ mode }}_tkm,
        {%- endfor %}
        try_cast(sum(coalesce(tkm, 0)) as decimal(28, 6)) as tkm,
        try_cast(sum(actual_kg) as decimal(28, 10)) as actual_kg,
        max(case when exclusion_code = 'unknown_shipper' then 1 else 0 end) = 1 as has_unknown_shipper,
        min(account_id) <> max(account_id) as has_several_shippers,
        max(actual_evidence_rank) as actual_evidence_rank
    from {{ ref('fct_freight_leg') }}
    group by shipment_id
),

described as (
    select
        s.*,
        f.account_id,
        f.carrier_account_id,
        f.departed_on,
        f.month,
        f.tonnes,
        f.has_baseline,
        f.baseline_mode,
        f.baseline_vehicle_class,
        f.baseline_distance_km,
        f.baseline_code,
        f.baseline_tkm,
        f.baseline_kg,
        f.baseline_evidence_rank,
        f.record_key,
        f.load_id,
        f.line_no,
        f.known_at,
        try_cast(f.baseline_kg - s.actual_kg as decimal(24, 10)) as difference_kg,
        case
            when d.has_waiting then 'leg_waiting'
            when d.has_gap then 'leg_missing'
            when not f.has_baseline then 'no_baseline'
            when f.baseline_code is null then 'baseline_incomplete'
            when not f.has_baseline_factor then 'baseline_no_factor'
            when s.has_unknown_shipper then 'unknown_shipper'
            when s.has_several_shippers then 'several_shippers'
        end as stopped_by
    from summed as s
    inner join {{ ref('fct_freight_leg') }} as f on s.shipment_id = f.shipment_id and s.first_leg_no = f.leg_no
    inner join delivered as d on s.shipment_id = d.shipment_id
),

{# The mode of most of the work, of equal ones the later in the list; what a shipment by rail or water goes by road is its drayage. #}
classed as (
    select
        d.*,
        case
            when d.tkm > 0 then case
                when d.water_tkm >= d.rail_tkm and d.water_tkm >= d.road_tkm then 'water'
                when d.rail_tkm >= d.road_tkm then 'rail'
                else 'road'
            end
        end as main_mode
    from described as d
)

select
    shipment_id,
    account_id,
    carrier_account_id,
    departed_on,
    month,
    legs,
    modes,
    activity_codes,
    main_mode,
    tonnes,
    distance_km,
    cast(case when main_mode in ('rail', 'water') then road_km else 0 end as decimal(18, 3)) as drayage_km,
    cast(case when main_mode in ('rail', 'water') then road_tkm else 0 end as decimal(28, 6)) as drayage_tkm,
    {%- for mode in modes %}
    {{ mode }}_tkm,
    {%- endfor %}
    tkm,
    actual_kg,
    baseline_mode,
    baseline_vehicle_class,
    baseline_distance_km,
    baseline_code,
    baseline_tkm,
    baseline_kg,
    cast(case when stopped_by is null then difference_kg end as decimal(28, 10)) as shift_kg,
    coalesce(stopped_by, case when difference_kg is null then 'amount_overflow' end) as reason_code,
    record_key,
    load_id,
    line_no,
    known_at,
    greatest(actual_evidence_rank, baseline_evidence_rank) = 4 as depends_on_proposal,
    cast(greatest(actual_evidence_rank, baseline_evidence_rank) as int) as weakest_evidence_rank
from classed
