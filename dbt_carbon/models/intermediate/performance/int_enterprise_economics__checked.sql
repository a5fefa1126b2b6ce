{# Every current record of enterprise_economics with what stops it, if anything. #}
with checked as (
    {{ checked_records('enterprise_economics') }}
),

stopped as (
    select
        c.*,
        {{ add_months('c.period_month', 'c.period_months') }} as period_end,
        c.quarantine_reason as stopped_by
    from checked as c
),

covered as (
    {{ covered_by_longer_period('stopped', ['account_id']) }}
)

select
    s.account_id,
    s.period_month,
    s.period_months,
    s.period_end,
    s.output_value_cny,
    s.added_value_cny,
    s.tax_cny,
    s.revenue_cny,
    s.total_equity_and_debt_cny,
    s.record_key,
    s.load_id,
    s.line_no,
    s.known_at,
    coalesce(s.stopped_by, case when c.load_id is not null then 'covered_by_longer_period' end) as quarantine_reason
from stopped as s
left join covered as c on s.load_id = c.load_id and s.line_no = c.line_no
