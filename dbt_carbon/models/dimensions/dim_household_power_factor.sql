{#
  What a kilowatt-hour of a household emits, by region of persons and year: the grid factor of the most specific area that has one, a year that is not
  published yet takes the newest earlier vintage, as for every account.
#}
with regions as (
    select distinct region_code from {{ ref('stg_person_registry') }}
),

years as (
    select distinct {{ year_of('month') }} as year_start from {{ ref('dim_month') }} where month <= open_month
),

candidates as (
    select
        r.region_code,
        y.year_start,
        f.factor_id,
        cast(f.factor_kg_per_unit * cast(1000 as decimal(4, 0)) as decimal(18, 6)) as gco2_per_kwh,
        row_number() over (
            partition by r.region_code, y.year_start
            order by c.area_rank nulls last, coalesce(f.valid_to <= y.year_start, false) nulls last, f.vintage_year desc nulls last, f.published_on desc nulls last, f.factor_id nulls last
        ) as place
    from regions as r
    cross join years as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('dim_region_chain') }} as c on r.region_code = c.region_code
    inner join {{ ref('dim_factor') }} as f on c.area_code = f.area_code and f.factor_set = 'GRID' and f.activity_code = 'ELECTRICITY'
    inner join {{ ref('factor_series') }} as s on f.series = s.series and s.is_default and s.basis = 'location'
    where
        (f.published_on is null or f.published_on <= d.as_of_on)
        and (f.valid_from is null or f.valid_from <= y.year_start)
        and (f.valid_to is null or f.valid_to > y.year_start or s.carry_forward)
)

select region_code, year_start, factor_id, gco2_per_kwh
from candidates
where place = 1
