{# kg as t, exact: a shift of three decimal places, kept at the ten decimals of the facts. #}
{% macro kg_as_t(expression) -%}
    cast({{ expression }} * cast(0.001 as decimal(4, 3)) as decimal(28, 10))
{%- endmacro %}
