{# The calendar of months that marts may read; open_month is the month of as_of, which is not over yet. #}
select
    month,
    as_of_on,
    open_month,
    month < open_month as is_over
from {{ ref('int_month_as_of') }}
