{# Every factor that any account may use, in one shape; what differs between tables is told here and nowhere else. #}
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
        cast(null as bigint) as origin_line_no
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
        cast(null as decimal(18, 8)) as ncv_gj_per_unit,
        cast(null as decimal(18, 9)) as carbon_content_tc_per_tj,
        cast(null as decimal(9, 6)) as oxidation_rate,
        false as is_biogenic,
        evidence,
        source_document,
        'seed grid_factor' as origin,
        cast(null as bigint) as origin_line_no
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
        cast(null as decimal(18, 8)) as ncv_gj_per_unit,
        cast(null as decimal(18, 9)) as carbon_content_tc_per_tj,
        cast(null as decimal(9, 6)) as oxidation_rate,
        false as is_biogenic,
        evidence,
        source_document,
        'seed heat_factor' as origin,
        cast(null as bigint) as origin_line_no
    from {{ ref('heat_factor') }}
    where quantity = 'emission_factor'
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
        coalesce(is_biogenic, false) as is_biogenic,
        'secondary' as evidence,
        source_document,
        load_id as origin,
        line_no as origin_line_no
    from {{ ref('stg_factor_library') }}
    where record_key not in (select record_key from {{ ref('int_factor_library_quarantine') }})
)

select * from fuel
union all
select * from grid
union all
select * from heat
union all
select * from library
