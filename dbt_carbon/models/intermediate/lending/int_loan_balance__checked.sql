{# Every current record of loan_balance with what stops it, if anything: the balance of a loan that waits itself is one of an unknown loan. #}
{{ checked_records('loan_balance', masters=['loan_contract']) }}
