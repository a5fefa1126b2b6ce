{#
  Stand-ins for dbt's own cross-engine macros, put into the copy of the project that the portability check compiles: each renders as one call that
  the check can recognise, with its arguments still visible.
#}
{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) -%}
    engine__dateadd('{{ datepart }}', {{ interval }}, {{ from_date_or_timestamp }})
{%- endmacro %}

{% macro duckdb__datediff(first_date, second_date, datepart) -%}
    engine__datediff('{{ datepart }}', {{ first_date }}, {{ second_date }})
{%- endmacro %}

{% macro duckdb__date_trunc(datepart, date) -%}
    engine__date_trunc('{{ datepart }}', {{ date }})
{%- endmacro %}

{% macro duckdb__hash(field) -%}
    engine__hash({{ field }})
{%- endmacro %}

{% macro duckdb__type_string() -%}
    string
{%- endmacro %}
