{# Names are those of the set that holds for the year, whichever way the figure came; one that no set names has none. #}
select
    cast(f.region_code as {{ dbt.type_string() }}) as region_code,
    cast(r.level as {{ dbt.type_string() }}) as region_level,
    cast(r.name_zh as {{ dbt.type_string() }}) as region_name_zh,
    cast(r.name_en as {{ dbt.type_string() }}) as region_name_en,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(f.period_start as date) as period_start,
    cast(f.indicator_code as {{ dbt.type_string() }}) as indicator_code,
    cast(s.name_zh as {{ dbt.type_string() }}) as name_zh,
    cast(s.name_en as {{ dbt.type_string() }}) as name_en,
    cast(f.origin as {{ dbt.type_string() }}) as origin,
    cast(f.value as decimal(28, 8)) as value,
    cast(f.unit as {{ dbt.type_string() }}) as unit,
    cast(f.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(x.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(x.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(f.previous_value as decimal(28, 8)) as previous_value,
    cast(f.change as decimal(28, 8)) as change,
    cast(f.direction as {{ dbt.type_string() }}) as direction,
    cast(f.weight as decimal(6, 4)) as weight,
    cast(f.is_improved as boolean) as is_improved,
    cast(f.is_preliminary as boolean) as is_preliminary,
    cast(f.weight_depends_on_proposal as boolean) as weight_depends_on_proposal,
    cast(f.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('f.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence,
    cast(f.record_key as {{ dbt.type_string() }}) as record_key
from {{ ref('fct_city_indicator') }} as f
cross join {{ ref('dim_as_of') }} as d
left join {{ ref('city_indicator_definition') }} as s on f.indicator_code = s.indicator_code and {{ in_force('s', 'f.period_start', 'd.as_of_on') }}
left join {{ ref('region') }} as r on f.region_code = r.region_code
left join {{ ref('rating_reason') }} as x on f.reason_code = x.reason_code
