{# Every current record of personal_allowance with what stops it, if anything. #}
{{ checked_records('personal_allowance', masters=['person_registry']) }}
