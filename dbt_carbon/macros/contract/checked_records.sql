{#
  checked_records(source): every current row of a source, with quarantine_reason where it waits: for the first of the records that it names and nobody has
  delivered (unknown_account, unknown_bank, unknown_person, ...), or because its day lies ahead of the delivery (in_future); else null.
    masters   the sources that the contract's columns reference; a loan is known only if nothing stops the loan itself
    unless    a predicate over r: rows whose day may lie ahead
  What more can stop a row of one source is that model's own work.
#}
{% macro checked_records(source_name, masters=['account_registry'], unless=none) %}
{%- if not execute -%}
select 1 as parsed_only from {{ ref('stg_' ~ source_name) }}
{%- for master in masters %}, {{ master_records(master) }}{% endfor %}
{%- else -%}
{%- set checks = checks_of(source_name) -%}
{%- set day = 'r.' ~ checks.activity_on if checks.activity_on else none -%}
select
    r.*,
    case
        {%- for each in checks.references %}
        when r.{{ each.column }} is not null and m{{ loop.index }}.master_key is null then 'unknown_{{ each.entity }}'
        {%- endfor %}
        {%- if day %}
        when {{ 'not (' ~ unless ~ ') and ' if unless }}{{ day }} > {{ add_days('cast(r.known_at as date)', 1) }} then 'in_future'
        {%- endif %}
        else cast(null as {{ dbt.type_string() }})
    end as quarantine_reason
from {{ ref('stg_' ~ source_name) }} as r
{%- for each in checks.references %}
{%- if each.source not in masters -%}
    {{ exceptions.raise_compiler_error(source_name ~ '.' ~ each.column ~ ' references ' ~ each.source ~ ', which checked_records is not told of.') }}
{%- endif %}
left join (select distinct k.{{ each.key }} as master_key from {{ master_records(each.source) }} as k{{ ' where k.quarantine_reason is null' if each.source in checked_masters() }}) as m{{ loop.index }}
    on r.{{ each.column }} = m{{ loop.index }}.master_key
{%- endfor %}
{%- endif -%}
{% endmacro %}

{# Master data whose records may wait themselves. #}
{% macro checked_masters() %}
    {{ return(['forest_plot', 'loan_contract']) }}
{% endmacro %}

{% macro master_records(source_name) -%}
    {{ ref('int_' ~ source_name ~ '__checked') if source_name in checked_masters() else ref('stg_' ~ source_name) }}
{%- endmacro %}

{#
  What the contract asks of a row beyond its own values: references (column, source, entity, key of the source; a secret column by its key on both sides)
  and activity_on, the day that may not lie ahead. One macro, so that a unit test can state it.
#}
{% macro checks_of(source_name) %}
    {%- set node = contract_of(source_name) -%}
    {%- set meta = node.config.meta -%}
    {%- set day = meta.get('activity_date') -%}
    {%- set references = [] -%}
    {%- for column in node.columns.values() if column.config.meta.get('references') -%}
        {%- set master = contract_of(column.config.meta.references) -%}
        {%- do references.append({
            'column': stored_column(node, column.name), 'source': master.name, 'entity': master.config.meta.entity,
            'key': stored_column(master, master.config.meta.key[0])
        }) -%}
    {%- endfor -%}
    {{ return({
        'references': references,
        'activity_on': (day ~ '_local_on' if node.columns[day].data_type == 'ts' else day) if day else none
    }) }}
{% endmacro %}

{# The name of a contract column in the raw zone: that of its key where the column is secret. #}
{% macro stored_column(node, name) -%}
    {%- set secret = node.config.meta.get('secret') or {} -%}
    {{ return(secret.key_column if name == secret.get('column') else name) }}
{%- endmacro %}
