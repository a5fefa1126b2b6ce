{#
  Figures of a region, domain and year: sums over its accounts that count, in kg, kWh and GJ before any rounding; what the others state stands beside as
  excluded. Nothing known is empty, never zero. The total of a region (domain all) is scope 1 + scope 2 of imported power and heat: of what its accounts
  bought the share that the accounts of the region did not supply themselves, to the last digit; scope 3 is in no total. A loan counts at its account, counted or not.
#}
{%- set levels = ['county', 'city', 'province'] -%}
{%- set green = ['dark_green', 'mid_green', 'light_green'] -%}
{%- set colours = green + ['yellow', 'red'] -%}
{%- set sums = {
    'scope1_kg': 'decimal(33, 10)', 'scope2_location_kg': 'decimal(33, 10)', 'scope2_market_kg': 'decimal(33, 10)', 'scope3_kg': 'decimal(33, 10)',
    'removal_kg': 'decimal(33, 10)', 'reduction_kg': 'decimal(33, 10)', 'purchased_electricity_kg': 'decimal(33, 10)',
    'purchased_heat_kg': 'decimal(33, 10)', 'purchased_kwh': 'decimal(34, 6)', 'green_power_kwh': 'decimal(34, 6)',
    'self_generated_kwh': 'decimal(34, 6)', 'supplied_kwh': 'decimal(34, 6)', 'purchased_heat_gj': 'decimal(34, 6)', 'supplied_heat_gj': 'decimal(34, 6)'
} -%}
{%- set bought = [
    {'energy': 'electricity', 'kg': 'purchased_electricity_kg', 'purchased': 'purchased_kwh', 'supplied': 'supplied_kwh', 'unclear': 'unclear_electricity_accounts'},
    {'energy': 'heat', 'kg': 'purchased_heat_kg', 'purchased': 'purchased_heat_gj', 'supplied': 'supplied_heat_gj', 'unclear': 'unclear_heat_accounts'}
] -%}
with reduced as (
    select account_id, {{ year_of('month') }} as period_start, sum(reduction_kg) as reduction_kg
    from {{ ref('fct_reduction') }}
    group by account_id, {{ year_of('month') }}
),

heat as (
    select account_id, {{ year_of('month') }} as period_start, sum(energy_gj) as purchased_heat_gj
    from {{ ref('fct_energy_use') }}
    where category = 'heat' and flow = 'import'
    group by account_id, {{ year_of('month') }}
),

supply as (
    select
        account_id,
        period_start,
        max(case when product = 'electricity' then supplied_quantity end) as supplied_kwh,
        max(case when product = 'heat' then supplied_quantity end) as supplied_heat_gj,
        count(case when product = 'electricity' and supplied_quantity is null then 1 end) as unclear_electricity_accounts,
        count(case when product = 'heat' and supplied_quantity is null then 1 end) as unclear_heat_accounts
    from {{ ref('fct_region_supply') }}
    group by account_id, period_start
),

{# What was still owed on the last day of a year. #}
loan as (
    select
        account_id,
        {{ year_of('month') }} as period_start,
        count(case when outstanding_cny > 0 then 1 end) as loans,
        sum(outstanding_cny) as loan_outstanding_cny,
        sum(case when colour in ('{{ green | join("', '") }}') then outstanding_cny end) as green_loan_outstanding_cny
    from {{ ref('fct_loan_month') }}
    where account_id is not null and extract(month from month) = 12
    group by account_id, {{ year_of('month') }}
),

account as (
    select
        a.*,
        case when p.has_known_emission then p.scope1_kg end as scope1_kg,
        case when p.has_known_emission then p.scope2_location_kg end as scope2_location_kg,
        case when p.has_known_emission then p.scope2_market_kg end as scope2_market_kg,
        p.scope3_kg,
        p.removal_kg,
        case when p.account_id is not null then coalesce(r.reduction_kg, 0) else r.reduction_kg end as reduction_kg,
        p.purchased_electricity_kg,
        p.purchased_heat_kg,
        p.electricity_kwh as purchased_kwh,
        p.green_power_kwh,
        p.self_generated_kwh,
        s.supplied_kwh,
        case when p.account_id is not null then coalesce(h.purchased_heat_gj, 0) end as purchased_heat_gj,
        s.supplied_heat_gj,
        coalesce(s.unclear_electricity_accounts, 0) as unclear_electricity_accounts,
        coalesce(s.unclear_heat_accounts, 0) as unclear_heat_accounts,
        l.loans,
        l.loan_outstanding_cny,
        l.green_loan_outstanding_cny,
        c.colour,
        coalesce(p.depends_on_proposal, false) or coalesce(p.removal_depends_on_proposal, false) as depends_on_proposal,
        greatest(coalesce(p.weakest_evidence_rank, 0), coalesce(p.removal_evidence_rank, 0)) as weakest_evidence_rank,
        coalesce(c.depends_on_proposal, false) and c.colour <> 'none' as colour_depends_on_proposal
    from {{ ref('fct_region_account') }} as a
    left join {{ ref('fct_account_period') }} as p on a.account_id = p.account_id and a.period_start = p.period_start and p.period_grain = 'year'
    left join reduced as r on a.account_id = r.account_id and a.period_start = r.period_start
    left join heat as h on a.account_id = h.account_id and a.period_start = h.period_start
    left join supply as s on a.account_id = s.account_id and a.period_start = s.period_start
    left join loan as l on a.account_id = l.account_id and a.period_start = l.period_start
    left join {{ ref('fct_account_colour') }} as c on a.account_id = c.account_id and a.period_start = c.period_start
),

summed as (
    select
        v.region_level,
        case v.region_level when 'county' then a.county_code when 'city' then a.city_code else a.province_code end as region_code,
        case when w.is_whole then 'all' else a.domain end as domain,
        a.period_start,
        cast(count(case when a.is_active then 1 end) as int) as accounts,
        cast(count(case when a.is_active and a.is_counted and a.is_reporting then 1 end) as int) as accounts_reporting,
        cast(count(case when a.is_active and not a.is_counted then 1 end) as int) as accounts_excluded,
        cast(count(case when a.is_counted and a.scope3_kg is not null then 1 end) as int) as accounts_with_scope3,
        {%- for name, type in sums.items() %}
        cast(sum(case when a.is_counted then a.{{ name }} end) as {{ type }}) as {{ name }},
        {%- endfor %}
        cast(coalesce(sum(case when not a.is_counted then a.scope1_kg + a.scope2_location_kg end), 0) as decimal(33, 10)) as excluded_kg,
        cast(coalesce(sum(case when not a.is_counted then a.removal_kg end), 0) as decimal(33, 10)) as excluded_removal_kg,
        cast(coalesce(sum(case when not a.is_counted then a.reduction_kg end), 0) as decimal(33, 10)) as excluded_reduction_kg,
        {%- for each in bought %}
        sum(case when a.is_counted then a.{{ each.unclear }} else 0 end) as {{ each.unclear }},
        {%- endfor %}
        coalesce(sum(a.loans), 0) as loans,
        cast(coalesce(sum(a.loan_outstanding_cny), 0) as decimal(28, 2)) as loan_outstanding_cny,
        cast(coalesce(sum(a.green_loan_outstanding_cny), 0) as decimal(28, 2)) as green_loan_outstanding_cny,
        cast(count(case when a.colour in ('{{ colours | join("', '") }}') then 1 end) as int) as accounts_coloured,
        cast(count(case when a.colour in ('{{ green | join("', '") }}') then 1 end) as int) as accounts_green,
        {%- for colour in colours %}
        cast(count(case when a.colour = '{{ colour }}' then 1 end) as int) as accounts_{{ colour }},
        {%- endfor %}
        max(case when a.is_counted and a.depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(case when a.is_counted then a.weakest_evidence_rank else 0 end) as weakest_evidence_rank,
        max(case when a.colour_depends_on_proposal then 1 else 0 end) = 1 as colours_depend_on_proposal
    from account as a
    cross join (
        {%- for level in levels %}
        select '{{ level }}' as region_level{{ ' union all' if not loop.last }}
        {%- endfor %}
    ) as v
    cross join (select true as is_whole union all select false) as w
    group by
        v.region_level,
        case v.region_level when 'county' then a.county_code when 'city' then a.city_code else a.province_code end,
        case when w.is_whole then 'all' else a.domain end,
        a.period_start
),

{# Of what was bought, the share that came from the region itself. #}
shared as (
    select
        s.*
        {%- for each in bought %},
        case
            when s.{{ each.unclear }} > 0 or s.{{ each.kg }} is null then cast(null as decimal(11, 10))
            when coalesce(s.{{ each.supplied }}, 0) <= 0 or s.{{ each.kg }} = 0 then cast(0 as decimal(11, 10))
            when s.{{ each.purchased }} <= 0 then cast(null as decimal(11, 10))
            when s.{{ each.supplied }} >= s.{{ each.purchased }} then cast(1 as decimal(11, 10))
            else try_cast({{ quotient('try_cast(s.' ~ each.supplied ~ ' as decimal(27, 6))', 's.' ~ each.purchased, 6, 6, 10, 38) }} as decimal(11, 10))
        end as local_{{ each.energy }}_share,
        try_cast({{ quotient('s.' ~ each.kg, 's.' ~ each.purchased, 10, 6, 4, 38) }} as decimal(19, 4)) as {{ each.energy }}_kg_per_unit,
        try_cast(s.{{ each.purchased }} as decimal(18, 6)) as {{ each.energy }}_purchased,
        try_cast(s.{{ each.purchased }} - s.{{ each.supplied }} as decimal(18, 6)) as {{ each.energy }}_imported
        {%- endfor %}
    from summed as s
),

{# kg per unit bought to 4 places, and what they leave of the kg: the two parts of kg x imported / bought, whose product fits in no type at once. #}
parted as (
    select
        s.*
        {%- for each in bought %},
        cast(s.{{ each.energy }}_kg_per_unit * s.{{ each.energy }}_imported as decimal(38, 10)) as {{ each.energy }}_whole_kg,
        try_cast(s.{{ each.kg }} - s.{{ each.energy }}_kg_per_unit * s.{{ each.energy }}_purchased as decimal(19, 10)) as {{ each.energy }}_rest_kg
        {%- endfor %}
    from shared as s
),

imported as (
    select
        s.*
        {%- for each in bought %},
        case
            when s.local_{{ each.energy }}_share is null then cast(null as decimal(33, 10))
            when coalesce(s.{{ each.supplied }}, 0) <= 0 or s.{{ each.kg }} = 0 then s.{{ each.kg }}
            when s.{{ each.supplied }} >= s.{{ each.purchased }} then cast(0 as decimal(33, 10))
            else coalesce(
                try_cast(s.{{ each.energy }}_whole_kg + {{ quotient('s.' ~ each.energy ~ '_rest_kg * s.' ~ each.energy ~ '_imported', 's.' ~ each.energy ~ '_purchased', 16, 6, 10, 38) }} as decimal(33, 10)),
                s.{{ each.kg }} - cast(try_cast(s.{{ each.kg }} as decimal(26, 8)) * s.local_{{ each.energy }}_share as decimal(33, 10))
            )
        end as imported_{{ each.energy }}_kg
        {%- endfor %}
    from parted as s
),

added as (
    select
        i.*,
        cast(i.scope2_location_kg - i.purchased_electricity_kg - i.purchased_heat_kg + i.imported_electricity_kg + i.imported_heat_kg as decimal(33, 10)) as scope2_imported_kg,
        i.scope1_kg is not null as has_emission
    from imported as i
)

select
    i.region_level,
    i.region_code,
    i.domain,
    i.period_start,
    i.accounts,
    i.accounts_reporting,
    i.accounts_excluded,
    i.accounts - i.accounts_excluded as accounts_expected,
    i.accounts_with_scope3,
    {%- for name in sums if name not in ('supplied_kwh', 'supplied_heat_gj') %}
    i.{{ name }},
    {%- endfor %}
    {%- for each in bought %}
    case when i.{{ each.unclear }} = 0 then i.{{ each.supplied }} end as {{ each.supplied }},
    {%- endfor %}
    i.excluded_kg,
    i.excluded_removal_kg,
    i.excluded_reduction_kg,
    case when i.domain = 'all' then i.local_electricity_share end as local_electricity_share,
    case when i.domain = 'all' then i.local_heat_share end as local_heat_share,
    case when i.domain = 'all' then i.scope2_imported_kg end as scope2_imported_kg,
    case when i.domain = 'all' and i.has_emission then try_cast(i.scope1_kg + i.scope2_imported_kg as decimal(28, 10)) end as regional_total_kg,
    case
        when i.domain <> 'all' then cast(null as {{ dbt.type_string() }})
        when not i.has_emission then 'no_emission_reported'
        when i.unclear_electricity_accounts > 0 or i.unclear_heat_accounts > 0 then 'supply_unknown'
        when i.local_electricity_share is null or i.local_heat_share is null then 'purchase_unknown'
        when try_cast(i.scope1_kg + i.scope2_imported_kg as decimal(28, 10)) is null then 'amount_overflow'
    end as reason_code,
    cast(case when {{ add_months('i.period_start', 12) }} <= d.open_month then i.loans end as int) as loans,
    case when {{ add_months('i.period_start', 12) }} <= d.open_month then i.loan_outstanding_cny end as loan_outstanding_cny,
    case when {{ add_months('i.period_start', 12) }} <= d.open_month then i.green_loan_outstanding_cny end as green_loan_outstanding_cny,
    i.accounts_coloured,
    i.accounts_green,
    {%- for colour in colours %}
    i.accounts_{{ colour }},
    {%- endfor %}
    {{ add_months('i.period_start', 12) }} > d.open_month as is_preliminary,
    i.depends_on_proposal,
    cast(i.weakest_evidence_rank as int) as weakest_evidence_rank,
    i.colours_depend_on_proposal
from added as i
cross join {{ ref('dim_as_of') }} as d
