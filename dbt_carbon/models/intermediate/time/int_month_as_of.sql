{{ config(materialized='table') }}

{# The months are counted by cross joins, not by recursion: Spark ends a recursive query after 100 steps. #}
with run as (
    select
        as_of,
        as_of_on,
        {{ month_of('as_of_on') }} as open_month
    from {{ source('inputs', 'run') }}
),

twelve as (
    {%- for n in range(12) %}
    select cast({{ n }} as bigint) as n
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

months as (
    select 144 * a.n + 12 * b.n + c.n as month_no
    from twelve as a
    cross join twelve as b
    cross join twelve as c
)

select
    {{ add_months("date '1960-01-01'", 'months.month_no') }} as month,
    run.as_of,
    run.as_of_on,
    run.open_month
from months
cross join run
where months.month_no < 12 * 140
