{#
  Materialization `by_month`: a table of a high-volume source that is rebuilt month by month.
    month_column   the date column that holds the month
    volume_source  the source, or a list of sources, whose dirty months (inputs.dirty_month) and months (inputs.load_file) are read
    months_after   how many following months one dirty month drags along (an interval may reach over midnight of the last day)
    period         'month', or 'year': a dirty month makes its year dirty, month_start() and the month column are the first of January
    also_dirty     the name of a macro whose SQL gives further months to rebuild, in a column `month` (first days); asked when the table exists.
                   What it reads the model names in comments `depends_on`, since dbt does not look into a macro that is named by a text
  Each month is deleted before it is inserted, because a month whose rows were all withdrawn must become empty. All months of one model are one transaction,
  so that a killed run leaves no table half rebuilt. That costs nothing: DuckDB writes rows to the file while they come and not to its log (38 million rows,
  six months: the log stayed below 1 MB, memory and time equal to those of one transaction per month).
  A full refresh makes the table anew, under the contract of the model, and loops over every month, so that memory stays that of one month.
  meta.month_build says which run built which month; the model names the month it is asked for with month_start().
#}

{% macro month_start() -%}
    date '__MONTH__'
{%- endmacro %}

{% materialization by_month, default %}
    {%- set month_column = config.require('month_column') -%}
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
            {{ create_without_rows(target_relation, sql | replace('__MONTH__', '1900-01-01')) }}
        {%- endcall -%}
    {%- endif -%}

    {%- set columns = adapter.get_columns_in_relation(target_relation) | map(attribute='name') | join(', ') -%}
    {%- for month in months_to_build(is_new) -%}
        {%- if not is_new -%}
            {%- call statement('delete_month') -%}
                delete from {{ target_relation }} where {{ month_column }} = date '{{ month }}'
            {%- endcall -%}
        {%- endif -%}
        {%- call statement('insert_month') -%}
            insert into {{ target_relation }} ({{ columns }})
            select {{ columns }} from ({{ sql | replace('__MONTH__', month) }}) as one_month
        {%- endcall -%}
        {%- call statement('note_month') -%}
            {{ note_month_build(month) }}
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

{# The contract is checked here, once: other columns or types mean other code, and then every table is made anew. #}
{% macro create_without_rows(relation, select_sql) %}
    {%- if config.get('contract').enforced -%}
        {{ get_assert_columns_equivalent(select_sql) }}
        create table {{ relation }} {{ get_table_columns_and_constraints() }}
    {%- else -%}
        create table {{ relation }} as
        select * from ({{ select_sql }}) as empty_month where 1 = 0
    {%- endif -%}
{% endmacro %}

{% macro months_to_build(is_new) %}
    {%- set sources = config.require('volume_source') -%}
    {%- set sources = [sources] if sources is string else sources -%}
    {%- set is_yearly = config.get('period', 'month') == 'year' -%}
    {%- set also_dirty = config.get('also_dirty') -%}
    {%- set parts = [] -%}
    {%- for relation in [source('inputs', 'dirty_month')] + ([source('inputs', 'load_file')] if is_new else []) -%}
        {%- for step in range(config.get('months_after', 0) + 1) -%}
            {%- do parts.append(
                'select ' ~ add_months('month', step) ~ ' as month from ' ~ relation
                ~ " where source in ('" ~ sources | join("', '") ~ "')"
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if also_dirty and not is_new -%}
        {%- do parts.append('select month from (' ~ context[also_dirty]() ~ ') as further_months') -%}
    {%- endif -%}
    {%- set wanted -%}
        select distinct cast({{ year_of('month') if is_yearly else 'month' }} as {{ dbt.type_string() }}) as month
        from ({{ parts | join(' union all ') }}) as months
        where month is not null
        order by 1
    {%- endset -%}
    {{ return(run_query(wanted).columns[0].values() | list) }}
{% endmacro %}

{# Every build of a month is a line; the newest of a table and month tells which run made its rows. #}
{% macro note_month_build(month) %}
    insert into meta.month_build (schema_name, table_name, month, run_id, built_at)
    select '{{ this.schema }}', '{{ this.identifier }}', date '{{ month }}', run_id, timestamp '{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S.%f") }}'
    from {{ source('inputs', 'run') }}
{% endmacro %}
