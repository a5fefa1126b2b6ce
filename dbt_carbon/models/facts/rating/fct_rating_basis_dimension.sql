{#
  The three dimensions of the four colours (三维四色), each for the intensity and for the total of an account: against its industry, against its city, and
  against itself the year before, where the ratio is a change.
#}
with own as (
    select * from {{ ref('fct_rating_measure') }} where measure in ('intensity', 'total')
),

against_others as (
    select
        o.account_id,
        o.period_start,
        i.indicator,
        o.measure,
        o.value,
        o.numerator_t,
        o.relative_sigma_pct,
        o.is_complete,
        o.is_preliminary,
        b.benchmark_source,
        b.benchmark_group_id,
        b.other_members,
        {{ benchmark_value() }} as benchmark_value,
        {{ own_product() }} as ratio_numerator,
        {{ benchmark_product() }} as ratio_denominator,
        cast(0 as decimal(1, 0)) as ratio_offset,
        coalesce(o.reason_code, b.reason_code, case when b.account_id is null then 'no_benchmark' end) as stated_reason,
        o.depends_on_proposal or coalesce(b.depends_on_proposal, false) as depends_on_proposal,
        greatest(o.weakest_evidence_rank, coalesce(b.weakest_evidence_rank, 0)) as weakest_evidence_rank
    from own as o
    cross join (
        select 'industry_advancement' as indicator, 'industry' as compared_with
        union all
        select 'regional_contribution', 'city'
    ) as i
    left join {{ ref('fct_rating_benchmark') }} as b
        on o.account_id = b.account_id and o.period_start = b.period_start and o.measure = b.measure and i.compared_with = b.compared_with
),

{# Two years err apart from each other: their spreads add by squares. #}
against_year_before as (
    select
        o.account_id,
        o.period_start,
        'historical_decline' as indicator,
        o.measure,
        o.value,
        o.numerator_t,
        {{ combined_sigma_pct('o.relative_sigma_pct', 'y.relative_sigma_pct') }} as relative_sigma_pct,
        o.is_complete and coalesce(y.is_complete, false) as is_complete,
        o.is_preliminary,
        case when y.account_id is not null then 'year_before' end as benchmark_source,
        cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
        cast(null as int) as other_members,
        y.value as benchmark_value,
        {{ amount_product('o.numerator_t', 'y.denominator') }} as ratio_numerator,
        {{ amount_product('y.numerator_t', 'o.denominator') }} as ratio_denominator,
        cast(1 as decimal(1, 0)) as ratio_offset,
        coalesce(
            o.reason_code,
            case when y.account_id is null then 'no_year_before' when y.numerator_t <= 0 then 'benchmark_not_positive' end
        ) as stated_reason,
        o.depends_on_proposal or coalesce(y.depends_on_proposal, false) as depends_on_proposal,
        greatest(o.weakest_evidence_rank, coalesce(y.weakest_evidence_rank, 0)) as weakest_evidence_rank
    from own as o
    left join own as y
        on o.account_id = y.account_id
        and o.measure = y.measure
        and o.period_start = {{ add_months('y.period_start', 12) }}
        and y.reason_code is null
),

dimension as (
    select * from against_others
    union all
    select
        account_id,
        period_start,
        indicator,
        measure,
        value,
        numerator_t,
        relative_sigma_pct,
        is_complete,
        is_preliminary,
        benchmark_source,
        benchmark_group_id,
        other_members,
        benchmark_value,
        ratio_numerator,
        ratio_denominator,
        ratio_offset,
        stated_reason,
        depends_on_proposal,
        weakest_evidence_rank
    from against_year_before
)

select
    d.account_id,
    d.period_start,
    'QUZHOU_3D4C' as scheme_code,
    d.indicator,
    d.measure as subject_code,
    d.value,
    d.benchmark_value,
    d.ratio_numerator,
    d.ratio_denominator,
    d.ratio_offset,
    cast(0 as decimal(12, 10)) as self_share,
    d.numerator_t as emission_t,
    d.relative_sigma_pct,
    d.benchmark_source,
    d.benchmark_group_id,
    d.other_members,
    {{ reason_of_ratio('d.stated_reason', 'd') }} as reason_code,
    d.is_complete,
    d.is_preliminary,
    d.depends_on_proposal,
    d.weakest_evidence_rank
from dimension as d
