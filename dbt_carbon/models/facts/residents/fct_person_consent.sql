{#
  The newest decision of each person on each purpose, as of the day. Nothing is filtered by it here: facts count everybody, and consent is applied where
  a file, a report or a loan decision is made. Granted is who granted last: two maxima instead of a window, because there are millions of decisions.
#}
select
    e.person_key,
    e.purpose,
    coalesce(max(case when e.decision = 'granted' then e.decided_at end) = max(e.decided_at), false) as is_granted,
    max(e.decided_at) as decided_at
from {{ ref('int_consent_event__checked') }} as e
cross join {{ ref('dim_as_of') }} as d
where
    e.quarantine_reason is null
    and e.person_key is not null
    and e.decided_at_local_on <= d.as_of_on
group by e.person_key, e.purpose
