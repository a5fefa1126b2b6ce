{# The test of a reference table: all that holds for its single rows and keys, in one query. What a value means is checked in tests/reference. #}

{#
One row per faulty row of the table: everything that is wrong with it (`problem`) and its key. Of every reference table it asks that
- the key is unique; no part of it is empty, but for valid_from and published_on (empty = open, always known) and the columns in may_be_empty;
- the columns in filled, source_document and evidence are not empty, and evidence is a word that seeds/README.md explains.

Where the table says so
- accepted: the column has one of these values or none; written as text whatever its type;
- refers_to: the column has a value of that field of the table `to`, or none;
- validity, where valid_from is part of the key: it ends after it begins, and no two rows of one thing are valid on the same day.
  One thing is the key without valid_from, or validity_of;
- bounds_of: no two ranges from lower_bound to upper_bound of one such thing overlap.
#}
{% test reference_table(model, key, may_be_empty=[], filled=[], accepted={}, refers_to={}, validity_of=none, bounds_of=none) %}
{%- set words = dict(accepted, evidence=['verified', 'secondary', 'memory', 'proposal', 'convention']) -%}
{%- set needed = key | reject('in', may_be_empty + ['valid_from', 'published_on']) | list + filled + ['source_document', 'evidence'] -%}
with judged as (
    select
        {%- for column in key %}
        this.{{ column }},
        {%- endfor %}
        concat_ws(
            '; ',
            case when count(*) over (partition by this.{{ key | join(', this.') }}) > 1 then 'more than one row of this key' end
            {%- for column in needed %},
            case when this.{{ column }} is null then '{{ column }} is empty' end
            {%- endfor %}
            {%- for column, values in words.items() %},
            case
                when cast(this.{{ column }} as string) not in ('{{ values | join("', '") }}')
                    then '{{ column }} ' || cast(this.{{ column }} as string) || ' is none of {{ values | join(", ") }}'
            end
            {%- endfor %}
            {%- for column, other in refers_to.items() %},
            case
                when this.{{ column }} is not null and other_{{ loop.index }}.{{ other.field }} is null
                    then '{{ column }} ' || cast(this.{{ column }} as string) || ' is no {{ other.field }} of {{ other.to.identifier }}'
            end
            {%- endfor %}
            {%- if 'valid_from' in key %},
            case when this.valid_to <= this.valid_from then 'valid_to is not after valid_from' end,
            {{ range_overlap(validity_of or key | reject('equalto', 'valid_from') | list, 'valid_from', 'valid_to') }}
            {%- endif %}
            {%- if bounds_of %},
            {{ range_overlap(bounds_of, 'lower_bound', 'upper_bound') }}
            {%- endif %}
        ) as problem
    from {{ model }} as this
    {%- for column, other in refers_to.items() %}
    left join (select distinct {{ other.field }} from {{ other.to }}) as other_{{ loop.index }}
        on this.{{ column }} = other_{{ loop.index }}.{{ other.field }}
    {%- endfor %}
)

select problem, {{ key | join(', ') }}
from judged
where problem <> ''
{% endtest %}

{# The problem of a row whose half-open range begins before that of the row before it has ended; an empty end is open. #}
{% macro range_overlap(thing, from_column, to_column) -%}
{%- set in_order -%}
over (partition by this.{{ thing | join(', this.') }} order by this.{{ from_column }} nulls first, this.{{ to_column }} nulls last)
{%- endset -%}
case
                when row_number() {{ in_order }} > 1 and coalesce(lag(this.{{ to_column }}) {{ in_order }} > this.{{ from_column }}, true)
                    then '{{ from_column }} to {{ to_column }} overlaps another row of the same {{ thing | join(", ") }}'
            end
{%- endmacro %}
