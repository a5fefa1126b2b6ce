{#
  The one shape of every domain. exclusion_code names why a current activity does not count; it is listed, never dropped. gwp_origin tells the methane of
  fuels from that of animals and paddies, for sets that part them.
#}
with meter_flows as (
    select m.*, 'import' as flow, m.import_kwh as quantity from {{ ref('int_meter_month') }} as m where m.quarantine_reason is null
    union all
    select m.*, 'export' as flow, m.export_kwh as quantity from {{ ref('int_meter_month') }} as m where m.quarantine_reason is null and m.export_kwh > 0
    union all
    select m.*, 'self_generated' as flow, m.self_generated_kwh as quantity from {{ ref('int_meter_month') }} as m
    where m.quarantine_reason is null and m.self_generated_kwh > 0
    union all
    select m.*, 'green' as flow, m.green_power_kwh as quantity from {{ ref('int_meter_month') }} as m
    where m.quarantine_reason is null and m.green_power_kwh > 0
),

metered as (
    select distinct account_id, month from {{ ref('int_meter_month') }}
    where quarantine_reason is null and not is_sub_of_main
),

gathered as (
    select
        'electricity_meter' as source,
        record_id,
        record_id as record_key,
        account_id,
        'ELECTRICITY' as activity_code,
        'electricity' as category,
        'fuel' as end_use,
        flow,
        month,
        cast(quantity as decimal(18, 6)) as quantity,
        'kwh' as unit,
        cast(quantity as decimal(18, 6)) as delivered_quantity,
        'kwh' as delivered_unit,
        case when flow = 'import' then cast(case when green_power_kwh > import_kwh then import_kwh else green_power_kwh end as decimal(18, 6)) end as green_kwh,
        quality,
        false as is_spread,
        readings as row_count,
        cast(null as decimal(19, 10)) as stated_kg_per_t,
        cast(null as {{ dbt.type_string() }}) as stated_reason,
        case when is_sub_of_main then 'sub_meter' end as exclusion_code,
        'fossil' as gwp_origin
    from meter_flows

    union all

    select
        'energy_consumption',
        {{ bar_key(['e.load_id', 'e.line_no']) }},
        e.record_key,
        e.account_id,
        e.energy_code,
        e.category,
        e.end_use,
        case when e.month_quantity < 0 then 'export' when e.category in ('electricity', 'heat') then 'import' else 'use' end,
        e.month,
        cast(abs(e.month_quantity) as decimal(18, 6)),
        e.unit,
        e.delivered_quantity,
        e.delivered_unit,
        case when e.category = 'electricity' and e.month_quantity >= 0 then cast(0 as decimal(18, 6)) end,
        e.quality,
        e.is_spread,
        cast(1 as bigint),
        cast(null as decimal(19, 10)),
        cast(null as {{ dbt.type_string() }}),
        case when e.energy_code = 'ELECTRICITY' and m.account_id is not null then 'covered_by_meter' end,
        'fossil'
    from {{ ref('int_energy_consumption__monthly') }} as e
    left join metered as m on e.account_id = m.account_id and e.month = m.month

    union all

    select
        'process_activity',
        {{ bar_key(['load_id', 'line_no']) }},
        record_key,
        account_id,
        process_code,
        'process',
        flow,
        'use',
        month,
        month_quantity,
        unit,
        delivered_quantity,
        delivered_unit,
        cast(null as decimal(18, 6)),
        'calculated',
        is_spread,
        cast(1 as bigint),
        stated_kg_per_t,
        stated_reason,
        cast(null as {{ dbt.type_string() }}),
        'fossil'
    from {{ ref('int_process_activity__monthly') }}

    union all

    select
        'farm_activity',
        {{ bar_key(['load_id', 'line_no']) }},
        record_key,
        account_id,
        activity_code,
        'farm',
        '',
        'use',
        month,
        month_quantity,
        unit,
        delivered_quantity,
        delivered_unit,
        cast(null as decimal(18, 6)),
        'estimated',
        is_spread,
        cast(1 as bigint),
        cast(null as decimal(19, 10)),
        cast(null as {{ dbt.type_string() }}),
        cast(null as {{ dbt.type_string() }}),
        'non_fossil'
    from {{ ref('int_farm_activity__monthly') }}

    union all

    select
        'freight_trip',
        record_id,
        record_key,
        account_id,
        activity_code,
        'freight',
        'freight',
        flow,
        month,
        quantity,
        unit,
        delivered_quantity,
        delivered_unit,
        cast(null as decimal(18, 6)),
        'estimated',
        false,
        cast(1 as bigint),
        cast(null as decimal(19, 10)),
        cast(null as {{ dbt.type_string() }}),
        exclusion_code,
        'fossil'
    from {{ ref('int_freight_trip__activity') }}
)

select
    {{ text_key(['g.source', 'g.record_id', 'g.flow', 'g.month']) }} as activity_id,
    g.*,
    v.domain,
    v.region_code,
    v.factor_set,
    coalesce(i.gwp_set, v.gwp_set) as gwp_set
from gathered as g
inner join {{ ref('dim_account_version') }} as v
    on g.account_id = v.account_id
    and (v.valid_from is null or v.valid_from <= g.month)
    and (v.valid_to is null or v.valid_to > g.month)
cross join {{ source('inputs', 'run') }} as i
