{#
  What intensities are made of, one long table: of an account ('' as subject) and of its products, each amount with its unit. An indicator names two measures
  (intensity_indicator) and nothing here knows an indicator. What cannot be told has a reason and no value; what was not delivered has no row.
  A product's emission: the whole account's where nothing else is made; else in proportion to the product's own energy; else the whole account's where the
  product is dominant. Its energy: its own, else the whole account's where it is dominant. allocation_code says which way was taken.
  Power and heat (energy_output) are told apart by the energy of every product alone, in proportion to it, so that their parts make up the whole; no output
  value decides. An account of which only its carriers reported (scope 3) has no emission to divide. Electricity generated and electricity supplied are one product: each code shows the emission and the energy of both, and only once is it shared.
#}
with period as (
    select
        account_id,
        period_start,
        cast(scope1_kg + scope2_location_kg as decimal(28, 10)) as emission_kg,
        energy_tce,
        energy_gj,
        cast(electricity_kwh + self_generated_kwh as decimal(28, 6)) as electricity_kwh,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref('fct_account_period') }}
    where period_grain = 'year' and has_known_emission
),

product as (
    select
        account_id,
        period_start,
        product_code,
        max(product_group) as product_group,
        max(case when is_energy_output then 1 else 0 end) = 1 as is_energy_output,
        max(unit) as unit,
        max(reason_code) as reason_code,
        case when count(*) = count(quantity) then try_cast(sum(quantity) as decimal(28, 6)) end as quantity,
        case when count(*) = count(energy_tce) then try_cast(sum(energy_tce) as decimal(19, 6)) end as own_energy_tce,
        case when count(*) = count(electricity_kwh) then try_cast(sum(electricity_kwh) as decimal(28, 6)) end as own_electricity_kwh,
        max(case when is_only_product then 1 else 0 end) = 1 as is_only,
        max(case when is_dominant_product then 1 else 0 end) = 1 as is_dominant,
        max(dominance_evidence) as dominance_evidence
    from {{ ref('fct_product_year') }}
    group by account_id, period_start, product_code
),

{# Of codes of one product that state different energies the larger counts: what was burnt for it was burnt once. #}
product_group as (
    select
        account_id,
        period_start,
        product_group,
        max(own_energy_tce) as own_energy_tce,
        max(own_electricity_kwh) as own_electricity_kwh
    from product
    group by account_id, period_start, product_group
),

stated_energy as (
    select
        account_id,
        period_start,
        cast(sum(own_energy_tce) as decimal(28, 10)) as energy_tce,
        count(*) = count(own_energy_tce) as is_whole
    from product_group
    group by account_id, period_start
),

{# What a share is of: the account's energy; that of all products where they state more. Where some state more than the account and others nothing, of none. #}
energy_base as (
    select
        s.account_id,
        s.period_start,
        case
            when s.is_whole then greatest(s.energy_tce, y.energy_tce)
            when s.energy_tce <= y.energy_tce then y.energy_tce
        end as energy_tce,
        case when s.is_whole then s.energy_tce end as split_energy_tce
    from stated_energy as s
    left join period as y on s.account_id = y.account_id and s.period_start = y.period_start
),

shared as (
    select
        p.account_id,
        p.period_start,
        p.product_code,
        p.is_energy_output,
        p.unit,
        p.reason_code,
        p.quantity,
        p.is_only,
        p.is_dominant and not p.is_energy_output as is_dominant,
        p.dominance_evidence,
        g.own_energy_tce,
        g.own_electricity_kwh,
        y.emission_kg,
        y.energy_tce,
        y.electricity_kwh,
        coalesce(y.depends_on_proposal, false) as emission_depends_on_proposal,
        coalesce(y.weakest_evidence_rank, 0) as emission_evidence_rank,
        {{ quotient('g.own_energy_tce', 'case when p.is_energy_output then b.split_energy_tce else b.energy_tce end', 6, 10, 12, 38) }} as energy_share
    from product as p
    inner join product_group as g on p.account_id = g.account_id and p.period_start = g.period_start and p.product_group = g.product_group
    left join period as y on p.account_id = y.account_id and p.period_start = y.period_start
    left join energy_base as b on p.account_id = b.account_id and p.period_start = b.period_start
),

allocated as (
    select
        s.*,
        case
            when s.is_only then 'only_product'
            when s.energy_share is not null then 'own_energy'
            when s.is_dominant then 'dominant_product'
        end as emission_allocation,
        case
            when s.own_energy_tce is not null then 'own_energy'
            when s.is_only then 'only_product'
            when s.is_dominant then 'dominant_product'
        end as energy_allocation,
        case
            when s.own_electricity_kwh is not null then 'own_energy'
            when s.is_only then 'only_product'
            when s.is_dominant then 'dominant_product'
        end as electricity_allocation,
        try_cast(try_cast(s.emission_kg as decimal(24, 10)) * try_cast(s.energy_share as decimal(13, 12)) as decimal(28, 10)) as emission_of_own_energy_kg
    from shared as s
),

measure as (
    select
        account_id, period_start, 'emission' as measure_code, '' as subject_code, emission_kg as value, 'kg' as unit,
        cast(null as {{ dbt.type_string() }}) as allocation_code, cast(null as {{ dbt.type_string() }}) as reason_code,
        depends_on_proposal, weakest_evidence_rank, cast(null as {{ dbt.type_string() }}) as dominance_evidence
    from period
    union all
    select account_id, period_start, 'energy', '', energy_tce, 'tce', null, null, false, 0, null from period
    union all
    select account_id, period_start, 'energy_content', '', try_cast(energy_gj as decimal(28, 10)), 'gj', null, null, false, 0, null from period
    {%- for amount in ['added_value', 'output_value', 'tax'] %}
    union all
    select
        account_id, period_start, '{{ amount }}', '', cast({{ amount }}_cny as decimal(28, 10)), 'cny', null,
        case when instr('|' || amounts_too_large || '|', '|{{ amount }}_cny|') > 0 then 'amount_overflow' end, false, 0, null
    from {{ ref('fct_account_year') }}
    {%- endfor %}
    union all
    select p.account_id, p.period_start, 'floor_area', '', cast(b.floor_area_m2 as decimal(28, 10)), 'm2', null, null, false, 0, null
    from period as p
    inner join {{ ref('dim_building') }} as b on p.account_id = b.account_id
    union all
    select
        p.account_id, p.period_start, 'land_area', '', cast(coalesce(f.area_ha, f.orchard_area_mu) as decimal(28, 10)),
        case when f.area_ha is not null then 'ha' else 'mu' end, null, null, false, 0, null
    from period as p
    inner join {{ ref('dim_farm') }} as f on p.account_id = f.account_id
    union all
    select
        carrier_account_id, {{ year_of('departed_on') }}, 'freight_work', '', try_cast(sum(tkm) as decimal(28, 10)), 'tkm', null,
        case when try_cast(sum(tkm) as decimal(28, 10)) is null then 'amount_overflow' end, false, 0, null
    from {{ ref('fct_freight_leg') }}
    where mode <> 'handling'
    group by carrier_account_id, {{ year_of('departed_on') }}
    union all
    select
        account_id, period_start, 'product_quantity', product_code, try_cast(quantity as decimal(28, 10)), unit, null,
        case when try_cast(quantity as decimal(28, 10)) is null then coalesce(reason_code, 'amount_overflow') end, false, 0, null
    from allocated
    union all
    select
        account_id, period_start, 'product_emission', product_code,
        case
            when emission_allocation in ('only_product', 'dominant_product') then emission_kg
            when emission_allocation = 'own_energy' then emission_of_own_energy_kg
        end,
        'kg', emission_allocation,
        case
            when emission_allocation is null then 'energy_not_allocated'
            when emission_allocation = 'own_energy' and emission_kg is not null and emission_of_own_energy_kg is null then 'amount_overflow'
        end,
        emission_depends_on_proposal, emission_evidence_rank, case when emission_allocation = 'dominant_product' then dominance_evidence end
    from allocated
    union all
    select
        account_id, period_start, 'product_energy', product_code,
        case when energy_allocation = 'own_energy' then cast(own_energy_tce as decimal(28, 10)) when energy_allocation is not null then energy_tce end,
        'tce', energy_allocation, case when energy_allocation is null then 'energy_not_allocated' end,
        false, 0, case when energy_allocation = 'dominant_product' then dominance_evidence end
    from allocated
    union all
    select
        account_id, period_start, 'product_electricity', product_code,
        try_cast(case when electricity_allocation = 'own_energy' then own_electricity_kwh when electricity_allocation is not null then electricity_kwh end as decimal(28, 10)),
        'kwh', electricity_allocation, case when electricity_allocation is null then 'energy_not_allocated' end,
        false, 0, case when electricity_allocation = 'dominant_product' then dominance_evidence end
    from allocated
)

select
    account_id,
    period_start,
    measure_code,
    subject_code,
    cast(value as decimal(28, 10)) as value,
    unit,
    allocation_code,
    reason_code,
    depends_on_proposal or coalesce(dominance_evidence = 'proposal', false) as depends_on_proposal,
    cast(greatest(weakest_evidence_rank, {{ evidence_rank('dominance_evidence') }}) as int) as weakest_evidence_rank
from measure
where value is not null or reason_code is not null
