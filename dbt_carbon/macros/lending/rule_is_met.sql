{#
  A value meets a rule: operator eq, in, not_in, gt, gte, lt or lte against the rule's value. A number is compared as a number (12 equals 12.0), anything
  else as text. The answer is null where there is no value and where a number is compared with what is no number; null never passes.
  in and not_in take codes parted by a bar: any number of texts, up to twelve numbers; a longer list of numbers gives null.
#}
{% macro rule_is_met(operator, rule_value, number, text) -%}
    case
        when {{ number }} is not null then {{ _number_is_met(operator, rule_value, number) }}
        when {{ text }} is not null then {{ _text_is_met(operator, rule_value, text) }}
    end
{%- endmacro %}

{% macro _number_is_met(operator, rule_value, number) -%}
    {%- set stated = 'try_cast(' ~ rule_value ~ ' as decimal(28, 6))' -%}
    case {{ operator }}
        when 'eq' then {{ number }} = {{ stated }}
        when 'gt' then {{ number }} > {{ stated }}
        when 'gte' then {{ number }} >= {{ stated }}
        when 'lt' then {{ number }} < {{ stated }}
        when 'lte' then {{ number }} <= {{ stated }}
        when 'in' then {{ _is_one_of(rule_value, number) }}
        when 'not_in' then not ({{ _is_one_of(rule_value, number) }})
    end
{%- endmacro %}

{# Null where the list is too long or a part of it is no number: a list that cannot be read neither admits nor excludes. #}
{% macro _is_one_of(rule_value, number, most_parts=12) -%}
    case
        when split_part({{ rule_value }}, '|', {{ most_parts + 1 }}) = ''
            {%- for part in range(1, most_parts + 1) %}
            and (split_part({{ rule_value }}, '|', {{ part }}) = '' or {{ _number_of(rule_value, part) }} is not null)
            {%- endfor %}
            then (
                {%- for part in range(1, most_parts + 1) %}
                {{ 'or ' if not loop.first }}coalesce({{ _number_of(rule_value, part) }} = {{ number }}, false)
                {%- endfor %}
            )
    end
{%- endmacro %}

{% macro _number_of(rule_value, part) -%}
    try_cast(split_part({{ rule_value }}, '|', {{ part }}) as decimal(28, 6))
{%- endmacro %}

{% macro _text_is_met(operator, rule_value, text) -%}
    case {{ operator }}
        when 'eq' then {{ text }} = {{ rule_value }}
        when 'gt' then {{ text }} > {{ rule_value }}
        when 'gte' then {{ text }} >= {{ rule_value }}
        when 'lt' then {{ text }} < {{ rule_value }}
        when 'lte' then {{ text }} <= {{ rule_value }}
        when 'in' then instr('|' || {{ rule_value }} || '|', '|' || {{ text }} || '|') > 0
        when 'not_in' then instr('|' || {{ rule_value }} || '|', '|' || {{ text }} || '|') = 0
    end
{%- endmacro %}
