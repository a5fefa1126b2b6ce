with used as (
    select
        account_id,
        {{ year_of('month') }} as period_start,
        sum(bought_kwh) as bought_kwh,
        sum(metered_green_kwh) as green_metered_kwh,
        sum(green_kwh) as green_kwh
    from {{ ref('fct_green_power') }}
    group by account_id, {{ year_of('month') }}
),

{# Certificates of a year in which nothing was bought are left over, all of them. #}
spine as (
    select account_id, period_start from used
    union
    select account_id, period_start from {{ ref('fct_certificate_year') }}
),

gathered as (
    select
        s.account_id,
        s.period_start,
        coalesce(u.bought_kwh, 0) as bought_kwh,
        coalesce(p.self_generated_kwh, 0) as self_generated_kwh,
        coalesce(u.green_metered_kwh, 0) as green_metered_kwh,
        coalesce(c.certificate_kwh, 0) as certificate_kwh,
        coalesce(c.valid_kwh, 0) as valid_kwh,
        coalesce(c.certificates, 0) as certificates,
        coalesce(c.valid_certificates, 0) as valid_certificates,
        coalesce(u.green_kwh, 0) as green_kwh
    from spine as s
    left join used as u on s.account_id = u.account_id and s.period_start = u.period_start
    left join {{ ref('fct_certificate_year') }} as c on s.account_id = c.account_id and s.period_start = c.period_start
    left join {{ ref('fct_account_period') }} as p on s.account_id = p.account_id and s.period_start = p.period_start and p.period_grain = 'year'
)

select
    cast(account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(period_start as date) as period_start,
    cast(bought_kwh as decimal(28, 6)) as bought_kwh,
    cast(self_generated_kwh as decimal(28, 6)) as self_generated_kwh,
    cast(green_metered_kwh as decimal(28, 6)) as green_metered_kwh,
    cast(certificate_kwh as decimal(28, 6)) as certificate_kwh,
    cast(valid_kwh as decimal(28, 6)) as certificate_valid_kwh,
    cast(certificates as bigint) as certificates,
    cast(valid_certificates as bigint) as certificates_valid,
    cast(green_kwh as decimal(28, 6)) as green_counted_kwh,
    cast(case when valid_kwh > green_metered_kwh then valid_kwh else green_metered_kwh end - green_kwh as decimal(28, 6)) as green_excess_kwh
from gathered
