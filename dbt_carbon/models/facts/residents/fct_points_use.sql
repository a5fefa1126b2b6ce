{#
  What befalls the points of those who redeemed some, or whose points expire; nobody else's points do anything but add up. By person, scheme and month:
    redeemed   given for rewards in the month
    expired    lost in the month: points go in the order in which they end, so that by the start of a day all points that end on it or ended before are either redeemed
               or lost: lost(day) = the largest, over all days so far, of points that had ended by that day less points redeemed before it (never below 0)
    written_off  the amount at which a balance below zero is set to zero again: after WRITE_OFF_MONTHS month-ends in a row below zero; once per person and scheme
    balance_end  after all of it. A month with redemptions whose balance_end is below zero has redeemed more than there was (is_overdrawn).
  Only what is over by the day of as_of counts.
#}
with redemption as (
    select
        person_key,
        scheme_code,
        redeemed_on as on_day,
        cast(sum(points) as decimal(28, 3)) as redeemed
    from {{ ref('int_points_redemption__checked') }}
    where quarantine_reason is null
    group by person_key, scheme_code, redeemed_on
),

ending as (
    select
        m.person_key,
        m.scheme_code,
        m.expires_on as on_day,
        cast(sum(m.points) as decimal(28, 3)) as ended
    from {{ ref('fct_points_month') }} as m
    cross join {{ ref('dim_as_of') }} as d
    where m.expires_on <= d.as_of_on
    group by m.person_key, m.scheme_code, m.expires_on
),

concerned as (
    select person_key, scheme_code from redemption
    union
    select person_key, scheme_code from ending
),

happening as (
    select
        person_key,
        scheme_code,
        on_day,
        sum(redeemed) as redeemed,
        sum(ended) as ended
    from (
        select person_key, scheme_code, on_day, redeemed, cast(0 as decimal(28, 3)) as ended from redemption
        union all
        select person_key, scheme_code, on_day, cast(0 as decimal(28, 3)), ended from ending
    ) as each_happening
    group by person_key, scheme_code, on_day
),

running as (
    select
        happening.*,
        sum(ended) over (partition by person_key, scheme_code order by on_day nulls last rows between unbounded preceding and current row)
        - coalesce(sum(redeemed) over (partition by person_key, scheme_code order by on_day nulls last rows between unbounded preceding and 1 preceding), 0)
            as ended_unredeemed
    from happening
),

lost as (
    select
        running.*,
        greatest(max(ended_unredeemed) over (partition by person_key, scheme_code order by on_day nulls last rows between unbounded preceding and current row), 0) as lost_by
    from running
),

month_change as (
    select
        person_key,
        scheme_code,
        {{ month_of('on_day') }} as month,
        sum(redeemed) as redeemed,
        max(lost_by) as lost_by
    from lost
    group by person_key, scheme_code, {{ month_of('on_day') }}
),

earned as (
    select
        m.person_key,
        m.scheme_code,
        m.month,
        sum(m.points) as earned
    from {{ ref('fct_points_month') }} as m
    inner join concerned as c on m.person_key = c.person_key and m.scheme_code = c.scheme_code
    group by m.person_key, m.scheme_code, m.month
),

{# Every month from the first event to that of as_of, since months without events count towards a write-off. #}
span as (
    select
        s.person_key,
        s.scheme_code,
        c.month
    from (
        select person_key, scheme_code, min(month) as first_month
        from (
            select person_key, scheme_code, month from earned
            union all
            select person_key, scheme_code, month from month_change
        ) as all_months
        group by person_key, scheme_code
    ) as s
    inner join {{ ref('dim_month') }} as c on s.first_month <= c.month and c.month <= c.open_month
),

by_month as (
    select
        s.person_key,
        s.scheme_code,
        s.month,
        coalesce(e.earned, 0) as earned,
        coalesce(c.redeemed, 0) as redeemed,
        coalesce(max(c.lost_by) over (partition by s.person_key, s.scheme_code order by s.month nulls last rows between unbounded preceding and current row), 0) as lost_by
    from span as s
    left join earned as e on s.person_key = e.person_key and s.scheme_code = e.scheme_code and s.month = e.month
    left join month_change as c on s.person_key = c.person_key and s.scheme_code = c.scheme_code and s.month = c.month
),

balanced as (
    select
        by_month.*,
        lost_by - coalesce(lag(lost_by) over (partition by person_key, scheme_code order by month nulls last), 0) as expired,
        sum(earned - redeemed) over (partition by person_key, scheme_code order by month nulls last rows between unbounded preceding and current row) - lost_by as balance
    from by_month
),

{# How many month-ends in a row, this one included, the balance has been below zero. #}
below_zero as (
    select
        streak.*,
        case when balance < 0 then row_number() over (partition by person_key, scheme_code, streak_no order by month nulls last) else 0 end as months_below
    from (
        select
            balanced.*,
            sum(case when balance < 0 then 0 else 1 end) over (partition by person_key, scheme_code order by month nulls last rows between unbounded preceding and current row) as streak_no
        from balanced
    ) as streak
),

due as (
    select
        b.person_key,
        b.scheme_code,
        min(b.month) as month
    from below_zero as b
    inner join {{ ref('resident_rule') }} as r on r.rule_code = 'WRITE_OFF_MONTHS' and {{ holds_on('r', 'b.month') }}
    {# The first row of a streak that does not open the table is the month before it, still at or above zero. #}
    where b.months_below - case when b.streak_no > 0 then 1 else 0 end >= r.value
    group by b.person_key, b.scheme_code
),

settled as (
    select
        b.*,
        case when b.month = w.month then -b.balance else 0 end as written_off,
        b.balance - coalesce(max(case when b.month = w.month then b.balance end) over (
            partition by b.person_key, b.scheme_code order by b.month nulls last rows between unbounded preceding and current row
        ), 0) as balance_end
    from below_zero as b
    left join due as w on b.person_key = w.person_key and b.scheme_code = w.scheme_code
)

select
    person_key,
    scheme_code,
    month,
    cast(redeemed as decimal(28, 3)) as redeemed,
    cast(expired as decimal(28, 3)) as expired,
    cast(written_off as decimal(28, 3)) as written_off,
    cast(balance_end as decimal(28, 3)) as balance_end,
    redeemed > 0 and balance_end < 0 as is_overdrawn
from settled
