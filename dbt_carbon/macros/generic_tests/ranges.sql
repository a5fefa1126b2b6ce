{# Tests of validity ranges: half-open, an empty end is open. #}

{% test valid_range(model, from_column, to_column) %}
select * from {{ model }}
where {{ to_column }} is not null and {{ from_column }} is not null and {{ to_column }} <= {{ from_column }}
{% endtest %}

{% test no_validity_overlap(model, key, from_column, to_column) %}
with numbered as (
    select
        {{ key | join(', ') }},
        {{ from_column }} as range_from,
        {{ to_column }} as range_to,
        row_number() over (order by {{ key | join(' nulls first, ') }} nulls first, {{ from_column }} nulls first, {{ to_column }} nulls first) as row_no
    from {{ model }}
)

select a.*
from numbered as a
inner join numbered as b
    on a.row_no < b.row_no
    {%- for column in key %}
    and a.{{ column }} is not distinct from b.{{ column }}
    {%- endfor %}
where
    (a.range_from is null or b.range_to is null or a.range_from < b.range_to)
    and (b.range_from is null or a.range_to is null or b.range_from < a.range_to)
{% endtest %}
