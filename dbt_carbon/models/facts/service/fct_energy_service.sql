{#
  What a measure brought in a year, beside what was promised of it. What describes the measure (status, mode, provider, ...) is what its records of the year
  said last; operation speaks before a plan. The investment is made once: it is stated, never summed.
#}
{%- set stated_last = ['status', 'mode', 'provider', 'started_on', 'investment_cny', 'share_pct'] -%}
with described as (
    select
        r.*,
        {{ year_of('r.month') }} as period_start,
        {%- for name in stated_last %}
        first_value(r.{{ name }}) over (
            partition by r.account_id, r.measure_code, {{ year_of('r.month') }}
            order by
                case when r.{{ name }} is null then 1 else 0 end nulls last, case when r.is_planned then 1 else 0 end nulls last,
                r.month desc nulls last, r.reduction_id nulls last
        ) as last_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_reduction') }} as r
    where r.source = 'reduction_measure'
)

select
    account_id,
    measure_code,
    period_start,
    {%- for name in stated_last %}
    max(last_{{ name }}) as {{ name }},
    {%- endfor %}
    cast(sum(reduction_kg) as decimal(28, 10)) as reduction_kg,
    cast(sum(stated_reduction_kg) as decimal(28, 10)) as stated_reduction_kg,
    cast(sum(energy_saved_tce) as decimal(28, 6)) as energy_saved_tce,
    cast(sum(stated_energy_saved_tce) as decimal(28, 6)) as stated_energy_saved_tce,
    cast(sum(saving_cny) as decimal(28, 6)) as saving_cny,
    cast(sum(stated_saving_cny) as decimal(28, 6)) as stated_saving_cny,
    cast(count(distinct case when not is_planned then month end) as int) as months_operating
from described
group by account_id, measure_code, period_start
