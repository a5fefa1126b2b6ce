{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='personal_behaviour'
) }}

{#
  Points of a closed month as they stood: what was booked at its close stands, and what became known later is booked in the calendar month in which it became
  known. Only of persons of whom something became known late; everybody else's points of a month are booked in it.
    booked_month   the month itself for what was known at its close, else the month (UTC) in which the change became known
    points         what the month is worth from then on; points_before  what it was worth before (0 at the close)
  A record becomes known with its delivery, or with the registration of its person or bank where that came later; a review with its delivery. Which records share their
  second with many others is taken from today, since it rests on all persons.
#}
with close_of_month as (
    select closed_at from {{ ref('fct_month_close') }} where month = {{ month_start() }}
),

record as (
    select c.*
    from {{ ref('int_personal_behaviour__checked') }} as c
    where c.month = {{ month_start() }}
),

{# Masters that were registered after the close, though records named them before. #}
registered_late as (
    select person_key, min(known_from) as known_from
    from {{ ref('fct_person_version') }}
    group by person_key
    having min(known_from) > (select closed_at from close_of_month)
),

bank_late as (
    select bank_code, min(known_at) as known_from
    from {{ ref('base_bank_registry') }}
    group by bank_code
    having min(known_at) > (select closed_at from close_of_month)
),

review as (
    select * from {{ ref('base_behaviour_review') }}
    where {{ month_of('occurred_on') }} = {{ month_start() }} and record_status <> 'withdrawn'
),

concerned as (
    select person_key from record where known_at > (select closed_at from close_of_month)
    union
    select r.person_key from record as r inner join registered_late as l on r.person_key = l.person_key
    union
    select r.person_key from record as r inner join bank_late as b on r.bank_code = b.bank_code
    union
    select r.person_key
    from record as r
    inner join review as v on r.event_id = v.event_id and r.source_system = v.source_system
    where v.known_at > (select closed_at from close_of_month)
),

{# The month in which something is booked, by when it became known. #}
known_record as (
    select
        r.*,
        f.file_name,
        case
            when greatest(r.known_at, coalesce(l.known_from, r.known_at), coalesce(b.known_from, r.known_at)) <= c.closed_at then r.month
            else {{ month_of('greatest(r.known_at, coalesce(l.known_from, r.known_at), coalesce(b.known_from, r.known_at))') }}
        end as known_month
    from record as r
    cross join close_of_month as c
    inner join concerned as p on r.person_key = p.person_key
    left join registered_late as l on r.person_key = l.person_key
    left join bank_late as b on r.bank_code = b.bank_code
    left join {{ ref('fct_load') }} as f on r.load_id = f.load_id and f.is_in_effect
),

known_review as (
    select
        v.*,
        case when v.known_at <= c.closed_at then {{ month_start() }} else {{ month_of('v.known_at') }} end as known_month
    from review as v
    cross join close_of_month as c
),

edition as (
    select {{ month_start() }} as booked_month
    where exists (select 1 from known_record)
    union
    select known_month from known_record
    union
    select known_month from known_review where exists (select 1 from known_record)
),

versioned as (
    select
        e.booked_month,
        r.*,
        row_number() over (
            partition by e.booked_month, r.event_id, r.source_system order by r.known_at desc nulls last, r.file_name desc nulls last, r.line_no desc nulls last
        ) as version_rank
    from edition as e
    inner join known_record as r on r.known_month <= e.booked_month
),

checked as (
    select
        booked_month,
        month,
        load_id,
        line_no,
        event_id,
        source_system,
        person_key,
        scheme_code,
        behaviour_code,
        occurred_at,
        occurred_on,
        factor_no,
        factor_quantity,
        whole_g,
        whole_points,
        reason_code,
        case when version_rank > 1 then 'superseded' when is_withdrawal then 'withdrawn' else 'current' end as version_class
    from versioned
),

{%- set reviews_of_edition -%}
select
        e.booked_month,
        v.event_id,
        v.source_system,
        max_by(v.decision, v.decided_at) as decision
    from edition as e
    inner join known_review as v on v.known_month <= e.booked_month
    group by e.booked_month, v.event_id, v.source_system
{%- endset %}
{%- set crowds_of_today -%}
select c.booked_month, c.load_id, c.line_no
    from checked as c
    inner join {{ ref('fct_behaviour_verdict') }} as v
        on v.month = {{ month_start() }} and v.rule_code = 'SAME_SECOND' and c.load_id = v.load_id and c.line_no = v.line_no
{%- endset %}
{{ behaviour_verdicts('checked', edition=['booked_month'], reviews=reviews_of_edition, crowds=crowds_of_today) }},

judged as (
    select
        c.booked_month,
        c.person_key,
        c.scheme_code,
        c.whole_points,
        b.effect,
        b.points_per_unit,
        v.counted_quantity as quantity_left,
        {{ behaviour_outcome('c', 'v') }} as outcome
    from checked as c
    left join factor as b on c.factor_no = b.factor_no
    left join verdict as v on c.booked_month = v.booked_month and c.load_id = v.load_id and c.line_no = v.line_no
    where c.scheme_code is not null
),

standing as (
    select
        booked_month,
        person_key,
        scheme_code,
        cast(sum({{ points_earned() }}) as decimal(28, 3)) as points
    from judged
    group by booked_month, person_key, scheme_code
),

{# A person and scheme have a worth in every edition, if it is none. #}
every_edition as (
    select
        e.booked_month,
        s.person_key,
        s.scheme_code,
        coalesce(p.points, cast(0 as decimal(28, 3))) as points
    from edition as e
    cross join (select distinct person_key, scheme_code from standing) as s
    left join standing as p on e.booked_month = p.booked_month and s.person_key = p.person_key and s.scheme_code = p.scheme_code
)

select
    {{ month_start() }} as month,
    booked_month,
    person_key,
    scheme_code,
    points,
    coalesce(lag(points) over (partition by person_key, scheme_code order by booked_month nulls last), cast(0 as decimal(28, 3))) as points_before
from every_edition
