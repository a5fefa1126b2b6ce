{#
  True for a row of a dated table that decides the rating of a year: it holds on the last day of the year and was published by the day of as_of.
  Empty dates are open; year_start is the first day of the year.
#}
{% macro in_force(row, year_start, as_of_on) -%}
    ({{ row }}.valid_from is null or {{ row }}.valid_from < {{ add_months(year_start, 12) }})
    and ({{ row }}.valid_to is null or {{ row }}.valid_to >= {{ add_months(year_start, 12) }})
    and ({{ row }}.published_on is null or {{ row }}.published_on <= {{ as_of_on }})
{%- endmacro %}
