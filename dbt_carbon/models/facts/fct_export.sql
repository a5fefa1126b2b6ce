{#
  Power and heat sold: shown, never netted from scope 2. exported_kg values it at the location-based factor that one unit bought would have had,
  for the net-purchase view of China's guides; null where there is no such factor.
#}
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
    c.factor_id,
    c.kg_per_activity_unit as factor_kg_per_unit,
    try_cast(a.quantity * c.kg_per_activity_unit as decimal(28, 10)) as exported_kg
from {{ ref('int_activity') }} as a
inner join {{ ref('fct_activity_outcome') }} as o on a.activity_id = o.activity_id and o.outcome <> 'quarantined'
inner join {{ ref('int_activity_request') }} as q on a.activity_id = q.activity_id
left join {{ ref('fct_factor_choice') }} as c on q.request_id = c.request_id and c.basis = 'location'
where a.flow = 'export'
