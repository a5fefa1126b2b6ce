{#
  What an industry account is compared by in a year, as numerator and denominator: intensity (emission / added value), efficiency (combustion, power and
  heat / added value, the Zhejiang rule) and total (emission / 1, so that sums over members give a mean). Without a reason it is a member of its groups.
#}
with measures as (
    select 'intensity' as measure, cast(10000 as decimal(5, 0)) as value_scale
    union all
    select 'efficiency', cast(10000 as decimal(5, 0))
    union all
    select 'total', cast(1 as decimal(5, 0))
),

stated as (
    select
        a.account_id,
        a.period_start,
        m.measure,
        a.division_code,
        a.section_code,
        a.city_code,
        case when m.measure = 'efficiency' then a.zj_emission_t else a.emission_t end as numerator_t,
        case when m.measure = 'total' then cast(1 as decimal(18, 2)) else a.added_value_cny end as denominator,
        m.value_scale,
        case
            when not a.has_emission then 'no_emission'
            when m.measure = 'efficiency' and not a.is_split then 'emission_not_split'
            when m.measure = 'efficiency' and a.zj_emission_t is null then 'amount_overflow'
            when m.measure <> 'efficiency' and a.emission_t is null then 'amount_overflow'
            when m.measure = 'efficiency' and a.zj_emission_t < 0 or m.measure <> 'efficiency' and a.emission_t < 0 then 'emission_negative'
            when m.measure <> 'total' and instr('|' || a.amounts_too_large || '|', '|added_value_cny|') > 0 then 'amount_overflow'
            when m.measure <> 'total' and a.added_value_cny is null then 'no_added_value'
            when m.measure <> 'total' and a.added_value_cny <= 0 then 'added_value_not_positive'
        end as reason_code,
        a.relative_sigma_pct,
        a.is_complete and (m.measure = 'total' or a.added_value_months >= a.months_expected) as is_complete,
        a.is_preliminary,
        a.depends_on_proposal,
        a.weakest_evidence_rank
    from {{ ref('fct_account_year') }} as a
    cross join measures as m
    where a.domain = 'industry'
),

valued as (
    select
        s.*,
        {{ bounded_ratio('cast(cast(s.numerator_t as decimal(19, 6)) * s.value_scale as decimal(32, 8))', 'cast(s.denominator as decimal(32, 8))') }} as measured_value
    from stated as s
)

select
    account_id,
    period_start,
    measure,
    division_code,
    section_code,
    city_code,
    numerator_t,
    denominator,
    value_scale,
    case when reason_code is null then measured_value end as value,
    coalesce(reason_code, case when measured_value is null then 'amount_overflow' end) as reason_code,
    relative_sigma_pct,
    is_complete,
    is_preliminary,
    depends_on_proposal,
    weakest_evidence_rank
from valued
