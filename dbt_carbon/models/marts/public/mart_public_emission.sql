{#
  Closed years only, of a tree province -> city -> county -> section -> division: see rolled_up for what is shown. One tree, and no total of an industry over several
  counties: where a county has one industry only, such a total less that of the county would be somebody's emission. What counts in a region is said by
  fct_region_account.
#}
with cells as (
    select
        a.period_start,
        a.province_code as province,
        a.city_code as city,
        a.county_code as county,
        coalesce(y.section_code, '') as section,
        coalesce(y.division_code, '') as division,
        cast(1 as bigint) as enterprises,
        case when p.scope1_kg + p.scope2_location_kg <> 0 then 1 else 0 end as emitters,
        case when p.energy_tce <> 0 then 1 else 0 end as energy_users,
        p.scope1_kg + p.scope2_location_kg as emission_kg,
        abs(p.scope1_kg + p.scope2_location_kg) as emission_weight,
        abs(p.scope1_kg + p.scope2_location_kg) as largest_emission,
        coalesce(p.energy_tce, 0) as energy_tce,
        abs(coalesce(p.energy_tce, 0)) as energy_weight,
        abs(coalesce(p.energy_tce, 0)) as largest_energy,
        case when p.depends_on_proposal then 1 else 0 end as on_proposals,
        k.value as fewest_contributors,
        s.value as largest_share_pct
    from {{ ref('fct_region_account') }} as a
    inner join {{ ref('fct_account_period') }} as p
        on a.account_id = p.account_id and a.period_start = p.period_start and p.period_grain = 'year' and p.has_known_emission and not p.is_preliminary
    left join {{ ref('fct_account_year') }} as y on a.account_id = y.account_id and a.period_start = y.period_start
    left join ({{ resident_rule_on('K_ENTERPRISES', ref('fct_region_account'), 'period_start') }}) as k on a.period_start = k.period_start
    left join ({{ resident_rule_on('DOMINANCE_PCT', ref('fct_region_account'), 'period_start') }}) as s on a.period_start = s.period_start
    where a.is_counted
),

{{ rolled_up(
    'cells', ['period_start'], ['province', 'city', 'county', 'section', 'division'], ['enterprises', 'emitters', 'energy_users'],
    {'emission_kg': 'decimal(33, 10)', 'energy_tce': 'decimal(33, 13)', 'on_proposals': 'bigint'},
    [('emission_weight', 'largest_emission'), ('energy_weight', 'largest_energy')]
) }}

select
    cast(t.level as {{ dbt.type_string() }}) as level,
    cast(t.province as {{ dbt.type_string() }}) as province_code,
    cast(t.city as {{ dbt.type_string() }}) as city_code,
    cast(t.county as {{ dbt.type_string() }}) as county_code,
    cast(t.section as {{ dbt.type_string() }}) as section_code,
    cast(t.division as {{ dbt.type_string() }}) as division_code,
    cast(r.name_zh as {{ dbt.type_string() }}) as region_name_zh,
    cast(r.name_en as {{ dbt.type_string() }}) as region_name_en,
    cast(i.name_zh as {{ dbt.type_string() }}) as industry_name_zh,
    cast(i.name_en as {{ dbt.type_string() }}) as industry_name_en,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(t.period_start as date) as period_start,
    cast(t.is_other as boolean) as is_other,
    cast(t.enterprises as bigint) as enterprises,
    try_cast(t.emission_kg * cast(0.001 as decimal(4, 3)) as decimal(28, 13)) as total_location_t,
    try_cast(t.energy_tce as decimal(28, 13)) as energy_tce,
    cast(t.on_proposals > 0 as boolean) as depends_on_proposal
from rolled_up as t
left join {{ ref('region') }} as r on case t.level when 'province' then t.province when 'city' then t.city else t.county end = r.region_code
left join {{ ref('industry_class') }} as i on case t.level when 'section' then t.section when 'division' then t.division end = i.class_code
