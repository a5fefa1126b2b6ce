{#
  Every current record of points_redemption with what stops it, if anything, and the scheme whose points were given: a reward belongs to one scheme, and
  points of several schemes are never mixed.
#}
with checked as (
    {{ checked_records('points_redemption', masters=['person_registry']) }}
)

select
    c.redemption_id,
    c.person_key,
    c.redeemed_at,
    c.redeemed_at_local_on as redeemed_on,
    {{ month_of('c.redeemed_at_local_on') }} as month,
    c.points,
    c.reward_code,
    r.scheme as scheme_code,
    c.value_cny,
    c.merchant,
    c.record_key,
    c.load_id,
    c.line_no,
    c.known_at,
    coalesce(c.quarantine_reason, case when r.reward_code is null then 'unknown_reward' end) as quarantine_reason
from checked as c
left join {{ ref('points_reward') }} as r on c.reward_code = r.reward_code
