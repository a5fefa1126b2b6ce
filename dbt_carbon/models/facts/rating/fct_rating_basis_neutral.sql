{#
  What a farm neutralises in a year by straw, soil and manure, per hectare, or as it stands where the body has no land (AGRI_NEUTRAL_3). More is better; nothing
  neutralised, to the gram, is a level of its own, not a missing value; levels compare products, so a value that rounds to 0 keeps its level. emission_t holds the tonnes rated, of which the distance is a percentage.
#}
with farm as (
    select
        f.*,
        {{ amount_in_t('f.neutralised_kg') }} as neutralised_t,
        case when f.area_ha > 0 then cast(f.area_ha as decimal(32, 8)) else cast(1 as decimal(32, 8)) end as denominator
    from {{ ref('fct_farm_year') }} as f
    where f.domain = 'agriculture'
),

compared as (
    select
        f.*,
        cast(f.neutralised_t as decimal(32, 8)) as numerator,
        {{ bounded_ratio('cast(f.neutralised_t as decimal(32, 8))', 'f.denominator') }} as value
    from farm as f
),

judged as (
    select
        c.*,
        case
            when not (c.has_emission or c.has_removal or c.has_reduction) then 'no_activity'
            when c.value is null then 'amount_overflow'
        end as reason_code
    from compared as c
)

select
    account_id,
    period_start,
    'AGRI_NEUTRAL_3' as scheme_code,
    case when area_ha > 0 then 'neutralised_t_per_ha' else 'neutralised_t_per_year' end as indicator,
    '' as subject_code,
    case when reason_code is null then value end as value,
    cast(null as decimal(28, 10)) as benchmark_value,
    case when reason_code is null then numerator end as ratio_numerator,
    case when reason_code is null then denominator end as ratio_denominator,
    cast(0 as decimal(1, 0)) as ratio_offset,
    cast(0 as decimal(12, 10)) as self_share,
    case when reason_code is null then neutralised_t end as emission_t,
    neutralised_sigma_pct as relative_sigma_pct,
    cast(null as {{ dbt.type_string() }}) as benchmark_source,
    cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
    cast(null as int) as other_members,
    reason_code,
    is_complete,
    is_preliminary,
    neutralised_depends_on_proposal as depends_on_proposal,
    neutralised_evidence_rank as weakest_evidence_rank
from judged
