{# One row per record and month of its period; the parts of a record add up to it exactly. Equity and debt are a stock: each month has that of the record. #}
{{ months_of_measures(ref('int_enterprise_economics__checked'), [
    ('output_value_cny', 'month_output_value_cny', 28),
    ('added_value_cny', 'month_added_value_cny', 28),
    ('tax_cny', 'month_tax_cny', 28),
    ('revenue_cny', 'month_revenue_cny', 28)
]) }}
