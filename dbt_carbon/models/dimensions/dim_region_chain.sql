{# Codes that accounts and persons use; one of the form CC-xxx that the seed does not know has the parent CC. #}
{#- Zones that factors are published for: the column of region that tells them, and what their codes begin with in an area code. -#}
{%- set zonings = [
    {'column': 'grid_region', 'prefix': ''},
    {'column': 'livestock_region', 'prefix': 'livestock_region='},
    {'column': 'rice_region', 'prefix': 'rice_region='},
    {'column': 'n2o_zone', 'prefix': 'n2o_zone='}
] -%}
with recursive codes as (
    select region_code from {{ ref('stg_account_registry') }}
    union
    select region_code from {{ ref('stg_person_registry') }}
),

parents as (
    select
        region_code,
        parent_code,
        level,
        {{ zonings | map(attribute='column') | join(',\n        ') }}
    from {{ ref('region') }}
    union all
    select
        c.region_code,
        case when substr(c.region_code, 3, 1) = '-' then substr(c.region_code, 1, 2) end,
        'unknown'
        {%- for zoning in zonings %},
        cast(null as {{ dbt.type_string() }})
        {%- endfor %}
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
    select
        w.region_code,
        w.area_code,
        w.depth,
        coalesce(p.level, 'country') as area_level,
        {{ zonings | map(attribute='column') | join(',\n        ') }}
    from walk as w
    left join parents as p on w.area_code = p.region_code
),

{# A zone stands between the province and the nation. #}
zone as (
    {%- for zoning in zonings %}
    select
        a.region_code,
        '{{ zoning.prefix }}' || max(a.{{ zoning.column }}) as area_code,
        max(a.depth) + 1 as depth,
        '{{ zoning.column }}' as area_level
    from administrative as a
    where a.area_level <> 'country'
    group by a.region_code
    having max(a.{{ zoning.column }}) is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select region_code, area_code, cast(depth as int) as area_rank, area_level from administrative
union all
select region_code, area_code, cast(depth as int), area_level from zone
union all
select region_code, '', cast(99 as int), 'anywhere' from codes
