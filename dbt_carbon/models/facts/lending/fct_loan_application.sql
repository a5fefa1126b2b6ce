{# The newest application of each account or person for each product: the one that a decision of today is about. #}
with numbered as (
    select
        a.*,
        row_number() over (
            partition by a.account_id, a.person_key, a.product_code
            order by a.applied_on desc nulls last, a.known_at desc nulls last, a.application_id desc nulls last
        ) as place
    from {{ ref('int_loan_application__checked') }} as a
    cross join {{ ref('dim_as_of') }} as d
    where a.quarantine_reason is null and a.applied_on <= d.as_of_on
)

select
    account_id,
    person_key,
    product_code,
    application_id,
    bank_code,
    applied_on,
    amount_cny,
    collateral_value_cny,
    case
        when collateral_value_cny > 0
            then {{ quotient('cast(amount_cny as decimal(19, 2)) * cast(100 as decimal(3, 0))', 'collateral_value_cny', 2, 2, 6, 28) }}
    end as pledge_ratio_pct
from numbered
where place = 1
