{#
  Decisions on organisations and on persons in one table: a row has an account or a person. Of persons the decision is a row each, its words are those of the
  outcome that it shares with others; a decision on a person rests on twelve months, not on a year, and on no matrix.
#}
with decision as (
    select
        f.account_id,
        cast(null as decimal(38, 0)) as person_key,
        a.account_name,
        f.borrower_type,
        f.product_code,
        f.decided_on,
        f.is_eligible,
        f.failed_rules,
        f.reasons_zh,
        f.reasons_en,
        f.failed_discount_rules,
        f.discount_reasons_zh,
        f.discount_reasons_en,
        f.term_colour,
        f.rate_discount_bp,
        f.rate_discount_bp_max,
        f.line_uplift_pct,
        f.line_uplift_pct_max,
        f.max_amount_basis,
        f.max_amount_cny,
        f.valid_until,
        f.rated_period_start,
        f.scheme_code,
        f.colour,
        f.matrix_id,
        f.rule_ids,
        f.depends_on_proposal,
        f.weakest_evidence_rank
    from {{ ref('fct_loan_eligibility') }} as f
    inner join {{ ref('dim_account') }} as a on f.account_id = a.account_id
    union all
    select
        cast(null as {{ dbt.type_string() }}) as account_id,
        f.person_key,
        cast(null as {{ dbt.type_string() }}) as account_name,
        'person' as borrower_type,
        f.product_code,
        f.decided_on,
        f.is_eligible,
        o.failed_rules,
        o.reasons_zh,
        o.reasons_en,
        o.failed_discount_rules,
        o.discount_reasons_zh,
        o.discount_reasons_en,
        o.term_colour,
        o.rate_discount_bp,
        o.rate_discount_bp_max,
        o.line_uplift_pct,
        o.line_uplift_pct_max,
        f.max_amount_basis,
        f.max_amount_cny,
        f.valid_until,
        cast(null as date) as rated_period_start,
        f.scheme_code,
        f.colour,
        cast(null as {{ dbt.type_string() }}) as matrix_id,
        o.rule_ids,
        f.depends_on_proposal or o.depends_on_proposal as depends_on_proposal,
        greatest(f.weakest_evidence_rank, o.weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_person_loan_decision') }} as f
    inner join {{ ref('fct_person_loan_outcome') }} as o
        on f.product_code = o.product_code and f.rule_states = o.rule_states and f.colour = o.colour
)

select
    cast(f.account_id as {{ dbt.type_string() }}) as account_id,
    cast(f.person_key as decimal(38, 0)) as person_key,
    cast(f.account_name as {{ dbt.type_string() }}) as account_name,
    cast(f.borrower_type as {{ dbt.type_string() }}) as borrower_type,
    cast(f.product_code as {{ dbt.type_string() }}) as product_code,
    cast(p.name_zh as {{ dbt.type_string() }}) as product_zh,
    cast(p.name_en as {{ dbt.type_string() }}) as product_en,
    cast(f.decided_on as date) as decided_on,
    cast(f.is_eligible as boolean) as is_eligible,
    cast(f.failed_rules as {{ dbt.type_string() }}) as failed_rules,
    cast(f.reasons_zh as {{ dbt.type_string() }}) as reasons_zh,
    cast(f.reasons_en as {{ dbt.type_string() }}) as reasons_en,
    cast(f.failed_discount_rules as {{ dbt.type_string() }}) as failed_discount_rules,
    cast(f.discount_reasons_zh as {{ dbt.type_string() }}) as discount_reasons_zh,
    cast(f.discount_reasons_en as {{ dbt.type_string() }}) as discount_reasons_en,
    cast(f.term_colour as {{ dbt.type_string() }}) as term_colour,
    cast(f.rate_discount_bp as decimal(9, 4)) as rate_discount_bp,
    cast(f.rate_discount_bp_max as decimal(9, 4)) as rate_discount_bp_max,
    cast(f.line_uplift_pct as decimal(9, 4)) as line_uplift_pct,
    cast(f.line_uplift_pct_max as decimal(9, 4)) as line_uplift_pct_max,
    cast(f.max_amount_basis as {{ dbt.type_string() }}) as max_amount_basis,
    cast(f.max_amount_cny as decimal(18, 2)) as max_amount_cny,
    cast(f.valid_until as date) as valid_until,
    cast(f.rated_period_start as date) as rated_period_start,
    cast(f.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(f.colour as {{ dbt.type_string() }}) as colour,
    cast(f.matrix_id as {{ dbt.type_string() }}) as matrix_id,
    cast(f.rule_ids as {{ dbt.type_string() }}) as rule_ids,
    cast(d.input_digest as {{ dbt.type_string() }}) as input_digest,
    cast(f.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('f.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from decision as f
cross join {{ ref('dim_as_of') }} as d
inner join {{ ref('loan_product') }} as p on f.product_code = p.product_code and {{ holds_on('p', 'f.decided_on') }}
