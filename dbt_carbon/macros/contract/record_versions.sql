{#
  record_versions(source): every delivered row of a source with its defaults applied and its place among the versions of its record.
    version_class  superseded: a later version of the same key is known; withdrawn: the newest version takes the record back; current: it counts
    record_key     key values joined by a bar, for people (of a person: a digest, as this key is shown beside rows that wait);  load_id, line_no, known_at, file_name  where it was delivered
  Newest = latest known_at, then file name, then line. Rows that become known after the as_of of their month are not there yet.
  month_filter: a predicate that limits the rows read (high-volume sources).
#}
{% macro record_versions(source_name, month_filter=none) %}
{%- if not execute -%}
select 1 as parsed_only from {{ source('raw', source_name) }}, {{ source('inputs', 'load') }}, {{ ref('int_month_as_of') }}
{%- else -%}
{%- set node = contract_of(source_name) -%}
{%- set meta = node.config.meta -%}
{%- set secret = meta.get('secret') or {} -%}
{%- set key, shown_key = [], [] -%}
{%- for name in meta.key -%}
    {%- if name == secret.get('column') -%}
        {%- do key.append(secret.key_column) -%}
        {%- do shown_key.append('case when ' ~ secret.key_column ~ ' is not null then ' ~ text_key([secret.key_column]) ~ ' end') -%}
    {%- else -%}
        {%- do key.append(name) -%}
        {%- do shown_key.append(('k.' if meta.get('volume') == 'high' else '') ~ name) -%}
    {%- endif -%}
{%- endfor -%}
{%- set is_high = meta.get('volume') == 'high' -%}
{%- set month = '_month' if is_high else (month_of(meta.month_column) if meta.get('month_column') else none) -%}
{%- set known -%}
    select d.*
    from (
        select
            {%- for name, type in delivered_columns(node) if not name.startswith('_') %}
            {%- set default = node.columns[name].config.meta.get('default') if name in node.columns else none %}
            {%- if default is not none %}
            coalesce(r.{{ name }}, cast({{ sql_text(default) }} as {{ type }})) as {{ name }},
            {%- else %}
            r.{{ name }},
            {%- endif %}
            {%- endfor %}
            {%- if month %}
            {{ month }} as record_month,
            {%- endif %}
            r._load_id as load_id,
            r._line_no as line_no,
            r._known_at as known_at,
            l.file_name
        from {{ source('raw', source_name) }} as r
        inner join {{ source('inputs', 'load') }} as l on r._load_id = l.load_id and l.is_in_effect
        {%- if month_filter %}
        where {{ month_filter }}
        {%- endif %}
    ) as d
    left join {{ ref('int_month_as_of') }} as m on m.month = {{ 'd.record_month' if month else 'm.open_month' }}
    where m.as_of is null or d.known_at <= m.as_of
{%- endset %}
{%- set newest_first = 'order by known_at desc nulls last, file_name desc nulls last, line_no desc nulls last' %}
{%- if is_high %}
{#
  A key of a high-volume source lives in one month and has one version, but for a few: only those are sorted. The rows are read three times, as each time few
  columns or few rows are needed; read once, all of them would have to be kept.
#}
with repeated as (
    select record_month, {{ key | join(', ') }}
    from ({{ known }}) as known
    group by record_month, {{ key | join(', ') }}
    having count(*) > 1
),

ranked as (
    select k.*, {{ bar_key(shown_key) }} as record_key, cast(1 as bigint) as version_rank
    from ({{ known }}) as k
    left join repeated as again on k.record_month = again.record_month{% for column in key %} and k.{{ column }} = again.{{ column }}{% endfor %}
    where again.record_month is null
    union all
    select k.*, {{ bar_key(shown_key) }}, row_number() over (partition by k.record_month, k.{{ key | join(', k.') }} {{ newest_first }})
    from ({{ known }}) as k
    inner join repeated as again on k.record_month = again.record_month{% for column in key %} and k.{{ column }} = again.{{ column }}{% endfor %}
)
{%- else %}
with known as (
    {{ known }}
),

ranked as (
    select
        known.*,
        {{ bar_key(shown_key) }} as record_key,
        row_number() over (partition by {{ key | join(', ') }} {{ newest_first }}) as version_rank
    from known
)
{%- endif %}

select
    ranked.*,
    case
        when version_rank > 1 then 'superseded'
        when record_status = 'withdrawn' then 'withdrawn'
        else 'current'
    end as version_class
from ranked
{%- endif -%}
{% endmacro %}
