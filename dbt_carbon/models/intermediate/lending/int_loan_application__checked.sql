{# Every current record of loan_application with what stops it, if anything. #}
{{ checked_records('loan_application', masters=['account_registry', 'bank_registry', 'person_registry']) }}
