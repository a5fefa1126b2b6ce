{#
  What is rated of an account and year: who it was in the last month of the year, its emissions in t to the gram, its economics, and how sure the emission is.
  An amount that was delivered and does not fit its type is empty here and named in amounts_too_large.
#}
{%- set amounts = ['output_value_cny', 'added_value_cny', 'tax_cny', 'revenue_cny'] -%}
with emission as (
    select
        p.*,
        {{ amount_in_t('(p.scope1_kg + p.scope2_location_kg)') }} as emission_t,
        {{ amount_in_t('(p.scope1_combustion_kg + p.purchased_electricity_kg + p.purchased_heat_kg - p.removal_kg)') }} as combustion_and_purchased_t,
        p.scope1_kg - p.scope1_combustion_kg - p.scope1_process_kg - p.agriculture_kg = 0 as is_split
    from {{ ref('fct_account_period') }} as p
    where p.period_grain = 'year'
),

economics as (
    select
        account_id,
        {{ year_of('month') }} as period_start,
        {%- for amount in amounts %}
        sum(month_{{ amount }}) as {{ amount }},
        {%- endfor %}
        cast(count(distinct case when month_added_value_cny is not null then month end) as int) as added_value_months
    from {{ ref('int_enterprise_economics__monthly') }}
    group by account_id, {{ year_of('month') }}
),

{# Equity and debt are what they were at the end of their record's period: only its last month states them. #}
stock as (
    select
        account_id,
        {{ year_of('month') }} as period_start,
        max_by(total_equity_and_debt_cny, month) as total_equity_and_debt_cny
    from {{ ref('int_enterprise_economics__monthly') }}
    where total_equity_and_debt_cny is not null and {{ add_months('month', 1) }} = period_end
    group by account_id, {{ year_of('month') }}
),

spine as (
    select account_id, period_start from emission
    union
    select account_id, period_start from economics
),

described as (
    select
        s.account_id,
        s.period_start,
        v.domain,
        v.region_code,
        v.county_code,
        v.city_code,
        v.province_code,
        v.division_code,
        v.section_code,
        row_number() over (partition by s.account_id, s.period_start order by v.valid_from desc nulls last) as place
    from spine as s
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('dim_account_version') }} as v
        on s.account_id = v.account_id
        and (v.valid_from is null or v.valid_from <= least({{ add_months('s.period_start', 11) }}, d.as_of_on))
),

by_tier as (
    select
        account_id,
        {{ year_of('month') }} as period_start,
        activity_code,
        data_quality_tier,
        try_cast(sum(abs(co2e_kg)) as decimal(24, 6)) as group_kg
    from {{ ref('fct_emission') }}
    where is_counted and basis <> 'market' and scope < 3
    group by account_id, {{ year_of('month') }}, activity_code, data_quality_tier
),

{# Of an emission that deductions bring close to nothing no relative spread can be told. #}
weighed as (
    select
        t.account_id,
        t.period_start,
        u.relative_sigma_pct,
        case
            when t.group_kg <= e.total_kg * cast(1000 as decimal(4, 0)) then {{ quotient('t.group_kg', 'e.total_kg', 6, 6, 10, 28) }}
        end as share
    from by_tier as t
    inner join (
        select account_id, period_start, try_cast(scope1_kg + scope2_location_kg as decimal(24, 6)) as total_kg from emission
    ) as e on t.account_id = e.account_id and t.period_start = e.period_start and e.total_kg > 0
    cross join {{ ref('dim_as_of') }} as d
    left join {{ ref('uncertainty') }} as u on t.data_quality_tier = u.tier and {{ in_force('u', 't.period_start', 'd.as_of_on') }}
),

spread as (
    select
        account_id,
        period_start,
        case
            when count(*) = count(part_pct)
                then try_cast({{ square_root('sum(cast(part_pct as decimal(19, 6)) * part_pct)') }} as decimal(12, 6))
        end as relative_sigma_pct
    from (
        select account_id, period_start, cast(cast(share as decimal(19, 10)) * relative_sigma_pct as decimal(18, 6)) as part_pct from weighed
    ) as w
    group by account_id, period_start
)

select
    s.account_id,
    s.period_start,
    s.domain,
    s.region_code,
    s.county_code,
    s.city_code,
    s.province_code,
    s.division_code,
    s.section_code,
    e.emission_t,
    case when e.is_split then e.combustion_and_purchased_t end as zj_emission_t,
    cast(e.energy_tce as decimal(28, 10)) as energy_tce,
    e.electricity_kwh,
    e.self_generated_kwh,
    e.green_power_kwh,
    {%- for amount in amounts %}
    try_cast(c.{{ amount }} as decimal(18, 2)) as {{ amount }},
    {%- endfor %}
    cast(k.total_equity_and_debt_cny as decimal(18, 2)) as total_equity_and_debt_cny,
    nullif(concat_ws(
        '|',
        case when e.account_id is not null and e.emission_t is null then 'emission_t' end,
        case when e.is_split and e.combustion_and_purchased_t is null then 'zj_emission_t' end
        {%- for amount in amounts %},
        case when c.{{ amount }} is not null and try_cast(c.{{ amount }} as decimal(18, 2)) is null then '{{ amount }}' end
        {%- endfor %}
    ), '') as amounts_too_large,
    u.relative_sigma_pct,
    coalesce(e.has_known_emission, false) as has_emission,
    coalesce(e.is_split, false) as is_split,
    coalesce(e.months_reported, 0) as months_reported,
    coalesce(e.months_expected, 0) as months_expected,
    coalesce(c.added_value_months, 0) as added_value_months,
    coalesce(e.is_complete, false) as is_complete,
    {{ add_months('s.period_start', 12) }} > d.open_month as is_preliminary,
    coalesce(e.depends_on_proposal, false) as depends_on_proposal,
    coalesce(e.weakest_evidence_rank, 0) as weakest_evidence_rank
from described as s
cross join {{ ref('dim_as_of') }} as d
left join emission as e on s.account_id = e.account_id and s.period_start = e.period_start
left join economics as c on s.account_id = c.account_id and s.period_start = c.period_start
left join stock as k on s.account_id = k.account_id and s.period_start = k.period_start
left join spread as u on s.account_id = u.account_id and s.period_start = u.period_start
where s.place = 1
