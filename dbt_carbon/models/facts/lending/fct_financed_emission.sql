{#
  The emissions of borrowers that fall to a loan, for every year that is over and in which the loan had a balance or ran on its last day.
  PCAF: balance at the end of the year / (equity + debt of the borrower), for a loan on a building / value of the building at origination. The shares of all
  loans of a borrower are cut off, not rounded, and together at most 1: beyond it each is divided by their sum (attribution_capped). No positive denominator:
  no attribution. Consumer loans have none; loans of persons are consumer loans throughout and not here at all.
  PBoC beside it: total emission x mean balance of the month-ends / revenue; a project loan: emission of the project, where it is an account of its own, x mean
  balance / its investment. Of the twelve month-ends those outside the term of the loan count as 0, those that were not delivered do not count at all.
  Data quality: verified 1a; measured 1b; calculated from energy and process activity 2a; for a building with metered energy and average factors 1b.
#}
with loan as (
    select
        l.*,
        case
            when l.asset_class like 'consumer%' then 'consumer'
            when l.asset_class in ('mortgage', 'commercial_real_estate') then 'property'
            else 'company'
        end as method
    from {{ ref('fct_loan') }} as l
    where l.account_id is not null
),

year_over as (
    select {{ year_of('month') }} as period_start, {{ add_days(add_months('month', 1), -1) }} as last_day
    from {{ ref('dim_month') }}
    where extract(month from month) = 12 and is_over
),

balance as (
    select
        b.loan_id,
        {{ year_of('b.month') }} as period_start,
        max(case when extract(month from b.month) = 12 then b.outstanding_cny end) as year_end_balance_cny,
        cast(sum(b.outstanding_cny) as decimal(24, 2)) as balance_sum_cny,
        cast(count(*) as int) as balance_months,
        cast(count(case when b.month < {{ month_of('l.signed_on') }} or b.month >= {{ month_of('l.matures_on') }} then 1 end) as int) as months_beyond_term
    from {{ ref('fct_loan_month') }} as b
    inner join loan as l on b.loan_id = l.loan_id
    group by b.loan_id, {{ year_of('b.month') }}
),

loan_year as (
    select
        l.*,
        y.period_start,
        b.year_end_balance_cny,
        b.balance_sum_cny,
        b.balance_months,
        b.balance_months
        + case
            when {{ year_of('l.signed_on') }} = y.period_start then extract(month from l.signed_on) - 1
            when {{ year_of('l.signed_on') }} > y.period_start then 12
            else 0
        end
        + case
            when {{ year_of('l.matures_on') }} = y.period_start then 13 - extract(month from l.matures_on)
            when {{ year_of('l.matures_on') }} < y.period_start then 12
            else 0
        end
        - b.months_beyond_term as averaged_months
    from loan as l
    cross join year_over as y
    left join balance as b on l.loan_id = b.loan_id and y.period_start = b.period_start
    left join {{ ref('fct_borrower_emission') }} as e on l.account_id = e.account_id and y.period_start = e.period_start
    where b.loan_id is not null or (e.account_id is not null and l.signed_on <= y.last_day and l.matures_on > y.last_day)
),

known as (
    select
        l.*,
        {{ quotient('l.balance_sum_cny', 'cast(l.averaged_months as decimal(9, 0))', 2, 0, 2, 24) }} as mean_balance_cny,
        e.scope1_t,
        e.scope2_location_t,
        e.scope2_market_t,
        e.scope3_t,
        e.removal_t,
        e.units_retired_t,
        e.units_generated_t,
        e.account_id is not null as has_emission,
        coalesce(e.is_overflowing, false) as is_overflowing,
        case l.method when 'company' then a.total_equity_and_debt_cny when 'property' then l.property_value_cny end as denominator_cny,
        case when l.loan_type = 'project' then l.project_investment_cny else a.revenue_cny end as pboc_denominator_cny,
        try_cast(
            case when l.loan_type = 'project' then p.scope1_t + p.scope2_location_t else e.scope1_t + e.scope2_location_t end as decimal(16, 6)
        ) as pboc_basis_t,
        case when l.loan_type = 'project' then p.account_id is not null else e.account_id is not null end as has_pboc_emission,
        j.account_id is not null as has_project_account,
        case
            when l.method = 'company' and e.is_verified then '1a'
            when l.method = 'company' and e.weakest_tier <= 2 then '1b'
            when l.method = 'company' and e.weakest_tier <= 4 then '2a'
            when l.method = 'property' and e.weakest_tier <= 3 then '1b'
        end as option_code,
        coalesce(e.is_complete, false) as is_complete,
        coalesce(e.depends_on_proposal, false) as depends_on_proposal,
        coalesce(e.weakest_evidence_rank, 0) as weakest_evidence_rank
    from loan_year as l
    left join {{ ref('fct_borrower_emission') }} as e on l.account_id = e.account_id and l.period_start = e.period_start
    left join {{ ref('fct_account_year') }} as a on l.account_id = a.account_id and l.period_start = a.period_start
    left join {{ ref('dim_account') }} as j on l.project_id = j.account_id
    left join {{ ref('fct_borrower_emission') }} as p on j.account_id = p.account_id and l.period_start = p.period_start
),

parted as (
    select
        k.*,
        case
            when k.method <> 'consumer' and k.denominator_cny > 0
                then try_cast({{ share_cut_off('k.year_end_balance_cny', 'k.denominator_cny') }} as decimal(24, 12))
        end as whole_share,
        case
            when k.method <> 'consumer' and k.pboc_denominator_cny > 0
                then try_cast({{ quotient('k.mean_balance_cny', 'k.pboc_denominator_cny', 2, 2, 12, 38) }} as decimal(21, 12))
        end as pboc_share
    from known as k
),

summed as (
    select
        p.*,
        try_cast(sum(p.whole_share) over (partition by p.account_id, p.period_start) as decimal(24, 12)) as shares_of_all
    from parted as p
),

shared as (
    select
        s.*,
        s.shares_of_all > 1 as is_capped,
        try_cast(
            case when s.shares_of_all > 1 then {{ share_cut_off('s.whole_share', 's.shares_of_all', 12) }} else s.whole_share end as decimal(21, 12)
        ) as attribution_share
    from summed as s
),

judged as (
    select
        s.*,
        case
            when s.method = 'consumer' then 'consumer_loan'
            when s.year_end_balance_cny is null then 'no_balance'
            when not s.has_emission then 'no_emission'
            when s.denominator_cny is null and s.method = 'company' then 'no_equity_and_debt'
            when s.denominator_cny is null then 'no_property_value'
            when s.denominator_cny <= 0 and s.method = 'company' then 'equity_and_debt_not_positive'
            when s.denominator_cny <= 0 then 'property_value_not_positive'
            when s.attribution_share is null or s.is_overflowing then 'amount_overflow'
            when s.is_capped then 'attribution_capped'
        end as reason_code,
        case
            when s.method = 'consumer' then 'consumer_loan'
            when s.mean_balance_cny is null then 'no_balance'
            when s.loan_type = 'project' and not s.has_project_account then 'project_not_an_account'
            when not s.has_pboc_emission then 'no_emission'
            when s.pboc_denominator_cny is null then case when s.loan_type = 'project' then 'no_investment' else 'no_revenue' end
            when s.pboc_denominator_cny <= 0 then case when s.loan_type = 'project' then 'investment_not_positive' else 'revenue_not_positive' end
            when s.pboc_share is null or s.pboc_basis_t is null then 'amount_overflow'
        end as pboc_reason_code
    from shared as s
),

attributed as (
    select
        j.*,
        coalesce(j.reason_code, 'attribution_capped') = 'attribution_capped' as is_attributed
    from judged as j
)

select
    a.loan_id,
    a.period_start,
    a.bank_code,
    a.account_id,
    a.product_code,
    a.asset_class,
    a.loan_type,
    a.year_end_balance_cny,
    case a.method when 'company' then 'equity_and_debt' when 'property' then 'property_value' end as denominator_code,
    a.denominator_cny,
    case when a.is_attributed then a.attribution_share end as attribution_share,
    a.is_attributed,
    a.is_attributed and a.is_capped as is_capped,
    {%- for name in ['scope1_t', 'scope2_location_t', 'scope2_market_t', 'scope3_t', 'removal_t', 'units_retired_t', 'units_generated_t'] %}
    case when a.is_attributed then try_cast(a.{{ name }} * a.attribution_share as decimal(28, 6)) end as financed_{{ name }},
    {%- endfor %}
    a.reason_code,
    case when a.is_attributed then a.option_code end as option_code,
    case when a.is_attributed then q.score end as data_quality_score,
    a.mean_balance_cny,
    coalesce(a.balance_months, 0) as balance_months,
    case when a.loan_type = 'project' then 'investment' else 'revenue' end as pboc_denominator_code,
    a.pboc_denominator_cny,
    case when a.pboc_reason_code is null then a.pboc_share end as pboc_share,
    case when a.pboc_reason_code is null then try_cast(a.pboc_basis_t * a.pboc_share as decimal(28, 6)) end as pboc_emission_t,
    a.pboc_reason_code,
    a.is_complete,
    a.depends_on_proposal,
    cast(a.weakest_evidence_rank as int) as weakest_evidence_rank
from attributed as a
cross join {{ ref('dim_as_of') }} as d
left join {{ ref('pcaf_data_quality') }} as q
    on q.asset_class = case when a.method = 'property' then a.asset_class else 'business_loan' end
    and a.option_code = q.option_code
    and {{ in_force('q', 'a.period_start', 'd.as_of_on') }}
