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

{#
  The rows that break the key of one of the named models: twice there, or without a part of it. The key is the grain of config.meta; parts of
  grain_may_be_empty may be empty and compare as values. One query for many tables; the names are listed because dbt must know them when it parses.
#}
{% macro keys_hold(names) %}
{%- for name in names %}
{%- set relation = ref(name) %}
{%- if execute %}
{%- set meta = graph.nodes['model.' ~ project_name ~ '.' ~ name].config.meta %}
{%- set grain = meta.grain %}
{%- set needed = grain | reject('in', meta.get('grain_may_be_empty', [])) | list %}
select
    '{{ name }}' as model_name,
    {{ bar_key(grain) }} as key_values,
    count(*) as row_count
from {{ relation }}
group by {{ grain | join(', ') }}
having count(*) > 1
{%- for column in needed %} or {{ column }} is null{% endfor %}
{{ 'union all' if not loop.last }}
{%- else %}
select 1 as parsed_only from {{ relation }}
{{ 'union all' if not loop.last }}
{%- endif %}
{%- endfor %}
{% endmacro %}
