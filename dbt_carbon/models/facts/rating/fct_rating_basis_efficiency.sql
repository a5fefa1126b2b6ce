{#
  The Zhejiang carbon efficiency code (浙江碳效码). L: emission / added value against fixed bounds. K: L / the industry's own L, the account included, so its
  own share in the industry's emission falls with it: an error of its emission moves K by that much less.
#}
with own as (
    select * from {{ ref('fct_rating_measure') }} where measure = 'efficiency'
),

compared as (
    select
        o.*,
        b.benchmark_source,
        b.benchmark_group_id,
        b.other_members,
        {{ benchmark_value() }} as benchmark_value,
        {{ own_product() }} as ratio_numerator,
        {{ benchmark_product() }} as ratio_denominator,
        case
            when b.published_value is null and b.numerator_t > 0 and o.numerator_t between 0 and b.numerator_t
                then cast({{ quotient('o.numerator_t', 'b.numerator_t', 6, 6, 10, 28) }} as decimal(12, 10))
            else cast(0 as decimal(12, 10))
        end as self_share,
        coalesce(o.reason_code, b.reason_code, case when b.account_id is null then 'no_benchmark' end) as stated_reason,
        o.depends_on_proposal or coalesce(b.depends_on_proposal, false) as ratio_depends_on_proposal,
        greatest(o.weakest_evidence_rank, coalesce(b.weakest_evidence_rank, 0)) as ratio_evidence_rank
    from own as o
    left join {{ ref('fct_rating_benchmark') }} as b
        on o.account_id = b.account_id and o.period_start = b.period_start and o.measure = b.measure and b.compared_with = 'industry'
)

select
    o.account_id,
    o.period_start,
    'ZJ_CARBON_EFFICIENCY' as scheme_code,
    'L' as indicator,
    '' as subject_code,
    o.value,
    cast(null as decimal(28, 10)) as benchmark_value,
    cast(cast(o.numerator_t as decimal(19, 6)) * o.value_scale as decimal(32, 8)) as ratio_numerator,
    cast(o.denominator as decimal(32, 8)) as ratio_denominator,
    cast(0 as decimal(1, 0)) as ratio_offset,
    cast(0 as decimal(12, 10)) as self_share,
    o.numerator_t as emission_t,
    o.relative_sigma_pct,
    cast(null as {{ dbt.type_string() }}) as benchmark_source,
    cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
    cast(null as int) as other_members,
    o.reason_code,
    o.is_complete,
    o.is_preliminary,
    o.depends_on_proposal,
    o.weakest_evidence_rank
from own as o

union all

select
    c.account_id,
    c.period_start,
    'ZJ_CARBON_EFFICIENCY',
    'K',
    '',
    c.value,
    c.benchmark_value,
    c.ratio_numerator,
    c.ratio_denominator,
    0,
    c.self_share,
    c.numerator_t,
    try_cast(cast(c.relative_sigma_pct as decimal(19, 6)) * (cast(1 as decimal(1, 0)) - c.self_share) as decimal(12, 6)),
    c.benchmark_source,
    c.benchmark_group_id,
    c.other_members,
    {{ reason_of_ratio('c.stated_reason', 'c') }},
    c.is_complete,
    c.is_preliminary,
    c.ratio_depends_on_proposal,
    c.ratio_evidence_rank
from compared as c
