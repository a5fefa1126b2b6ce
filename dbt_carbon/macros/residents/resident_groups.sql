{# The scenario groups that have columns of their own; a test compares the list with the seed scenario_group. #}
{% macro resident_groups() %}
    {{ return(['online_service', 'green_travel', 'recycling', 'water_energy_saving']) }}
{% endmacro %}

{# The groups in which an account has reduced something, in their order, parted by a bar. #}
{% macro groups_of(account) -%}
    nullif(concat_ws('|'{% for group in resident_groups() %}, case when {{ account }}.{{ group }}_g > 0 then '{{ group }}' end{% endfor %}), '')
{%- endmacro %}
