{#
  Materialization `by_month`: a table of a high-volume source that is rebuilt month by month.
    month_column   the date column that holds the month
    volume_source  the source whose dirty months (inputs.dirty_month) and months (inputs.load_file) are read
    months_after   how many following months one dirty month drags along (an interval may reach over midnight of the last day)
  Each month is deleted before it is inserted, because a month whose rows were all withdrawn must become empty. All months of one model are one transaction.
  A full refresh makes the table anew and loops over every month, so that memory stays that of one month.
  The model names the month it is asked for with month_start().
#}

{% macro month_start() -%}
    date '__MONTH__'
{%- endmacro %}

{% materialization by_month, default %}
    {%- set month_column = config.require('month_column') -%}
    {%- set volume_source = config.require('volume_source') -%}
    {%- set months_after = config.get('months_after', 0) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}
    {%- set is_new = existing_relation is none or should_full_refresh() -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- if is_new and existing_relation is not none -%}
        {%- do adapter.drop_relation(existing_relation) -%}
    {%- endif -%}
    {%- if is_new -%}
        {%- call statement('create_empty') -%}
            create table {{ target_relation }} as
            select * from ({{ sql | replace('__MONTH__', '1900-01-01') }}) as empty_month where 1 = 0
        {%- endcall -%}
    {%- endif -%}

    {%- set columns = adapter.get_columns_in_relation(target_relation) | map(attribute='name') | join(', ') -%}
    {%- for month in months_to_build(volume_source, is_new, months_after) -%}
        {%- if not is_new -%}
            {%- call statement('delete_month') -%}
                delete from {{ target_relation }} where {{ month_column }} = date '{{ month }}'
            {%- endcall -%}
        {%- endif -%}
        {%- call statement('insert_month') -%}
            insert into {{ target_relation }} ({{ columns }})
            select {{ columns }} from ({{ sql | replace('__MONTH__', month) }}) as one_month
        {%- endcall -%}
    {%- endfor -%}
    {%- call statement('main') -%}
        select count(*) as row_count from {{ target_relation }}
    {%- endcall -%}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do persist_docs(target_relation, model) -%}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro months_to_build(volume_source, is_new, months_after) %}
    {%- set relation = source('inputs', 'load_file') if is_new else source('inputs', 'dirty_month') -%}
    {%- set wanted -%}
        select distinct cast(month as {{ dbt.type_string() }}) as month from (
            {%- for step in range(months_after + 1) %}
            select {{ add_months('month', step) }} as month from {{ relation }} where source = '{{ volume_source }}' and month is not null
            {{ 'union all' if not loop.last }}
            {%- endfor %}
        ) as months order by 1
    {%- endset -%}
    {{ return(run_query(wanted).columns[0].values() | list) }}
{% endmacro %}
