{{ config(
    materialized='by_month',
    month_column='booked_month',
    volume_source='personal_behaviour',
    also_dirty='months_of_points_that_changed'
) }}

-- depends_on: {{ ref('fct_points_late') }}
{#
  The ledger of points, derived and never posted: one row per entry, seen from the person. Its other side is booked on the counter account of the same entry, so
  that both sides of the ledger add up to zero. One earn per person, scheme and month, which names the month as its cause; from the close of the
  month on it stands, and what becomes known later is a reverse and a new earn in the month in which it became known, which name the month that they correct.
  A redemption names its record.
#}
with late as (
    select * from {{ ref('fct_points_late') }}
    where month = {{ month_start() }} or booked_month = {{ month_start() }}
),

earned as (
    select
        m.person_key,
        m.scheme_code,
        sum(m.points) as points
    from {{ ref('fct_points_month') }} as m
    where m.month = {{ month_start() }}
    group by m.person_key, m.scheme_code
),

settled_at_close as (
    select distinct person_key, scheme_code from late where month = {{ month_start() }}
)

select
    e.person_key,
    e.scheme_code,
    {{ month_start() }} as booked_month,
    {{ add_days(add_months(month_start(), 1), -1) }} as booked_on,
    'earn' as entry_type,
    cast(e.points as decimal(28, 3)) as points,
    {{ month_start() }} as cause_month,
    cast(null as {{ dbt.type_string() }}) as cause_record,
    cast(null as {{ dbt.type_string() }}) as reason_code
from earned as e
left join settled_at_close as s on e.person_key = s.person_key and e.scheme_code = s.scheme_code
where s.person_key is null
union all
select
    person_key,
    scheme_code,
    {{ month_start() }},
    {{ add_days(add_months(month_start(), 1), -1) }},
    'earn',
    points,
    month,
    cast(null as {{ dbt.type_string() }}),
    case when month < booked_month then 'became_known_late' end
from late
where booked_month = {{ month_start() }} and points <> points_before and points <> 0
union all
select
    person_key,
    scheme_code,
    {{ month_start() }},
    {{ add_days(add_months(month_start(), 1), -1) }},
    'reverse',
    cast(-points_before as decimal(28, 3)),
    month,
    cast(null as {{ dbt.type_string() }}),
    'became_known_late'
from late
where booked_month = {{ month_start() }} and points <> points_before and points_before <> 0
union all
select
    r.person_key,
    r.scheme_code,
    {{ month_start() }},
    r.redeemed_on,
    'redeem',
    cast(-r.points as decimal(28, 3)),
    {{ month_start() }},
    r.redemption_id,
    case when u.is_overdrawn then 'balance_exceeded' end
from {{ ref('int_points_redemption__checked') }} as r
left join {{ ref('fct_points_use') }} as u on r.person_key = u.person_key and r.scheme_code = u.scheme_code and u.month = {{ month_start() }}
where r.quarantine_reason is null and r.month = {{ month_start() }} and r.points <> 0
union all
select
    person_key,
    scheme_code,
    {{ month_start() }},
    {{ add_days(add_months(month_start(), 1), -1) }},
    'expire',
    cast(-expired as decimal(28, 3)),
    {{ month_start() }},
    cast(null as {{ dbt.type_string() }}),
    'expired'
from {{ ref('fct_points_use') }}
where month = {{ month_start() }} and expired <> 0
union all
select
    person_key,
    scheme_code,
    {{ month_start() }},
    {{ add_days(add_months(month_start(), 1), -1) }},
    'write_off',
    written_off,
    {{ month_start() }},
    cast(null as {{ dbt.type_string() }}),
    'balance_below_zero'
from {{ ref('fct_points_use') }}
where month = {{ month_start() }} and written_off <> 0
