{#
  Power and heat sold: shown, never netted from scope 2. exported_kg values it at the location-based factor that one unit bought would have had
  (all its gases, in CO2e), for the net-purchase view of China's guides; null where there is no such factor.
#}
with valued as (
    select
        q.activity_id,
        min(c.factor_id) as factor_id,
        sum(cast(c.kg_per_activity_unit * w.gwp100 as decimal(28, 10))) as kg_per_unit,
        sum(try_cast(try_cast(a.quantity * c.kg_per_activity_unit as decimal(28, 10)) * w.gwp100 as decimal(28, 10))) as exported_kg,
        count_if(c.kg_per_activity_unit is null or w.gwp100 is null) as gases_without_value
    from {{ ref('int_activity') }} as a
    inner join {{ ref('int_activity_request') }} as q on a.activity_id = q.activity_id
    inner join {{ ref('fct_factor_choice') }} as c on q.request_id = c.request_id and c.basis = 'location'
    left join {{ ref('dim_gwp') }} as w on a.gwp_set = w.gwp_set and c.gas = w.gas and a.gwp_origin = w.origin
    where a.flow = 'export'
    group by q.activity_id
)

select
    a.activity_id,
    a.source,
    a.record_key,
    a.account_id,
    a.domain,
    a.month,
    a.activity_code,
    a.quantity,
    a.unit,
    v.factor_id,
    cast(v.kg_per_unit as decimal(19, 10)) as factor_kg_per_unit,
    case when v.gases_without_value = 0 then cast(v.exported_kg as decimal(28, 10)) end as exported_kg
from {{ ref('int_activity') }} as a
inner join {{ ref('fct_activity_outcome') }} as o on a.activity_id = o.activity_id and o.outcome <> 'quarantined'
inner join {{ ref('int_activity_request') }} as q on a.activity_id = q.activity_id
left join valued as v on a.activity_id = v.activity_id
where a.flow = 'export'
