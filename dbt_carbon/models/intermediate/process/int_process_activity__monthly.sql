{# One row per record and month of its period; the parts of a record add up to it exactly. #}
{{ months_of_period(ref('int_process_activity__checked'), 'quantity', 'month_quantity') }}
