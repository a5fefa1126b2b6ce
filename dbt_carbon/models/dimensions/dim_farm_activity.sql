{#
  What each code of farm_activity is: an emission of a group (livestock, rice, soil, ...) and scope, or a removal or reduction on one of the paths of
  neutralisation (straw, soil, manure, orchard); and how a quantity that was delivered in another dimension becomes its unit.
#}
with code as (
    select activity_code, min(unit) as unit, min(name_zh) as name_zh, min(name_en) as name_en
    from {{ ref('farm_activity_code') }}
    group by activity_code
),

path as (
    select activity_code, min(fact) as fact, min(path) as path from {{ ref('farm_factor') }}
    group by activity_code
)

select
    c.activity_code,
    c.name_zh,
    c.name_en,
    c.unit,
    coalesce(p.fact, 'emission') as fact,
    p.path,
    g.activity_group,
    case when p.fact is null then coalesce(g.scope, 1) end as scope,
    r.delivered_dimension,
    r.base_unit,
    coalesce(r.weighting = 'time', false) as is_weighted_by_time,
    coalesce(r.weighting = 'once', false) as is_counted_once
from code as c
left join path as p on c.activity_code = p.activity_code
left join {{ ref('farm_activity_group') }} as g on c.activity_code = g.activity_code
left join {{ ref('activity_unit_rule') }} as r on c.unit = r.activity_unit
