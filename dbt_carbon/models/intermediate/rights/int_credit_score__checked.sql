{# Every current record of credit_score with what stops it, if anything. #}
{{ checked_records('credit_score') }}
