{# The scenario groups that have columns of their own; a test compares the list with the seed scenario_group. #}
{% macro resident_groups() %}
    {{ return(['online_service', 'green_travel', 'recycling', 'water_energy_saving']) }}
{% endmacro %}
