{#
  Indicators of regions by year: what was delivered, and what the indicator set of the year computes from the accounts of the region, as
  numerator x scale / denominator, divided once. A measure is a figure of fct_region_year for all domains, or a delivered indicator by its code,
  which is never the name of such a figure.
  An indicator counts with its weight where it comes from where the set says; what no set names has neither direction nor weight.
#}
{%- set no_flag, accounts, colours = ['false', '0'], ['r.depends_on_proposal', 'r.weakest_evidence_rank'], ['r.colours_depend_on_proposal', '0'] -%}
{%- set measures = [
    ('accounts_expected', 'r.accounts_expected', no_flag),
    ('accounts_reporting', 'r.accounts_reporting', no_flag),
    ('accounts_coloured', 'r.accounts_coloured', no_flag),
    ('accounts_green', 'r.accounts_green', colours),
    ('regional_total_t', 'r.regional_total_kg * cast(0.001 as decimal(4, 3))', accounts),
    ('removal_t', 'r.removal_kg * cast(0.001 as decimal(4, 3))', accounts),
    ('reduction_t', 'r.reduction_kg * cast(0.001 as decimal(4, 3))', accounts),
    ('green_and_own_power_kwh', 'r.green_power_kwh + r.self_generated_kwh', no_flag),
    ('power_used_kwh', 'r.purchased_kwh + r.self_generated_kwh', no_flag),
    ('loan_outstanding_cny', 'r.loan_outstanding_cny', no_flag),
    ('green_loan_outstanding_cny', 'r.green_loan_outstanding_cny', colours)
] -%}
with region_year as (
    select * from {{ ref('fct_region_year') }}
    where domain = 'all' and region_code <> ''
),

delivered as (
    select * from {{ ref('int_city_indicator__checked') }}
    where quarantine_reason is null
),

measure as (
    {%- for code, value, flags in measures %}
    select
        r.region_code,
        r.period_start,
        '{{ code }}' as measure_code,
        try_cast({{ value }} as decimal(24, 6)) as value,
        {{ flags[0] }} as depends_on_proposal,
        cast({{ flags[1] }} as int) as weakest_evidence_rank
    from region_year as r
    union all
    {%- endfor %}
    select
        region_code,
        period_start,
        indicator_code,
        try_cast(value as decimal(24, 6)),
        false,
        cast(0 as int)
    from delivered
    where indicator_code not in (
        {%- for code, value, flags in measures %}
        '{{ code }}'{{ ',' if not loop.last }}
        {%- endfor %}
    )
),

computed as (
    select
        r.region_code,
        r.period_start,
        s.indicator_code,
        s.unit,
        try_cast({{ quotient('try_cast(n.value * cast(s.scale as decimal(9, 0)) as decimal(28, 6))', 'm.value', 6, 6, 8, 38) }} as decimal(28, 8)) as value,
        case
            when n.value is null then 'numerator_missing'
            when m.value is null then 'denominator_missing'
            when m.value = 0 then 'denominator_zero'
            when m.value < 0 then 'denominator_negative'
        end as stopped_by,
        coalesce(n.depends_on_proposal, false) or coalesce(m.depends_on_proposal, false) as depends_on_proposal,
        greatest(coalesce(n.weakest_evidence_rank, 0), coalesce(m.weakest_evidence_rank, 0)) as weakest_evidence_rank
    from region_year as r
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('city_indicator_definition') }} as s on s.origin = 'computed' and {{ in_force('s', 'r.period_start', 'd.as_of_on') }}
    left join measure as n on r.region_code = n.region_code and r.period_start = n.period_start and s.numerator_measure = n.measure_code
    left join measure as m on r.region_code = m.region_code and r.period_start = m.period_start and s.denominator_measure = m.measure_code
),

gathered as (
    select
        region_code,
        period_start,
        indicator_code,
        'delivered' as origin,
        value,
        unit,
        cast(null as {{ dbt.type_string() }}) as reason_code,
        false as depends_on_proposal,
        cast(0 as int) as weakest_evidence_rank,
        record_key,
        load_id,
        line_no
    from delivered
    union all
    select
        region_code,
        period_start,
        indicator_code,
        'computed',
        case when stopped_by is null then value end,
        unit,
        coalesce(stopped_by, case when value is null then 'amount_overflow' end),
        depends_on_proposal,
        weakest_evidence_rank,
        cast(null as {{ dbt.type_string() }}),
        cast(null as {{ dbt.type_string() }}),
        cast(null as bigint)
    from computed
),

compared as (
    select
        g.*,
        y.value as previous_value,
        try_cast(g.value - y.value as decimal(28, 8)) as change,
        s.direction,
        s.weight,
        s.evidence as weight_evidence
    from gathered as g
    cross join {{ ref('dim_as_of') }} as d
    left join gathered as y
        on g.region_code = y.region_code and g.indicator_code = y.indicator_code and g.origin = y.origin and g.unit = y.unit
        and g.period_start = {{ add_months('y.period_start', 12) }}
    left join {{ ref('city_indicator_definition') }} as s
        on g.indicator_code = s.indicator_code and g.origin = s.origin and {{ in_force('s', 'g.period_start', 'd.as_of_on') }}
)

select
    c.region_code,
    c.period_start,
    c.indicator_code,
    c.origin,
    c.value,
    c.unit,
    c.reason_code,
    c.previous_value,
    c.change,
    c.direction,
    c.weight,
    case c.direction when 'higher' then c.change > 0 when 'lower' then c.change < 0 end as is_improved,
    coalesce(c.weight_evidence = 'proposal', false) as weight_depends_on_proposal,
    {{ add_months('c.period_start', 12) }} > d.open_month as is_preliminary,
    c.depends_on_proposal,
    c.weakest_evidence_rank,
    c.record_key,
    c.load_id,
    c.line_no
from compared as c
cross join {{ ref('dim_as_of') }} as d
