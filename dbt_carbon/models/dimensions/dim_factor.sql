{# Every factor that any account may use, in one shape; what differs between tables is told here and nowhere else. #}
{#- What only a fuel and a library have. -#}
{%- set without_terms -%}
cast(null as decimal(18, 8)) as ncv_gj_per_unit,
        cast(null as decimal(18, 9)) as carbon_content_tc_per_tj,
        cast(null as decimal(9, 6)) as oxidation_rate
{%- endset -%}
with fuel as (
    select
        {{ bar_key(["'fuel'", 'factor_set', 'energy_code', 'unit', 'valid_from', 'published_on']) }} as factor_id,
        factor_set,
        energy_code as activity_code,
        '' as area_code,
        case when is_biogenic then 'CO2_biogenic' else 'CO2' end as gas,
        '' as end_use,
        'average' as series,
        cast(source_year as int) as vintage_year,
        valid_from,
        valid_to,
        published_on,
        lower(unit) as per_unit,
        coalesce(
            {{ combustion_kg_per_unit('ncv_gj_per_unit', 'carbon_content_tc_per_tj', 'oxidation_rate') }},
            cast(cast(co2_t_per_unit as decimal(19, 6)) * cast(1000 as decimal(4, 0)) as decimal(19, 10))
        ) as factor_kg_per_unit,
        ncv_gj_per_unit,
        carbon_content_tc_per_tj,
        oxidation_rate,
        is_biogenic,
        evidence,
        source_document,
        'seed fuel_factor' as origin,
        cast(null as bigint) as origin_line_no,
        'energy' as serves,
        '' as source_category
    from {{ ref('fuel_factor') }}
),

grid as (
    select
        {{ bar_key(["'grid'", 'area_code', 'series', 'vintage_year', 'valid_from', 'published_on']) }} as factor_id,
        'GRID' as factor_set,
        'ELECTRICITY' as activity_code,
        area_code,
        'CO2' as gas,
        '' as end_use,
        series,
        cast(vintage_year as int) as vintage_year,
        valid_from,
        valid_to,
        published_on,
        'kwh' as per_unit,
        cast(kgco2_per_kwh as decimal(19, 10)) as factor_kg_per_unit,
        {{ without_terms }},
        false as is_biogenic,
        evidence,
        source_document,
        'seed grid_factor' as origin,
        cast(null as bigint) as origin_line_no,
        'energy' as serves,
        '' as source_category
    from {{ ref('grid_factor') }}
),

heat as (
    select
        {{ bar_key(["'heat'", 'heat_code', 'valid_from', 'published_on']) }} as factor_id,
        heat_code as factor_set,
        'HEAT' as activity_code,
        '' as area_code,
        'CO2' as gas,
        '' as end_use,
        'average' as series,
        cast(source_year as int) as vintage_year,
        valid_from,
        valid_to,
        published_on,
        {{ factor_per_unit('unit') }} as per_unit,
        cast(cast(value as decimal(19, 8)) * {{ factor_mass_kg('unit') }} as decimal(19, 10)) as factor_kg_per_unit,
        {{ without_terms }},
        false as is_biogenic,
        evidence,
        source_document,
        'seed heat_factor' as origin,
        cast(null as bigint) as origin_line_no,
        'energy' as serves,
        '' as source_category
    from {{ ref('heat_factor') }}
    where quantity = 'emission_factor'
),

{# Only factors and deductions take a quantity; what a process fixes or destroys is taken off by the sign of its row. #}
process as (
    select
        {{ bar_key(["'process'", 'process_code', 'gas', 'valid_from', 'published_on']) }} as factor_id,
        'PROCESS' as factor_set,
        process_code as activity_code,
        '' as area_code,
        gas,
        'use' as end_use,
        'average' as series,
        cast(source_year as int) as vintage_year,
        valid_from,
        valid_to,
        published_on,
        lower(activity_unit) as per_unit,
        cast(cast(cast(factor as decimal(19, 8)) * cast(sign as decimal(1, 0)) as decimal(19, 8)) * {{ factor_mass_kg('factor_unit') }} as decimal(19, 10)) as factor_kg_per_unit,
        {{ without_terms }},
        false as is_biogenic,
        evidence,
        source_document,
        'seed process_factor' as origin,
        cast(null as bigint) as origin_line_no,
        'process' as serves,
        '' as source_category
    from {{ ref('process_factor') }}
    where row_kind in ('factor', 'deduction')
),

balance_flow as (
    select 'input' as flow, 1 as sign
    union all
    select 'product', -1
    union all
    select 'waste', -1
),

{# The carbon of what goes in becomes CO2 unless it leaves in a product or in waste. #}
mass_balance as (
    select
        {{ bar_key(["'mass_balance'", 'c.substance_code', 'f.flow', 'c.valid_from', 'c.published_on']) }} as factor_id,
        'MASS_BALANCE' as factor_set,
        c.substance_code as activity_code,
        '' as area_code,
        'CO2' as gas,
        f.flow as end_use,
        'average' as series,
        cast(c.source_year as int) as vintage_year,
        c.valid_from,
        c.valid_to,
        c.published_on,
        't' as per_unit,
        {{ quotient('cast(cast(c.carbon_content_tc_per_t as decimal(19, 8)) * cast(f.sign as decimal(1, 0)) as decimal(19, 8)) * cast(r.numerator * 1000 as decimal(9, 0))', 'cast(r.denominator as decimal(9, 0))', 8, 0, 10, 19) }} as factor_kg_per_unit,
        {{ without_terms }},
        false as is_biogenic,
        c.evidence,
        c.source_document,
        'seed mass_balance_carbon_content' as origin,
        cast(null as bigint) as origin_line_no,
        'process' as serves,
        '' as source_category
    from {{ ref('mass_balance_carbon_content') }} as c
    cross join balance_flow as f
    inner join {{ ref('molar_ratio') }} as r on r.ratio_code = 'CO2_PER_C'
),

{# Several rows of one activity and gas add up: source_category tells them apart. #}
farm as (
    select
        factor_id,
        'FARM' as factor_set,
        activity_code,
        area_code,
        gas,
        '' as end_use,
        'average' as series,
        vintage_year,
        valid_from,
        valid_to,
        published_on,
        per_unit,
        factor_kg_per_unit,
        {{ without_terms }},
        gas = 'CO2_biogenic' as is_biogenic,
        evidence,
        source_document,
        origin,
        cast(null as bigint) as origin_line_no,
        'farm' as serves,
        source_category
    from {{ ref('dim_farm_factor') }}
),

freight_work as (
    select freight_code as activity_code, 'CO2e' as gas, 'tkm' as per_unit, kgco2e_per_tkm as factor, valid_from, valid_to, published_on, source_year, evidence, source_document,
        'seed freight_factor' as origin
    from {{ ref('freight_factor') }}
    union all
    select vehicle_code, 'CO2', 'vkm', kgco2_per_vkm, valid_from, valid_to, published_on, source_year, evidence, source_document, 'seed freight_vehicle_km_factor'
    from {{ ref('freight_vehicle_km_factor') }}
),

freight as (
    select
        {{ bar_key(["'freight'", 'activity_code', 'valid_from', 'published_on']) }} as factor_id,
        'FREIGHT' as factor_set,
        activity_code,
        '' as area_code,
        gas,
        '' as end_use,
        'average' as series,
        cast(source_year as int) as vintage_year,
        valid_from,
        valid_to,
        published_on,
        per_unit,
        cast(factor as decimal(19, 10)) as factor_kg_per_unit,
        {{ without_terms }},
        false as is_biogenic,
        evidence,
        source_document,
        origin,
        cast(null as bigint) as origin_line_no,
        'freight' as serves,
        '' as source_category
    from freight_work
),

library as (
    select
        {{ bar_key(["'library'", 'factor_set', 'activity_code', 'area_code', 'gas', 'end_use', 'series', 'vintage_year', 'valid_from', 'published_on']) }} as factor_id,
        factor_set,
        activity_code,
        coalesce(area_code, '') as area_code,
        gas,
        coalesce(end_use, '') as end_use,
        series,
        cast(vintage_year as int) as vintage_year,
        valid_from,
        valid_to,
        published_on,
        {{ factor_per_unit('factor_unit') }} as per_unit,
        {{ factor_as_kg('factor', 'factor_unit') }} as factor_kg_per_unit,
        cast(ncv_gj_per_unit as decimal(18, 8)) as ncv_gj_per_unit,
        try_cast(carbon_content_tc_per_tj as decimal(18, 9)) as carbon_content_tc_per_tj,
        cast(oxidation_rate as decimal(9, 6)) as oxidation_rate,
        coalesce(l.is_biogenic, false) as is_biogenic,
        'secondary' as evidence,
        l.source_document,
        load_id as origin,
        line_no as origin_line_no,
        case
            when coalesce(l.end_use, '') in ('use', 'input', 'product', 'waste') then 'process'
            when coalesce(l.end_use, '') = '' and e.energy_code is null then 'any'
            else 'energy'
        end as serves,
        '' as source_category
    from {{ ref('stg_factor_library') }} as l
    left join {{ ref('energy_type') }} as e on l.activity_code = e.energy_code
    where l.record_key not in (select record_key from {{ ref('int_factor_library_quarantine') }})
)

select * from fuel
union all
select * from grid
union all
select * from heat
union all
select * from process
union all
select * from mass_balance
union all
select * from farm
union all
select * from freight
union all
select * from library
