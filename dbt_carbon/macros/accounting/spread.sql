{#
  The part of a quantity that belongs to one month of its period, by days: round(Q x days to its end / days, 6) - round(Q x days to its start / days, 6),
  so that the parts add up to the quantity exactly. Columns: quantity, period_start (date), period_end (date, exclusive), month (date).
  precision: digits of the part; 18 for quantities, 28 for money, of which a period may hold 16 digits before the point.
#}
{% macro spread_share(quantity, period_start, period_end, month, precision=18) -%}
    cast(
        {{ _spread_to(quantity, period_start, period_end, add_months(month, 1), precision) }}
        - {{ _spread_to(quantity, period_start, period_end, month, precision) }}
    as decimal({{ precision }}, 6))
{%- endmacro %}

{% macro _spread_to(quantity, period_start, period_end, day, precision=18) -%}
    {{ quotient(
        'cast(' ~ quantity ~ ' as decimal(' ~ [precision, 19] | max ~ ', 6)) * cast(' ~ days_between(period_start, day) ~ ' as decimal(9, 0))',
        'cast(' ~ days_between(period_start, period_end) ~ ' as decimal(9, 0))',
        6, 0, 6, 28
    ) }}
{%- endmacro %}

{#
  Records of a relation of checked periods whose months a longer record of the same kind covers (equal length: the one that starts first), load_id and line_no.
  The relation has load_id, line_no, period_month, period_months, period_end and stopped_by (what else stops a record); keys tell the kind.
  A record that is covered itself covers nothing: of a year, a quarter that reaches beyond it and a month of that quarter after the year, the year and the
  month count. So the answer is found in rounds: first every record that overlaps a longer one may be covered, then the rounds are by turns those that
  are surely covered and those that may be. Eight rounds are exact for chains of eight overlapping lengths; of a longer one a record rather waits than
  counts twice.
#}
{% macro covered_by_longer_period(relation, keys, rounds=8) -%}
    with overlapping as (
        select s.load_id, s.line_no, l.load_id as longer_load_id, l.line_no as longer_line_no
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
    ),

    covered_0 as (
        select distinct o.load_id, o.line_no from overlapping as o
    ),
    {%- for round in range(1, rounds + 1) %}

    covered_{{ round }} as (
        select distinct o.load_id, o.line_no
        from overlapping as o
        left join covered_{{ round - 1 }} as c on o.longer_load_id = c.load_id and o.longer_line_no = c.line_no
        where c.load_id is null
    ){{ ',' if not loop.last }}
    {%- endfor %}

    select c.load_id, c.line_no from covered_{{ rounds }} as c
{%- endmacro %}

{# One row per record that nothing stops and month of its period, with the part of the quantity that belongs to the month. #}
{% macro months_of_period(relation, quantity, share) -%}
{{ months_of_measures(relation, [(quantity, share, 18)]) }}
{%- endmacro %}

{# The same for several measures of a record: (column, name of its part, digits of the part). What is not stated stays empty. #}
{% macro months_of_measures(relation, measures) -%}
select
    c.*,
    m.month,
    c.period_months > 1 as is_spread,
    {%- for column, share, precision in measures %}
    {{ spread_share('c.' ~ column, 'c.period_month', 'c.period_end', 'm.month', precision) }} as {{ share }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ relation }} as c
inner join {{ ref('int_month_as_of') }} as m on m.month >= {{ month_of('c.period_month') }} and m.month < c.period_end
where c.quarantine_reason is null
{%- endmacro %}
