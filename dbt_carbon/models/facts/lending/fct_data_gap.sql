{#
  What is missing of an account's year, or was delivered and cannot be used, by reason: months without activity, a colour or a part of the credit score that
  cannot be given, an intensity without a denominator, a loan that nothing can be attributed to, a side of a farm's account. Disclosed in the credit report,
  filled nowhere. That no scheme rates forests is no gap of an account.
#}
with part as (
    select distinct part from {{ ref('credit_weight') }}
),

gap as (
    select account_id, period_start, 'months_missing' as reason_code
    from {{ ref('fct_account_period') }}
    where period_grain = 'year' and not is_complete
    union
    select account_id, period_start, reason_code from {{ ref('fct_account_colour') }}
    union
    select c.account_id, c.period_start, 'missing_' || p.part
    from {{ ref('fct_credit_rating') }} as c
    inner join part as p on instr('|' || c.missing_parts || '|', '|' || p.part || '|') > 0
    union
    select account_id, period_start, reason_code from {{ ref('fct_intensity') }}
    union
    select account_id, period_start, reason_code from {{ ref('fct_financed_emission') }} where not is_attributed
    union
    select account_id, period_start, pboc_reason_code from {{ ref('fct_financed_emission') }}
    union
    select account_id, period_start, 'no_emission' from {{ ref('fct_farm_year') }} where not has_emission
    union
    select account_id, period_start, 'no_removal' from {{ ref('fct_farm_year') }} where domain = 'orchard' and not has_fixation
)

select
    g.account_id,
    g.period_start,
    g.reason_code,
    r.reason_zh,
    r.reason_en
from gap as g
left join {{ ref('rating_reason') }} as r on g.reason_code = r.reason_code
where g.reason_code is not null and g.reason_code not in ('consumer_loan', 'no_scheme')
