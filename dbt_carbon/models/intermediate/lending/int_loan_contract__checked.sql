{# Every current record of loan_contract with what stops it, if anything; a loan cannot be due before it was signed. #}
with checked as (
    {{ checked_records('loan_contract', masters=['account_registry', 'bank_registry', 'person_registry']) }}
)

select
    c.loan_id,
    c.bank_code,
    c.person_key,
    c.account_id,
    c.product_code,
    c.contract_amount_cny,
    c.annual_rate_pct,
    c.signed_on,
    c.matures_on,
    c.asset_class,
    c.loan_type,
    c.project_id,
    c.project_investment_cny,
    c.property_value_cny,
    c.record_key,
    c.load_id,
    c.line_no,
    c.known_at,
    coalesce(c.quarantine_reason, case when c.matures_on < c.signed_on then 'wrong_period' end) as quarantine_reason
from checked as c
