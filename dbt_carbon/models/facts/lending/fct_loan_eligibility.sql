{#
  May the borrower take the product, and on which terms. Every rule of effect eligibility must be met; rules of effect discount decide the terms only. Terms
  are those of the borrower's colour, else those that hold whatever the colour; there are none where a rule fails that they depend on, and no amount where the
  borrower is not eligible. valid_until is the last day on which the product's rule on the age of the rating still holds (a rating of 2024 that may be 12
  months old: 2025-12-31), else 12 months after the decision.
#}
with borrower_product as (
    select
        b.account_id,
        b.borrower_type,
        b.decided_on,
        b.rated_period_start,
        b.scheme_code,
        b.colour,
        b.matrix_id,
        p.product_code,
        p.max_amount_cny,
        p.max_amount_basis,
        p.max_amount_value,
        p.evidence
    from {{ ref('fct_borrower') }} as b
    inner join {{ ref('loan_product') }} as p on b.borrower_type = p.borrower_type and {{ holds_on('p', 'b.decided_on') }}
),

rules as (
    select
        account_id,
        product_code,
        count(case when effect = 'eligibility' and not is_passed then 1 end) = 0 as is_eligible,
        count(case when effect = 'discount' and not is_passed then 1 end) = 0 as is_discounted,
        {{ ordered_text("case when effect = 'eligibility' and not is_passed then rule_code end", 'rule_code') }} as failed_rules,
        {{ ordered_text("case when effect = 'eligibility' and not is_passed then reason_zh end", 'rule_code') }} as reasons_zh,
        {{ ordered_text("case when effect = 'eligibility' and not is_passed then reason_en end", 'rule_code') }} as reasons_en,
        {{ ordered_text("case when effect = 'discount' and not is_passed then rule_code end", 'rule_code') }} as failed_discount_rules,
        {{ ordered_text("case when effect = 'discount' and not is_passed then reason_zh end", 'rule_code') }} as discount_reasons_zh,
        {{ ordered_text("case when effect = 'discount' and not is_passed then reason_en end", 'rule_code') }} as discount_reasons_en,
        {{ ordered_text('rule_id', 'rule_code', "'; '") }} as rule_ids,
        min(case
            when attribute <> 'rating_age_months' or effect <> 'eligibility' then null
            when operator = 'lte' then floor(try_cast(rule_value as decimal(9, 3)))
            when operator = 'lt' then ceil(try_cast(rule_value as decimal(9, 3))) - 1
        end) as most_age_months,
        max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_loan_rule_result') }}
    group by account_id, product_code
),

term as (
    select
        b.account_id,
        b.product_code,
        t.colour as term_colour,
        t.rate_discount_bp,
        t.rate_discount_bp_max,
        t.line_uplift_pct,
        t.line_uplift_pct_max,
        t.evidence,
        row_number() over (partition by b.account_id, b.product_code order by case when t.colour = 'none' then 1 else 0 end nulls last) as place
    from borrower_product as b
    inner join {{ ref('loan_term') }} as t
        on b.product_code = t.product_code and t.colour in (b.colour, 'none') and {{ holds_on('t', 'b.decided_on') }}
),

decided as (
    select
        b.*,
        coalesce(r.is_eligible, true) as is_eligible,
        coalesce(r.is_eligible and r.is_discounted, true) as has_terms,
        r.failed_rules,
        r.reasons_zh,
        r.reasons_en,
        r.failed_discount_rules,
        r.discount_reasons_zh,
        r.discount_reasons_en,
        r.rule_ids,
        r.most_age_months,
        t.term_colour,
        t.rate_discount_bp,
        t.rate_discount_bp_max,
        t.line_uplift_pct,
        t.line_uplift_pct_max,
        {{ amount_by_basis('b', 'a.attribute_number', 'l.collateral_value_cny') }} as amount_by_basis_cny,
        b.evidence = 'proposal' or coalesce(r.depends_on_proposal, false) or coalesce(t.evidence = 'proposal', false) as depends_on_proposal,
        greatest(
            {{ evidence_rank('b.evidence') }}, coalesce(r.weakest_evidence_rank, 0), {{ evidence_rank('t.evidence') }}
        ) as weakest_evidence_rank
    from borrower_product as b
    left join rules as r on b.account_id = r.account_id and b.product_code = r.product_code
    left join term as t on b.account_id = t.account_id and b.product_code = t.product_code and t.place = 1
    left join {{ ref('fct_borrower_attribute') }} as a on b.account_id = a.account_id and a.attribute = 'reduction_t_last_12_months'
    left join {{ ref('fct_loan_application') }} as l on b.account_id = l.account_id and b.product_code = l.product_code
)

select
    account_id,
    borrower_type,
    product_code,
    decided_on,
    is_eligible,
    failed_rules,
    reasons_zh,
    reasons_en,
    failed_discount_rules,
    discount_reasons_zh,
    discount_reasons_en,
    case when has_terms then term_colour end as term_colour,
    case when has_terms then rate_discount_bp end as rate_discount_bp,
    case when has_terms then rate_discount_bp_max end as rate_discount_bp_max,
    case when has_terms then line_uplift_pct end as line_uplift_pct,
    case when has_terms then line_uplift_pct_max end as line_uplift_pct_max,
    max_amount_basis,
    case
        when is_eligible then try_cast(
            case when amount_by_basis_cny > max_amount_cny then max_amount_cny else amount_by_basis_cny end as decimal(18, 2)
        )
    end as max_amount_cny,
    case
        when not is_eligible then cast(null as date)
        when most_age_months is null then {{ add_months('decided_on', 12) }}
        else {{ add_days(add_months('rated_period_start', '12 + cast(most_age_months as int)'), -1) }}
    end as valid_until,
    rated_period_start,
    scheme_code,
    colour,
    matrix_id,
    rule_ids,
    depends_on_proposal,
    cast(weakest_evidence_rank as int) as weakest_evidence_rank
from decided
