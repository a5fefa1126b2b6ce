{# A factor unit such as kgCO2/kWh: what stands before the bar is a mass of gas, what stands behind is the unit of the activity. #}

{% macro factor_mass_kg(factor_unit) -%}
    case
        when lower({{ factor_unit }}) like 'kg%' then cast(1 as decimal(10, 3))
        when lower({{ factor_unit }}) like 'g%' then cast(0.001 as decimal(10, 3))
        when lower({{ factor_unit }}) like 't%' then cast(1000 as decimal(10, 3))
    end
{%- endmacro %}

{% macro factor_per_unit(factor_unit) -%}
    lower(trim(split_part({{ factor_unit }}, '/', 2)))
{%- endmacro %}

{#
  kg CO2 per unit of fuel from its terms: NCV (GJ/unit) x carbon content (tC/TJ) x oxidation rate x 44/12.
  GJ x tC/TJ is kg of carbon; null when a term is missing.
#}
{% macro combustion_kg_per_unit(ncv, carbon_content, oxidation_rate) -%}
    {{ quotient(
        'cast(cast(' ~ ncv ~ ' as decimal(19, 6)) * cast(' ~ carbon_content ~ ' as decimal(12, 9)) as decimal(24, 15)) * cast(' ~ oxidation_rate ~ ' as decimal(7, 4)) * cast(44 as decimal(2, 0))',
        'cast(12 as decimal(2, 0))', 19, 0, 10, 19
    ) }}
{%- endmacro %}
