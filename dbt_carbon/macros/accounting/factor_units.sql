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

{# The factor in kg of the gas per unit; null when its unit names no mass or the amount does not fit. #}
{% macro factor_as_kg(factor, factor_unit) -%}
    try_cast({{ factor }} * {{ factor_mass_kg(factor_unit) }} as decimal(19, 10))
{%- endmacro %}

{# True when a factor or a term of it is too large to be multiplied exactly; no fuel has 10 000 GJ per unit or 1 000 tC/TJ. #}
{% macro factor_does_not_fit(alias) -%}
    coalesce(
        ({{ alias }}.factor is not null and {{ factor_as_kg(alias ~ '.factor', alias ~ '.factor_unit') }} is null)
        or {{ alias }}.ncv_gj_per_unit >= 10000
        or {{ alias }}.carbon_content_tc_per_tj >= 1000,
        false
    )
{%- endmacro %}

{#
  kg CO2 per unit of fuel from its terms: NCV (GJ/unit) x carbon content (tC/TJ) x oxidation rate x 44/12, every decimal of the terms kept.
  GJ x tC/TJ is kg of carbon; null when a term is missing or does not fit.
#}
{% macro combustion_kg_per_unit(ncv, carbon_content, oxidation_rate) -%}
    {%- set carbon_kg = 'try_cast(cast(' ~ ncv ~ ' as decimal(19, 8)) * try_cast(' ~ carbon_content ~ ' as decimal(12, 9)) as decimal(24, 17))' -%}
    {{ quotient(
        carbon_kg ~ ' * cast(' ~ oxidation_rate ~ ' as decimal(9, 6)) * cast(44 as decimal(2, 0))',
        'cast(12 as decimal(2, 0))', 23, 0, 10, 19
    ) }}
{%- endmacro %}
