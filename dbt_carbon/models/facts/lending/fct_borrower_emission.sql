{#
  What is known of an account's year that a lender attributes: emissions by scope in t to the gram, and beside them, never netted, removals and units retired
  and generated. Scope 3 is empty where nothing of it is known; removals and units are empty where there are none. An amount too large for its type is empty and told by
  is_overflowing. weakest_tier is the worst data-quality tier of what was emitted.
#}
with tiers as (
    select
        account_id,
        {{ year_of('month') }} as period_start,
        max(data_quality_tier) as weakest_tier
    from {{ ref('fct_emission') }}
    where is_counted and basis <> 'market' and scope < 3 and co2e_kg <> 0
    group by account_id, {{ year_of('month') }}
),

emission as (
    select
        p.*,
        {{ amount_in_t('p.scope1_kg') }} as scope1_t,
        {{ amount_in_t('p.scope2_location_kg') }} as scope2_location_t,
        {{ amount_in_t('p.scope2_market_kg') }} as scope2_market_t,
        {{ amount_in_t('p.scope3_kg') }} as scope3_t,
        {{ amount_in_t('p.removal_kg') }} as removal_t
    from {{ ref('fct_account_period') }} as p
    where p.period_grain = 'year'
)

select
    e.account_id,
    e.period_start,
    e.scope1_t,
    e.scope2_location_t,
    e.scope2_market_t,
    e.scope3_t,
    case when e.removal_kg <> 0 then e.removal_t end as removal_t,
    cast(null as decimal(16, 6)) as units_retired_t,
    cast(null as decimal(16, 6)) as units_generated_t,
    e.scope1_t is null or e.scope2_location_t is null or e.scope2_market_t is null
    or (e.scope3_kg is not null and e.scope3_t is null) or (e.removal_kg is not null and e.removal_t is null) as is_overflowing,
    t.weakest_tier,
    v.account_id is not null as is_verified,
    e.is_complete,
    e.depends_on_proposal,
    e.weakest_evidence_rank
from emission as e
left join tiers as t on e.account_id = t.account_id and e.period_start = t.period_start
left join (select distinct account_id, period_year from {{ ref('stg_verification') }}) as v
    on e.account_id = v.account_id and extract(year from e.period_start) = v.period_year
