{#
  What the year of a farm or an orchard consists of: emissions that count by scope and group, removals and reductions by path. A code has its group in its own
  scope only (an input that is measured on the farm is no input); the rest of scope 3 is freight, what burns fuel or is of scope 2 energy, and other what is
  left: totals and other sources measured, processes, codes of the account's own. Power at the average factor of the area. Every figure of a farm account is a sum of these rows.
#}
with farm_year as (
    select account_id, period_start from {{ ref('fct_account_year') }} where domain in ('agriculture', 'orchard')
),

gathered as (
    select
        e.account_id,
        e.month,
        'emission' as fact,
        case
            when g.activity_group is not null then g.activity_group
            when e.scope = 3 then 'freight'
            when e.scope = 2 or e.part = 'combustion' then 'energy'
            else 'other'
        end as part,
        e.scope,
        e.activity_code,
        e.gas,
        e.data_quality_tier,
        e.gas_kg,
        e.co2e_kg,
        e.depends_on_proposal,
        {{ evidence_rank('e.weakest_evidence') }} as weakest_evidence_rank
    from {{ ref('fct_emission') }} as e
    left join {{ ref('farm_activity_group') }} as g on e.activity_code = g.activity_code and e.scope = g.scope
    where e.is_counted and e.basis <> 'market'

    union all

    select
        account_id,
        month,
        'removal',
        path,
        0,
        activity_code,
        gas,
        data_quality_tier,
        cast(null as decimal(28, 10)),
        removal_kg,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref('fct_removal') }}

    union all

    select
        account_id,
        month,
        'reduction',
        path,
        0,
        activity_code,
        gas,
        data_quality_tier,
        gas_kg,
        co2e_kg,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref('fct_activity_gas') }}
    where fact = 'reduction'
)

select
    g.account_id,
    y.period_start,
    g.fact,
    g.part,
    cast(g.scope as int) as scope,
    g.activity_code,
    g.gas,
    cast(g.data_quality_tier as int) as data_quality_tier,
    cast(sum(g.gas_kg) as decimal(28, 10)) as gas_kg,
    cast(sum(g.co2e_kg) as decimal(28, 10)) as co2e_kg,
    max(case when g.depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
    cast(max(g.weakest_evidence_rank) as int) as weakest_evidence_rank
from gathered as g
inner join farm_year as y on g.account_id = y.account_id and {{ year_of('g.month') }} = y.period_start
group by g.account_id, y.period_start, g.fact, g.part, g.scope, g.activity_code, g.gas, g.data_quality_tier
