{#
  Every current record of loan_balance with what stops it, if anything: the balance of a loan that waits itself is one of an unknown loan, and of several days
  of one month the last one states the balance.
#}
with checked as (
    {{ checked_records('loan_balance', masters=['loan_contract']) }}
),

numbered as (
    select
        c.*,
        row_number() over (partition by c.loan_id, {{ month_of('c.month_end') }}, c.quarantine_reason order by c.month_end desc nulls last) as place
    from checked as c
)

select
    loan_id,
    month_end,
    outstanding_cny,
    record_key,
    load_id,
    line_no,
    known_at,
    coalesce(quarantine_reason, case when place > 1 then 'earlier_in_month' end) as quarantine_reason
from numbered
