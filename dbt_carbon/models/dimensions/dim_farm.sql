{# Farms whose account is registered; the others wait in quarantine as unknown_account. #}
select
    f.account_id,
    f.farm_type,
    f.area_ha,
    f.orchard_area_mu
from {{ ref('stg_farm_registry') }} as f
inner join {{ ref('dim_account') }} as a on f.account_id = a.account_id
