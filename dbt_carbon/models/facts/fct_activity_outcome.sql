{#
  What became of every activity: counted, zero by definition, a listed exclusion, or waiting with a reason.
  A record waits as a whole: when one month of it has no factor, none of its months counts. No activity may reach 10^14 kg (more than the world emits in a
  year), so that ten thousand of them still add up in decimal(28, 10).
#}
with asked as (
    select r.request_id, f.source_category, f.gas
    from {{ ref('fct_factor_request') }} as r
    inner join (select distinct activity_code, source_category, gas from {{ ref('dim_farm_factor') }}) as f
        on r.category = 'farm' and r.factor_code = f.activity_code
),

{# Pigs emit by digestion and by manure: where the region has no factor for one of the two, the sum would be too small without a word. #}
incomplete as (
    select distinct a.request_id
    from asked as a
    left join {{ ref('fct_factor_choice') }} as c
        on a.request_id = c.request_id
        and ((a.source_category = c.source_category and a.gas = c.gas) or (c.source_category = '' and c.gas in (a.gas, 'CO2e')))
    where c.request_id is null
),

emission_reason as (
    select
        q.activity_id,
        case
            when count(case when c.basis in ('direct', 'location') then 1 end) = 0 or max(case when x.request_id is not null then 1 else 0 end) = 1 then 'no_factor'
            when count_if(c.kg_per_activity_unit is null and c.unit_path is not null) > 0 then 'amount_overflow'
            when count_if(c.kg_per_activity_unit is null) > 0 then
                case when max(c.unit_dimension) = 'gross_energy' then 'gross_heating_value' else 'wrong_dimension' end
            when count_if(w.gwp100 is null) > 0 then 'no_gwp'
            when count_if(try_cast(a.quantity * c.kg_per_activity_unit as decimal(24, 10)) is null) > 0 then 'amount_overflow'
            when count_if(try_cast(try_cast(a.quantity * c.kg_per_activity_unit as decimal(24, 10)) * w.gwp100 as decimal(24, 10)) is null) > 0 then 'amount_overflow'
        end as reason_code
    from {{ ref('int_activity_request') }} as q
    inner join {{ ref('int_activity') }} as a on q.activity_id = a.activity_id
    left join {{ ref('fct_factor_choice') }} as c on q.request_id = c.request_id
    left join incomplete as x on q.request_id = x.request_id
    left join {{ ref('dim_gwp') }} as w on a.gwp_set = w.gwp_set and c.gas = w.gas and a.gwp_origin = w.origin
    where q.flow in ('import', 'use')
    group by q.activity_id
),

waiting as (
    select a.source, a.record_id, min(r.reason_code) as reason_code
    from {{ ref('int_activity') }} as a
    inner join emission_reason as r on a.activity_id = r.activity_id
    where r.reason_code is not null
    group by a.source, a.record_id
)

select
    a.activity_id,
    a.source,
    a.record_id,
    a.record_key,
    a.account_id,
    a.month,
    a.activity_code,
    a.flow,
    a.quantity,
    a.unit,
    a.row_count,
    case
        when w.reason_code is not null then 'quarantined'
        when a.exclusion_code is not null or a.flow not in ('import', 'use') or a.end_use = 'feedstock' then 'excluded'
        when not coalesce(e.emits, true) then 'zero_by_definition'
        else 'counted'
    end as outcome,
    coalesce(
        w.reason_code,
        a.exclusion_code,
        case when a.flow not in ('import', 'use') then 'flow_' || a.flow when a.end_use = 'feedstock' then 'feedstock' end
    ) as reason_code
from {{ ref('int_activity') }} as a
left join waiting as w on a.source = w.source and a.record_id = w.record_id
left join {{ ref('energy_type') }} as e on a.activity_code = e.energy_code
