{# Measured before calculated before supplier; the later validity before the earlier. #}
select
    {{ bar_key(["'account'", 'record_key']) }} as factor_id,
    f.account_id,
    f.activity_code,
    f.gas,
    f.basis,
    case f.basis when 'measured' then 1 when 'calculated' then 2 else 3 end as basis_rank,
    f.valid_from,
    f.valid_to,
    {{ factor_per_unit('f.factor_unit') }} as per_unit,
    {{ factor_as_kg('f.factor', 'f.factor_unit') }} as factor_kg_per_unit,
    cast(f.ncv_gj_per_unit as decimal(18, 8)) as ncv_gj_per_unit,
    try_cast(f.carbon_content_tc_per_tj as decimal(18, 9)) as carbon_content_tc_per_tj,
    cast(f.oxidation_rate as decimal(9, 6)) as oxidation_rate,
    f.evidence_ref,
    f.record_key,
    f.load_id,
    f.line_no
from {{ ref('stg_account_factor') }} as f
where f.record_key not in (select record_key from {{ ref('int_account_factor_quarantine') }})
