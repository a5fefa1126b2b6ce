{#
  What each outcome of the rules says, once for all persons who have it: the failed rules with their reasons, and the terms. Terms are those of the colour, else
  those that hold whatever the colour; there are none where a rule fails that they depend on. The places of the rules are
  those of fct_person_loan_decision: in the order of their codes.
#}
with outcome as (
    select distinct product_code, rule_states, colour, decided_on
    from {{ ref('fct_person_loan_decision') }}
),

rule as (
    select
        r.*,
        {{ bar_key(['r.product_code', 'r.rule_code', 'r.valid_from']) }} as rule_id,
        row_number() over (partition by r.product_code order by r.rule_code nulls last) as place
    from {{ ref('loan_rule') }} as r
    cross join {{ ref('dim_as_of') }} as d
    where {{ holds_on('r', 'd.as_of_on') }}
),

judged as (
    select
        o.product_code,
        o.rule_states,
        o.colour,
        r.rule_code,
        r.rule_id,
        r.effect,
        r.reason_zh,
        r.reason_en,
        {{ reason_at_place('o.rule_states', 'r.place') }} as reason_code
    from outcome as o
    inner join rule as r on o.product_code = r.product_code
),

told as (
    select
        j.product_code,
        j.rule_states,
        j.colour,
        j.rule_code,
        j.rule_id,
        j.effect,
        j.reason_code,
        {{ rule_reason('zh', 'j.reason_code', 'j.reason_zh', 't.reason_zh') }} as reason_zh,
        {{ rule_reason('en', 'j.reason_code', 'j.reason_en', 't.reason_en') }} as reason_en
    from judged as j
    left join {{ ref('rating_reason') }} as t on j.reason_code = t.reason_code
),

rules as (
    select
        product_code,
        rule_states,
        colour,
        {%- for prefix, effect in [('', 'eligibility'), ('discount_', 'discount')] %}
        {{ ordered_text("case when effect = '" ~ effect ~ "' and reason_code is not null then rule_code end", 'rule_code') }} as failed_{{ prefix }}rules,
        {{ ordered_text("case when effect = '" ~ effect ~ "' then reason_zh end", 'rule_code') }} as {{ prefix }}reasons_zh,
        {{ ordered_text("case when effect = '" ~ effect ~ "' then reason_en end", 'rule_code') }} as {{ prefix }}reasons_en,
        {%- endfor %}
        {{ ordered_text('rule_id', 'rule_code', "'; '") }} as rule_ids
    from told
    group by product_code, rule_states, colour
),

term as (
    select
        o.product_code,
        o.rule_states,
        o.colour,
        t.colour as term_colour,
        t.rate_discount_bp,
        t.rate_discount_bp_max,
        t.line_uplift_pct,
        t.line_uplift_pct_max,
        t.evidence,
        row_number() over (partition by o.product_code, o.rule_states, o.colour order by case when t.colour = 'none' then 1 else 0 end nulls last) as place
    from outcome as o
    inner join {{ ref('loan_term') }} as t
        on o.product_code = t.product_code and t.colour in (o.colour, 'none') and {{ holds_on('t', 'o.decided_on') }}
)

select
    o.product_code,
    o.rule_states,
    o.colour,
    r.failed_rules,
    r.reasons_zh,
    r.reasons_en,
    r.failed_discount_rules,
    r.discount_reasons_zh,
    r.discount_reasons_en,
    {%- for column in ['term_colour', 'rate_discount_bp', 'rate_discount_bp_max', 'line_uplift_pct', 'line_uplift_pct_max'] %}
    case when r.failed_rules is null and r.failed_discount_rules is null then t.{{ column }} end as {{ column }},
    {%- endfor %}
    r.rule_ids,
    coalesce(t.evidence = 'proposal', false) as depends_on_proposal,
    coalesce({{ evidence_rank('t.evidence') }}, 0) as weakest_evidence_rank
from outcome as o
left join rules as r on o.product_code = r.product_code and o.rule_states = r.rule_states and o.colour = r.colour
left join term as t on o.product_code = t.product_code and o.rule_states = t.rule_states and o.colour = t.colour and t.place = 1
