{#
  The personal report of who last granted account and credit_reporting: what fct_person_account holds, what the loan decisions say, and how it was computed.
  A tree is the amount that tree_equivalent states, for the whole reduction.
#}
with tree as (
    {{ tree_in_force() }}
)

select
    cast(l.person_key as decimal(38, 0)) as person_key,
    cast(d.as_of_on as date) as reported_on,
    cast(a.region_code as {{ dbt.type_string() }}) as region_code,
    cast(a.opened_on as date) as opened_on,
    cast(a.first_on as date) as first_on,
    cast(a.last_on as date) as last_on,
    cast(a.records as bigint) as records,
    cast(a.held_records as bigint) as held_records,
    cast(a.reduction_g as decimal(28, 10)) as reduction_g,
    cast(a.online_service_g as decimal(28, 10)) as online_service_g,
    cast(a.green_travel_g as decimal(28, 10)) as green_travel_g,
    cast(a.recycling_g as decimal(28, 10)) as recycling_g,
    cast(a.water_energy_saving_g as decimal(28, 10)) as water_energy_saving_g,
    {{ add_months('d.open_month', -12) }} as twelve_months_from,
    cast(a.reduction_12m_g as decimal(28, 10)) as reduction_12m_g,
    cast(a.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(a.level_code as {{ dbt.type_string() }}) as level_code,
    cast(a.colour as {{ dbt.type_string() }}) as colour,
    cast(k.name_zh as {{ dbt.type_string() }}) as colour_zh,
    cast(k.name_en as {{ dbt.type_string() }}) as colour_en,
    cast(a.rule_id as {{ dbt.type_string() }}) as rule_id,
    cast(l.points_balances as {{ dbt.type_string() }}) as points_balances,
    cast({{ quotient(kg_as_t('a.reduction_g'), 't.kg_per_tree', 13, 6, 2, 28) }} as decimal(28, 2)) as tree_equivalent,
    cast(t.kg_per_tree as decimal(18, 6)) as kg_per_tree,
    cast(l.loan_count as int) as loan_count,
    cast(l.outstanding_cny as decimal(18, 2)) as outstanding_cny,
    cast(l.loan_without_balance_count as int) as loan_without_balance_count,
    cast(l.eligible_products as {{ dbt.type_string() }}) as eligible_products,
    cast(l.point_schemes as {{ dbt.type_string() }}) as point_schemes,
    cast(
        '减排量：' || coalesce(replace(l.point_schemes, '|', '、'), '无') || '；颜色：' || coalesce(a.scheme_code, '无') || '；树木当量：' || coalesce(t.equivalent_code, '无')
        as {{ dbt.type_string() }}
    ) as method_notes_zh,
    cast(
        'Reduction: ' || coalesce(replace(l.point_schemes, '|', ', '), 'none') || '; colour: ' || coalesce(a.scheme_code, 'none')
        || '; trees: ' || coalesce(t.equivalent_code, 'none') as {{ dbt.type_string() }}
    ) as method_notes_en,
    cast(d.input_digest as {{ dbt.type_string() }}) as input_digest,
    cast(coalesce(a.depends_on_proposal, false) or l.depends_on_proposal or coalesce(t.evidence_rank = 4, false) as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('greatest(coalesce(a.weakest_evidence_rank, 0), l.weakest_evidence_rank, coalesce(t.evidence_rank, 0))') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_person_report_list') }} as l
cross join {{ ref('dim_as_of') }} as d
inner join {{ ref('fct_person_account') }} as a on l.person_key = a.person_key
left join {{ ref('colour') }} as k on a.colour = k.colour_code
left join tree as t on 1 = 1
