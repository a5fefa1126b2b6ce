{#
  Of the low-efficiency list, the accounts whose green-power share lies below the limit. Avoided t: the potential in tce at the account's own energy-related
  emission per tce. Money: the potential of each worse type of energy at the price of its own tce; a type of which nothing has a price is not priced.
#}
{%- set types = ['solid_fuel', 'liquid_fuel', 'gas_fuel', 'electricity', 'heat', 'other'] -%}
with rule as (
    select
        y.period_start,
        max(r.value) as green_share_max,
        max({{ evidence_rank('r.evidence') }}) as evidence_rank
    from (select distinct period_start from {{ ref('mart_low_efficiency_list') }}) as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('list_rule') }} as r on r.rule_code = 'GREEN_SHARE_MAX' and {{ in_force('r', 'y.period_start', 'd.as_of_on') }}
    group by y.period_start
),

type_prices as (
    select
        t.account_id,
        t.period_start,
        t.energy_type,
        t.potential_tce,
        case when p.priced_tce > 0
            then try_cast({{ quotient('p.priced_cost_cny', 'p.priced_tce', 6, 10, 6, 38) }} as decimal(15, 6))
        end as price_cny_per_tce,
        p.price_evidence_rank
    from {{ ref('fct_energy_efficiency') }} as t
    left join {{ ref('fct_energy_type_year') }} as p
        on t.account_id = p.account_id and t.period_start = p.period_start and t.energy_type = p.energy_type
    where t.is_worse and t.energy_type <> 'total'
),

priced as (
    select
        account_id,
        period_start,
        cast(sum(
            try_cast(try_cast(potential_tce as decimal(22, 10)) * price_cny_per_tce as decimal(28, 6))
        ) as decimal(28, 6)) as potential_cny,
        cast(sum(case when price_cny_per_tce is not null then potential_tce end) as decimal(28, 10)) as priced_potential_tce,
        concat_ws(
            '|'
            {%- for energy_type in types %},
            max(case when energy_type = '{{ energy_type }}' and price_cny_per_tce is null then energy_type end)
            {%- endfor %}
        ) as unpriced_energy_types,
        max(coalesce(price_evidence_rank, 0)) as price_evidence_rank
    from type_prices
    group by account_id, period_start
),

listed as (
    select
        l.*,
        p.electricity_kwh,
        p.self_generated_kwh,
        p.green_power_kwh,
        u.green_share_max,
        u.evidence_rank as rule_evidence_rank,
        c.potential_cny,
        c.priced_potential_tce,
        c.unpriced_energy_types,
        c.price_evidence_rank,
        case l.weakest_evidence when 'verified' then 1 when 'secondary' then 2 when 'memory' then 3 when 'proposal' then 4 else 0 end as list_evidence_rank,
        try_cast({{ quotient('(p.scope1_combustion_kg + p.purchased_electricity_kg + p.purchased_heat_kg)', 'p.energy_tce', 10, 10, 6, 38) }} as decimal(19, 6)) as emission_kg_per_tce
    from {{ ref('mart_low_efficiency_list') }} as l
    inner join {{ ref('fct_account_period') }} as p
        on l.account_id = p.account_id and p.period_grain = 'year' and l.period_start = p.period_start
    inner join rule as u on l.period_start = u.period_start
    inner join priced as c on l.account_id = c.account_id and l.period_start = c.period_start
    where
        try_cast(p.self_generated_kwh + p.green_power_kwh as decimal(25, 6))
        < u.green_share_max * try_cast(p.electricity_kwh + p.self_generated_kwh as decimal(25, 6))
)

select
    cast(account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(period_start as date) as period_start,
    cast(account_name as {{ dbt.type_string() }}) as account_name,
    cast(region_code as {{ dbt.type_string() }}) as region_code,
    cast(group_type as {{ dbt.type_string() }}) as group_type,
    cast(group_code as {{ dbt.type_string() }}) as group_code,
    cast(group_name_zh as {{ dbt.type_string() }}) as group_name_zh,
    cast(rank_in_group as int) as rank_in_group,
    cast({{ quotient('(self_generated_kwh + green_power_kwh) * cast(100 as decimal(3, 0))', '(electricity_kwh + self_generated_kwh)', 6, 6, 6, 28) }} as decimal(9, 6)) as green_power_share_pct,
    cast(green_share_max * cast(100 as decimal(19, 0)) as decimal(9, 6)) as green_power_limit_pct,
    cast(electricity_kwh as decimal(28, 6)) as electricity_kwh,
    cast(self_generated_kwh as decimal(28, 6)) as self_generated_kwh,
    cast(green_power_kwh as decimal(28, 6)) as green_power_kwh,
    cast(gap_tce_per_10k_cny as decimal(28, 13)) as gap_tce_per_10k_cny,
    cast(worse_energy_types as {{ dbt.type_string() }}) as worse_energy_types,
    cast(potential_tce as decimal(28, 10)) as potential_tce,
    cast(emission_kg_per_tce as decimal(19, 6)) as emission_kg_per_tce,
    cast(try_cast(
        try_cast(potential_tce as decimal(18, 6)) * emission_kg_per_tce as decimal(28, 10)
    ) * cast(0.001 as decimal(4, 3)) as decimal(28, 10)) as potential_t,
    cast(potential_cny as decimal(28, 6)) as potential_cny,
    cast(coalesce(priced_potential_tce, 0) as decimal(28, 10)) as priced_potential_tce,
    cast(unpriced_energy_types as {{ dbt.type_string() }}) as unpriced_energy_types,
    cast(is_complete as boolean) as is_complete,
    cast(is_preliminary as boolean) as is_preliminary,
    cast(depends_on_proposal or greatest(rule_evidence_rank, price_evidence_rank) = 4 as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('greatest(list_evidence_rank, rule_evidence_rank, price_evidence_rank)') }} as {{ dbt.type_string() }}) as weakest_evidence
from listed
