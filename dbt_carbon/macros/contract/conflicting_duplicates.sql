{#
  conflicting_duplicates(source): rows of one load that state the same record twice with other content. The last line wins; the others are named here,
  because a deliverer will want to know. Rows that repeat a record word for word are superseded without a word.
#}
{% macro conflicting_duplicates(source_name) %}
{%- set earlier, later = [], [] -%}
{%- if execute -%}
    {%- set node = contract_of(source_name) -%}
    {%- set secret = node.config.meta.get('secret') or {} -%}
    {%- for name in node.columns -%}
        {%- set column = secret.key_column if name == secret.get('column') else name -%}
        {%- do earlier.append('earlier.' ~ column) -%}
        {%- do later.append('later.' ~ column) -%}
    {%- endfor -%}
{%- endif -%}
select distinct
    '{{ source_name }}' as source,
    earlier.load_id,
    earlier.line_no,
    earlier.record_key
from {{ ref('base_' ~ source_name) }} as earlier
inner join {{ ref('base_' ~ source_name) }} as later
    on earlier.load_id = later.load_id
    and earlier.record_key = later.record_key
    and later.line_no > earlier.line_no
    and {{ bar_key(later) }} <> {{ bar_key(earlier) }}
where earlier.version_class = 'superseded'
{% endmacro %}
