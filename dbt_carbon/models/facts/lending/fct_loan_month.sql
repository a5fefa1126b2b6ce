{#
  Balances of loans by month, with the colour of the newest year of the borrower that was over on the day. One a month: of several days the last one is
  the balance of the month, the others wait. The colour of a person on a past day is not kept: none.
#}
with numbered as (
    select
        b.*,
        l.account_id,
        l.person_key,
        l.bank_code,
        {{ month_of('b.month_end') }} as month
    from {{ ref('int_loan_balance__checked') }} as b
    inner join {{ ref('fct_loan') }} as l on b.loan_id = l.loan_id
    where b.quarantine_reason is null
),

coloured as (
    select
        n.loan_id,
        n.month_end,
        max_by(y.colour, y.period_start) as colour
    from numbered as n
    inner join {{ ref('fct_account_colour') }} as y on n.account_id = y.account_id and {{ add_months('y.period_start', 12) }} <= n.month_end
    group by n.loan_id, n.month_end
)

select
    n.loan_id,
    n.month_end,
    n.month,
    n.bank_code,
    n.account_id,
    n.person_key,
    n.outstanding_cny,
    coalesce(c.colour, 'none') as colour,
    n.record_key,
    n.load_id,
    n.line_no
from numbered as n
left join coloured as c on n.loan_id = c.loan_id and n.month_end = c.month_end
