{#
  The few places where an engine's own words are needed (dates, hashing). Models call these and stay the same on every engine.
#}

{# First day of the month of a date or timestamp. #}
{% macro month_of(expression) -%}
    cast({{ dbt.date_trunc('month', expression) }} as date)
{%- endmacro %}

{% macro year_of(expression) -%}
    cast({{ dbt.date_trunc('year', expression) }} as date)
{%- endmacro %}

{% macro add_months(date_expression, months) -%}
    cast({{ dbt.dateadd('month', '(' ~ months ~ ')', date_expression) }} as date)
{%- endmacro %}

{% macro add_days(date_expression, days) -%}
    cast({{ dbt.dateadd('day', '(' ~ days ~ ')', date_expression) }} as date)
{%- endmacro %}

{% macro add_minutes(timestamp_expression, minutes) -%}
    cast({{ dbt.dateadd('minute', '(' ~ minutes ~ ')', timestamp_expression) }} as timestamp)
{%- endmacro %}

{% macro days_between(from_date, to_date) -%}
    cast({{ dbt.datediff(from_date, to_date, 'day') }} as bigint)
{%- endmacro %}

{# A key of text: md5 over the parts, each ended by a bar, nulls as nothing. #}
{% macro text_key(parts) -%}
    {{ dbt.hash("concat_ws('|', " ~ bar_parts(parts) ~ ")") }}
{%- endmacro %}

{# The same parts, readable, joined by a bar: what people see as record_key. #}
{% macro bar_key(parts) -%}
    concat_ws('|', {{ bar_parts(parts) }})
{%- endmacro %}

{% macro bar_parts(parts) -%}
    {%- for part in parts -%}coalesce(cast({{ part }} as {{ dbt.type_string() }}), ''){{ ', ' if not loop.last }}{%- endfor -%}
{%- endmacro %}

{# A type of the source contract as a type of SQL. #}
{% macro contract_sql_type(data_type) -%}
    {%- set plain = data_type | lower | replace(' ', '') -%}
    {%- set names = {'text': 'string', 'int': 'bigint', 'date': 'date', 'ts': 'timestamp', 'bool': 'boolean'} -%}
    {{- names[plain] if plain in names else plain | replace('dec(', 'decimal(') -}}
{%- endmacro %}

{# Whole seconds since 1970 of a timestamp in UTC. #}
{% macro epoch_seconds(timestamp_expression) -%}
    {{- adapter.dispatch('epoch_seconds', 'carbon')(timestamp_expression) -}}
{%- endmacro %}

{% macro duckdb__epoch_seconds(timestamp_expression) -%}
    (epoch_ms({{ timestamp_expression }}) // 1000)
{%- endmacro %}

{#
  Before and after a model whose joins are written big table first: the engine is told to keep the sides, because its guess of the sizes of a month is wrong by
  orders, and building on millions of wide rows costs more than everything else.
#}
{% macro keep_join_sides(keep) -%}
    {{- adapter.dispatch('keep_join_sides', 'carbon')(keep) -}}
{%- endmacro %}

{% macro default__keep_join_sides(keep) -%}
    select 1
{%- endmacro %}

{% macro duckdb__keep_join_sides(keep) -%}
    set disabled_optimizers = '{{ 'build_side_probe_side' if keep else '' }}'
{%- endmacro %}
