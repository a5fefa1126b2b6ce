{#
  The default factor of each request, basis, source category and gas: sets in the order of the chain, the most specific area first, a factor valid on its own
  before one carried forward, newest vintage, newest publication, lowest id.
#}
with candidates as (
    select
        r.request_id,
        case when r.category = 'electricity' then s.basis when r.category = 'heat' then 'location' else 'direct' end as basis,
        f.*,
        c.set_rank,
        c.is_fallback,
        g.area_rank,
        g.area_level,
        coalesce(f.valid_to <= r.month, false) as is_carried,
        case when f.valid_to <= r.month then cast(extract(year from r.month) as int) - f.vintage_year else 0 end as carry_years
    from {{ ref('fct_factor_request') }} as r
    inner join {{ ref('dim_factor_set_chain') }} as c on r.factor_set = c.factor_set
    inner join {{ ref('dim_region_chain') }} as g on r.region_code = g.region_code
    inner join {{ ref('dim_factor') }} as f
        on r.factor_code = f.activity_code
        and c.member_set = f.factor_set
        and g.area_code = f.area_code
        and (f.end_use = '' or f.end_use = r.end_use)
        and f.serves in ('any', case when r.category in ('process', 'farm', 'freight') then r.category else 'energy' end)
    inner join {{ ref('factor_series') }} as s
        on f.series = s.series
        and s.is_default
        and (s.basis = 'location' or r.category = 'electricity')
    where
        (f.published_on is null or f.published_on <= r.as_of_on)
        and (f.valid_from is null or f.valid_from <= r.month)
        and (f.valid_to is null or f.valid_to > r.month or s.carry_forward)
),

first_set as (
    select
        candidates.*,
        min(set_rank) over (partition by request_id, basis) as best_set_rank
    from candidates
),

{# Where a set gives gases and CO2e for one activity, the gases count. #}
one_set as (
    select
        first_set.*,
        max(case when gas <> 'CO2e' then 1 else 0 end) over (partition by request_id, basis) as has_gases
    from first_set
    where set_rank = best_set_rank
),

ranked as (
    select
        one_set.*,
        row_number() over (
            partition by request_id, basis, source_category, gas
            order by
                area_rank nulls last,
                case when end_use = '' then 1 else 0 end nulls last,
                is_carried nulls last,
                vintage_year desc nulls last,
                published_on desc nulls last,
                factor_id nulls last
        ) as place
    from one_set
    where gas <> 'CO2e' or has_gases = 0
)

select
    request_id, basis, source_category, gas, factor_id, factor_set, series, vintage_year, valid_from, valid_to, published_on, per_unit, factor_kg_per_unit,
    ncv_gj_per_unit, carbon_content_tc_per_tj, oxidation_rate, evidence, source_document, origin, origin_line_no,
    is_fallback, area_level, is_carried, carry_years
from ranked
where place = 1
