{#
  What every account is compared with in a year, by measure: with its industry (published value before an average, division before section) and with its
  city. Averages are sums over the other members; the Zhejiang rule (efficiency) takes the whole group, the account included.
#}
with own as (
    select m.*, d.as_of_on
    from {{ ref('fct_rating_measure') }} as m
    cross join {{ ref('dim_as_of') }} as d
    where m.reason_code is null
),

least_members as (
    select y.period_start, p.value as other_members, p.evidence
    from (select distinct period_start, as_of_on from own) as y
    inner join {{ ref('method_parameter') }} as p
        on p.parameter_code = 'MIN_OTHER_MEMBERS' and {{ in_force('p', 'y.period_start', 'y.as_of_on') }}
),

{# A published value is t per 10 000 CNY and replaces the fraction: value over 1. #}
published as (
    select
        o.account_id,
        o.period_start,
        o.measure,
        b.industry_code,
        b.value,
        b.evidence,
        row_number() over (
            partition by o.account_id, o.period_start, o.measure order by case when b.industry_code = o.division_code then 0 else 1 end nulls last
        ) as place
    from own as o
    inner join {{ ref('industry_benchmark') }} as b
        on b.indicator = case o.measure when 'efficiency' then 'K' when 'intensity' then 'industry_advancement' end
        and b.industry_code in (o.division_code, o.section_code)
        and b.year = extract(year from o.period_start)
        and {{ in_force('b', 'o.period_start', 'o.as_of_on') }}
),

averaged as (
    select
        o.account_id,
        o.period_start,
        o.measure,
        g.group_id,
        g.group_type,
        g.members - 1 as other_members,
        case when o.measure = 'efficiency' then g.numerator_t else try_cast(g.numerator_t - o.numerator_t as decimal(19, 6)) end as numerator_t,
        case when o.measure = 'efficiency' then g.denominator else try_cast(g.denominator - o.denominator as decimal(18, 2)) end as denominator,
        g.members - 1 >= coalesce(l.other_members, g.members) as has_enough,
        g.depends_on_proposal or coalesce(l.evidence = 'proposal', false) as depends_on_proposal,
        greatest(g.weakest_evidence_rank, {{ evidence_rank('l.evidence') }}) as weakest_evidence_rank
    from own as o
    inner join {{ ref('fct_peer_member') }} as p on o.account_id = p.account_id and o.period_start = p.period_start
    inner join {{ ref('fct_peer_group') }} as g on p.group_id = g.group_id and o.measure = g.measure
    left join least_members as l on o.period_start = l.period_start
),

compared as (
    select
        'industry' as compared_with,
        p.account_id,
        p.period_start,
        p.measure,
        'published' as benchmark_source,
        cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
        cast(null as int) as other_members,
        p.value as published_value,
        cast(null as decimal(19, 6)) as numerator_t,
        cast(null as decimal(18, 2)) as denominator,
        true as has_enough,
        p.evidence = 'proposal' as depends_on_proposal,
        {{ evidence_rank('p.evidence') }} as weakest_evidence_rank,
        0 as preference
    from published as p
    where p.place = 1

    union all

    select
        case when a.group_type = 'city' then 'city' else 'industry' end,
        a.account_id,
        a.period_start,
        a.measure,
        a.group_type,
        a.group_id,
        a.other_members,
        null,
        a.numerator_t,
        a.denominator,
        a.has_enough,
        a.depends_on_proposal,
        a.weakest_evidence_rank,
        case when not a.has_enough then 9 when a.group_type = 'section' then 2 else 1 end
    from averaged as a
),

{# Where no group is large enough the largest is told. #}
preferred as (
    select
        c.*,
        row_number() over (
            partition by c.compared_with, c.account_id, c.period_start, c.measure order by c.preference nulls last, c.other_members desc nulls last, c.benchmark_source nulls last
        ) as place
    from compared as c
)

select
    account_id,
    period_start,
    measure,
    compared_with,
    case when has_enough then benchmark_source end as benchmark_source,
    benchmark_group_id,
    cast(other_members as int) as other_members,
    published_value,
    numerator_t,
    denominator,
    case
        when not has_enough then 'no_peers'
        when published_value is null and (numerator_t is null or denominator is null) then 'amount_overflow'
        when coalesce(published_value, numerator_t) <= 0 then 'benchmark_not_positive'
    end as reason_code,
    depends_on_proposal,
    weakest_evidence_rank
from preferred
where place = 1
