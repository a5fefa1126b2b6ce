{%- set types = ['solid_fuel', 'liquid_fuel', 'gas_fuel', 'electricity', 'heat', 'other'] -%}
with worse_types as (
    select
        t.*,
        row_number() over (
            partition by t.account_id, t.period_start order by t.gap_tce_per_10k_cny desc nulls last, t.energy_type nulls last
        ) as place
    from {{ ref('fct_energy_efficiency') }} as t
    where t.is_worse and t.energy_type <> 'total'
),

by_account as (
    select
        account_id,
        period_start,
        concat_ws(
            '|'
            {%- for energy_type in types %},
            max(case when energy_type = '{{ energy_type }}' then energy_type end)
            {%- endfor %}
        ) as worse_energy_types,
        cast(count(*) as int) as worse_types,
        max(case when depends_on_proposal then 1 else 0 end) as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank
    from worse_types
    group by account_id, period_start
),

listed as (
    select
        e.*,
        w.worse_energy_types,
        w.worse_types,
        w.depends_on_proposal = 1 as types_depend_on_proposal,
        w.weakest_evidence_rank as types_evidence_rank,
        rank() over (partition by e.period_start, e.group_type, e.group_code order by e.gap_tce_per_10k_cny desc nulls last) as rank_in_group
    from {{ ref('fct_energy_efficiency') }} as e
    inner join by_account as w on e.account_id = w.account_id and e.period_start = w.period_start
    where e.energy_type = 'total' and e.is_worse
)

select
    cast(e.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(e.period_start as date) as period_start,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(a.region_code as {{ dbt.type_string() }}) as region_code,
    cast(e.group_type as {{ dbt.type_string() }}) as group_type,
    cast(e.group_code as {{ dbt.type_string() }}) as group_code,
    cast(i.name_zh as {{ dbt.type_string() }}) as group_name_zh,
    cast(e.other_members as int) as other_members,
    cast(e.rank_in_group as int) as rank_in_group,
    cast(e.energy_tce as decimal(28, 10)) as energy_tce,
    cast(e.added_value_cny as decimal(18, 2)) as added_value_cny,
    cast(e.energy_tce_per_10k_cny as decimal(28, 13)) as energy_tce_per_10k_cny,
    cast(e.median_tce_per_10k_cny as decimal(28, 13)) as median_tce_per_10k_cny,
    cast(e.gap_tce_per_10k_cny as decimal(28, 13)) as gap_tce_per_10k_cny,
    cast(e.potential_tce as decimal(28, 10)) as potential_tce,
    cast(t.energy_type as {{ dbt.type_string() }}) as worst_energy_type,
    cast(t.energy_tce_per_10k_cny as decimal(28, 13)) as worst_type_tce_per_10k_cny,
    cast(t.median_tce_per_10k_cny as decimal(28, 13)) as worst_type_median_tce_per_10k_cny,
    cast(t.gap_tce_per_10k_cny as decimal(28, 13)) as worst_type_gap_tce_per_10k_cny,
    cast(e.worse_energy_types as {{ dbt.type_string() }}) as worse_energy_types,
    cast(e.worse_types as int) as worse_types,
    cast(e.is_complete as boolean) as is_complete,
    cast(e.is_preliminary as boolean) as is_preliminary,
    cast(e.depends_on_proposal or e.types_depend_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('greatest(e.weakest_evidence_rank, e.types_evidence_rank)') }} as {{ dbt.type_string() }}) as weakest_evidence
from listed as e
inner join worse_types as t on e.account_id = t.account_id and e.period_start = t.period_start and t.place = 1
left join {{ ref('mart_account') }} as a on e.account_id = a.account_id
left join {{ ref('industry_class') }} as i on e.group_type = i.level and e.group_code = i.class_code
