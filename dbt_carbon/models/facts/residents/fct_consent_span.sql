{#
  Which decision of a person held, from when until when: of the decisions known at a moment the newest one. A decision takes effect when it has been taken and
  is known; what becomes known later never changes which decision held before. So all versions of a record are read, not only the current ones: a record
  corrected or taken back (or dated so far ahead that it waits) held as it was until then. Nearly everybody decides once: only the others are looked at moment
  by moment.
#}
with decision as (
    select
        person_key,
        purpose,
        decision = 'granted' as is_granted,
        decided_at,
        version_rank,
        greatest(decided_at, known_at) as effective_at,
        record_status = 'withdrawn' or decided_at_local_on > {{ add_days('cast(known_at as date)', 1) }} as is_void
    from {{ ref('base_consent_event') }}
    where person_key is not null and purpose in ('account', 'public_statistics')
),

several as (
    select person_key, purpose
    from decision
    group by person_key, purpose
    having count(*) > 1
),

contested as (
    select d.*
    from decision as d
    inner join several as s on d.person_key = s.person_key and d.purpose = s.purpose
),

moment as (
    select distinct person_key, purpose, effective_at as moment_at from contested
),

{# The newest version of each decision that is known at a moment. #}
known as (
    select
        m.person_key,
        m.purpose,
        m.moment_at,
        d.decided_at,
        min(d.version_rank) as version_rank
    from moment as m
    inner join contested as d on m.person_key = d.person_key and m.purpose = d.purpose and d.effective_at <= m.moment_at
    group by m.person_key, m.purpose, m.moment_at, d.decided_at
),

held as (
    select
        k.person_key,
        k.purpose,
        k.moment_at,
        max_by(case when d.is_granted then 1 else 0 end, case when not d.is_void then k.decided_at end) as granted,
        lead(k.moment_at) over (partition by k.person_key, k.purpose order by k.moment_at nulls last) as next_moment_at
    from known as k
    inner join contested as d
        on k.person_key = d.person_key and k.purpose = d.purpose and k.decided_at = d.decided_at and k.version_rank = d.version_rank
    group by k.person_key, k.purpose, k.moment_at
)

select
    d.person_key,
    d.purpose,
    d.is_granted,
    d.effective_at as held_from,
    cast(null as timestamp) as held_until
from decision as d
left join several as s on d.person_key = s.person_key and d.purpose = s.purpose
where s.person_key is null and not d.is_void
union all
select
    person_key,
    purpose,
    granted = 1,
    moment_at,
    next_moment_at
from held
where granted is not null
