{#
  The part of a quantity that belongs to the days from window_start to window_end (exclusive) of its period, by days, cumulatively rounded at six decimals:
  the parts of windows that follow each other add up to the quantity exactly. All four are dates, ends exclusive; the two must overlap.
#}
{% macro spread_between(quantity, period_start, period_end, window_start, window_end) -%}
    cast(
        {{ _spread_to(quantity, period_start, period_end, 'least(' ~ period_end ~ ', ' ~ window_end ~ ')') }}
        - {{ _spread_to(quantity, period_start, period_end, 'greatest(' ~ period_start ~ ', ' ~ window_start ~ ')') }}
    as decimal(18, 6))
{%- endmacro %}
