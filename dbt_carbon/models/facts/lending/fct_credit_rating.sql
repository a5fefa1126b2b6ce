{#
  The nine grades (碳资信) of an account and year: the weighted score of basic credit, carbon account and transition. Every part that has a weight is needed:
  a missing one is told, never filled nor left out of the weighing. A listed event forbids the rating whatever the score. It counts for a year when it was open
  at the end of that year (of the running year: on the day of as_of), and for every year while it is still open on the day of as_of; what was cleared before
  the year ended no longer counts. The columns are those of fct_rating and missing_parts; a score has no benchmark, no spread and no distance in t.
#}
with scheme as (
    select scheme_code, domain, indicator from {{ ref('scheme') }} where scheme_code = 'CARBON_CREDIT_NINE'
),

delivered_score as (
    select
        account_id,
        cast(cast(period_year as {{ dbt.type_string() }}) || '-01-01' as date) as period_start,
        part,
        score
    from {{ ref('int_credit_score__checked') }}
    where quarantine_reason is null
),

account_year as (
    select
        y.account_id,
        y.period_start,
        s.scheme_code,
        s.indicator,
        d.as_of_on,
        least({{ add_days(add_months('y.period_start', 12), -1) }}, d.as_of_on) as judged_on,
        {{ add_months('y.period_start', 12) }} > d.open_month as is_preliminary
    from (
        select account_id, period_start from {{ ref('fct_account_colour') }}
        union
        select account_id, period_start from delivered_score
    ) as y
    inner join {{ ref('dim_account') }} as a on y.account_id = a.account_id
    inner join scheme as s on a.domain = s.domain
    cross join {{ ref('dim_as_of') }} as d
    where y.period_start <= d.as_of_on
),

part as (
    select
        y.account_id,
        y.period_start,
        w.part,
        w.weight,
        case when w.part = 'account' then k.score else p.score end as score,
        greatest(
            {{ evidence_rank('w.evidence') }},
            case when w.part = 'account' then coalesce(greatest({{ evidence_rank('k.evidence') }}, c.weakest_evidence_rank), 0) else 0 end
        ) as evidence_rank,
        coalesce(w.part = 'account' and c.depends_on_proposal, false) as depends_on_proposal
    from account_year as y
    inner join {{ ref('credit_weight') }} as w on {{ in_force('w', 'y.period_start', 'y.as_of_on') }}
    left join delivered_score as p on y.account_id = p.account_id and y.period_start = p.period_start and w.part = p.part
    left join {{ ref('fct_account_colour') }} as c on y.account_id = c.account_id and y.period_start = c.period_start
    left join {{ ref('credit_colour_score') }} as k on c.colour = k.colour and {{ in_force('k', 'y.period_start', 'y.as_of_on') }}
),

scored as (
    select
        account_id,
        period_start,
        cast(sum(cast(weight as decimal(19, 6)) * score) as decimal(28, 10)) as value,
        {{ ordered_text('case when score is null then part end', 'part') }} as missing_parts,
        min(case when score is null then part end) as first_missing_part,
        sum(weight) as whole_weight,
        max(evidence_rank) as evidence_rank,
        max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal
    from part
    group by account_id, period_start
),

barred as (
    select
        y.account_id,
        y.period_start,
        min(e.trigger_code) as trigger_code
    from account_year as y
    inner join {{ ref('int_credit_event__checked') }} as e on y.account_id = e.account_id and e.quarantine_reason is null and e.occurred_on <= y.as_of_on
    inner join {{ ref('no_rating_trigger') }} as t
        on e.trigger_code = t.trigger_code and y.scheme_code = t.scheme_code and {{ in_force('t', 'y.period_start', 'y.as_of_on') }}
    where
        (e.cleared_on is null or e.cleared_on > y.as_of_on)
        or (e.occurred_on <= y.judged_on and e.cleared_on > y.judged_on)
    group by y.account_id, y.period_start
),

judged as (
    select
        y.account_id,
        y.period_start,
        y.scheme_code,
        y.indicator,
        y.is_preliminary,
        case when b.trigger_code is null and s.first_missing_part is null and s.whole_weight = 1 then s.value end as value,
        case
            when b.trigger_code is not null then 'trigger_' || lower(b.trigger_code)
            when s.first_missing_part is not null then 'missing_' || s.first_missing_part
            when s.account_id is null or s.whole_weight <> 1 then 'no_rule'
        end as reason_code,
        s.missing_parts,
        coalesce(c.is_complete, false) as is_complete,
        coalesce(s.evidence_rank, 0) as evidence_rank,
        coalesce(s.depends_on_proposal, false) as depends_on_proposal
    from account_year as y
    left join scored as s on y.account_id = s.account_id and y.period_start = s.period_start
    left join barred as b on y.account_id = b.account_id and y.period_start = b.period_start
    left join {{ ref('fct_account_colour') }} as c on y.account_id = c.account_id and y.period_start = c.period_start
)

select
    j.account_id,
    j.period_start,
    j.scheme_code,
    j.indicator,
    '' as subject_code,
    j.value,
    cast(null as decimal(28, 10)) as benchmark_value,
    cast(null as decimal(32, 8)) as ratio_numerator,
    cast(null as decimal(32, 8)) as ratio_denominator,
    j.value as ratio,
    coalesce(r.level_code, 'not_rated') as level_code,
    r.level_zh,
    r.level_en,
    coalesce(r.colour, 'none') as colour,
    r.rule_id,
    r.next_level_code,
    r.next_colour,
    cast(null as decimal(16, 6)) as distance_t,
    cast(null as decimal(12, 6)) as distance_pct,
    cast(null as decimal(9, 4)) as confidence_pct,
    r.text_grade_zh,
    r.text_grade_en,
    cast(null as {{ dbt.type_string() }}) as benchmark_source,
    cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
    cast(null as int) as other_members,
    coalesce(j.reason_code, case when r.rule_id is null then 'no_rule' end) as reason_code,
    cast(null as decimal(12, 6)) as relative_sigma_pct,
    j.is_complete,
    j.is_preliminary,
    j.depends_on_proposal or j.evidence_rank = {{ evidence_rank("'proposal'") }} or coalesce(r.depends_on_proposal, false) as depends_on_proposal,
    cast(greatest(j.evidence_rank, coalesce(r.evidence_rank, 0)) as int) as weakest_evidence_rank,
    j.missing_parts
from judged as j
left join {{ ref('fct_rating_rule') }} as r
    on j.period_start = r.period_start
    and j.scheme_code = r.scheme_code
    and j.indicator = r.indicator
    and (r.lower_bound is null or j.value > r.lower_bound or (j.value = r.lower_bound and r.lower_inclusive))
    and (r.upper_bound is null or j.value < r.upper_bound or (j.value = r.upper_bound and r.upper_inclusive))
    and j.value is not null
