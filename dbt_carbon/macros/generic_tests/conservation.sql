{# Tests of conservation and of single rows. #}

{# Every row fulfils a predicate; a null answer fails too. #}
{% test holds(model, predicate) %}
select * from {{ model }}
where not coalesce({{ predicate }}, false)
{% endtest %}

{# A total of this model equals a total of another one, exactly. filter / other_filter limit the two sides. #}
{% test total_equals(model, expression, other_model, other_expression, filter='1 = 1', other_filter='1 = 1') %}
with sides as (
    select
        (select coalesce({{ expression }}, 0) from {{ model }} where {{ filter }}) as this_total,
        (select coalesce({{ other_expression }}, 0) from {{ other_model }} where {{ other_filter }}) as other_total
)

select * from sides
where this_total is distinct from other_total
{% endtest %}

{# There is at least one row: a check that matched nothing fails. #}
{% test has_rows(model) %}
select 1 as no_row
where not exists (select 1 from {{ model }})
{% endtest %}
