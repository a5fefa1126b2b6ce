{#
  A producer of power and heat in a year: its emission against the allowance of the plan, before the corrections of the plan, the colour that follows, and what
  the surplus or deficit is worth at the last price of the year on the national market (CEA).
#}
with intensity as (
    select
        account_id,
        period_start,
        max(case when indicator_code = 'EMISSION_PER_ELECTRICITY' and subject_code = 'ELECTRICITY_GENERATED' then value end) as generated_emission_kg_per_mwh,
        max(case when indicator_code = 'EMISSION_PER_ELECTRICITY' and subject_code = 'ELECTRICITY_SUPPLIED' then value end) as supplied_emission_kg_per_mwh,
        max(case when indicator_code = 'EMISSION_PER_HEAT' and subject_code = 'HEAT_SUPPLIED' then value end) as heat_emission_kg_per_gj
    from {{ ref('fct_intensity') }}
    where indicator_code in ('EMISSION_PER_ELECTRICITY', 'EMISSION_PER_HEAT')
    group by account_id, period_start
),

{# The close of a year is the row whose period is that year. #}
price as (
    select
        period,
        price
    from {{ ref('carbon_price') }}
    where market = 'CEA' and price_type = 'close'
)

select
    cast(p.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(p.period_start as date) as period_start,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(a.region_code as {{ dbt.type_string() }}) as region_code,
    cast(p.unit_class as {{ dbt.type_string() }}) as unit_class,
    cast(c.name_zh as {{ dbt.type_string() }}) as unit_class_zh,
    cast(c.name_en as {{ dbt.type_string() }}) as unit_class_en,
    cast(p.capacity_mw as decimal(12, 3)) as capacity_mw,
    cast(p.generated_mwh as decimal(28, 10)) as generated_mwh,
    cast(p.supplied_mwh as decimal(28, 10)) as supplied_mwh,
    cast(p.heat_gj as decimal(28, 10)) as heat_gj,
    cast(p.electricity_basis as {{ dbt.type_string() }}) as electricity_basis,
    cast(p.electricity_benchmark as decimal(9, 4)) as electricity_benchmark_t_per_mwh,
    cast(p.heat_benchmark as decimal(9, 4)) as heat_benchmark_t_per_gj,
    cast(p.allowance_electricity_t as decimal(28, 13)) as allowance_electricity_t,
    cast(p.allowance_heat_t as decimal(28, 13)) as allowance_heat_t,
    cast(p.allowance_t as decimal(28, 13)) as allowance_t,
    {{ kg_as_t('y.scope1_kg') }} as scope1_t,
    {{ kg_as_t('y.scope2_location_kg') }} as scope2_location_t,
    cast(p.emission_t as decimal(28, 13)) as emission_t,
    cast(p.surplus_t as decimal(28, 13)) as surplus_t,
    cast(r.ratio as decimal(28, 10)) as emission_to_allowance_ratio,
    cast(coalesce(r.level_code, 'not_rated') as {{ dbt.type_string() }}) as level_code,
    cast(coalesce(r.colour, 'none') as {{ dbt.type_string() }}) as colour,
    cast(i.generated_emission_kg_per_mwh as decimal(28, 10)) as generated_emission_kg_per_mwh,
    cast(i.supplied_emission_kg_per_mwh as decimal(28, 10)) as supplied_emission_kg_per_mwh,
    cast(i.heat_emission_kg_per_gj as decimal(28, 10)) as heat_emission_kg_per_gj,
    cast(m.price as decimal(12, 4)) as carbon_price_cny_per_t,
    try_cast(try_cast(p.surplus_t as decimal(24, 10)) * cast(m.price as decimal(12, 4)) as decimal(28, 2)) as surplus_value_cny,
    cast(p.output_months as int) as output_months,
    cast(coalesce(y.months_reported, 0) as int) as months_reported,
    cast(p.months_expected as int) as months_expected,
    cast(p.is_complete as boolean) as is_complete,
    cast(p.is_preliminary as boolean) as is_preliminary,
    cast(r.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(e.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(e.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(coalesce(r.depends_on_proposal, p.depends_on_proposal) as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('coalesce(r.weakest_evidence_rank, p.weakest_evidence_rank)') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_energy_producer_year') }} as p
inner join {{ ref('mart_account') }} as a on p.account_id = a.account_id
left join {{ ref('ets_unit_class') }} as c on p.unit_class = c.unit_class
left join {{ ref('fct_account_period') }} as y on p.account_id = y.account_id and p.period_start = y.period_start and y.period_grain = 'year'
left join {{ ref('fct_rating') }} as r
    on p.account_id = r.account_id and p.period_start = r.period_start and r.scheme_code = 'ETS_BENCHMARK' and r.indicator = 'ratio_to_benchmark'
left join intensity as i on p.account_id = i.account_id and p.period_start = i.period_start
left join price as m on m.period = cast(extract(year from p.period_start) as {{ dbt.type_string() }})
left join {{ ref('rating_reason') }} as e on r.reason_code = e.reason_code
