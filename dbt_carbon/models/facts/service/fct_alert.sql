{#
  What deserves a look. OVER_CONSUMPTION: energy of a month above the threshold times that of the same month of the year before, both there and above zero.
  COLOUR_FELL: a colour worse than that of the year before; where either year has no colour nothing fell.
#}
with months as (
    select
        account_id,
        domain,
        period_start,
        energy_tce,
        is_preliminary,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref('fct_account_period') }}
    where period_grain = 'month' and energy_tce > 0
),

over_consumption as (
    select
        n.account_id,
        n.domain,
        'month' as period_grain,
        n.period_start,
        r.rule_code as alert_code,
        n.energy_tce as value,
        b.energy_tce as reference_value,
        'tce' as unit,
        cast(r.threshold as decimal(12, 4)) as threshold,
        cast(null as {{ dbt.type_string() }}) as colour,
        cast(null as {{ dbt.type_string() }}) as previous_colour,
        n.is_preliminary,
        n.depends_on_proposal or b.depends_on_proposal or r.evidence = 'proposal' as depends_on_proposal,
        cast(greatest(n.weakest_evidence_rank, b.weakest_evidence_rank, {{ evidence_rank('r.evidence') }}) as int) as weakest_evidence_rank
    from months as n
    inner join months as b on n.account_id = b.account_id and b.period_start = {{ add_months('n.period_start', -12) }}
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('alert_rule') }} as r
        on r.rule_code = 'OVER_CONSUMPTION'
        and (r.valid_from is null or r.valid_from <= n.period_start)
        and (r.valid_to is null or r.valid_to > n.period_start)
        and (r.published_on is null or r.published_on <= d.as_of_on)
    where n.energy_tce > try_cast(b.energy_tce as decimal(25, 10)) * r.threshold
),

colour_fell as (
    select
        c.account_id,
        a.domain,
        'year' as period_grain,
        c.period_start,
        'COLOUR_FELL' as alert_code,
        cast(null as decimal(28, 10)) as value,
        cast(null as decimal(28, 10)) as reference_value,
        cast(null as {{ dbt.type_string() }}) as unit,
        cast(null as decimal(12, 4)) as threshold,
        c.colour,
        c.previous_colour,
        c.is_preliminary,
        c.depends_on_proposal,
        cast(c.weakest_evidence_rank as int) as weakest_evidence_rank
    from {{ ref('fct_account_colour') }} as c
    inner join {{ ref('colour') }} as n on c.colour = n.colour_code
    inner join {{ ref('colour') }} as b on c.previous_colour = b.colour_code
    left join {{ ref('dim_account') }} as a on c.account_id = a.account_id
    where b.severity_rank > 0 and n.severity_rank > b.severity_rank
)

select * from over_consumption
union all
select * from colour_fell
