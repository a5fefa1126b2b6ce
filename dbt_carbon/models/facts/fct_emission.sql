{# Calculated and measured emissions side by side; is_counted says which of the two stands in the totals. #}
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
        case when a.category in ('electricity', 'heat') then 2 else 1 end as scope,
        c.basis,
        case a.category when 'electricity' then 'purchased_electricity' when 'heat' then 'purchased_heat' when 'process' then 'process' else 'combustion' end as part,
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
        case when a.quality = 'estimated' or (a.quality is null and a.source <> 'electricity_meter') then 4 else 3 end as data_quality_tier,
        a.is_spread,
        a.row_count
    from {{ ref('int_activity') }} as a
    inner join {{ ref('fct_activity_outcome') }} as o on a.activity_id = o.activity_id and o.outcome = 'counted'
    inner join {{ ref('int_activity_request') }} as q on a.activity_id = q.activity_id
    inner join {{ ref('fct_factor_choice') }} as c on q.request_id = c.request_id and c.kg_per_activity_unit is not null
    left join {{ ref('fct_green_power') }} as g on a.activity_id = g.activity_id
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
        1 as scope,
        'direct' as basis,
        'combustion' as part,
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
        w.evidence as gwp_evidence
    from (
        select * from calculated
        union all
        select * from without_emission
    ) as x
    inner join {{ ref('dim_gwp') }} as w on x.gwp_set = w.gwp_set and x.gas = w.gas and w.origin = 'fossil'
),

replaced as (
    select
        w.*,
        exists(
            select 1 from {{ ref('int_measured_emission__monthly') }} as m
            where
                w.scope = 1
                and m.account_id = w.account_id
                and m.month = w.month
                and (
                    m.gas = w.gas
                    or (m.gas = 'CO2e' and w.gas <> 'CO2_biogenic')
                    or (w.gas = 'CO2_biogenic' and m.gas in ('CO2', 'CO2e') and m.biogenic_share > 0)
                )
                and (m.emission_source in ('TOTAL', w.activity_code) or (m.emission_source = 'TOTAL_COMBUSTION' and w.part = 'combustion')
                    or (m.emission_source = 'TOTAL_PROCESS' and w.part = 'process'))
        ) as is_replaced
    from weighed as w
)

select
    {{ text_key(['activity_id', 'basis', 'gas']) }} as emission_id,
    activity_id,
    source,
    record_id,
    record_key,
    account_id,
    domain,
    month,
    cast(scope as int) as scope,
    basis,
    part,
    activity_code,
    end_use,
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
    not is_replaced as is_counted,
    case when is_replaced then 'replaced_by_measured' end as exclusion_code,
    cast(data_quality_tier as int) as data_quality_tier,
    is_spread,
    row_count,
    evidence,
    coalesce(factor_weakest_evidence = 'proposal', false) as depends_on_proposal,
    {{ evidence_of_rank('greatest(' ~ evidence_rank('factor_weakest_evidence') ~ ', case when gas in (\'CO2\', \'CO2_biogenic\', \'CO2e\') then 0 else ' ~ evidence_rank('gwp_evidence') ~ ' end)') }} as weakest_evidence
from replaced

union all

select
    emission_id,
    activity_id,
    'measured_emission',
    record_id,
    record_key,
    account_id,
    domain,
    month,
    1,
    'direct',
    part,
    emission_source,
    '',
    gas,
    quantity_kg,
    'kg',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    'measured_' || method,
    0,
    false,
    'same_unit',
    cast(1 as decimal(19, 10)),
    cast(quantity_kg as decimal(28, 10)),
    gwp,
    gwp_set,
    cast(cast(quantity_kg as decimal(19, 6)) * gwp as decimal(28, 10)),
    exclusion_code is null,
    exclusion_code,
    data_quality_tier,
    is_spread,
    1,
    'convention',
    false,
    {{ evidence_of_rank("case when gas in ('CO2', 'CO2_biogenic', 'CO2e') then 0 else " ~ evidence_rank('gwp_evidence') ~ ' end') }}
from {{ ref('fct_measured_emission') }}
