{# One row per record and month of its period; the parts of a record add up to it exactly. The value of a condition is no amount and stays as it is. #}
{{ months_of_measures(ref('int_production_output__checked'), [
    ('quantity', 'month_quantity', 18),
    ('energy_tce', 'month_energy_tce', 18),
    ('electricity_kwh', 'month_electricity_kwh', 18),
    ('output_value_cny', 'month_output_value_cny', 28)
]) }}
