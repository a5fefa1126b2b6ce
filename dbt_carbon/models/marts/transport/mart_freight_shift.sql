select
    cast(s.shipment_id as {{ dbt.type_string() }}) as shipment_id,
    cast(s.account_id as {{ dbt.type_string() }}) as account_id,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(s.carrier_account_id as {{ dbt.type_string() }}) as carrier_account_id,
    cast(s.departed_on as date) as departed_on,
    cast(s.legs as int) as legs,
    cast(s.modes as {{ dbt.type_string() }}) as modes,
    cast(s.main_mode as {{ dbt.type_string() }}) as main_mode,
    cast(s.activity_codes as {{ dbt.type_string() }}) as activity_codes,
    cast(s.tonnes as decimal(18, 6)) as goods_t,
    cast(s.distance_km as decimal(18, 3)) as distance_km,
    cast(s.drayage_km as decimal(18, 3)) as drayage_km,
    cast(s.tkm as decimal(28, 6)) as tkm,
    cast(s.actual_kg as decimal(28, 10)) as actual_kgco2e,
    cast(s.baseline_mode as {{ dbt.type_string() }}) as baseline_mode,
    cast(s.baseline_vehicle_class as {{ dbt.type_string() }}) as baseline_vehicle_class,
    cast(s.baseline_code as {{ dbt.type_string() }}) as baseline_code,
    cast(s.baseline_distance_km as decimal(12, 3)) as baseline_distance_km,
    cast(s.baseline_kg as decimal(28, 10)) as baseline_kgco2e,
    cast(s.shift_kg as decimal(28, 10)) as shift_reduction_kgco2e,
    cast(s.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(r.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(r.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(s.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('s.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_freight_shipment') }} as s
inner join {{ ref('dim_account') }} as a on s.account_id = a.account_id
left join {{ ref('rating_reason') }} as r on s.reason_code = r.reason_code
