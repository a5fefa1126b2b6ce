{#
  What a holder of a cap-type account may emit in a year, what the behaviours of effect emission emitted, and what is left. Reductions are no part of it: an
  account of this kind does not earn by reducing.
#}
with granted as (
    select
        person_key,
        period_year,
        scheme_code,
        allowance_kgco2e,
        cast(cast(period_year as {{ dbt.type_string() }}) || '-01-01' as date) as period_start
    from {{ ref('int_personal_allowance__checked') }}
    where quarantine_reason is null
)

select
    g.person_key,
    g.period_start,
    g.scheme_code,
    g.allowance_kgco2e,
    cast(coalesce(y.emission_g, 0) as decimal(28, 10)) as emission_g,
    cast(cast(g.allowance_kgco2e * cast(1000 as decimal(19, 0)) as decimal(28, 10)) - coalesce(y.emission_g, 0) as decimal(28, 10)) as balance_g,
    g.period_start < {{ year_of('d.as_of_on') }} as is_over,
    coalesce(y.depends_on_proposal, false) as depends_on_proposal,
    cast(coalesce(y.weakest_evidence_rank, 0) as int) as weakest_evidence_rank
from granted as g
cross join {{ ref('dim_as_of') }} as d
left join {{ ref('fct_person_year') }} as y on g.person_key = y.person_key and g.period_start = y.year_start
