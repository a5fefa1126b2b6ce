{#
  The standard score of a bound: (bound - ratio) / (sigma x quotient), as the nearest z of the table z_probability (steps of 0.05, half up), beyond its ends
  the ends. quotient is the ratio before its offset: what the relative spread is of. Below a millionth a spread moves no z within the table.
#}
{% macro level_confidence_z(bound, ratio, quotient_of, relative_sigma_pct) -%}
    {%- set spread = 'greatest(cast(cast(' ~ quotient_of ~ ' as decimal(22, 10)) * ' ~ relative_sigma_pct ~ ' as decimal(34, 16)), cast(0.000001 as decimal(34, 16)))' -%}
    {%- set distance = 'cast(cast(' ~ bound ~ ' - ' ~ ratio ~ ' as decimal(24, 10)) * cast(100 as decimal(3, 0)) as decimal(28, 10))' -%}
    {%- set z = quotient(distance, spread, 10, 16, 4, 28) -%}
    cast(
        floor(least(greatest({{ z }}, cast(-4 as decimal(28, 4))), cast(4 as decimal(28, 4))) * cast(20 as decimal(2, 0)) + cast(0.5 as decimal(2, 1)))
        * cast(0.05 as decimal(3, 2))
    as decimal(5, 2))
{%- endmacro %}

{# The probability of a level from those of its two bounds (rows of z_probability), open ends being certain. #}
{% macro level_probability(level, lower, upper) -%}
    cast(
        case when {{ level }}.upper_bound is null then cast(1 as decimal(9, 6)) else {{ upper }}.probability end
        - case when {{ level }}.lower_bound is null then cast(0 as decimal(9, 6)) else {{ lower }}.probability end
    as decimal(9, 6))
{%- endmacro %}
