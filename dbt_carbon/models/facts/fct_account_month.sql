{#
  The additive figures of one account and month, in kg and tce, before any rounding; months and years of the marts are sums of these rows. Removals and
  scope 3 stand beside and are in no total; scope 3 is empty where nothing of it is known. has_own_data: the account itself reported, not its carrier.
#}
with emission as (
    select
        account_id,
        domain,
        month,
        sum(co2e_kg) filter (where scope = 1) as scope1_kg,
        sum(co2e_kg) filter (where scope = 1 and part = 'combustion') as scope1_combustion_kg,
        sum(co2e_kg) filter (where scope = 1 and part = 'process') as scope1_process_kg,
        sum(co2e_kg) filter (where scope = 1 and part = 'agriculture') as agriculture_kg,
        sum(co2e_kg) filter (where scope = 2 and basis = 'location') as scope2_location_kg,
        sum(co2e_kg) filter (where scope = 2 and basis = 'market') as scope2_market_kg,
        sum(co2e_kg) filter (where part = 'purchased_electricity' and basis = 'location') as purchased_electricity_kg,
        sum(co2e_kg) filter (where part = 'purchased_heat' and basis = 'location') as purchased_heat_kg,
        sum(co2e_kg) filter (where scope = 3) as scope3_kg,
        sum(gas_kg) filter (where gas = 'CO2_biogenic' and basis <> 'market') as biogenic_kg,
        sum(cast(data_quality_tier as decimal(9, 0)) * abs(co2e_kg)) filter (where basis <> 'market' and scope < 3) as tier_weighted_kg,
        sum(abs(co2e_kg)) filter (where basis <> 'market' and scope < 3) as weighed_kg,
        max(case when scope < 3 then 1 else 0 end) as has_own_emission,
        max(case when scope < 3 and gas <> 'CO2_biogenic' then 1 else 0 end) as has_gas_that_counts,
        max(case when depends_on_proposal then 1 else 0 end) as depends_on_proposal,
        max({{ evidence_rank('weakest_evidence') }}) as weakest_evidence_rank,
        min(gwp_set) as gwp_set
    from {{ ref('fct_emission') }}
    where is_counted
    group by account_id, domain, month
),

{# The net view of China's guides: what was sold is taken off at the factor of what was bought in the same month. #}
exported as (
    select
        account_id,
        month,
        sum(exported_kg) as exported_kg
    from {{ ref('fct_export') }}
    group by account_id, month
),

energy as (
    select
        account_id,
        domain,
        month,
        sum(energy_tce) filter (where flow in ('import', 'use')) as energy_tce,
        sum(energy_tce) filter (where flow in ('import', 'use') and end_use = 'feedstock') as feedstock_tce,
        sum(energy_equivalent_tce) filter (where flow in ('import', 'use')) as energy_equivalent_tce,
        count_if(flow in ('import', 'use') and energy_equivalent_tce is null and energy_tce is not null) as without_equivalent,
        sum(energy_gj) filter (where flow in ('import', 'use') and end_use <> 'feedstock') as energy_gj,
        sum(quantity_kwh) filter (where flow = 'export') as exported_kwh,
        sum(quantity_kwh) filter (where flow = 'import') as electricity_kwh,
        sum(green_kwh) filter (where flow = 'import') as green_power_kwh,
        sum(coalesce(certificate_kwh, 0) + coalesce(certificate_excess_kwh, 0) + case when flow = 'green' then quantity_kwh else 0 end) as green_delivered_kwh,
        sum(quantity_kwh) filter (where flow = 'self_generated') as self_generated_kwh
    from {{ ref('fct_energy_use') }}
    group by account_id, domain, month
),

removed as (
    select
        account_id,
        domain,
        month,
        sum(removal_kg) as removal_kg,
        max(case when depends_on_proposal then 1 else 0 end) as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_removal') }}
    group by account_id, domain, month
),

{# What a farm avoids is a figure of its account; a measure of somebody who reports nothing else is none. #}
avoided as (
    select distinct account_id, domain, month from {{ ref('fct_activity_gas') }} where fact = 'reduction'
),

spine as (
    select account_id, domain, month from emission
    union
    select account_id, domain, month from energy
    union
    select account_id, domain, month from removed
    union
    select account_id, domain, month from avoided
)

select
    s.account_id,
    s.domain,
    s.month,
    cast(coalesce(e.scope1_kg, 0) as decimal(28, 10)) as scope1_kg,
    cast(coalesce(e.scope1_combustion_kg, 0) as decimal(28, 10)) as scope1_combustion_kg,
    cast(coalesce(e.scope1_process_kg, 0) as decimal(28, 10)) as scope1_process_kg,
    cast(coalesce(e.agriculture_kg, 0) as decimal(28, 10)) as agriculture_kg,
    cast(coalesce(e.scope2_location_kg, 0) as decimal(28, 10)) as scope2_location_kg,
    cast(coalesce(e.scope2_market_kg, 0) as decimal(28, 10)) as scope2_market_kg,
    cast(coalesce(e.purchased_electricity_kg, 0) as decimal(28, 10)) as purchased_electricity_kg,
    cast(coalesce(e.purchased_heat_kg, 0) as decimal(28, 10)) as purchased_heat_kg,
    cast(coalesce(x.exported_kg, 0) as decimal(28, 10)) as exported_kg,
    cast(e.scope3_kg as decimal(28, 10)) as scope3_kg,
    cast(coalesce(e.biogenic_kg, 0) as decimal(28, 10)) as biogenic_kg,
    cast(coalesce(r.removal_kg, 0) as decimal(28, 10)) as removal_kg,
    cast(coalesce(e.tier_weighted_kg, 0) as decimal(28, 10)) as tier_weighted_kg,
    cast(coalesce(e.weighed_kg, 0) as decimal(28, 10)) as weighed_kg,
    coalesce(e.has_own_emission, 0) = 1 or n.account_id is not null or r.account_id is not null or a.account_id is not null as has_own_data,
    coalesce(e.has_gas_that_counts, 0) = 1 as has_gas_that_counts,
    coalesce(e.has_own_emission, 0) = 1 or n.account_id is not null as has_energy_or_emission,
    r.account_id is not null as has_removal,
    coalesce(e.depends_on_proposal, 0) = 1 as depends_on_proposal,
    cast(coalesce(e.weakest_evidence_rank, 0) as int) as weakest_evidence_rank,
    coalesce(r.depends_on_proposal, 0) = 1 as removal_depends_on_proposal,
    cast(coalesce(r.weakest_evidence_rank, 0) as int) as removal_evidence_rank,
    coalesce(e.gwp_set, v.gwp_set) as gwp_set,
    cast(coalesce(n.energy_tce, 0) as decimal(28, 13)) as energy_tce,
    cast(coalesce(n.feedstock_tce, 0) as decimal(28, 13)) as feedstock_tce,
    cast(case when coalesce(n.without_equivalent, 0) = 0 then coalesce(n.energy_equivalent_tce, 0) end as decimal(28, 13)) as energy_equivalent_tce,
    cast(coalesce(n.energy_gj, 0) as decimal(28, 10)) as energy_gj,
    cast(coalesce(n.exported_kwh, 0) as decimal(28, 6)) as exported_kwh,
    cast(coalesce(n.electricity_kwh, 0) as decimal(28, 6)) as electricity_kwh,
    cast(coalesce(n.green_power_kwh, 0) as decimal(28, 6)) as green_power_kwh,
    cast(coalesce(n.green_delivered_kwh, 0) as decimal(28, 6)) as green_delivered_kwh,
    cast(coalesce(n.self_generated_kwh, 0) as decimal(28, 6)) as self_generated_kwh
from spine as s
left join emission as e on s.account_id = e.account_id and s.domain = e.domain and s.month = e.month
left join energy as n on s.account_id = n.account_id and s.domain = n.domain and s.month = n.month
left join exported as x on s.account_id = x.account_id and s.month = x.month
left join removed as r on s.account_id = r.account_id and s.domain = r.domain and s.month = r.month
left join avoided as a on s.account_id = a.account_id and s.domain = a.domain and s.month = a.month
left join {{ ref('dim_account') }} as v on s.account_id = v.account_id
