{#
  The lists of the personal carbon report, each as one text in a fixed order. Of the persons who last granted both consents only, so that nothing is put together
  of anybody else. What is owed is the newest balance of each loan; a loan of which no balance was delivered is counted apart, never as nothing.
#}
with reported as (
    select c.person_key
    from {{ ref('fct_person_consent') }} as c
    inner join {{ ref('fct_person_consent') }} as r on c.person_key = r.person_key and r.purpose = 'credit_reporting' and r.is_granted
    where c.purpose = 'account' and c.is_granted
),

point as (
    select
        b.person_key,
        b.scheme_code,
        b.scheme_code || ' ' || cast(b.points_balance as {{ dbt.type_string() }})
        || ' (' || cast(coalesce(b.expiring_points, 0) as {{ dbt.type_string() }}) || ')' as balance
    from {{ ref('fct_points_balance') }} as b
    inner join reported as p on b.person_key = p.person_key
),

{# Most persons have the points of one scheme: only the others are worth a list in order. #}
points_of_one as (
    select person_key, min(scheme_code) as scheme_code, min(balance) as balance, count(*) as schemes
    from point
    group by person_key
),

points_of_several as (
    select
        b.person_key,
        {{ ordered_text('b.scheme_code', 'b.scheme_code') }} as point_schemes,
        {{ ordered_text('b.balance', 'b.scheme_code') }} as points_balances
    from point as b
    inner join points_of_one as o on b.person_key = o.person_key and o.schemes > 1
    group by b.person_key
),

newest_balance as (
    select loan_id, max_by(outstanding_cny, month_end) as outstanding_cny
    from {{ ref('fct_loan_month') }}
    where person_key is not null
    group by loan_id
),

loan as (
    select
        l.person_key,
        cast(count(case when b.outstanding_cny > 0 then 1 end) as int) as loan_count,
        try_cast(coalesce(sum(b.outstanding_cny), 0) as decimal(18, 2)) as outstanding_cny,
        cast(count(case when b.loan_id is null then 1 end) as int) as loan_without_balance_count
    from {{ ref('fct_loan') }} as l
    left join newest_balance as b on l.loan_id = b.loan_id
    where l.person_key is not null
    group by l.person_key
),

product as (
    select person_key, {{ ordered_text('product_code', 'product_code') }} as eligible_products
    from {{ ref('fct_person_loan_decision') }}
    where is_eligible
    group by person_key
),

evidence as (
    select
        person_key,
        max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_person_loan_decision') }}
    group by person_key
)

select
    p.person_key,
    coalesce(s.point_schemes, o.scheme_code) as point_schemes,
    coalesce(s.points_balances, o.balance) as points_balances,
    coalesce(l.loan_count, 0) as loan_count,
    case when l.person_key is not null then l.outstanding_cny else 0 end as outstanding_cny,
    coalesce(l.loan_without_balance_count, 0) as loan_without_balance_count,
    e.eligible_products,
    coalesce(v.depends_on_proposal, false) as depends_on_proposal,
    coalesce(v.weakest_evidence_rank, 0) as weakest_evidence_rank
from reported as p
left join points_of_one as o on p.person_key = o.person_key
left join points_of_several as s on p.person_key = s.person_key
left join loan as l on p.person_key = l.person_key
left join product as e on p.person_key = e.person_key
left join evidence as v on p.person_key = v.person_key
