{#
  The account of a farm or an orchard: what it emits by group and by gas, what it takes up and avoids by path, and the two figures that are labelled.
    neutralised  removal and reduction on the paths straw, soil and manure; a figure of the label, netted with nothing
    net_removal  fixed on the farm (every path but forest plots) less emitted: scope 1, scope 2 location-based and the farm's inputs of scope 3
    net          scope 1 and scope 2 location-based less every removal; reductions stand beside
  Biogenic CO2 alone is an emission of 0 where that of the account is known (fct_account_year), and none where records of it wait.
  The spread of a labelled figure is the root of the squares of sigma x share over its activity codes and tiers, as of an emission (fct_account_year).
#}
{%- set groups = ['livestock', 'rice', 'soil', 'tillage', 'burning', 'energy', 'other', 'input'] -%}
{%- set paths = ['straw', 'soil', 'manure'] -%}
{%- set is_neutralising = "fact <> 'emission' and part in ('straw', 'soil', 'manure')" -%}
{%- set is_emitted = "fact = 'emission' and part <> 'freight'" -%}
{%- set is_fixed = "fact = 'removal' and part <> 'forest'" -%}
{%- set is_inventory = "fact = 'emission' and scope in (1, 2)" -%}
{%- set sums = [
    ('co2_kg', 'gas_kg', is_inventory ~ " and gas = 'CO2'"), ('ch4_kg', 'gas_kg', is_inventory ~ " and gas = 'CH4'"),
    ('n2o_kg', 'gas_kg', is_inventory ~ " and gas = 'N2O'"), ('co2_co2e_kg', 'co2e_kg', is_inventory ~ " and gas = 'CO2'"),
    ('ch4_co2e_kg', 'co2e_kg', is_inventory ~ " and gas = 'CH4'"), ('n2o_co2e_kg', 'co2e_kg', is_inventory ~ " and gas = 'N2O'"),
    ('other_gas_co2e_kg', 'co2e_kg', is_inventory ~ " and gas not in ('CO2', 'CH4', 'N2O')"),
    ('orchard_removal_kg', 'co2e_kg', "fact = 'removal' and part = 'orchard'"), ('forest_removal_kg', 'co2e_kg', "fact = 'removal' and part = 'forest'"),
    ('removal_kg', 'co2e_kg', "fact = 'removal'"), ('reduction_kg', 'co2e_kg', "fact = 'reduction'"),
    ('neutralised_kg', 'co2e_kg', is_neutralising), ('fixed_kg', 'co2e_kg', is_fixed), ('emitted_kg', 'co2e_kg', is_emitted)] -%}
with summed as (
    select
        account_id,
        period_start,
        {%- for group in groups %}
        cast(sum(case when fact = 'emission' and part = '{{ group }}' then co2e_kg else 0 end) as decimal(28, 10)) as {{ group }}_emission_kg,
        {%- endfor %}
        {%- for path in paths %}
        cast(sum(case when fact <> 'emission' and part = '{{ path }}' then co2e_kg else 0 end) as decimal(28, 10)) as {{ path }}_neutralised_kg,
        cast(sum(case when fact = 'removal' and part = '{{ path }}' then co2e_kg else 0 end) as decimal(28, 10)) as {{ path }}_removal_kg,
        {%- endfor %}
        {%- for name, amount, condition in sums %}
        cast(sum(case when {{ condition }} then {{ amount }} else 0 end) as decimal(28, 10)) as {{ name }},
        {%- endfor %}
        {%- for name, condition in [('emission', is_emitted ~ " and gas <> 'CO2_biogenic'"), ('biogenic', is_emitted ~ " and gas = 'CO2_biogenic'"), ('fixation', is_fixed), ('removal', "fact = 'removal'"), ('reduction', "fact = 'reduction'")] %}
        count(case when {{ condition }} then 1 end) > 0 as has_{{ name }},
        {%- endfor %}
        {%- for name, condition in [('neutralised', is_neutralising), ('net_removal', '(' ~ is_emitted ~ ') or (' ~ is_fixed ~ ')')] %}
        max(case when depends_on_proposal and ({{ condition }}) then 1 else 0 end) = 1 as {{ name }}_depends_on_proposal,
        max(case when {{ condition }} then weakest_evidence_rank else 0 end) as {{ name }}_evidence_rank,
        {%- endfor %}
        max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_farm_part') }}
    group by account_id, period_start
),

by_tier as (
    select
        account_id,
        period_start,
        label,
        activity_code,
        data_quality_tier,
        try_cast(sum(abs(co2e_kg)) as decimal(24, 6)) as group_kg
    from (
        {%- for name, condition in [('neutralised', is_neutralising), ('net_removal', '(' ~ is_emitted ~ ') or (' ~ is_fixed ~ ')')] %}
        select account_id, period_start, '{{ name }}' as label, activity_code, data_quality_tier, co2e_kg
        from {{ ref('fct_farm_part') }}
        where {{ condition }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as p
    group by account_id, period_start, label, activity_code, data_quality_tier
),

{# Of a net that is close to nothing beside what it consists of no relative spread can be told. #}
weighed as (
    select
        t.account_id,
        t.period_start,
        t.label,
        u.relative_sigma_pct,
        case
            when t.group_kg <= s.total_kg * cast(1000 as decimal(4, 0)) then {{ quotient('t.group_kg', 's.total_kg', 6, 6, 10, 28) }}
        end as share
    from by_tier as t
    inner join (
        select account_id, period_start, 'neutralised' as label, try_cast(neutralised_kg as decimal(24, 6)) as total_kg from summed
        union all
        select account_id, period_start, 'net_removal', try_cast(abs(fixed_kg - emitted_kg) as decimal(24, 6)) from summed
    ) as s on t.account_id = s.account_id and t.period_start = s.period_start and t.label = s.label and s.total_kg > 0
    cross join {{ ref('dim_as_of') }} as d
    left join {{ ref('uncertainty') }} as u on t.data_quality_tier = u.tier and {{ in_force('u', 't.period_start', 'd.as_of_on') }}
),

spread as (
    select
        account_id,
        period_start,
        label,
        case
            when count(*) = count(part_pct)
                then try_cast({{ square_root('sum(cast(part_pct as decimal(19, 6)) * part_pct)') }} as decimal(12, 6))
        end as relative_sigma_pct
    from (
        select account_id, period_start, label, cast(cast(share as decimal(19, 10)) * relative_sigma_pct as decimal(18, 6)) as part_pct from weighed
    ) as w
    group by account_id, period_start, label
),

years as (
    select distinct period_start from {{ ref('fct_account_year') }}
),

reward as (
    select
        y.period_start,
        r.reward_code,
        r.value,
        r.evidence,
        row_number() over (partition by y.period_start order by {{ newest_first('r') }}) as place
    from years as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('orchard_reward') }} as r on r.reward_code = 'ORGANIC_FERTILISER' and {{ in_force('r', 'y.period_start', 'd.as_of_on') }}
)

select
    y.account_id,
    y.period_start,
    y.domain,
    f.farm_type,
    f.area_ha,
    f.orchard_area_mu,
    {%- for group in groups %}
    coalesce(s.{{ group }}_emission_kg, 0) as {{ group }}_emission_kg,
    {%- endfor %}
    coalesce(p.scope1_kg, 0) as scope1_kg,
    coalesce(p.scope2_location_kg, 0) as scope2_location_kg,
    coalesce(p.biogenic_kg, 0) as biogenic_kg,
    {%- for path in paths %}
    coalesce(s.{{ path }}_neutralised_kg, 0) as {{ path }}_neutralised_kg,
    coalesce(s.{{ path }}_removal_kg, 0) as {{ path }}_removal_kg,
    {%- endfor %}
    {%- for name, amount, condition in sums %}
    coalesce(s.{{ name }}, 0) as {{ name }},
    {%- endfor %}
    cast(coalesce(s.fixed_kg - s.emitted_kg, 0) as decimal(28, 10)) as net_removal_kg,
    cast(coalesce(p.scope1_kg + p.scope2_location_kg, 0) - coalesce(s.removal_kg, 0) as decimal(28, 10)) as net_kg,
    case when y.domain = 'orchard' then w.reward_code end as reward_code,
    case
        when y.domain = 'orchard' and s.account_id is not null
            then try_cast(cast({{ amount_in_t('greatest(s.fixed_kg - s.emitted_kg, cast(0 as decimal(28, 10)))') }} as decimal(19, 6)) * w.value as decimal(16, 6))
    end as reward_t,
    coalesce(s.has_emission or (s.has_biogenic and y.has_emission), false) as has_emission,
    {%- for name in ['fixation', 'removal', 'reduction'] %}
    coalesce(s.has_{{ name }}, false) as has_{{ name }},
    {%- endfor %}
    {%- for name in ['neutralised', 'net_removal'] %}
    {{ name }}.relative_sigma_pct as {{ name }}_sigma_pct,
    coalesce(s.{{ name }}_depends_on_proposal, false) as {{ name }}_depends_on_proposal,
    cast(coalesce(s.{{ name }}_evidence_rank, 0) as int) as {{ name }}_evidence_rank,
    {%- endfor %}
    cast(case when y.domain = 'orchard' then {{ evidence_rank('w.evidence') }} else 0 end as int) as reward_evidence_rank,
    y.months_reported,
    y.is_complete,
    y.is_preliminary,
    coalesce(s.depends_on_proposal, false) as depends_on_proposal,
    cast(coalesce(s.weakest_evidence_rank, 0) as int) as weakest_evidence_rank
from {{ ref('fct_account_year') }} as y
left join {{ ref('dim_farm') }} as f on y.account_id = f.account_id
left join {{ ref('fct_account_period') }} as p on y.account_id = p.account_id and p.period_grain = 'year' and y.period_start = p.period_start
left join summed as s on y.account_id = s.account_id and y.period_start = s.period_start
left join reward as w on y.period_start = w.period_start and w.place = 1
left join spread as neutralised on y.account_id = neutralised.account_id and y.period_start = neutralised.period_start and neutralised.label = 'neutralised'
left join spread as net_removal on y.account_id = net_removal.account_id and y.period_start = net_removal.period_start and net_removal.label = 'net_removal'
where y.domain in ('agriculture', 'orchard')
