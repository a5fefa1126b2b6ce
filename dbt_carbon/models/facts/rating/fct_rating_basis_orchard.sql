{#
  The net removal of an orchard in a year per mu of orchard (ORCHARD_4): fixed less emitted, below zero where it emits more; levels compare products, so a value
  that rounds to 0 keeps its side. A year of which one of the two
  sides was not delivered is rated, and not complete. emission_t holds what it emits, of which the distance is a percentage.
#}
with orchard as (
    select
        f.*,
        {{ amount_in_t('f.net_removal_kg') }} as net_removal_t,
        {{ amount_in_t('f.emitted_kg') }} as emitted_t,
        case when f.orchard_area_mu > 0 then cast(f.orchard_area_mu as decimal(32, 8)) end as denominator
    from {{ ref('fct_farm_year') }} as f
    where f.domain = 'orchard'
),

compared as (
    select
        o.*,
        cast(o.net_removal_t as decimal(32, 8)) as numerator,
        {{ bounded_ratio('cast(o.net_removal_t as decimal(32, 8))', 'o.denominator') }} as value
    from orchard as o
),

judged as (
    select
        c.*,
        case
            when not (c.has_emission or c.has_fixation) then 'no_activity'
            when c.denominator is null then 'no_area'
            when c.value is null or c.emitted_t is null then 'amount_overflow'
        end as reason_code
    from compared as c
)

select
    account_id,
    period_start,
    'ORCHARD_4' as scheme_code,
    'net_removal_t_per_mu' as indicator,
    '' as subject_code,
    case when reason_code is null then value end as value,
    cast(null as decimal(28, 10)) as benchmark_value,
    case when reason_code is null then numerator end as ratio_numerator,
    case when reason_code is null then denominator end as ratio_denominator,
    cast(0 as decimal(1, 0)) as ratio_offset,
    cast(0 as decimal(12, 10)) as self_share,
    case when reason_code is null then emitted_t end as emission_t,
    net_removal_sigma_pct as relative_sigma_pct,
    cast(null as {{ dbt.type_string() }}) as benchmark_source,
    cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
    cast(null as int) as other_members,
    reason_code,
    is_complete and has_emission and has_fixation as is_complete,
    is_preliminary,
    net_removal_depends_on_proposal as depends_on_proposal,
    net_removal_evidence_rank as weakest_evidence_rank
from judged
