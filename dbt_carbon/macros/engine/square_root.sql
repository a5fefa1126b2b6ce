{#
  The square root as decimal(28, 6). The root of a decimal is no decimal: it is taken as a double and rounded at once, so that nothing else is computed
  with one. For spreads only, never for a quantity or for money.
#}
{% macro square_root(expression) -%}
    {{- adapter.dispatch('square_root', 'carbon')(expression) -}}
{%- endmacro %}

{% macro duckdb__square_root(expression) -%}
    cast(sqrt(cast({{ expression }} as double)) as decimal(28, 6))
{%- endmacro %}
