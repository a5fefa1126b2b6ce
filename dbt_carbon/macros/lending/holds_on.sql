{#
  True for a row of a dated table that counts for a decision of a day: valid on it and published by it. Empty dates are open. (The rating of a year asks
  in_force, about the last day of that year.)
#}
{% macro holds_on(row, day) -%}
    ({{ row }}.valid_from is null or {{ row }}.valid_from <= {{ day }})
    and ({{ row }}.valid_to is null or {{ row }}.valid_to > {{ day }})
    and ({{ row }}.published_on is null or {{ row }}.published_on <= {{ day }})
{%- endmacro %}
