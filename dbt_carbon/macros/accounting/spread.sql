{#
  The part of a quantity that belongs to one month of its period, by days: round(Q x days to its end / days, 6) - round(Q x days to its start / days, 6),
  so that the parts add up to the quantity exactly. Columns: quantity, period_start (date), period_end (date, exclusive), month (date).
#}
{% macro spread_share(quantity, period_start, period_end, month) -%}
    cast(
        {{ _spread_to(quantity, period_start, period_end, add_months(month, 1)) }}
        - {{ _spread_to(quantity, period_start, period_end, month) }}
    as decimal(18, 6))
{%- endmacro %}

{% macro _spread_to(quantity, period_start, period_end, day) -%}
    {{ quotient(
        'cast(' ~ quantity ~ ' as decimal(19, 6)) * cast(' ~ days_between(period_start, day) ~ ' as decimal(9, 0))',
        'cast(' ~ days_between(period_start, period_end) ~ ' as decimal(9, 0))',
        6, 0, 6, 28
    ) }}
{%- endmacro %}
