{#
  When a month closes: a number of days after its end, but not before as many days after its first record became known, so that a history delivered at once
  has time to be completed. It is shown as closed from the next day on, so that nothing changes within a day. register_digest names what was known of persons and their consent by then: a load of an older known_at that arrives later
  changes it, and the totals of the month are built again.
#}
with first_known as (
    select month, min(first_known_at) as first_known_at
    from {{ ref('fct_behaviour_class') }}
    group by month
),

closing as (
    select
        f.month,
        greatest(
            cast({{ add_days(add_months('f.month', 1), 'cast(floor(r.value) as int)') }} as timestamp),
            {{ add_minutes('f.first_known_at', 'cast(floor(r.value) as int) * 1440') }}
        ) as closed_at
    from first_known as f
    inner join {{ ref('resident_rule') }} as r on r.rule_code = 'MONTH_CLOSE_DAYS' and {{ holds_on('r', 'f.month') }}
),

register as (
    select c.month, {{ text_key([ordered_text('l.load_id', 'l.load_id')]) }} as register_digest
    from closing as c
    inner join {{ ref('fct_load') }} as l on l.source in ('person_registry', 'consent_event') and l.is_in_effect and l.known_at <= c.closed_at
    group by c.month
)

select
    c.month,
    c.closed_at,
    cast(c.closed_at as date) < d.as_of_on as is_closed,
    coalesce(r.register_digest, '') as register_digest
from closing as c
cross join {{ ref('dim_as_of') }} as d
left join register as r on c.month = r.month
