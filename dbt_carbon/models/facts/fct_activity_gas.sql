{#
  What every activity that counts emits, takes up or avoids of each gas: quantity x factor, and x GWP as CO2e. The one place where the two meet; emissions,
  removals and reductions are its rows, told apart by `fact`, and never mixed.
#}
with calculated as (
    select
        a.activity_id,
        a.source,
        a.record_id,
        a.record_key,
        a.account_id,
        a.domain,
        a.month,
        a.activity_code,
        a.end_use,
        coalesce(f.fact, 'emission') as fact,
        f.path,
        case when a.category in ('electricity', 'heat') then 2 when a.category = 'freight' then 3 else coalesce(f.scope, 1) end as scope,
        c.basis,
        case
            when a.category = 'electricity' then 'purchased_electricity'
            when a.category = 'heat' then 'purchased_heat'
            when a.category = 'farm' then 'agriculture'
            when a.category in ('process', 'freight') then a.category
            else 'combustion'
        end as part,
        c.source_category,
        c.gas,
        cast(a.quantity - case when c.basis = 'market' then coalesce(g.green_quantity, 0) else 0 end as decimal(18, 6)) as quantity,
        a.unit,
        c.request_id as factor_request_id,
        c.factor_id,
        c.factor_set,
        c.series as factor_series,
        c.vintage_year as factor_vintage,
        c.published_on as factor_published_on,
        c.match_level as factor_match_level,
        c.reason as factor_reason,
        c.carry_years,
        c.is_publication_unknown,
        c.unit_path,
        c.kg_per_activity_unit as factor_kg_per_unit,
        c.evidence,
        c.weakest_evidence as factor_weakest_evidence,
        a.gwp_set,
        a.gwp_origin,
        case
            when a.category = 'freight' then 5
            when a.quality = 'estimated' or (a.quality is null and a.source <> 'electricity_meter') then 4
            else 3
        end as data_quality_tier,
        a.is_spread,
        a.row_count
    from {{ ref('int_activity') }} as a
    inner join {{ ref('fct_activity_outcome') }} as o on a.activity_id = o.activity_id and o.outcome = 'counted'
    inner join {{ ref('int_activity_request') }} as q on a.activity_id = q.activity_id
    inner join {{ ref('fct_factor_choice') }} as c on q.request_id = c.request_id and c.kg_per_activity_unit is not null
    left join {{ ref('fct_green_power') }} as g on a.activity_id = g.activity_id
    left join {{ ref('dim_farm_activity') }} as f on a.category = 'farm' and a.activity_code = f.activity_code
),

without_emission as (
    select
        a.activity_id,
        a.source,
        a.record_id,
        a.record_key,
        a.account_id,
        a.domain,
        a.month,
        a.activity_code,
        a.end_use,
        'emission' as fact,
        cast(null as {{ dbt.type_string() }}) as path,
        1 as scope,
        'direct' as basis,
        'combustion' as part,
        '' as source_category,
        'CO2' as gas,
        a.quantity,
        a.unit,
        cast(null as {{ dbt.type_string() }}) as factor_request_id,
        cast(null as {{ dbt.type_string() }}) as factor_id,
        cast(null as {{ dbt.type_string() }}) as factor_set,
        cast(null as {{ dbt.type_string() }}) as factor_series,
        cast(null as int) as factor_vintage,
        cast(null as date) as factor_published_on,
        cast(null as {{ dbt.type_string() }}) as factor_match_level,
        'emits_nothing' as factor_reason,
        cast(0 as int) as carry_years,
        false as is_publication_unknown,
        'same_unit' as unit_path,
        cast(0 as decimal(19, 10)) as factor_kg_per_unit,
        'convention' as evidence,
        cast(null as {{ dbt.type_string() }}) as factor_weakest_evidence,
        a.gwp_set,
        a.gwp_origin,
        3 as data_quality_tier,
        a.is_spread,
        a.row_count
    from {{ ref('int_activity') }} as a
    inner join {{ ref('fct_activity_outcome') }} as o on a.activity_id = o.activity_id and o.outcome = 'zero_by_definition'
),

weighed as (
    select
        x.*,
        try_cast(x.quantity * x.factor_kg_per_unit as decimal(28, 10)) as gas_kg,
        w.gwp100 as gwp,
        case when x.gas not in ('CO2', 'CO2_biogenic', 'CO2e') then {{ evidence_rank('w.evidence') }} else 0 end as gwp_evidence_rank
    from (
        select * from calculated
        union all
        select * from without_emission
    ) as x
    inner join {{ ref('dim_gwp') }} as w on x.gwp_set = w.gwp_set and x.gas = w.gas and x.gwp_origin = w.origin
)

select
    {{ text_key(['activity_id', 'basis', "gas || case when source_category = '' then '' else ':' || source_category end"]) }} as activity_gas_id,
    activity_id,
    source,
    record_id,
    record_key,
    account_id,
    domain,
    month,
    fact,
    path,
    cast(scope as int) as scope,
    basis,
    part,
    activity_code,
    end_use,
    source_category,
    gas,
    quantity,
    unit,
    factor_request_id,
    factor_id,
    factor_set,
    factor_series,
    cast(factor_vintage as int) as factor_vintage,
    factor_published_on,
    factor_match_level,
    factor_reason,
    cast(carry_years as int) as carry_years,
    is_publication_unknown,
    unit_path,
    factor_kg_per_unit,
    gas_kg,
    gwp,
    gwp_set,
    cast(gas_kg * gwp as decimal(28, 10)) as co2e_kg,
    cast(data_quality_tier as int) as data_quality_tier,
    is_spread,
    row_count,
    evidence,
    coalesce(factor_weakest_evidence = 'proposal', false) as depends_on_proposal,
    cast(greatest({{ evidence_rank('factor_weakest_evidence') }}, gwp_evidence_rank) as int) as weakest_evidence_rank
from weighed
