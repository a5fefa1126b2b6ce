{#
  Closed months only, of a tree city -> county -> village: see rolled_up for who is shown. The green level is a fifth of the villages shown in a city and month,
  in the order of grams per person; equal villages have the same level.
#}
with cells as (
    select
        f.month as period_start,
        coalesce(case r.level when 'county' then r.parent_code when 'city' then r.region_code end, '') as city,
        case r.level when 'county' then r.region_code else '' end as county,
        f.village_code as village,
        f.persons,
        case when f.reduction_g > 0 then f.persons else 0 end as savers,
        f.counted_records,
        f.reduction_g,
        case when f.depends_on_proposal then f.persons else 0 end as on_proposals,
        k.value as fewest_contributors,
        cast(100 as decimal(5, 2)) as largest_share_pct
    from {{ ref('fct_community_month') }} as f
    left join {{ ref('region') }} as r on f.region_code = r.region_code
    left join ({{ resident_rule_on('K_PERSONS', ref('fct_community_month'), 'month') }}) as k on f.month = k.month
    where f.persons > 0
),

{{ rolled_up(
    'cells', ['period_start'], ['city', 'county', 'village'], ['persons', 'savers'],
    {'counted_records': 'bigint', 'reduction_g': 'decimal(33, 10)', 'on_proposals': 'bigint'}
) }},

weighed as (
    select
        t.*,
        {{ quotient('try_cast(t.reduction_g as decimal(28, 10))', 'cast(t.persons as decimal(19, 0))', 10, 0, 6, 28) }} as reduction_g_per_person
    from rolled_up as t
),

placed as (
    select
        period_start,
        city,
        county,
        village,
        rank() over (partition by period_start, city order by reduction_g_per_person nulls last) - 1 as villages_below,
        count(*) over (partition by period_start, city) as villages
    from weighed
    where level = 'village' and not is_other
)

select
    cast(w.level as {{ dbt.type_string() }}) as level,
    cast(w.city as {{ dbt.type_string() }}) as city_code,
    cast(case w.level when 'city' then w.city else w.county end as {{ dbt.type_string() }}) as region_code,
    cast(w.village as {{ dbt.type_string() }}) as village_code,
    cast(r.name_zh as {{ dbt.type_string() }}) as region_name_zh,
    cast(r.name_en as {{ dbt.type_string() }}) as region_name_en,
    cast('month' as {{ dbt.type_string() }}) as period_grain,
    cast(w.period_start as date) as period_start,
    cast(w.is_other as boolean) as is_other,
    cast(w.persons as bigint) as persons,
    cast(w.counted_records as bigint) as counted_records,
    try_cast(w.reduction_g * cast(0.001 as decimal(4, 3)) as decimal(28, 13)) as reduction_kg,
    cast(w.reduction_g_per_person as decimal(28, 6)) as reduction_g_per_person,
    cast(case
        {%- for level in range(5, 1, -1) %}
        when p.villages_below * 5 >= p.villages * {{ level - 1 }} then {{ level }}
        {%- endfor %}
        when p.villages is not null then 1
    end as int) as green_level,
    cast(w.on_proposals > 0 as boolean) as depends_on_proposal
from weighed as w
left join {{ ref('region') }} as r on case w.level when 'city' then w.city else w.county end = r.region_code
left join placed as p on w.period_start = p.period_start and w.city = p.city and w.county = p.county and w.village = p.village and not w.is_other
