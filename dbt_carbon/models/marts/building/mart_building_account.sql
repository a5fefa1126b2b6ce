{#
  A building is there for every year in which any building reports, from the year it opened: one without data is flagged, never dropped.
#}
with years as (
    select distinct period_start
    from {{ ref('mart_account_emission') }}
    where domain = 'building' and period_grain = 'year'
),

buildings as (
    select
        a.account_id,
        a.account_name,
        a.region_code,
        b.building_type,
        b.floor_area_m2,
        b.climate_zone,
        y.period_start
    from {{ ref('mart_account') }} as a
    inner join {{ ref('dim_building') }} as b on a.account_id = b.account_id
    inner join years as y
        on {{ year_of('a.opened_on') }} <= y.period_start
        and (a.closed_on is null or a.closed_on > y.period_start)
)

select
    cast(b.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(b.period_start as date) as period_start,
    cast(b.account_name as {{ dbt.type_string() }}) as account_name,
    cast(b.region_code as {{ dbt.type_string() }}) as region_code,
    cast(b.building_type as {{ dbt.type_string() }}) as building_type,
    cast(b.climate_zone as {{ dbt.type_string() }}) as climate_zone,
    cast(b.floor_area_m2 as decimal(18, 2)) as floor_area_m2,
    cast(e.scope1_t as decimal(28, 13)) as scope1_t,
    cast(e.scope2_location_t as decimal(28, 13)) as scope2_location_t,
    cast(e.scope2_net_location_t as decimal(28, 13)) as scope2_net_location_t,
    cast(e.total_location_t as decimal(28, 13)) as total_location_t,
    cast(e.total_market_t as decimal(28, 13)) as total_market_t,
    cast(e.electricity_kwh as decimal(28, 6)) as electricity_kwh,
    cast({{ quotient('e.energy_gj * cast(k.numerator as decimal(9, 0))', 'cast(k.denominator as decimal(9, 0))', 10, 0, 6, 28) }} as decimal(28, 6)) as energy_kwh,
    cast({{ quotient('e.total_location_t * cast(1000 as decimal(4, 0))', 'b.floor_area_m2', 13, 2, 6, 28) }} as decimal(28, 6)) as emission_kg_per_m2,
    cast({{ quotient('e.energy_gj * cast(k.numerator as decimal(9, 0))', 'cast(b.floor_area_m2 as decimal(19, 2)) * cast(k.denominator as decimal(9, 0))', 10, 2, 6, 28) }} as decimal(28, 6)) as energy_kwh_per_m2,
    cast({{ quotient('e.electricity_kwh', 'b.floor_area_m2', 6, 2, 6, 28) }} as decimal(28, 6)) as electricity_kwh_per_m2,
    cast(coalesce(e.months_reported, 0) as int) as months_reported,
    cast(coalesce(e.months_expected, 0) as int) as months_expected,
    cast(case
        when e.account_id is null then 'no_data'
        when not e.is_complete then 'months_missing'
        when b.floor_area_m2 <= 0 then 'no_floor_area'
        else 'complete'
    end as {{ dbt.type_string() }}) as completeness_code,
    cast(coalesce(e.is_complete, false) as boolean) as is_complete,
    cast(e.data_quality_score as decimal(9, 4)) as data_quality_score,
    cast(coalesce(e.depends_on_proposal, false) as boolean) as depends_on_proposal,
    cast(e.weakest_evidence as {{ dbt.type_string() }}) as weakest_evidence
from buildings as b
left join {{ ref('mart_account_emission') }} as e
    on b.account_id = e.account_id and e.period_grain = 'year' and b.period_start = e.period_start
left join {{ ref('dim_unit_path') }} as k on k.from_unit = 'gj' and k.to_unit = 'kwh'
