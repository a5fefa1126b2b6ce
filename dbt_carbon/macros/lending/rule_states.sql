{#
  The outcome of all rules of a product as one number of eighteen digits, one for each rule by its place: 0 met, 1 failed, 2 not known, 3 known to a registry
  only. A sum of such digits is cheap over millions of rows, where a list of texts is not. A nineteenth rule has no digit (null).
#}
{% macro digit_of_place(place) -%}
    case when {{ place }} <= 18 then try_cast('1' || substr('{{ '0' * 17 }}', 1, cast({{ place }} as int) - 1) as decimal(18, 0)) end
{%- endmacro %}

{# Why the rule at a place is not met, by the digits; null where it is met. #}
{% macro reason_at_place(states, place) -%}
    {%- set digits = "('" ~ '0' * 18 ~ "' || cast(" ~ states ~ " as " ~ dbt.type_string() ~ "))" -%}
    case substr({{ digits }}, length({{ digits }}) - cast({{ place }} as int) + 1, 1)
        when '1' then 'failed'
        when '2' then 'data_missing'
        when '3' then 'registry_not_loaded'
    end
{%- endmacro %}
