{#
  Runs before the first dbt call of a run (its process says so for the later ones): the Parquet files that the ledger lists become views raw.<source>, the inputs of the run views inputs.<table>.
  Files of one source may have been written under several editions of its contract: one SELECT per edition, missing columns as null.
#}
{% macro register_delivered() %}
    {%- if execute and not env_var('CARBON_REGISTERED', '') and flags.WHICH in ['run', 'build', 'test', 'seed', 'show'] -%}
        {{ adapter.dispatch('register_delivered', 'carbon')() }}
    {%- endif -%}
{% endmacro %}

{% macro sql_text(value) -%}
    '{{ value | string | replace("'", "''") }}'
{%- endmacro %}

{% macro duckdb__register_delivered() %}
    {%- set folder = env_var('CARBON_INPUTS', '') -%}
    {%- if folder -%}
        {%- do run_query('create schema if not exists inputs') -%}
        {%- do run_query('create schema if not exists raw') -%}
        {%- do run_query('create schema if not exists meta') -%}
        {%- do run_query('create table if not exists meta.month_build (schema_name varchar, table_name varchar, month date, build_id varchar, built_from varchar)') -%}
        {%- for node in graph.sources.values() if node.source_name == 'inputs' -%}
            {%- do run_query('create or replace view inputs.' ~ node.name ~ ' as select * from read_parquet(' ~ sql_text(folder ~ '/' ~ node.name ~ '.parquet') ~ ')') -%}
        {%- endfor -%}
        {%- set files = {} -%}
        {%- for row in run_query('select source, schema_hash, path from inputs.load_file order by source, schema_hash, month, path').rows -%}
            {%- do files.setdefault(row[0], {}).setdefault(row[1], []).append(row[2]) -%}
        {%- endfor -%}
        {%- set schemas = {} -%}
        {%- for row in run_query('select distinct schema_hash, column_name from inputs.load_schema').rows -%}
            {%- do schemas.setdefault(row[0], []).append(row[1]) -%}
        {%- endfor -%}
        {%- for node in graph.sources.values() if node.source_name == 'raw' -%}
            {%- do run_query('create or replace view raw.' ~ node.name ~ ' as ' ~ duckdb__delivered_view(node, files.get(node.name, {}), schemas)) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{% macro duckdb__delivered_view(node, editions, schemas) %}
    {%- set columns = delivered_columns(node) -%}
    {%- set is_high = node.config.meta.get('volume') == 'high' -%}
    {%- set selects = [] -%}
    {%- for schema_hash, paths in editions.items() -%}
        {%- set present = schemas[schema_hash] -%}
        {%- set expressions = [] -%}
        {%- for name, type in columns -%}
            {%- do expressions.append('cast(' ~ (name if name in present else 'null') ~ ' as ' ~ type ~ ') as ' ~ name) -%}
        {%- endfor -%}
        {%- if is_high -%}{%- do expressions.append('cast(month as date) as _month') -%}{%- endif -%}
        {%- set quoted = [] -%}
        {%- for path in paths -%}{%- do quoted.append(sql_text(path)) -%}{%- endfor -%}
        {%- do selects.append('select ' ~ expressions | join(', ') ~ ' from read_parquet([' ~ quoted | join(', ') ~ ']'
            ~ (", hive_partitioning = true, hive_types = {'month': date}" if is_high else ', hive_partitioning = false') ~ ')') -%}
    {%- endfor -%}
    {%- if not selects -%}
        {%- set expressions = [] -%}
        {%- for name, type in columns -%}{%- do expressions.append('cast(null as ' ~ type ~ ') as ' ~ name) -%}{%- endfor -%}
        {%- if is_high -%}{%- do expressions.append('cast(null as date) as _month') -%}{%- endif -%}
        {%- do selects.append('select ' ~ expressions | join(', ') ~ ' where 1 = 0') -%}
    {%- endif -%}
    {{ return(selects | join(' union all ')) }}
{% endmacro %}
