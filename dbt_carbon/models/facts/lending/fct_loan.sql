{#
  The loans that were delivered, with the colour of their borrower: of the newest year that was over when the contract was signed, and of the newest that is
  over now. No colour of such a year is none. A loan that names no asset class is one on a building where it states the building's value, else a business loan;
  of a person a mortgage, else a consumer loan.
  The colour of a person is that of the last twelve full months and its past is not kept: at signing it is none, now that of the account, and neither has a year.
#}
with loan as (
    select
        c.*,
        b.borrower_type,
        d.as_of_on
    from {{ ref('int_loan_contract__checked') }} as c
    left join {{ ref('dim_account') }} as a on c.account_id = a.account_id
    inner join {{ ref('borrower_type') }} as b on b.domain = case when c.person_key is not null then 'resident' else a.domain end
    cross join {{ ref('dim_as_of') }} as d
    where c.quarantine_reason is null
),

year_over as (
    select
        l.loan_id,
        y.period_start,
        y.colour,
        {{ add_months('y.period_start', 12) }} <= l.signed_on as was_over_at_signing
    from loan as l
    inner join {{ ref('fct_account_colour') }} as y on l.account_id = y.account_id and {{ add_months('y.period_start', 12) }} <= l.as_of_on
),

coloured as (
    select
        loan_id,
        max_by(colour, period_start) as colour_now,
        max(period_start) as period_start_now,
        max_by(case when was_over_at_signing then colour end, case when was_over_at_signing then period_start end) as colour_at_signing,
        max(case when was_over_at_signing then period_start end) as period_start_at_signing
    from year_over
    group by loan_id
)

select
    l.loan_id,
    l.bank_code,
    l.borrower_type,
    l.account_id,
    l.person_key,
    l.product_code,
    l.contract_amount_cny,
    l.annual_rate_pct,
    l.signed_on,
    l.matures_on,
    coalesce(
        nullif(lower(trim(l.asset_class)), ''),
        case
            when l.person_key is not null then case when l.property_value_cny is not null then 'mortgage' else 'consumer_loan' end
            when l.property_value_cny is not null then 'commercial_real_estate'
            else 'business_loan'
        end
    ) as asset_class,
    l.loan_type,
    l.project_id,
    l.project_investment_cny,
    l.property_value_cny,
    coalesce(c.colour_at_signing, 'none') as colour_at_signing,
    c.period_start_at_signing,
    coalesce(c.colour_now, p.colour, 'none') as colour_now,
    c.period_start_now,
    l.record_key,
    l.load_id,
    l.line_no
from loan as l
left join coloured as c on l.loan_id = c.loan_id
left join {{ ref('fct_person_account') }} as p on l.person_key = p.person_key
