{#
  Months and years of every account: sums of fct_account_month in kg, kWh and tce, before any rounding, and how complete they are. What is expected:
  months in which the account was open and that are over on the day of as_of; where a domain's work has seasons, the months that were reported or
  have a known gap. A month with a gap (fct_partial_month) is not reported.
#}
{%- set sums = [
    'scope1_kg', 'scope1_combustion_kg', 'scope1_process_kg', 'agriculture_kg', 'scope2_location_kg', 'scope2_market_kg', 'purchased_electricity_kg', 'purchased_heat_kg',
    'exported_kg', 'scope3_kg', 'biogenic_kg', 'removal_kg', 'tier_weighted_kg', 'weighed_kg', 'energy_gj'] -%}
{%- set coals = ['energy_tce', 'feedstock_tce'] -%}
{%- set quantities = ['exported_kwh', 'electricity_kwh', 'green_power_kwh', 'green_delivered_kwh', 'self_generated_kwh'] -%}
{#- The first day after the period of a row `s`. -#}
{%- set period_end -%}
    case when s.period_grain = 'year' then {{ add_months('s.period_start', 12) }} else {{ add_months('s.period_start', 1) }} end
{%- endset -%}
with partial as (
    select distinct account_id, month from {{ ref('fct_partial_month') }}
),

months as (
    select f.*, p.account_id is null and f.has_own_data as is_reported
    from {{ ref('fct_account_month') }} as f
    left join partial as p on f.account_id = p.account_id and f.month = p.month
),

periods as (
    select 'month' as period_grain, month as period_start, f.* from months as f
    union all
    select 'year', {{ year_of('month') }}, f.* from months as f
),

summed as (
    select
        account_id,
        max(domain) as domain,
        period_grain,
        period_start,
        {%- for name in sums %}
        cast(sum({{ name }}) as decimal(28, 10)) as {{ name }},
        {%- endfor %}
        {%- for name in coals %}
        cast(sum({{ name }}) as decimal(28, 13)) as {{ name }},
        {%- endfor %}
        {%- for name in quantities %}
        cast(sum({{ name }}) as decimal(28, 6)) as {{ name }},
        {%- endfor %}
        cast(case when count(case when energy_equivalent_tce is null then 1 end) = 0 then sum(energy_equivalent_tce) end as decimal(28, 13)) as energy_equivalent_tce,
        max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank,
        max(case when removal_depends_on_proposal then 1 else 0 end) = 1 as removal_depends_on_proposal,
        max(removal_evidence_rank) as removal_evidence_rank,
        min(gwp_set) as gwp_set,
        cast(count(distinct case when is_reported then month end) as int) as months_reported,
        max(case when has_gas_that_counts or (is_reported and has_energy_or_emission) then 1 else 0 end) = 1 as has_known_emission,
        max(case when has_removal then 1 else 0 end) = 1 as has_removal
    from periods
    group by account_id, period_grain, period_start
),

{# The months that seasonal work left a gap in. #}
gap as (
    select
        s.account_id,
        s.period_grain,
        s.period_start,
        cast(count(*) as int) as partial_months
    from summed as s
    inner join partial as p
        on s.account_id = p.account_id
        and p.month >= s.period_start
        and p.month < {{ period_end }}
    group by s.account_id, s.period_grain, s.period_start
),

expected as (
    select
        s.account_id,
        s.period_grain,
        s.period_start,
        cast(count(m.month) as int) as months_expected
    from summed as s
    inner join {{ ref('dim_account') }} as a on s.account_id = a.account_id
    left join {{ ref('domain_reporting') }} as f on s.domain = f.domain
    inner join {{ ref('dim_month') }} as m
        on m.month >= s.period_start
        and m.month < {{ period_end }}
        and m.month >= {{ month_of('a.opened_on') }}
        and (a.closed_on is null or m.month < a.closed_on)
        and m.month < m.open_month
        and coalesce(f.reports_every_month, true)
    group by s.account_id, s.period_grain, s.period_start
),

counted as (
    select
        s.*,
        case when coalesce(f.reports_every_month, true) then coalesce(e.months_expected, 0) else s.months_reported + coalesce(g.partial_months, 0) end as months_expected
    from summed as s
    left join {{ ref('domain_reporting') }} as f on s.domain = f.domain
    left join gap as g on s.account_id = g.account_id and s.period_grain = g.period_grain and s.period_start = g.period_start
    left join expected as e on s.account_id = e.account_id and s.period_grain = e.period_grain and s.period_start = e.period_start
)

select
    s.*,
    s.months_reported >= s.months_expected as is_complete,
    {{ period_end }} > d.open_month as is_preliminary
from counted as s
cross join {{ ref('dim_as_of') }} as d
