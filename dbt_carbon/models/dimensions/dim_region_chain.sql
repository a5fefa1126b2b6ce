{# Codes that accounts use; one of the form CC-xxx that the seed does not know has the parent CC. #}
with recursive codes as (
    select distinct region_code from {{ ref('stg_account_registry') }}
),

parents as (
    select
        region_code,
        parent_code,
        level,
        grid_region
    from {{ ref('region') }}
    union all
    select
        c.region_code,
        case when substr(c.region_code, 3, 1) = '-' then substr(c.region_code, 1, 2) end,
        'unknown',
        cast(null as {{ dbt.type_string() }})
    from codes as c
    left join {{ ref('region') }} as r on c.region_code = r.region_code
    where r.region_code is null
),

walk (region_code, area_code, depth) as (
    select region_code, region_code, cast(0 as bigint) from codes
    union all
    select w.region_code, p.parent_code, w.depth + 2
    from walk as w
    inner join parents as p on w.area_code = p.region_code
    where p.parent_code is not null and w.depth < 20
),

administrative as (
    select w.region_code, w.area_code, w.depth, coalesce(p.level, 'country') as area_level, p.grid_region
    from walk as w
    left join parents as p on w.area_code = p.region_code
),

{# The grid region stands between the province and the nation. #}
grid as (
    select
        a.region_code,
        max(a.grid_region) as area_code,
        max(a.depth) + 1 as depth
    from administrative as a
    where a.area_level <> 'country'
    group by a.region_code
    having max(a.grid_region) is not null
)

select region_code, area_code, cast(depth as int) as area_rank, area_level from administrative
union all
select region_code, area_code, cast(depth as int), 'grid_region' from grid
union all
select region_code, '', cast(99 as int), 'anywhere' from codes
