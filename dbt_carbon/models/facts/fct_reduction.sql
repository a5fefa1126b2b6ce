{#
  Reductions are a fact of their own: less than a baseline, never taken off an emission. What a planned measure was said to have saved is no reduction.
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
    m.known_at,
    false as depends_on_proposal,
    cast(0 as int) as weakest_evidence_rank
from measured as m
