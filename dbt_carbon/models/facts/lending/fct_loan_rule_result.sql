{#
  Every rule of every product that a borrower's kind may take, with the value that it was compared with. What is not known never passes: data_missing, or
  registry_not_loaded where only a registry of units could tell. Products and rules are those in force on the day of the decision.
#}
with asked as (
    select
        b.account_id,
        b.borrower_type,
        b.decided_on,
        r.product_code,
        r.rule_code,
        r.attribute,
        r.operator,
        r.value as rule_value,
        r.effect,
        {{ bar_key(['r.product_code', 'r.rule_code', 'r.valid_from']) }} as rule_id,
        r.reason_zh,
        r.reason_en,
        r.evidence
    from {{ ref('fct_borrower') }} as b
    inner join {{ ref('loan_product') }} as p on b.borrower_type = p.borrower_type and {{ holds_on('p', 'b.decided_on') }}
    inner join {{ ref('loan_rule') }} as r on p.product_code = r.product_code and {{ holds_on('r', 'b.decided_on') }}
),

compared as (
    select
        q.*,
        a.attribute_number,
        a.attribute_text,
        coalesce({{ rule_is_met('q.operator', 'q.rule_value', 'a.attribute_number', 'a.attribute_text') }}, false) as is_passed,
        q.evidence = 'proposal' or coalesce(a.depends_on_proposal, false) as depends_on_proposal,
        cast(greatest({{ evidence_rank('q.evidence') }}, coalesce(a.weakest_evidence_rank, 0)) as int) as weakest_evidence_rank
    from asked as q
    left join {{ ref('fct_borrower_attribute') }} as a
        on q.account_id = a.account_id and q.attribute = a.attribute and a.product_code in ('', q.product_code)
),

judged as (
    select
        c.*,
        case
            when c.is_passed then cast(null as {{ dbt.type_string() }})
            when c.attribute_number is not null or c.attribute_text is not null then 'failed'
            when {{ is_told_by_registry('c.attribute') }} then 'registry_not_loaded'
            else 'data_missing'
        end as reason_code
    from compared as c
)

select
    j.account_id,
    j.borrower_type,
    j.decided_on,
    j.product_code,
    j.rule_code,
    j.rule_id,
    j.effect,
    j.attribute,
    j.attribute_number,
    j.attribute_text,
    j.operator,
    j.rule_value,
    j.is_passed,
    j.reason_code,
    {{ rule_reason('zh', 'j.reason_code', 'j.reason_zh', 't.reason_zh') }} as reason_zh,
    {{ rule_reason('en', 'j.reason_code', 'j.reason_en', 't.reason_en') }} as reason_en,
    j.depends_on_proposal,
    j.weakest_evidence_rank
from judged as j
left join {{ ref('rating_reason') }} as t on j.reason_code = t.reason_code
