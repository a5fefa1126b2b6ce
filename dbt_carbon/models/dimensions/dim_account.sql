with described as (
    select
        v.*,
        i.as_of_on,
        row_number() over (
            partition by v.account_id
            order by case when v.valid_from is null or v.valid_from <= i.as_of_on then 0 else 1 end nulls last, v.valid_from desc nulls last
        ) as place
    from {{ ref('dim_account_version') }} as v
    cross join {{ source('inputs', 'run') }} as i
)

select
    account_id,
    account_name,
    domain,
    region_code,
    industry_code,
    opened_on,
    closed_on,
    opened_on <= as_of_on and (closed_on is null or closed_on > as_of_on) as is_active,
    parent_account_id,
    factor_set,
    gwp_set,
    is_known_region,
    division_code,
    section_code,
    city_code,
    county_code,
    province_code,
    filing_number,
    boundary_note,
    unit_class,
    capacity_mw,
    disclose_colour
from described
where place = 1
