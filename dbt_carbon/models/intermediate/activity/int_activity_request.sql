{#
  Activities that ask for a factor: bought power and heat, fuel that is burnt, processes, farms,
  freight with what it is compared with (also where it is no emission of the account), and what was sold (for the net view), each with the key of its request.
#}
with own_factor as (
    select distinct account_id, activity_code from {{ ref('stg_account_factor') }}
),

asking as (
    select
        a.activity_id,
        a.source,
        a.record_id,
        case when a.category = 'heat' then 'HEAT' else a.activity_code end as factor_code,
        a.flow,
        a.account_id,
        a.factor_set,
        a.region_code,
        coalesce(a.category, 'other') as category,
        a.end_use,
        a.month,
        a.unit,
        a.stated_kg_per_t,
        a.stated_reason
    from {{ ref('int_activity') }} as a
    left join {{ ref('energy_type') }} as e on a.activity_code = e.energy_code
    where
        (a.exclusion_code is null or a.category = 'freight')
        and (a.flow in ('import', 'use', 'baseline') or (a.flow = 'export' and a.category in ('electricity', 'heat')))
        and a.end_use <> 'feedstock'
        and coalesce(e.emits, true)
)

select
    q.*,
    coalesce(o.account_id, '') as own_account_id,
    {{ text_key(["coalesce(o.account_id, '')", 'q.factor_set', 'q.region_code', 'q.factor_code', 'q.end_use', 'q.month', 'q.unit', 'q.stated_kg_per_t']) }} as request_id
from asking as q
left join own_factor as o on q.account_id = o.account_id and q.factor_code = o.activity_code
