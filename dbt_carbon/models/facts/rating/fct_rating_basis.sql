{# What is rated, of every scheme: one model per family of schemes, all of one shape. #}
{%- set families = ['fct_rating_basis_efficiency', 'fct_rating_basis_dimension', 'fct_rating_basis_energy_limit', 'fct_rating_basis_building', 'fct_rating_basis_ets', 'fct_rating_basis_neutral', 'fct_rating_basis_orchard', 'fct_rating_basis_transport'] -%}
{%- for family in families %}
select
    account_id,
    period_start,
    scheme_code,
    indicator,
    subject_code,
    cast(value as decimal(28, 10)) as value,
    cast(benchmark_value as decimal(28, 10)) as benchmark_value,
    cast(ratio_numerator as decimal(32, 8)) as ratio_numerator,
    cast(ratio_denominator as decimal(32, 8)) as ratio_denominator,
    cast(ratio_offset as decimal(1, 0)) as ratio_offset,
    cast(self_share as decimal(12, 10)) as self_share,
    cast(emission_t as decimal(16, 6)) as emission_t,
    cast(relative_sigma_pct as decimal(12, 6)) as relative_sigma_pct,
    benchmark_source,
    benchmark_group_id,
    cast(other_members as int) as other_members,
    reason_code,
    is_complete,
    is_preliminary,
    depends_on_proposal,
    cast(weakest_evidence_rank as int) as weakest_evidence_rank
from {{ ref(family) }}
{{ 'union all' if not loop.last }}
{%- endfor %}
