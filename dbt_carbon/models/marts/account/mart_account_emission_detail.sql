{#
  Emissions, removals and reductions one below the other, each in a column of its own, so that no sum over the table takes one off another.
#}
{%- set described = ['account_id', 'domain', 'month', 'activity_code', 'gas', 'unit', 'factor_id', 'factor_vintage', 'factor_match_level', 'factor_reason',
    'carry_years', 'factor_kg_per_unit', 'quantity', 'depends_on_proposal', 'row_count'] -%}
with fact as (
    select
        {{ described | join(', ') }},
        'emission' as fact,
        scope,
        basis,
        end_use,
        gas_kg,
        co2e_kg as emission_kg,
        cast(null as decimal(28, 10)) as removal_kg,
        cast(null as decimal(28, 10)) as reduction_kg,
        {{ evidence_rank('weakest_evidence') }} as weakest_evidence_rank
    from {{ ref('fct_emission') }}
    where is_counted

    union all

    select
        {{ described | join(', ') }},
        'removal',
        cast(null as int),
        'direct',
        '',
        gas_kg,
        cast(null as decimal(28, 10)),
        removal_kg,
        cast(null as decimal(28, 10)),
        weakest_evidence_rank
    from {{ ref('fct_removal') }}

    union all

    select
        {{ described | join(', ') }},
        'reduction',
        cast(null as int),
        'direct',
        '',
        gas_kg,
        cast(null as decimal(28, 10)),
        cast(null as decimal(28, 10)),
        co2e_kg,
        weakest_evidence_rank
    from {{ ref('fct_activity_gas') }}
    where fact = 'reduction'
),

periods as (
    select 'month' as period_grain, month as period_start, f.* from fact as f
    union all
    select 'year', {{ year_of('month') }}, f.* from fact as f
)

select
    cast(account_id as {{ dbt.type_string() }}) as account_id,
    cast(max(domain) as {{ dbt.type_string() }}) as domain,
    cast(period_grain as {{ dbt.type_string() }}) as period_grain,
    cast(period_start as date) as period_start,
    cast(fact as {{ dbt.type_string() }}) as fact,
    cast(scope as int) as scope,
    cast(basis as {{ dbt.type_string() }}) as basis,
    cast(activity_code as {{ dbt.type_string() }}) as activity_code,
    cast(end_use as {{ dbt.type_string() }}) as end_use,
    cast(gas as {{ dbt.type_string() }}) as gas,
    cast(unit as {{ dbt.type_string() }}) as unit,
    cast(factor_id as {{ dbt.type_string() }}) as factor_id,
    cast(max(factor_vintage) as int) as factor_vintage,
    cast(max(factor_match_level) as {{ dbt.type_string() }}) as factor_match_level,
    cast(max(factor_reason) as {{ dbt.type_string() }}) as factor_reason,
    cast(max(carry_years) as int) as carry_years,
    cast(max(factor_kg_per_unit) as decimal(19, 10)) as factor_kg_per_unit,
    cast(sum(quantity) as decimal(28, 6)) as quantity,
    cast(sum(gas_kg) as decimal(28, 10)) as gas_kg,
    {{ kg_as_t('sum(emission_kg)') }} as co2e_t,
    {{ kg_as_t('sum(removal_kg)') }} as removal_t,
    {{ kg_as_t('sum(reduction_kg)') }} as reduction_t,
    cast(max(case when depends_on_proposal then 1 else 0 end) = 1 as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('max(weakest_evidence_rank)') }} as {{ dbt.type_string() }}) as weakest_evidence,
    cast(sum(row_count) as bigint) as row_count
from periods
group by account_id, period_grain, period_start, fact, scope, basis, activity_code, end_use, gas, unit, factor_id
