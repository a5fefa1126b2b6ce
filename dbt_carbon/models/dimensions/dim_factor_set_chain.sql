{#
  In which order the sets of factors are asked for an account that uses a set: its own, the fallback chain, then its heat code, the grid factors
  and the sets of processes, mass balances, farms and freight, which belong to no set of fuels.
#}
with recursive known_sets as (
    select factor_set from {{ ref('factor_set') }}
    union
    select distinct factor_set from {{ ref('stg_factor_library') }}
    union
    select distinct factor_set from {{ ref('dim_account_version') }} where factor_set is not null
),

walk (factor_set, member_set, set_rank) as (
    select factor_set, factor_set, cast(0 as bigint) from known_sets
    union all
    select w.factor_set, f.fallback_set, w.set_rank + 1
    from walk as w
    inner join {{ ref('factor_set') }} as f on w.member_set = f.factor_set
    where f.fallback_set is not null and w.set_rank < 20
)

select factor_set, member_set, cast(set_rank as int) as set_rank, set_rank > 0 as is_fallback from walk
union all
select factor_set, heat_code, cast(90 as int), false from {{ ref('factor_set') }} where heat_code is not null
union all
{%- for shared in shared_factor_sets() %}
select factor_set, '{{ shared }}', cast({{ 90 + loop.index }} as int), false from known_sets where factor_set <> '{{ shared }}'
{{ 'union all' if not loop.last }}
{%- endfor %}
