{#
  What the source contract (the dbt source YAML) says, for models and macros. The contract has one home; nothing here repeats a column.
#}

{% macro contract_of(source_name) %}
    {%- for node in graph.sources.values() if node.source_name == 'raw' and node.name == source_name -%}
        {{ return(node) }}
    {%- endfor -%}
    {{ exceptions.raise_compiler_error("No contract for source '" ~ source_name ~ "': add it under models/staging/<family>/.") }}
{% endmacro %}

{# [(column, SQL type)] of the raw zone: contract columns, each ts followed by its local day, a secret column as its key, then the technical ones. #}
{% macro delivered_columns(node) %}
    {%- set columns = [] -%}
    {%- set secret = node.config.meta.get('secret') or {} -%}
    {%- for column in node.columns.values() -%}
        {%- if column.name == secret.get('column') -%}
            {%- do columns.append((secret.key_column, 'decimal(38,0)')) -%}
        {%- else -%}
            {%- do columns.append((column.name, contract_sql_type(column.data_type))) -%}
            {%- if column.data_type == 'ts' -%}{%- do columns.append((column.name ~ '_local_on', 'date')) -%}{%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(columns + [('_load_id', 'string'), ('_line_no', 'bigint'), ('_known_at', 'timestamp')]) }}
{% endmacro %}

{# Names of all sources that the contracts declare, sorted. Before execution (parsing) there are none. #}
{% macro contracted_sources() %}
    {%- set names = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() if node.source_name == 'raw' -%}{%- do names.append(node.name) -%}{%- endfor -%}
    {%- endif -%}
    {{ return(names | sort) }}
{% endmacro %}
