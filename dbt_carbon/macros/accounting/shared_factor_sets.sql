{# Sets of factors that belong to no set of fuels, in the order in which every account asks for them; nobody may deliver a set of one of these names. #}
{% macro shared_factor_sets() %}
    {{ return(['GRID', 'PROCESS', 'MASS_BALANCE', 'FARM', 'FREIGHT']) }}
{% endmacro %}
