{# A library row whose unit cannot be read serves nobody; it waits with its reason. #}
select
    f.record_key,
    f.load_id,
    f.line_no,
    'unknown_unit' as reason_code
from {{ ref('stg_factor_library') }} as f
left join {{ ref('unit') }} as u on {{ factor_per_unit('f.factor_unit') }} = u.unit_code
where u.unit_code is null or {{ factor_mass_kg('f.factor_unit') }} is null
