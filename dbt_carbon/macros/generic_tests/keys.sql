{# Tests of keys and of columns that must be filled. #}

{# Each of the columns has a value in every row: one test for a table, because each test is a query of its own. #}
{% test not_null_columns(model, columns) %}
select * from {{ model }}
where {% for column in columns %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}

{# The key of a table: unique, and present in every row but for the columns that may be empty (which then compare as values). #}
{% test primary_key(model, columns, may_be_empty=[]) %}
{%- set needed = columns | reject('in', may_be_empty) | list -%}
select {{ columns | join(', ') }}, count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{%- for column in needed %} or {{ column }} is null{% endfor %}
{% endtest %}
