{#
  The emission of a power or heat producer against the allowance of the plan of its year (ETS_BENCHMARK): emission / (electricity benchmark x MWh + heat
  benchmark x GJ). A unit of coal or gas that made something emitted something: zero is no emission. Both sides are taken 10^5 times, so that all thirteen decimals of the allowance are compared.
#}
{%- set scale = 'cast(100000 as decimal(6, 0))' -%}
with stated as (
    select
        p.*,
        try_cast(cast(p.emission_t as decimal(19, 6)) * {{ scale }} as decimal(32, 8)) as emission_side,
        try_cast(p.allowance_t * {{ scale }} as decimal(32, 8)) as allowance_side,
        case
            when p.reason_code is not null then p.reason_code
            when not p.has_emission or p.emission_t = 0 then 'no_emission'
            when p.emission_t is null then 'amount_overflow'
            when p.emission_t < 0 then 'emission_negative'
        end as stopped_by
    from {{ ref('fct_energy_producer_year') }} as p
),

comparable as (
    select
        s.*,
        coalesce(s.stopped_by, case when s.allowance_side is null then 'amount_overflow' end) as rating_reason
    from stated as s
)

select
    c.account_id,
    c.period_start,
    'ETS_BENCHMARK' as scheme_code,
    'ratio_to_benchmark' as indicator,
    '' as subject_code,
    cast(case when c.rating_reason is null then c.emission_t end as decimal(28, 10)) as value,
    cast(case when c.rating_reason is null then c.allowance_t end as decimal(28, 10)) as benchmark_value,
    case when c.rating_reason is null then c.emission_side end as ratio_numerator,
    case when c.rating_reason is null then c.allowance_side end as ratio_denominator,
    cast(0 as decimal(1, 0)) as ratio_offset,
    cast(0 as decimal(12, 10)) as self_share,
    c.emission_t,
    c.relative_sigma_pct,
    case when c.rating_reason is null then 'published' end as benchmark_source,
    cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
    cast(null as int) as other_members,
    c.rating_reason as reason_code,
    c.is_complete,
    c.is_preliminary,
    c.depends_on_proposal,
    c.weakest_evidence_rank
from comparable as c
