{#
  Measured emissions of a month in kg of the gas, the biogenic share apart. TOTAL beats TOTAL_COMBUSTION and TOTAL_PROCESS, which beat a
  single source; CO2 beats CO2 only, CO2e all gases. What is beaten stays beside as a memo.
#}
with process as (
    select process_code from {{ ref('process_factor') }}
    union
    select substance_code from {{ ref('mass_balance_carbon_content') }}
),

located as (
    select
        m.*,
        v.domain,
        coalesce(i.gwp_set, v.gwp_set) as gwp_set,
        e.energy_code is not null as is_energy,
        e.energy_code is null and x.process_code is not null as is_process,
        ver.account_id is not null as is_verified,
        case m.emission_source when 'TOTAL' then 1 when 'TOTAL_COMBUSTION' then 2 when 'TOTAL_PROCESS' then 2 else 3 end as reach
    from {{ ref('int_measured_emission__monthly') }} as m
    inner join {{ ref('dim_account_version') }} as v
        on m.account_id = v.account_id
        and (v.valid_from is null or v.valid_from <= m.month)
        and (v.valid_to is null or v.valid_to > m.month)
    cross join {{ source('inputs', 'run') }} as i
    left join {{ ref('energy_type') }} as e on m.emission_source = e.energy_code
    left join process as x on m.emission_source = x.process_code
    left join (select distinct account_id, period_year from {{ ref('stg_verification') }}) as ver
        on m.account_id = ver.account_id and extract(year from m.month) = ver.period_year
),

beaten as (
    select
        l.record_id_of_load,
        l.month
    from (select located.*, {{ bar_key(['load_id', 'line_no']) }} as record_id_of_load from located) as l
    inner join located as b
        on l.account_id = b.account_id
        and l.month = b.month
        and (b.gas = l.gas or b.gas = 'CO2e')
        and (
            b.reach = 1 and l.reach > 1
            or b.emission_source = 'TOTAL_COMBUSTION' and l.reach = 3 and l.is_energy
            or b.emission_source = 'TOTAL_PROCESS' and l.reach = 3 and l.is_process
            or b.emission_source = l.emission_source and b.gas = 'CO2e' and l.gas <> 'CO2e'
        )
    group by l.record_id_of_load, l.month
),

parted as (
    select l.*, l.gas as part_gas, cast(l.month_quantity_kg - {{ biogenic_part('l') }} as decimal(18, 6)) as part_kg from located as l
    union all
    select l.*, 'CO2_biogenic', {{ biogenic_part('l') }} from located as l where l.biogenic_share > 0
)

select
    {{ text_key(["'measured_emission'", 'p.load_id', 'p.line_no', 'p.month', 'p.part_gas']) }} as emission_id,
    {{ text_key(["'measured_emission'", 'p.load_id', 'p.line_no', 'p.month']) }} as activity_id,
    {{ bar_key(['p.load_id', 'p.line_no']) }} as record_id,
    p.record_key,
    p.load_id,
    p.line_no,
    p.account_id,
    p.domain,
    p.month,
    p.emission_source,
    case
        when p.emission_source = 'TOTAL_COMBUSTION' or (p.reach = 3 and p.is_energy) then 'combustion'
        when p.emission_source = 'TOTAL_PROCESS' or (p.reach = 3 and p.is_process) then 'process'
        else 'measured'
    end as part,
    p.part_gas as gas,
    p.method,
    p.part_kg as quantity_kg,
    w.gwp100 as gwp,
    p.gwp_set,
    w.evidence as gwp_evidence,
    case when b.record_id_of_load is not null then 'replaced_by_measured' end as exclusion_code,
    cast(case when p.is_verified then 1 else 2 end as int) as data_quality_tier,
    p.is_spread
from parted as p
inner join {{ ref('dim_gwp') }} as w on p.gwp_set = w.gwp_set and p.part_gas = w.gas and w.origin = 'fossil'
left join beaten as b on {{ bar_key(['p.load_id', 'p.line_no']) }} = b.record_id_of_load and p.month = b.month
