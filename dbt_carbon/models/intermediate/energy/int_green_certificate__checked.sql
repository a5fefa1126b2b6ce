{#
  Every current record of green_certificate with what stops it, if anything: generation that ends before it begins, or that lies outside the calendar, has no
  year that it could count in.
#}
with checked as (
    {{ checked_records('green_certificate') }}
),

calendar as (
    select min(month) as calendar_start, {{ add_months('max(month)', 1) }} as calendar_end from {{ ref('int_month_as_of') }}
)

select
    c.certificate_id,
    c.account_id,
    c.kind,
    c.generated_from,
    c.generated_to,
    c.kwh,
    c.technology,
    c.area_code,
    c.supplier,
    c.retired_on,
    c.record_key,
    c.load_id,
    c.line_no,
    c.known_at,
    coalesce(
        c.quarantine_reason,
        case
            when c.generated_to < c.generated_from or c.generated_from < k.calendar_start or c.generated_to >= k.calendar_end then 'wrong_period'
        end
    ) as quarantine_reason
from checked as c
cross join calendar as k
