{# One row per record and month of its period, in kg of the gas; the parts of a record add up to it exactly. #}
{{ months_of_period(ref('int_measured_emission__checked'), 'quantity_kg', 'month_quantity_kg') }}
