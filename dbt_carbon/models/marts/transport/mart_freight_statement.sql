{#
  One statement of what was carried and what was shifted (减碳一表清算). What is compared is of the shipments with a shift alone, so that baseline less actual is
  the shift; the other emission stands beside it.
#}
with periods as (
    select 'month' as period_grain, month as period_start, s.* from {{ ref('fct_freight_shipment') }} as s
    union all
    select 'year', {{ year_of('month') }}, s.* from {{ ref('fct_freight_shipment') }} as s
),

summed as (
    select
        account_id,
        period_grain,
        period_start,
        count(*) as shipments,
        count(shift_kg) as shipments_with_shift,
        sum(tonnes) as goods_t,
        {%- for part in ['road', 'rail', 'water', 'drayage'] %}
        sum({{ part }}_tkm) as {{ part }}_tkm,
        {%- endfor %}
        sum(actual_kg) as actual_kg,
        sum(case when shift_kg is not null then actual_kg else 0 end) as compared_actual_kg,
        sum(case when shift_kg is not null then baseline_kg else 0 end) as baseline_kg,
        sum(coalesce(shift_kg, 0)) as shift_kg,
        {%- for mode in ['water', 'rail'] %}
        sum(case when baseline_mode = 'road' and main_mode = '{{ mode }}' then coalesce(shift_kg, 0) else 0 end) as road_to_{{ mode }}_kg,
        {%- endfor %}
        max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank
    from periods
    group by account_id, period_grain, period_start
)

select
    cast(s.account_id as {{ dbt.type_string() }}) as account_id,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(s.period_grain as {{ dbt.type_string() }}) as period_grain,
    cast(s.period_start as date) as period_start,
    cast(s.shipments as int) as shipments,
    cast(s.shipments_with_shift as int) as shipments_with_shift,
    try_cast(s.goods_t as decimal(28, 6)) as goods_t,
    {%- for part in ['road', 'rail', 'water', 'drayage'] %}
    try_cast(s.{{ part }}_tkm as decimal(28, 6)) as {{ part }}_tkm,
    {%- endfor %}
    {{ kg_as_t('try_cast(s.actual_kg as decimal(28, 10))') }} as actual_t,
    {{ kg_as_t('try_cast(s.compared_actual_kg as decimal(28, 10))') }} as compared_actual_t,
    {{ kg_as_t('try_cast(s.baseline_kg as decimal(28, 10))') }} as baseline_t,
    {{ kg_as_t('try_cast(s.shift_kg as decimal(28, 10))') }} as shift_reduction_t,
    {{ kg_as_t('try_cast(s.road_to_water_kg as decimal(28, 10))') }} as road_to_water_t,
    {{ kg_as_t('try_cast(s.road_to_rail_kg as decimal(28, 10))') }} as road_to_rail_t,
    cast(s.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('s.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from summed as s
inner join {{ ref('dim_account') }} as a on s.account_id = a.account_id
