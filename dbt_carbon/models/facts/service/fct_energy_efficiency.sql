{#
  Energy per added value of a firm against the median of the others of its industry, in all and by type of energy. Firms that use the energy are compared:
  the median over firms that burn no coal would be zero, and every user of coal above it. The median leaves the firm itself out. Its place among the others
  is the place in the whole ranking, one further from the firm's own rank on, so that no pairs of firms are made. An even number of others has two middle
  ones: their mean. Intensities are kept to twelve decimals; equal ones are ties and none of them is worse. Comparisons are of twice the intensity with the
  sum of the two middle ones.
#}
{%- set ten_thousand = 'cast(10000 as decimal(5, 0))' -%}
with accounts as (
    select
        y.account_id,
        y.period_start,
        y.division_code,
        y.section_code,
        cast(y.energy_tce as decimal(28, 10)) as energy_tce,
        y.added_value_cny,
        y.added_value_cny is null and instr('|' || y.amounts_too_large || '|', '|added_value_cny|') > 0 as is_too_large,
        y.is_complete and y.added_value_months >= y.months_expected as is_complete,
        y.is_preliminary,
        y.depends_on_proposal,
        y.weakest_evidence_rank
    from {{ ref('fct_account_year') }} as y
    where y.domain = 'industry'
),

energies as (
    select a.account_id, a.period_start, 'total' as energy_type, a.energy_tce from accounts as a
    union all
    select t.account_id, t.period_start, t.energy_type, cast(t.energy_tce as decimal(28, 10)) from {{ ref('fct_energy_type_year') }} as t
    where t.energy_tce > 0
),

measured as (
    select
        a.account_id,
        a.period_start,
        e.energy_type,
        a.division_code,
        a.section_code,
        e.energy_tce,
        a.added_value_cny,
        a.is_too_large,
        a.is_complete,
        a.is_preliminary,
        a.depends_on_proposal,
        a.weakest_evidence_rank,
        case
            when a.added_value_cny > 0 and e.energy_tce > 0
                then try_cast({{ quotient('e.energy_tce * ' ~ ten_thousand, 'a.added_value_cny', 10, 2, 12, 38) }} as decimal(27, 12))
        end as energy_tce_per_10k_cny
    from accounts as a
    inner join energies as e on a.account_id = e.account_id and a.period_start = e.period_start
),

rule as (
    select
        y.period_start,
        max(r.value) as min_members,
        max({{ evidence_rank('r.evidence') }}) as evidence_rank
    from (select distinct period_start from accounts) as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('list_rule') }} as r on r.rule_code = 'MIN_MEMBERS' and {{ in_force('r', 'y.period_start', 'd.as_of_on') }}
    group by y.period_start
),

members as (
    select m.*, 1 as preference, 'division' as group_type, m.division_code as group_code from measured as m
    where m.energy_tce_per_10k_cny is not null and m.division_code is not null
    union all
    select m.*, 2, 'section', m.section_code from measured as m
    where m.energy_tce_per_10k_cny is not null and m.section_code is not null
),

ranked as (
    select
        members.*,
        row_number() over (
            partition by period_start, energy_type, group_type, group_code
            order by energy_tce_per_10k_cny nulls last, account_id nulls last
        ) as place,
        count(*) over (partition by period_start, energy_type, group_type, group_code) as member_count
    from members
),

chosen as (
    select *
    from (
        select
            r.*,
            r.member_count - 1 as other_members,
            u.evidence_rank as rule_evidence_rank,
            row_number() over (partition by r.account_id, r.period_start, r.energy_type order by r.preference nulls last) as choice
        from ranked as r
        inner join rule as u on r.period_start = u.period_start and r.member_count > u.min_members
    ) as possible
    where choice = 1
),

{# Places among the others: the lower and the upper middle one (the same one when their number is odd). #}
middle as (
    select
        c.*,
        cast(floor((c.other_members + 1) * cast(0.5 as decimal(2, 1))) as bigint) as lower_among_others,
        cast(floor(c.other_members * cast(0.5 as decimal(2, 1))) as bigint) + 1 as upper_among_others
    from chosen as c
),

compared as (
    select
        m.*,
        l.energy_tce_per_10k_cny as lower_tce_per_10k_cny,
        u.energy_tce_per_10k_cny as upper_tce_per_10k_cny
    from middle as m
    inner join ranked as l
        on m.period_start = l.period_start and m.energy_type = l.energy_type and m.group_type = l.group_type and m.group_code = l.group_code
        and l.place = m.lower_among_others + case when m.lower_among_others >= m.place then 1 else 0 end
    inner join ranked as u
        on m.period_start = u.period_start and m.energy_type = u.energy_type and m.group_type = u.group_type and m.group_code = u.group_code
        and u.place = m.upper_among_others + case when m.upper_among_others >= m.place then 1 else 0 end
),

judged as (
    select
        m.*,
        c.group_type,
        c.group_code,
        cast(c.other_members as int) as other_members,
        c.rule_evidence_rank,
        cast((c.lower_tce_per_10k_cny + c.upper_tce_per_10k_cny) * cast(0.5 as decimal(2, 1)) as decimal(28, 13)) as median_tce_per_10k_cny,
        c.energy_tce_per_10k_cny + c.energy_tce_per_10k_cny > c.lower_tce_per_10k_cny + c.upper_tce_per_10k_cny as is_worse
    from measured as m
    left join compared as c on m.account_id = c.account_id and m.period_start = c.period_start and m.energy_type = c.energy_type
)

select
    account_id,
    period_start,
    energy_type,
    division_code,
    section_code,
    energy_tce,
    added_value_cny,
    energy_tce_per_10k_cny,
    group_type,
    group_code,
    other_members,
    median_tce_per_10k_cny,
    cast(energy_tce_per_10k_cny - median_tce_per_10k_cny as decimal(28, 13)) as gap_tce_per_10k_cny,
    case when is_worse then cast(
        energy_tce - try_cast(
            try_cast(median_tce_per_10k_cny as decimal(20, 13)) * try_cast(cast(added_value_cny as decimal(19, 2)) * cast(0.0001 as decimal(5, 4)) as decimal(17, 6))
        as decimal(28, 10))
    as decimal(28, 10)) end as potential_tce,
    coalesce(is_worse, false) as is_worse,
    case
        when is_too_large then 'amount_overflow'
        when added_value_cny is null then 'no_added_value'
        when added_value_cny <= 0 then 'added_value_not_positive'
        when energy_tce is null or energy_tce <= 0 then 'no_energy'
        when energy_tce_per_10k_cny is null then 'amount_overflow'
        when group_type is null then 'no_peers'
    end as reason_code,
    is_complete,
    is_preliminary,
    depends_on_proposal or coalesce(rule_evidence_rank = 4, false) as depends_on_proposal,
    cast(greatest(weakest_evidence_rank, coalesce(rule_evidence_rank, 0)) as int) as weakest_evidence_rank
from judged
