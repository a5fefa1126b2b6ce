{# kg as t, exact: a shift of three decimal places, so ten decimals of kg become thirteen of t. Nothing is rounded here. #}
{% macro kg_as_t(expression) -%}
    cast(cast({{ expression }} as decimal(28, 10)) * cast(0.001 as decimal(4, 3)) as decimal(28, 13))
{%- endmacro %}
