select
    cast(c.account_id as {{ dbt.type_string() }}) as account_id,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(c.period_start as date) as period_start,
    cast(m.measure_code as {{ dbt.type_string() }}) as measure_code,
    cast(m.name_zh as {{ dbt.type_string() }}) as name_zh,
    cast(m.name_en as {{ dbt.type_string() }}) as name_en,
    cast(m.description as {{ dbt.type_string() }}) as description,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(a.domain as {{ dbt.type_string() }}) as domain,
    cast(a.region_code as {{ dbt.type_string() }}) as region_code,
    cast(c.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(c.colour as {{ dbt.type_string() }}) as colour,
    cast(c.is_preliminary as boolean) as is_preliminary,
    cast(c.depends_on_proposal or m.evidence = 'proposal' as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('greatest(c.weakest_evidence_rank, ' ~ evidence_rank('m.evidence') ~ ')') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_account_colour') }} as c
cross join {{ ref('dim_as_of') }} as d
inner join {{ ref('policy_measure') }} as m on c.colour = m.colour and {{ in_force('m', 'c.period_start', 'd.as_of_on') }}
left join {{ ref('mart_account') }} as a on c.account_id = a.account_id
