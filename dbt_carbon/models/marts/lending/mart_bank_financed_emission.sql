{#
  What a bank finances in a year: sums of mart_financed_emission, scope by scope, nothing netted. A scope that is known of none of its loans stays empty. The
  score is weighted by the balances that are attributed and scored.
#}
with summed as (
    select
        bank_code,
        period_start,
        count(*) as loan_count,
        count(case when is_attributed then 1 end) as attributed_loan_count,
        count(case when is_capped then 1 end) as capped_loan_count,
        try_cast(sum(year_end_balance_cny) as decimal(24, 2)) as year_end_balance_cny,
        try_cast(sum(case when is_attributed then year_end_balance_cny end) as decimal(24, 2)) as attributed_balance_cny,
        try_cast(sum(case when data_quality_score is not null then year_end_balance_cny end) as decimal(24, 2)) as scored_balance_cny,
        try_cast(sum(cast(year_end_balance_cny as decimal(19, 2)) * cast(data_quality_score as decimal(1, 0))) as decimal(24, 2)) as score_weight_cny,
        try_cast(sum(financed_scope1_t) as decimal(28, 6)) as financed_scope1_t,
        try_cast(sum(financed_scope2_location_t) as decimal(28, 6)) as financed_scope2_location_t,
        try_cast(sum(financed_scope2_market_t) as decimal(28, 6)) as financed_scope2_market_t,
        try_cast(sum(financed_scope3_t) as decimal(28, 6)) as financed_scope3_t,
        try_cast(sum(financed_removal_t) as decimal(28, 6)) as financed_removal_t,
        try_cast(sum(financed_units_retired_t) as decimal(28, 6)) as financed_units_retired_t,
        try_cast(sum(financed_units_generated_t) as decimal(28, 6)) as financed_units_generated_t,
        try_cast(sum(pboc_emission_t) as decimal(28, 6)) as pboc_emission_t,
        max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_financed_emission') }}
    group by bank_code, period_start
)

select
    cast(f.bank_code as {{ dbt.type_string() }}) as bank_code,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(f.period_start as date) as period_start,
    cast(f.loan_count as bigint) as loan_count,
    cast(f.attributed_loan_count as bigint) as attributed_loan_count,
    cast(f.capped_loan_count as bigint) as capped_loan_count,
    cast(f.year_end_balance_cny as decimal(24, 2)) as year_end_balance_cny,
    cast(f.attributed_balance_cny as decimal(24, 2)) as attributed_balance_cny,
    cast(f.financed_scope1_t as decimal(28, 6)) as financed_scope1_t,
    cast(f.financed_scope2_location_t as decimal(28, 6)) as financed_scope2_location_t,
    cast(f.financed_scope2_market_t as decimal(28, 6)) as financed_scope2_market_t,
    cast(f.financed_scope3_t as decimal(28, 6)) as financed_scope3_t,
    cast(f.financed_removal_t as decimal(28, 6)) as financed_removal_t,
    cast(f.financed_units_retired_t as decimal(28, 6)) as financed_units_retired_t,
    cast(f.financed_units_generated_t as decimal(28, 6)) as financed_units_generated_t,
    cast({{ quotient('f.score_weight_cny', 'f.scored_balance_cny', 2, 2, 4, 28) }} as decimal(9, 4)) as data_quality_score,
    cast(f.pboc_emission_t as decimal(28, 6)) as pboc_emission_t,
    cast(f.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('f.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from summed as f
