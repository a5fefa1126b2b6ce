{#
  Certificates of an account by the year in which their power was generated; a certificate over two years is parted by days, exactly.
  Valid: of a kind that needs no retirement, or retired by the day of as_of and not before its power was generated.
#}
with parted as (
    select
        c.account_id,
        y.period_start,
        not k.needs_retirement or coalesce(c.retired_on <= m.as_of_on and c.retired_on >= c.generated_from, false) as is_valid,
        {{ spread_between('c.kwh', 'c.generated_from', add_days('c.generated_to', 1), 'y.period_start', add_months('y.period_start', 12)) }} as kwh
    from {{ ref('int_green_certificate__checked') }} as c
    inner join {{ ref('certificate_kind') }} as k on c.kind = k.certificate_kind
    inner join (select distinct {{ year_of('month') }} as period_start from {{ ref('int_month_as_of') }}) as y
        on y.period_start <= c.generated_to and {{ add_months('y.period_start', 12) }} > c.generated_from
    cross join {{ ref('dim_as_of') }} as m
    where c.quarantine_reason is null
)

select
    account_id,
    period_start,
    cast(sum(kwh) as decimal(28, 6)) as certificate_kwh,
    cast(coalesce(sum(kwh) filter (where is_valid), 0) as decimal(28, 6)) as valid_kwh,
    count(*) as certificates,
    count(case when is_valid then 1 end) as valid_certificates
from parted
group by account_id, period_start
