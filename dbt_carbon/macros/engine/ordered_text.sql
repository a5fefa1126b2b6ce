{#
  The texts of a group as one text, in the order of a key; null texts are left out and no text at all gives null. The separator is an SQL literal.
#}
{% macro ordered_text(expression, sort_key, separator="'|'") -%}
    {{- adapter.dispatch('ordered_text', 'carbon')(expression, sort_key, separator) -}}
{%- endmacro %}

{% macro duckdb__ordered_text(expression, sort_key, separator) -%}
    string_agg({{ expression }}, {{ separator }} order by {{ sort_key }} nulls last)
{%- endmacro %}
