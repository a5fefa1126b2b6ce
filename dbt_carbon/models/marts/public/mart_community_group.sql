{#
  Of the counties that mart_community_month shows, the grams of each scenario group. Groups below the limit of persons roll up into OTHER, by the persons who are in
  any of them. No persons are told: they overlap, and the persons of a county less those of a group would be those who never did it.
  Villages and groups are two breakdowns of one county, so that each being safe is not enough: where few acts join a set of villages and a set of groups, sums of
  the one less sums of the other leave just these acts. What such a difference leaves is a cut: the acts between the parts into which it takes the villages and
  groups. For each way to part the groups every village takes the side that leaves the fewer persons; a county shows its groups only if every cut leaves nobody
  or enough.
#}
{%- set groups = resident_groups() %}
with cells as (
    select
        f.*,
        f.month as period_start,
        k.value as fewest_contributors
    from {{ ref('fct_community_month') }} as f
    inner join {{ ref('mart_community_month') }} as c
        on f.month = c.period_start and f.region_code = c.region_code and c.level = 'county' and not c.is_other
    left join ({{ resident_rule_on('K_PERSONS', ref('fct_community_month'), 'month') }}) as k on f.month = k.month
    where f.persons > 0
),

county as (
    select
        period_start,
        region_code,
        {%- for group in groups %}
        sum(case when has_{{ group }} then persons else 0 end) as {{ group }}_persons,
        sum({{ group }}_g) as {{ group }}_g,
        {%- endfor %}
        sum(reduction_g) as reduction_g,
        max(case when depends_on_proposal then 1 else 0 end) as depends_on_proposal,
        max(fewest_contributors) as fewest_contributors
    from cells
    group by period_start, region_code
),

sized as (
    select
        c.*
        {%- for group in groups %},
        c.{{ group }}_persons > 0 and not coalesce(c.{{ group }}_persons >= c.fewest_contributors, false) as {{ group }}_is_small,
        coalesce(c.{{ group }}_persons > 0 and c.{{ group }}_persons >= c.fewest_contributors, false) as {{ group }}_is_shown
        {%- endfor %}
    from county as c
),

{# Leaves of the villages as they are shown; a county that shows none is its own leaf. #}
leaf as (
    select
        f.*,
        coalesce(v.village_code, 'OTHER') as leaf_code
    from cells as f
    left join {{ ref('mart_community_month') }} as v
        on f.period_start = v.period_start and f.region_code = v.region_code and f.village_code = v.village_code and v.level = 'village' and not v.is_other
),

{# Every way to part the groups in two: the last group stands always on the other side. #}
split as (
    {%- for number in range(1, 2 ** (groups | length - 1)) %}
    select {{ number }} as split_no{% for group in groups %}, {{ 'true' if (number // 2 ** loop.index0) % 2 else 'false' }} as takes_{{ group }}{% endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

{# Small groups are one leaf: no split parts them. #}
possible_split as (
    select s.period_start, s.region_code, p.*
    from sized as s
    inner join split as p
        on not (
            ({% for group in groups %}(s.{{ group }}_is_small and p.takes_{{ group }}){{ ' or ' if not loop.last }}{% endfor %})
            and ({% for group in groups %}(s.{{ group }}_is_small and not p.takes_{{ group }}){{ ' or ' if not loop.last }}{% endfor %})
        )
),

side as (
    select
        l.period_start,
        l.region_code,
        l.leaf_code,
        p.split_no,
        sum(case when {% for group in groups %}(l.has_{{ group }} and p.takes_{{ group }}){{ ' or ' if not loop.last }}{% endfor %} then l.persons else 0 end) as one_side,
        sum(case when {% for group in groups %}(l.has_{{ group }} and not p.takes_{{ group }}){{ ' or ' if not loop.last }}{% endfor %} then l.persons else 0 end) as other_side
    from leaf as l
    inner join possible_split as p on l.period_start = p.period_start and l.region_code = p.region_code
    group by l.period_start, l.region_code, l.leaf_code, p.split_no
),

cut as (
    select period_start, region_code, split_no, sum(least(one_side, other_side)) as persons
    from side
    group by period_start, region_code, split_no
),

smallest_cut as (
    select period_start, region_code, min(case when persons > 0 then persons end) as persons
    from cut
    group by period_start, region_code
),

together as (
    select
        f.period_start,
        f.region_code,
        sum(case when {% for group in groups %}(f.has_{{ group }} and s.{{ group }}_is_small){{ ' or ' if not loop.last }}{% endfor %} then f.persons else 0 end) as other_persons
    from cells as f
    inner join sized as s on f.period_start = s.period_start and f.region_code = s.region_code
    group by f.period_start, f.region_code
),

divided as (
    select s.*, t.other_persons
    from sized as s
    inner join together as t on s.period_start = t.period_start and s.region_code = t.region_code
    left join smallest_cut as m on s.period_start = m.period_start and s.region_code = m.region_code
    where
        ({% for group in groups %}s.{{ group }}_is_shown{{ ' or ' if not loop.last }}{% endfor %})
        and (t.other_persons = 0 or t.other_persons >= s.fewest_contributors)
        and (m.persons is null or m.persons >= s.fewest_contributors)
),

told as (
    {%- for group in groups %}
    select period_start, region_code, '{{ group }}' as scenario_group, false as is_other, {{ group }}_g as group_g, reduction_g, depends_on_proposal
    from divided
    where {{ group }}_is_shown
    union all
    {%- endfor %}
    select
        period_start, region_code, 'OTHER', true,
        {% for group in groups %}case when {{ group }}_is_small then {{ group }}_g else 0 end{{ ' + ' if not loop.last }}{% endfor %},
        reduction_g,
        depends_on_proposal
    from divided
    where other_persons > 0
)

select
    cast(t.region_code as {{ dbt.type_string() }}) as region_code,
    cast(r.name_zh as {{ dbt.type_string() }}) as region_name_zh,
    cast(r.name_en as {{ dbt.type_string() }}) as region_name_en,
    cast('month' as {{ dbt.type_string() }}) as period_grain,
    cast(t.period_start as date) as period_start,
    cast(t.scenario_group as {{ dbt.type_string() }}) as scenario_group,
    cast(g.name_zh as {{ dbt.type_string() }}) as scenario_group_zh,
    cast(g.name_en as {{ dbt.type_string() }}) as scenario_group_en,
    cast(t.is_other as boolean) as is_other,
    try_cast(try_cast(t.group_g as decimal(33, 10)) * cast(0.001 as decimal(4, 3)) as decimal(28, 13)) as reduction_kg,
    cast({{ quotient('try_cast(t.group_g as decimal(26, 8)) * cast(100 as decimal(3, 0))', 'try_cast(t.reduction_g as decimal(28, 8))', 8, 8, 6, 28) }} as decimal(9, 6)) as share_pct,
    cast(t.depends_on_proposal = 1 as boolean) as depends_on_proposal
from told as t
left join {{ ref('region') }} as r on t.region_code = r.region_code
left join {{ ref('scenario_group') }} as g on t.scenario_group = g.scenario_group
