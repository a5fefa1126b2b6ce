{# The own emission of a fleet and what its trips would emit by factors stand side by side and are never added. #}
select
    cast(b.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(b.period_start as date) as period_start,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(a.region_code as {{ dbt.type_string() }}) as region_code,
    cast(b.own_emission_t as decimal(16, 6)) as own_emission_t,
    {{ kg_as_t('b.modelled_kg') }} as modelled_emission_t,
    {{ kg_as_t('b.memo_kg') }} as memo_emission_t,
    cast(b.legs as int) as legs,
    cast(b.waiting_legs as int) as waiting_legs,
    cast(b.tkm as decimal(28, 6)) as tkm,
    cast(b.g_per_tkm as decimal(28, 10)) as emission_g_per_tkm,
    cast(b.reference_g_per_tkm as decimal(28, 10)) as reference_g_per_tkm,
    cast(r.ratio as decimal(28, 10)) as ratio,
    cast(r.level_code as {{ dbt.type_string() }}) as level_code,
    cast(r.colour as {{ dbt.type_string() }}) as colour,
    cast(r.distance_t as decimal(16, 6)) as distance_t,
    cast(r.confidence_pct as decimal(9, 4)) as confidence_pct,
    cast(r.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(t.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(t.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(r.is_complete as boolean) as is_complete,
    cast(r.is_preliminary as boolean) as is_preliminary,
    cast(r.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('r.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_rating_basis_transport') }} as b
inner join {{ ref('fct_rating') }} as r
    on b.account_id = r.account_id and b.period_start = r.period_start and b.scheme_code = r.scheme_code and b.subject_code = r.subject_code
inner join {{ ref('dim_account') }} as a on b.account_id = a.account_id
left join {{ ref('rating_reason') }} as t on r.reason_code = t.reason_code
