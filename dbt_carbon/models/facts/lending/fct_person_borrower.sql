{#
  The persons on whose loans is decided, and what loan rules compare of them. Who neither asked for a loan, nor has one, nor consented to credit reporting
  has given no reason to be judged and is not here. What is not known is empty and fails every rule on it.
    saved_kg_last_12_months   exact: a shift of g by three places
    account_age_months        full months from the first behaviour to the day of the decision; a month is full on the same day of a later one, or on its last
    consent_credit_reporting  the newest decision; without one the consent is not known
#}
with asked as (
    select person_key from {{ ref('fct_loan_application') }} where person_key is not null
    union
    select person_key from {{ ref('fct_loan') }} where person_key is not null
    union
    select person_key from {{ ref('fct_person_consent') }} where purpose = 'credit_reporting' and is_granted
),

known as (
    select
        s.person_key,
        d.as_of_on as decided_on,
        a.scheme_code,
        a.colour,
        a.reduction_12m_g,
        a.first_on,
        a.held_records,
        c.is_granted,
        (extract(year from d.as_of_on) - extract(year from a.first_on)) * 12 + extract(month from d.as_of_on) - extract(month from a.first_on) as months_begun,
        a.depends_on_proposal,
        a.weakest_evidence_rank
    from asked as s
    cross join {{ ref('dim_as_of') }} as d
    left join {{ ref('fct_person_account') }} as a on s.person_key = a.person_key
    left join {{ ref('fct_person_consent') }} as c on s.person_key = c.person_key and c.purpose = 'credit_reporting'
)

select
    person_key,
    decided_on,
    scheme_code,
    colour as personal_colour,
    {{ kg_as_t('reduction_12m_g') }} as saved_kg_last_12_months,
    cast(months_begun - case when {{ add_months('first_on', 'cast(months_begun as int)') }} > decided_on then 1 else 0 end as int) as account_age_months,
    held_records as open_abuse_case_count,
    case when is_granted then 'true' when not is_granted then 'false' end as consent_credit_reporting,
    coalesce(depends_on_proposal, false) as depends_on_proposal,
    coalesce(weakest_evidence_rank, 0) as weakest_evidence_rank
from known
