select
    cast(g.group_id as {{ dbt.type_string() }}) as group_id,
    cast(g.measure as {{ dbt.type_string() }}) as measure,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(g.period_start as date) as period_start,
    cast(g.group_type as {{ dbt.type_string() }}) as group_type,
    cast(g.group_code as {{ dbt.type_string() }}) as group_code,
    cast(g.members as int) as members,
    cast(g.numerator_t as decimal(19, 6)) as numerator_t,
    cast(case when g.measure <> 'total' then g.denominator end as decimal(18, 2)) as added_value_cny,
    cast(g.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('g.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_peer_group') }} as g
