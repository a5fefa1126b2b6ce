{#
  Reductions are a fact of their own: less than a baseline, never taken off an emission. What a planned measure was said to have saved is no reduction.
  A measure states its own; a farm's follows from its activity and a factor; a shift of freight is what the other way would have emitted less what the shipment
  did, which may be negative.
  The promise for a month stands once: beside the operation where that states one, else with the plan.
#}
{%- set promises = ['stated_reduction_t', 'stated_energy_saved_tce', 'stated_saving_cny'] -%}
with measured as (
    select
        m.*,
        {%- for name in promises %}
        m.is_planned and max(case when not m.is_planned and m.month_{{ name }} is not null then 1 else 0 end)
            over (partition by m.account_id, m.measure_code, m.month) = 1 as repeats_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_reduction_measure__monthly') }} as m
)

select
    {{ text_key(["'reduction_measure'", 'm.load_id', 'm.line_no', 'm.month']) }} as reduction_id,
    m.account_id,
    m.month,
    'REDUCTION_MEASURE' as activity_code,
    cast(null as {{ dbt.type_string() }}) as path,
    m.measure_code,
    cast(case when not m.is_planned then cast(m.month_reduction_t as decimal(19, 6)) * cast(1000 as decimal(4, 0)) end as decimal(28, 10)) as reduction_kg,
    cast(null as decimal(28, 10)) as baseline_kg,
    cast(null as decimal(28, 10)) as actual_kg,
    cast(case when not m.repeats_stated_reduction_t then cast(m.month_stated_reduction_t as decimal(19, 6)) * cast(1000 as decimal(4, 0)) end as decimal(28, 10)) as stated_reduction_kg,
    cast(case when not m.is_planned then m.month_energy_saved_tce end as decimal(18, 6)) as energy_saved_tce,
    cast(case when not m.repeats_stated_energy_saved_tce then m.month_stated_energy_saved_tce end as decimal(18, 6)) as stated_energy_saved_tce,
    cast(case when not m.is_planned then m.month_saving_cny end as decimal(28, 6)) as saving_cny,
    cast(case when not m.repeats_stated_saving_cny then m.month_stated_saving_cny end as decimal(28, 6)) as stated_saving_cny,
    m.status,
    m.is_planned,
    m.mode,
    m.provider,
    m.started_on,
    m.investment_cny,
    m.share_pct,
    m.is_spread,
    'reduction_measure' as source,
    m.record_key,
    m.load_id,
    m.line_no,
    false as depends_on_proposal,
    cast(0 as int) as weakest_evidence_rank,
    cast(null as {{ dbt.type_string() }}) as gas,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as {{ dbt.type_string() }}) as unit,
    cast(null as {{ dbt.type_string() }}) as factor_request_id,
    cast(null as {{ dbt.type_string() }}) as factor_id,
    cast(null as decimal(19, 10)) as factor_kg_per_unit,
    cast(null as {{ dbt.type_string() }}) as factor_reason,
    cast(null as {{ dbt.type_string() }}) as unit_path,
    cast(null as decimal(28, 10)) as gas_kg,
    cast(null as decimal(9, 4)) as gwp,
    cast(null as {{ dbt.type_string() }}) as gwp_set
from measured as m

union all

select
    g.activity_gas_id,
    g.account_id,
    g.month,
    g.activity_code,
    g.path,
    '',
    g.co2e_kg,
    cast(null as decimal(28, 10)),
    cast(null as decimal(28, 10)),
    cast(null as decimal(28, 10)),
    cast(null as decimal(18, 6)),
    cast(null as decimal(18, 6)),
    cast(null as decimal(28, 6)),
    cast(null as decimal(28, 6)),
    'operating',
    false,
    cast(null as {{ dbt.type_string() }}),
    cast(null as {{ dbt.type_string() }}),
    cast(null as date),
    cast(null as decimal(18, 2)),
    cast(null as decimal(7, 4)),
    g.is_spread,
    g.source,
    g.record_key,
    l.load_id,
    l.first_line_no,
    g.depends_on_proposal,
    g.weakest_evidence_rank,
    g.gas,
    g.quantity,
    g.unit,
    g.factor_request_id,
    g.factor_id,
    g.factor_kg_per_unit,
    g.factor_reason,
    g.unit_path,
    g.gas_kg,
    g.gwp,
    g.gwp_set
from {{ ref('fct_activity_gas') }} as g
inner join {{ ref('fct_activity_load') }} as l on g.activity_id = l.activity_id
where g.fact = 'reduction'

union all

select
    {{ text_key(["'freight_shift'", 's.load_id', 's.line_no', 's.month']) }},
    s.account_id,
    s.month,
    'FREIGHT_SHIFT',
    'freight',
    '',
    s.shift_kg,
    s.baseline_kg,
    s.actual_kg,
    cast(null as decimal(28, 10)),
    cast(null as decimal(18, 6)),
    cast(null as decimal(18, 6)),
    cast(null as decimal(28, 6)),
    cast(null as decimal(28, 6)),
    'operating',
    false,
    cast(null as {{ dbt.type_string() }}),
    cast(null as {{ dbt.type_string() }}),
    cast(null as date),
    cast(null as decimal(18, 2)),
    cast(null as decimal(7, 4)),
    false,
    'freight_trip',
    s.record_key,
    s.load_id,
    s.line_no,
    s.depends_on_proposal,
    s.weakest_evidence_rank,
    cast(null as {{ dbt.type_string() }}),
    cast(null as decimal(18, 6)),
    cast(null as {{ dbt.type_string() }}),
    cast(null as {{ dbt.type_string() }}),
    cast(null as {{ dbt.type_string() }}),
    cast(null as decimal(19, 10)),
    cast(null as {{ dbt.type_string() }}),
    cast(null as {{ dbt.type_string() }}),
    cast(null as decimal(28, 10)),
    cast(null as decimal(9, 4)),
    cast(null as {{ dbt.type_string() }})
from {{ ref('fct_freight_shipment') }} as s
where s.shift_kg is not null
