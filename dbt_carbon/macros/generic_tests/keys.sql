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
  A by_month table is asked about the months that this run has built (its grain holds the month, so that no key reaches over two), since what stood there
  before was asked about by its own run. Of a table whose config.meta.keys_of is newest_month, millions of rows a month, only the newest of them is looked at:
  what makes a key twice is the code, and all months of a run are built by the same.
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
{%- if graph.nodes['model.' ~ project_name ~ '.' ~ name].config.materialized == 'by_month' or meta.get('has_months_of_its_table') %}
where {{ is_built_in_this_run(graph.nodes['model.' ~ project_name ~ '.' ~ name]) }}
{%- endif %}
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

{# A predicate over the rows of a by_month table, or of a view that has its months (has_months_of_its_table): their month was built by the run that inputs.run names. #}
{% macro is_built_in_this_run(node) -%}
    {{ node.config.get('month_column') or node.config.meta.month_column }} in (
    select {{ 'max(b.month)' if node.config.meta.get('keys_of') == 'newest_month' else 'b.month' }}
    from meta.month_build as b
    inner join {{ source('inputs', 'run') }} as r on b.build_id = r.run_id
    where b.schema_name = '{{ node.schema }}' and b.table_name = '{{ node.alias or node.name }}'
)
{%- endmacro %}
