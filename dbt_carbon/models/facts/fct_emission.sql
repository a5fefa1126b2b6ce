{# Calculated and measured emissions side by side; is_counted says which of the two stands in the totals. #}
with replaced as (
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
    from {{ ref('fct_activity_gas') }} as w
    where w.fact = 'emission'
)

select
    activity_gas_id as emission_id,
    activity_id,
    source,
    record_id,
    record_key,
    account_id,
    domain,
    month,
    scope,
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
    factor_vintage,
    factor_published_on,
    factor_match_level,
    factor_reason,
    carry_years,
    is_publication_unknown,
    unit_path,
    factor_kg_per_unit,
    gas_kg,
    gwp,
    gwp_set,
    co2e_kg,
    not is_replaced as is_counted,
    case when is_replaced then 'replaced_by_measured' end as exclusion_code,
    data_quality_tier,
    is_spread,
    row_count,
    evidence,
    depends_on_proposal,
    {{ evidence_of_rank('weakest_evidence_rank') }} as weakest_evidence
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
