{#
  May the person take the product: every rule of every product for persons, in the form that millions of rows allow. rule_states holds one digit per rule, in
  the order of the rule codes, the first one last (digit_of_place). Texts and terms follow from it and from the colour (fct_person_loan_outcome); nothing else
  of a person decides them. A rule without a digit bars the person all the same.
#}
with product as (
    select
        p.product_code,
        p.max_amount_cny,
        p.max_amount_basis,
        p.max_amount_value,
        max(case when p.evidence = 'proposal' or r.evidence = 'proposal' then 1 else 0 end) = 1 as depends_on_proposal,
        max(greatest({{ evidence_rank('p.evidence') }}, coalesce({{ evidence_rank('r.evidence') }}, 0))) as evidence_rank,
        count(case when p.max_amount_basis = 'per_t_reduced' or r.attribute in ('personal_colour', 'saved_kg_last_12_months') then 1 end) > 0 as rests_on_account
    from {{ ref('loan_product') }} as p
    cross join {{ ref('dim_as_of') }} as d
    left join {{ ref('loan_rule') }} as r on p.product_code = r.product_code and {{ holds_on('r', 'd.as_of_on') }}
    where p.borrower_type = 'person' and {{ holds_on('p', 'd.as_of_on') }}
    group by p.product_code, p.max_amount_cny, p.max_amount_basis, p.max_amount_value
),

placed as (
    select
        r.*,
        row_number() over (partition by r.product_code order by r.rule_code nulls last) as place
    from {{ ref('loan_rule') }} as r
    cross join {{ ref('dim_as_of') }} as d
    where {{ holds_on('r', 'd.as_of_on') }}
),

rule as (
    select
        placed.*,
        {{ digit_of_place('place') }} as digit
    from placed
),

asked as (
    select
        b.person_key,
        p.product_code,
        r.attribute,
        r.operator,
        r.value as rule_value,
        r.effect,
        r.digit,
        case r.attribute
            {%- for attribute, number in [
                ('saved_kg_last_12_months', 'b.saved_kg_last_12_months'),
                ('account_age_months', 'b.account_age_months'),
                ('open_abuse_case_count', 'b.open_abuse_case_count'),
                ('amount_cny', 'a.amount_cny'),
                ('pledge_ratio_pct', 'a.pledge_ratio_pct')
            ] %}
            when '{{ attribute }}' then try_cast({{ number }} as decimal(28, 13))
            {%- endfor %}
        end as attribute_number,
        case r.attribute
            {%- for attribute, text in [
                ('personal_colour', 'b.personal_colour'),
                ('consent_credit_reporting', 'b.consent_credit_reporting')
            ] %}
            when '{{ attribute }}' then {{ text }}
            {%- endfor %}
        end as attribute_text
    from {{ ref('fct_person_borrower') }} as b
    cross join product as p
    inner join rule as r on p.product_code = r.product_code
    left join {{ ref('fct_loan_application') }} as a on b.person_key = a.person_key and p.product_code = a.product_code
),

judged as (
    select
        q.person_key,
        q.product_code,
        q.effect,
        q.digit,
        coalesce({{ rule_is_met('q.operator', 'q.rule_value', 'q.attribute_number', 'q.attribute_text') }}, false) as is_passed,
        case
            when q.attribute_number is not null or q.attribute_text is not null then q.digit
            when {{ is_told_by_registry('q.attribute') }} then q.digit + q.digit + q.digit
            else q.digit + q.digit
        end as digit_if_not
    from asked as q
),

summed as (
    select
        person_key,
        product_code,
        cast(sum(case when is_passed then 0 else digit_if_not end) as decimal(18, 0)) as rule_states,
        count(case when effect = 'eligibility' and not is_passed then 1 end) = 0 as is_eligible
    from judged
    group by person_key, product_code
),

decided as (
    select
        b.person_key,
        p.product_code,
        b.decided_on,
        b.scheme_code,
        coalesce(b.personal_colour, 'none') as colour,
        coalesce(s.rule_states, 0) as rule_states,
        coalesce(s.is_eligible, true) as is_eligible,
        p.max_amount_basis,
        p.max_amount_cny,
        {{ amount_by_basis('p', kg_as_t('b.saved_kg_last_12_months'), 'a.collateral_value_cny') }} as amount_by_basis_cny,
        p.depends_on_proposal or (p.rests_on_account and b.depends_on_proposal) as depends_on_proposal,
        greatest(p.evidence_rank, case when p.rests_on_account then b.weakest_evidence_rank else 0 end) as weakest_evidence_rank
    from {{ ref('fct_person_borrower') }} as b
    cross join product as p
    left join summed as s on b.person_key = s.person_key and p.product_code = s.product_code
    left join {{ ref('fct_loan_application') }} as a on b.person_key = a.person_key and p.product_code = a.product_code
)

select
    person_key,
    product_code,
    decided_on,
    scheme_code,
    colour,
    rule_states,
    is_eligible,
    max_amount_basis,
    case
        when is_eligible then try_cast(
            case when amount_by_basis_cny > max_amount_cny then max_amount_cny else amount_by_basis_cny end as decimal(18, 2)
        )
    end as max_amount_cny,
    case when is_eligible then {{ add_months('decided_on', 12) }} end as valid_until,
    depends_on_proposal,
    cast(weakest_evidence_rank as int) as weakest_evidence_rank
from decided
