{#
  What a behaviour record is worth, in one place: fct_personal_behaviour says it of today, fct_points_late of what was known at an earlier time.
#}

{# What became of a record: one word, in the order in which it is decided. checked and verdict are rows of the two tables, or of what stands for them. #}
{% macro behaviour_outcome(checked, verdict) -%}
    case
        when {{ checked }}.version_class <> 'current' then {{ checked }}.version_class
        when {{ checked }}.reason_code is not null then 'quarantined'
        when {{ verdict }}.review <> 'cleared' then 'held'
        when {{ verdict }}.winner_event_id is not null then 'duplicate_claim'
        when {{ verdict }}.counted_quantity = 0 then 'over_cap'
        else 'counted'
    end
{%- endmacro %}

{# Points of a record by its columns outcome, effect, quantity_left (what a cap left, else null), points_per_unit and whole_points. #}
{% macro points_earned() -%}
    case
        when outcome <> 'counted' or effect <> 'reduction' then cast(0 as decimal(18, 3))
        when quantity_left is not null then coalesce({{ quick_product('quantity_left', 'points_per_unit', 18, 3) }}, cast(0 as decimal(18, 3)))
        else coalesce(whole_points, cast(0 as decimal(18, 3)))
    end
{%- endmacro %}

{# No record of a person may reach as many grams or points: a million tonnes, so that a million records of a person and month still add up in decimal(28, 10). #}
{% macro most_per_record() -%}
    cast(1000000000000 as decimal(13, 0))
{%- endmacro %}
