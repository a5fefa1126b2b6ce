{# The biogenic part of a measured month, in kg, rounded half away from zero at six decimals. #}
{% macro biogenic_part(alias) -%}
    cast(round(cast({{ alias }}.month_quantity_kg as decimal(19, 6)) * cast(coalesce({{ alias }}.biogenic_share, 0) as decimal(9, 6)), 6) as decimal(18, 6))
{%- endmacro %}
