{# Buildings whose account is registered; the others wait in quarantine as unknown_account. #}
select
    b.account_id,
    b.building_type,
    b.floor_area_m2,
    b.climate_zone,
    b.use_hours_per_year,
    b.persons
from {{ ref('stg_building_registry') }} as b
inner join {{ ref('dim_account') }} as a on b.account_id = a.account_id
