{# Plain schema names: a model's schema is its layer, the same on every engine and for every user. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{- custom_schema_name if custom_schema_name is not none else target.schema -}}
{%- endmacro %}
