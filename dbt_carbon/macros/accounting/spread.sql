{#
  The part of a quantity that belongs to one month of its period, by days: round(Q x days to its end / days, 6) - round(Q x days to its start / days, 6),
  so that the parts add up to the quantity exactly. Columns: quantity, period_start (date), period_end (date, exclusive), month (date).
#}
{% macro spread_share(quantity, period_start, period_end, month) -%}
    cast(
        {{ _spread_to(quantity, period_start, period_end, add_months(month, 1)) }}
        - {{ _spread_to(quantity, period_start, period_end, month) }}
    as decimal(18, 6))
{%- endmacro %}

{% macro _spread_to(quantity, period_start, period_end, day) -%}
    {{ quotient(
        'cast(' ~ quantity ~ ' as decimal(19, 6)) * cast(' ~ days_between(period_start, day) ~ ' as decimal(9, 0))',
        'cast(' ~ days_between(period_start, period_end) ~ ' as decimal(9, 0))',
        6, 0, 6, 28
    ) }}
{%- endmacro %}

{#
  Records of a relation of checked periods whose months a longer record of the same kind covers (equal length: the one that starts first).
  The relation has load_id, line_no, period_month, period_months, period_end and stopped_by (what else stops a record); keys tell the kind.
#}
{% macro covered_by_longer_period(relation, keys) -%}
    select distinct s.load_id, s.line_no
    from {{ relation }} as s
    inner join {{ relation }} as l
        on s.stopped_by is null
        and l.stopped_by is null
        {%- for key in keys %}
        and s.{{ key }} = l.{{ key }}
        {%- endfor %}
        and (l.period_months > s.period_months or (l.period_months = s.period_months and l.period_month < s.period_month))
        and l.period_month < s.period_end
        and l.period_end > s.period_month
{%- endmacro %}

{# One row per record that nothing stops and month of its period, with the part of the quantity that belongs to the month. #}
{% macro months_of_period(relation, quantity, share) -%}
select
    c.*,
    m.month,
    c.period_months > 1 as is_spread,
    {{ spread_share('c.' ~ quantity, 'c.period_month', 'c.period_end', 'm.month') }} as {{ share }}
from {{ relation }} as c
inner join {{ ref('int_month_as_of') }} as m on m.month >= {{ month_of('c.period_month') }} and m.month < c.period_end
where c.quarantine_reason is null
{%- endmacro %}
