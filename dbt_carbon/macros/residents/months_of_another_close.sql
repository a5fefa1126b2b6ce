{#
  Months whose totals were built under another close than that of today: they have closed since, or what is known of persons by then has become another
  (a load of an older known_at has arrived, or one no longer counts). Further months for fct_community_month to build.
#}
{% macro months_of_another_close() -%}
    select coalesce(m.month, t.month) as month
    from (select month, closed_at, register_digest from {{ ref('fct_month_close') }} where is_closed) as m
    full join (select distinct month, closed_at, register_digest from {{ this }}) as t
        on m.month = t.month and m.closed_at = t.closed_at and m.register_digest = t.register_digest
    where m.month is null or t.month is null
{%- endmacro %}
