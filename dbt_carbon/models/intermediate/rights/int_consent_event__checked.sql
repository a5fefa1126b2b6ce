{# Every current record of consent_event with what stops it, if anything. #}
{{ checked_records('consent_event') }}
