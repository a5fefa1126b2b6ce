{#
  Materialization `by_month`: a table of a high-volume source that is rebuilt month by month.
    month_column   the date column that holds the month
    volume_source  the source, or a list of sources, whose dirty months (inputs.dirty_month) and months (inputs.load_file) are read
    months_after   how many following months one dirty month drags along (an interval may reach over midnight of the last day)
    period         'month', or 'year': a dirty month makes its year dirty, month_start() and the month column are the first of January
    also_dirty     the name of a macro whose SQL gives further months to rebuild, in a column `month` (first days); it may read {{ this }}, which is there, if empty.
                   What it reads the model names in comments `depends_on`, since dbt does not look into a macro that is named by a text
  A model that reads other models of this kind, directly or through views, follows them: a month is built again when it was last built from other builds of
  them than there are now (meta.month_build.built_from), whatever made them new and whichever run was killed in between.
  Each month is deleted before it is inserted, because a month whose rows were all withdrawn must become empty. All months of one model are one transaction,
  so that a killed run leaves no table half rebuilt. That costs little: DuckDB writes rows to the file while they come and not to its log (38 million rows,
  six months: the log stayed below 1 MB, memory equal to that of one transaction per month, time a tenth more).
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
        {%- call statement('forget_all_builds') -%}
            delete from meta.month_build where schema_name = '{{ this.schema }}' and table_name = '{{ this.identifier }}'
        {%- endcall -%}
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
        {%- do note_month_build(month) -%}
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
    {%- if also_dirty -%}
        {%- do parts.append('select month from (' ~ context[also_dirty]() ~ ') as further_months') -%}
    {%- endif -%}
    {%- if upstream_by_month(model) -%}
        {%- do parts.append('select month from (' ~ months_built_from_others(is_yearly) ~ ') as followed_months') -%}
    {%- endif -%}
    {%- set wanted -%}
        select distinct cast({{ year_of('month') if is_yearly else 'month' }} as {{ dbt.type_string() }}) as month
        from ({{ parts | join(' union all ') }}) as months
        where month is not null
        order by 1
    {%- endset -%}
    {{ return(run_query(wanted).columns[0].values() | list) }}
{% endmacro %}

{# In the transaction of the rows: a month whose line still names an old run has the rows of that run. #}
{% macro note_month_build(month) %}
    {%- call statement('forget_month_build') -%}
        delete from meta.month_build
        where schema_name = '{{ this.schema }}' and table_name = '{{ this.identifier }}' and month = date '{{ month }}'
    {%- endcall -%}
    {%- call statement('note_month_build') -%}
        insert into meta.month_build (schema_name, table_name, month, build_id, built_from)
        select
            '{{ this.schema }}',
            '{{ this.identifier }}',
            date '{{ month }}',
            run_id,
            {% if upstream_by_month(model) -%}
            (select built_from from ({{ builds_read(config.get('period', 'month') == 'year') }}) as builds_of_now where month = date '{{ month }}')
            {%- else %}null{% endif %}
        from {{ source('inputs', 'run') }}
    {%- endcall -%}
{% endmacro %}

{# The builds of the other models that a month of this one is made from, as one text; by the months that these models have. #}
{% macro builds_read(is_yearly) -%}
    select
        {{ year_of('month') if is_yearly else 'month' }} as month,
        {{ text_key([ordered_text("schema_name || '.' || table_name || ' ' || cast(month as " ~ dbt.type_string() ~ ") || ' ' || build_id", 'schema_name, table_name, month')]) }} as built_from
    from meta.month_build
    where schema_name || '.' || table_name in ('{{ upstream_by_month(model) | join("', '") }}')
    group by 1
{%- endmacro %}

{% macro months_built_from_others(is_yearly) -%}
    select n.month
    from ({{ builds_read(is_yearly) }}) as n
    left join meta.month_build as o on o.schema_name = '{{ this.schema }}' and o.table_name = '{{ this.identifier }}' and o.month = n.month
    where o.built_from is distinct from n.built_from
{%- endmacro %}

{# The by_month tables that a model reads, directly or through views and ephemeral models: schema.table, sorted. #}
{% macro upstream_by_month(node) %}
    {%- set found, looked_at, to_look_at = [], [], node.depends_on.nodes | list -%}
    {%- for _ in range(200) if to_look_at -%}
        {%- set unique_id = to_look_at.pop() -%}
        {%- set parent = graph.nodes.get(unique_id) -%}
        {%- if parent and parent.resource_type == 'model' and unique_id not in looked_at -%}
            {%- do looked_at.append(unique_id) -%}
            {%- if parent.config.materialized == 'by_month' -%}
                {%- do found.append(parent.schema ~ '.' ~ (parent.alias or parent.name)) -%}
            {%- elif parent.config.materialized in ('view', 'ephemeral') -%}
                {%- do to_look_at.extend(parent.depends_on.nodes) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found | sort) }}
{% endmacro %}
