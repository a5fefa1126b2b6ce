{# The equivalent in trees that holds on the day of as_of: one row, or none. #}
{% macro tree_in_force() -%}
    select
        t.equivalent_code,
        t.value as kg_per_tree,
        {{ evidence_rank('t.evidence') }} as evidence_rank
    from {{ ref('tree_equivalent') }} as t
    cross join {{ ref('dim_as_of') }} as d
    where t.equivalent_code = 'QUZHOU' and {{ holds_on('t', 'd.as_of_on') }}
{%- endmacro %}
