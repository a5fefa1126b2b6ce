{# Every current record of consent_event with what stops it, if anything. #}
{{ checked_records('consent_event', masters=['account_registry', 'person_registry']) }}
