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

{# Every contracted source, for models that look at all of them; a test compares this list with the contracts in both directions. #}
{% macro staged_sources() %}
    {{ return([
        'account_factor', 'account_registry', 'bank_registry', 'behaviour_review', 'building_registry', 'city_indicator',
        'consent_event', 'credit_event', 'credit_score', 'electricity_meter', 'energy_consumption',
        'enterprise_economics', 'erasure_request', 'factor_library', 'farm_activity', 'farm_registry', 'forest_plot',
        'forest_survey', 'freight_trip', 'green_certificate', 'loan_application', 'loan_balance',
        'loan_contract', 'measured_emission', 'person_registry', 'personal_allowance', 'personal_behaviour',
        'points_redemption', 'process_activity', 'production_output', 'reduction_measure', 'verification'
    ]) }}
{% endmacro %}

{# The sources with a model int_<source>__checked, which says what stops each of their records; int_quarantine reads all of them. #}
{% macro checked_sources() %}
    {{ return([
        'city_indicator', 'consent_event', 'credit_event', 'credit_score', 'energy_consumption', 'enterprise_economics', 'farm_activity',
        'forest_plot', 'forest_survey', 'freight_trip', 'green_certificate', 'loan_application', 'loan_balance', 'loan_contract',
        'measured_emission', 'personal_allowance', 'points_redemption', 'process_activity', 'production_output', 'reduction_measure'
    ]) }}
{% endmacro %}

{#
  Sources too large to be looked at row by row outside their own month: what stops their rows, and into which class each falls, is decided where they become
  facts, month by month (fct_personal_behaviour). The models that go over all sources leave them out and read that fact instead.
#}
{% macro sources_judged_by_month() %}
    {{ return(['personal_behaviour']) }}
{% endmacro %}
