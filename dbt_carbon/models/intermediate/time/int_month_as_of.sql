{{ config(materialized='table') }}

with recursive run as (
    select
        as_of,
        as_of_on,
        {{ month_of('as_of_on') }} as open_month
    from {{ source('inputs', 'run') }}
),

months (month_no) as (
    select cast(0 as bigint)
    union all
    select month_no + 1 from months where month_no < 12 * 140
)

select
    {{ add_months("date '1960-01-01'", 'months.month_no') }} as month,
    run.as_of,
    run.as_of_on,
    run.open_month
from months
cross join run
