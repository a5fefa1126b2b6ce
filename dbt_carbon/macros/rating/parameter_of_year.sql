{# The order of dated rows of which the newest decides. #}
{% macro newest_first(row) -%}
    {{ row }}.valid_from desc nulls last, {{ row }}.published_on desc nulls last
{%- endmacro %}

{# One parameter of a method for each year of a relation that has period_start: period_start, value, evidence. The newest row in force decides. #}
{% macro parameter_of_year(parameter_code, years) -%}
    select
        r.period_start,
        r.value,
        r.evidence
    from (
        select
            y.period_start,
            p.value,
            p.evidence,
            row_number() over (partition by y.period_start order by {{ newest_first('p') }}) as place
        from (select distinct period_start from {{ years }}) as y
        cross join {{ ref('dim_as_of') }} as d
        inner join {{ ref('method_parameter') }} as p on p.parameter_code = '{{ parameter_code }}' and {{ in_force('p', 'y.period_start', 'd.as_of_on') }}
    ) as r
    where r.place = 1
{%- endmacro %}
