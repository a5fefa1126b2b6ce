{#
  The factor that counts for each request, basis, source category and gas, why, and what one unit of the activity emits in kg.
  Order: what the record itself states (carbon content, oxides), the account's own factor (measured, calculated, supplier), then the candidate
  of its set with the account's own terms put in. An own factor of a gas stands for all source categories of that gas.
#}
{%- set carried = ['source_category', 'gas', 'factor_id', 'factor_set', 'series', 'vintage_year', 'valid_from', 'valid_to', 'published_on', 'per_unit',
    'factor_kg_per_unit', 'ncv_gj_per_unit', 'carbon_content_tc_per_tj', 'oxidation_rate', 'evidence', 'source_document', 'origin',
    'origin_line_no', 'is_fallback', 'area_level', 'is_carried', 'carry_years'] -%}
with bases as (
    select request_id, category, unit, month, 'location' as basis from {{ ref('fct_factor_request') }} where category in ('electricity', 'heat')
    union all
    select request_id, category, unit, month, 'market' from {{ ref('fct_factor_request') }} where category in ('electricity', 'heat')
    union all
    select request_id, category, unit, month, 'direct' from {{ ref('fct_factor_request') }} where category not in ('electricity', 'heat')
),

{# Heat has no residual mix; power has one. Where the market-based factor is missing the area factor serves, and says so. #}
defaults as (
    select b.request_id, b.basis, c.{{ carried | join(', c.') }}, false as is_market_from_location
    from bases as b
    inner join {{ ref('fct_factor_candidate') }} as c on b.request_id = c.request_id and b.basis = c.basis
    union all
    select b.request_id, b.basis, c.{{ carried | join(', c.') }}, b.category = 'electricity'
    from bases as b
    inner join {{ ref('fct_factor_candidate') }} as c on b.request_id = c.request_id and b.basis = 'market' and c.basis = 'location'
    left join (select distinct request_id from {{ ref('fct_factor_candidate') }} where basis = 'market') as x on b.request_id = x.request_id
    where x.request_id is null
),

area_factor as (
    select distinct request_id from defaults where basis = 'location'
),

own_ranked as (
    select
        b.basis,
        b.request_id,
        o.gas,
        o.factor_id,
        o.basis as own_basis,
        o.valid_from,
        o.valid_to,
        o.per_unit,
        o.factor_kg_per_unit,
        o.load_id,
        o.line_no,
        o.evidence_ref,
        b.basis = 'location' and o.is_supplier as is_location_from_supplier,
        row_number() over (partition by b.request_id, b.basis, o.gas order by o.basis_rank nulls last, o.factor_id nulls last) as place
    from bases as b
    inner join {{ ref('fct_own_factor') }} as o on b.request_id = o.request_id and o.is_factor
    left join area_factor as a on b.request_id = a.request_id
    where b.basis <> 'location' or not o.is_supplier or a.request_id is null
),

{# Where an account states gases and CO2e of one activity, the gases count, as in a set. #}
own as (
    select *
    from (
        select own_ranked.*, max(case when gas <> 'CO2e' then 1 else 0 end) over (partition by request_id, basis) as has_gases
        from own_ranked
        where place = 1
    ) as best
    where gas <> 'CO2e' or has_gases = 0
),

own_total as (
    select distinct request_id, basis from own where gas = 'CO2e'
),

terms as (
    select
        request_id,
        max(ncv_gj_per_unit) as ncv_gj_per_unit,
        max(carbon_content_tc_per_tj) as carbon_content_tc_per_tj,
        max(oxidation_rate) as oxidation_rate,
        max(factor_id) as factor_id,
        max(load_id) as load_id,
        max(line_no) as line_no
    from (
        select o.*, row_number() over (partition by o.request_id order by o.basis_rank nulls last, o.factor_id nulls last) as rank_of_terms
        from {{ ref('fct_own_factor') }} as o
        where not o.is_factor
    ) as best
    where rank_of_terms = 1
    group by request_id
),

{# Own terms replace a factor only where all three are then known; an own heating value is kept in any case. #}
termed as (
    select
        d.*,
        t.factor_id as terms_id,
        t.load_id as terms_load_id,
        t.line_no as terms_line_no,
        coalesce(t.ncv_gj_per_unit, d.ncv_gj_per_unit) as term_ncv,
        coalesce(t.carbon_content_tc_per_tj, d.carbon_content_tc_per_tj) as term_carbon_content,
        coalesce(t.oxidation_rate, d.oxidation_rate) as term_oxidation_rate,
        t.request_id is not null
        and coalesce(t.ncv_gj_per_unit, d.ncv_gj_per_unit) is not null
        and coalesce(t.carbon_content_tc_per_tj, d.carbon_content_tc_per_tj) is not null
        and coalesce(t.oxidation_rate, d.oxidation_rate) is not null as has_own_terms
    from defaults as d
    left join terms as t on d.request_id = t.request_id and d.gas in ('CO2', 'CO2_biogenic')
),

stated as (
    select request_id, stated_kg_per_t, stated_reason from {{ ref('fct_factor_request') }}
    where stated_kg_per_t is not null
),

gathered as (
    select
        o.request_id,
        o.basis,
        '' as source_category,
        o.gas,
        o.factor_id,
        cast(null as {{ dbt.type_string() }}) as factor_set,
        cast(null as {{ dbt.type_string() }}) as series,
        cast(extract(year from o.valid_from) as int) as vintage_year,
        o.valid_from,
        o.valid_to,
        cast(null as date) as published_on,
        o.per_unit,
        o.factor_kg_per_unit,
        cast(null as decimal(18, 8)) as ncv_gj_per_unit,
        cast(null as decimal(18, 9)) as carbon_content_tc_per_tj,
        cast(null as decimal(9, 6)) as oxidation_rate,
        'secondary' as evidence,
        o.evidence_ref as source_document,
        o.load_id as origin,
        o.line_no as origin_line_no,
        cast(null as {{ dbt.type_string() }}) as terms_origin,
        cast(null as bigint) as terms_origin_line_no,
        'account' as match_level,
        case when o.is_location_from_supplier then 'location_from_supplier' else 'own_' || o.own_basis end as reason,
        cast(0 as int) as carry_years,
        false as is_fallback,
        false as is_market_from_location,
        true as is_own
    from own as o
    left join stated as s on o.request_id = s.request_id and o.gas in ('CO2', 'CO2e')
    where s.request_id is null

    union all

    select
        request_id,
        'direct',
        '',
        'CO2',
        {{ bar_key(["'record'", 'stated_reason', 'stated_kg_per_t']) }},
        cast(null as {{ dbt.type_string() }}),
        cast(null as {{ dbt.type_string() }}),
        cast(null as int),
        cast(null as date),
        cast(null as date),
        cast(null as date),
        't',
        stated_kg_per_t,
        cast(null as decimal(18, 8)),
        cast(null as decimal(18, 9)),
        cast(null as decimal(9, 6)),
        'secondary',
        'stated on the record',
        cast(null as {{ dbt.type_string() }}),
        cast(null as bigint),
        cast(null as {{ dbt.type_string() }}),
        cast(null as bigint),
        'record',
        stated_reason,
        cast(0 as int),
        false,
        false,
        true
    from stated

    union all

    select
        d.request_id,
        d.basis,
        d.source_category,
        d.gas,
        case when d.has_own_terms then concat_ws('+', d.factor_id, d.terms_id) else d.factor_id end,
        d.factor_set,
        d.series,
        d.vintage_year,
        d.valid_from,
        d.valid_to,
        d.published_on,
        d.per_unit,
        case
            when d.has_own_terms
                then {{ combustion_kg_per_unit('d.term_ncv', 'd.term_carbon_content', 'd.term_oxidation_rate') }}
            else d.factor_kg_per_unit
        end,
        d.term_ncv,
        d.term_carbon_content,
        d.term_oxidation_rate,
        d.evidence,
        d.source_document,
        d.origin,
        d.origin_line_no,
        case when d.has_own_terms then d.terms_load_id end,
        case when d.has_own_terms then d.terms_line_no end,
        d.area_level,
        case
            when d.has_own_terms then 'own_terms'
            when d.is_market_from_location then 'residual_mix_missing'
            when d.is_carried then 'carried_forward'
            when d.is_fallback then 'fallback_set'
            else 'factor_set'
        end,
        d.carry_years,
        d.is_fallback,
        d.is_market_from_location,
        false
    from termed as d
    left join own as o on d.request_id = o.request_id and d.basis = o.basis and d.gas = o.gas
    left join own_total as w on d.request_id = w.request_id and d.basis = w.basis
    left join stated as s on d.request_id = s.request_id and d.gas in ('CO2', 'CO2e')
    where o.request_id is null and w.request_id is null and s.request_id is null
),

{# From the unit of the activity to the unit of the factor: the same dimension, else a bridge of the fuel, else its heating value. #}
reached as (
    select
        g.*,
        b.unit,
        b.month,
        u.dimension,
        p.numerator,
        p.denominator,
        e.numerator as gj_numerator,
        e.denominator as gj_denominator,
        x.bridge_numerator,
        x.bridge_denominator,
        x.bridge_factor,
        x.bridge_evidence
    from gathered as g
    inner join bases as b on g.request_id = b.request_id and g.basis = b.basis
    inner join {{ ref('fct_factor_request') }} as r on g.request_id = r.request_id
    left join {{ ref('unit') }} as u on b.unit = u.unit_code
    left join {{ ref('dim_unit_path') }} as p on b.unit = p.from_unit and g.per_unit = p.to_unit
    left join {{ ref('dim_unit_path') }} as e on b.unit = e.from_unit and e.to_unit = 'gj'
    left join {{ ref('dim_fuel_bridge') }} as x on r.factor_code = x.energy_code and b.unit = x.from_unit and g.per_unit = x.to_unit
)

select
    r.request_id,
    r.basis,
    r.source_category,
    r.gas,
    r.factor_id,
    r.factor_set,
    r.series,
    r.vintage_year,
    r.valid_from,
    r.valid_to,
    r.published_on,
    r.published_on is null and not r.is_own as is_publication_unknown,
    r.per_unit,
    r.factor_kg_per_unit,
    r.ncv_gj_per_unit,
    r.carbon_content_tc_per_tj,
    r.oxidation_rate,
    r.source_document,
    r.origin,
    r.origin_line_no,
    r.terms_origin,
    r.terms_origin_line_no,
    r.match_level,
    r.reason,
    r.carry_years,
    r.is_fallback,
    r.is_market_from_location,
    r.is_own,
    r.unit,
    r.dimension as unit_dimension,
    case
        when r.numerator is not null then case when r.unit = r.per_unit then 'same_unit' else 'converted' end
        when r.bridge_factor is not null then 'fuel_bridge'
        when r.gj_numerator is not null and r.ncv_gj_per_unit is not null then 'heating_value'
    end as unit_path,
    case
        when r.numerator is not null
            then try_cast({{ quotient('cast(r.factor_kg_per_unit as decimal(19, 10)) * cast(r.numerator as decimal(18, 0))', 'r.denominator', 10, 0, 10, 28) }} as decimal(19, 10))
        when r.bridge_factor is not null
            then try_cast({{ quotient('cast(cast(r.factor_kg_per_unit as decimal(19, 10)) * cast(r.bridge_factor as decimal(9, 6)) as decimal(28, 16)) * cast(r.bridge_numerator as decimal(9, 0))', 'r.bridge_denominator', 16, 0, 10, 28) }} as decimal(19, 10))
        when r.gj_numerator is not null and r.ncv_gj_per_unit is not null
            then try_cast({{ quotient('cast(r.factor_kg_per_unit as decimal(19, 10)) * cast(r.gj_numerator as decimal(18, 0))', 'cast(r.gj_denominator as decimal(19, 0)) * cast(r.ncv_gj_per_unit as decimal(18, 8))', 10, 8, 10, 28) }} as decimal(19, 10))
    end as kg_per_activity_unit,
    {{ evidence_of_rank('greatest(' ~ evidence_rank('r.evidence') ~ ', case when r.numerator is null then ' ~ evidence_rank('r.bridge_evidence') ~ ' else 0 end)') }} as weakest_evidence,
    r.evidence
from reached as r
