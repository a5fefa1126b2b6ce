select
    cast(c.event_id as {{ dbt.type_string() }}) as event_id,
    cast(c.source_system as {{ dbt.type_string() }}) as source_system,
    cast(c.person_key as decimal(38, 0)) as person_key,
    cast(c.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(c.behaviour_code as {{ dbt.type_string() }}) as behaviour_code,
    cast(c.occurred_at as timestamp) as occurred_at,
    cast(v.month as date) as period_start,
    cast(c.quantity as decimal(18, 6)) as quantity,
    cast(c.unit as {{ dbt.type_string() }}) as unit,
    cast(v.rule_code as {{ dbt.type_string() }}) as rule_code,
    cast(v.review as {{ dbt.type_string() }}) as review,
    cast(v.review <> 'cleared' as boolean) as is_held,
    cast(v.load_id as {{ dbt.type_string() }}) as load_id,
    cast(v.line_no as bigint) as line_no
from {{ ref('fct_behaviour_verdict') }} as v
inner join {{ ref('fct_personal_behaviour') }} as c on v.month = c.month and v.load_id = c.load_id and v.line_no = c.line_no
where v.rule_code is not null
