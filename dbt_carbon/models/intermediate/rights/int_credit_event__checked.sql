{#
  Every current record of credit_event with what stops it, if anything, and whether its trigger is one of the list: the others bear on no rating. One
  cleared before it occurred is wrong in one of the two days.
#}
with checked as (
    {{ checked_records('credit_event') }}
),

listed as (
    select distinct trigger_code from {{ ref('no_rating_trigger') }}
)

select
    c.event_id,
    c.account_id,
    c.trigger_code,
    t.trigger_code is not null as is_known_trigger,
    c.occurred_on,
    c.cleared_on,
    c.evidence_ref,
    c.record_key,
    c.load_id,
    c.line_no,
    c.known_at,
    coalesce(c.quarantine_reason, case when c.cleared_on < c.occurred_on then 'wrong_period' end) as quarantine_reason
from checked as c
left join listed as t on c.trigger_code = t.trigger_code
