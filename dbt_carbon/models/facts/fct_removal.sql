{#
  Removals are a fact of their own: CO2 that soils, orchards and forests take up, in kg; negative where a stock was lost. Never netted with an emission.
  A farm's follows from its activity and a factor, a forest's from the change of its stock.
#}
select
    g.activity_gas_id as removal_id,
    g.activity_id,
    g.source,
    g.account_id,
    g.domain,
    g.month,
    g.activity_code,
    g.path,
    '' as subject_code,
    g.gas,
    g.quantity,
    g.unit,
    g.factor_request_id,
    g.factor_id,
    g.factor_vintage,
    g.factor_match_level,
    g.factor_reason,
    g.carry_years,
    g.unit_path,
    g.factor_kg_per_unit,
    g.gas_kg,
    g.co2e_kg as removal_kg,
    g.gwp_set,
    g.data_quality_tier,
    g.is_spread,
    g.row_count,
    g.record_key,
    l.load_id,
    l.first_line_no as line_no,
    g.depends_on_proposal,
    g.weakest_evidence_rank
from {{ ref('fct_activity_gas') }} as g
inner join {{ ref('fct_activity_load') }} as l on g.activity_id = l.activity_id
where g.fact = 'removal'

union all

select
    f.change_id,
    f.change_id,
    'forest_survey',
    f.account_id,
    v.domain,
    f.month,
    'FOREST_STOCK_CHANGE',
    'forest',
    f.plot_id,
    'CO2',
    cast(f.removal_kg * cast(0.001 as decimal(4, 3)) as decimal(18, 6)),
    't',
    cast(null as {{ dbt.type_string() }}),
    f.factor_id,
    cast(null as int),
    'species',
    'forest_' || f.cause,
    cast(0 as int),
    'same_unit',
    cast(1000 as decimal(19, 10)),
    f.removal_kg,
    f.removal_kg,
    cast(null as {{ dbt.type_string() }}),
    cast(3 as int),
    f.cause in ('growth', 'decline'),
    cast(1 as bigint),
    f.record_key,
    f.load_id,
    f.line_no,
    f.depends_on_proposal,
    f.weakest_evidence_rank
from {{ ref('fct_forest_change') }} as f
inner join {{ ref('dim_account_version') }} as v
    on f.account_id = v.account_id
    and (v.valid_from is null or v.valid_from <= f.month)
    and (v.valid_to is null or v.valid_to > f.month)
