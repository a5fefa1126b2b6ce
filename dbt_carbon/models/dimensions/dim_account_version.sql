with registered as (
    select
        a.*,
        row_number() over (partition by a.account_id order by a.valid_from nulls first, a.line_no nulls first) as description_no,
        lead(a.valid_from) over (partition by a.account_id order by a.valid_from nulls first, a.line_no nulls first) as valid_to
    from {{ ref('stg_account_registry') }} as a
),

{# A GB/T 4754 code is a division (30), a class within one (3011) or either of them behind the letter of its section (C3011). #}
division as (
    select c.industry_code, i.class_code as division_code, i.section_code
    from (
        select distinct
            industry_code,
            case when substr(industry_code, 1, 1) between 'A' and 'Z' then substr(industry_code, 2, 2) else substr(industry_code, 1, 2) end as division_code
        from {{ ref('stg_account_registry') }}
        where industry_code is not null
    ) as c
    inner join {{ ref('industry_class') }} as i on c.division_code = i.class_code and i.level = 'division'
),

place as (
    select
        region_code,
        max(case when area_level = 'city' then area_code end) as city_code,
        max(case when area_level = 'county' then area_code end) as county_code,
        max(case when area_level = 'province' then area_code end) as province_code
    from {{ ref('dim_region_chain') }}
    group by region_code
),

default_set as (
    select
        d.domain,
        s.factor_set,
        s.gwp_set
    from (select distinct domain from {{ ref('stg_account_registry') }}) as d
    inner join {{ ref('factor_set') }} as s
        on instr('|' || s.domains || '|', '|' || d.domain || '|') > 0
)

select
    r.account_id,
    cast(case when r.description_no = 1 then null else r.valid_from end as date) as valid_from,
    cast(r.valid_to as date) as valid_to,
    r.account_name,
    r.domain,
    r.region_code,
    r.industry_code,
    r.opened_on,
    r.closed_on,
    r.parent_account_id,
    coalesce(r.factor_set, d.factor_set) as factor_set,
    r.factor_set is null as is_default_factor_set,
    coalesce(f.gwp_set, d.gwp_set) as gwp_set,
    g.region_code is not null as is_known_region,
    d4.division_code,
    d4.section_code,
    c.city_code,
    c.county_code,
    c.province_code,
    r.filing_number,
    r.boundary_note,
    r.unit_class,
    r.capacity_mw,
    r.disclose_colour,
    r.load_id,
    r.line_no,
    r.record_key
from registered as r
left join default_set as d on r.domain = d.domain
left join {{ ref('factor_set') }} as f on r.factor_set = f.factor_set
left join {{ ref('region') }} as g on r.region_code = g.region_code
left join division as d4 on r.industry_code = d4.industry_code
left join place as c on r.region_code = c.region_code
