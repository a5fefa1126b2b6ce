{#
  Every current record of city_indicator with what stops it, if anything, and its value in the unit of the indicator set that holds for its year. A unit may
  be a rate (tce_per_10k_cny or tce/10k_cny): both parts are converted by exact fractions, and the value is divided once. An indicator that no set names keeps
  the unit that it came in. A region or an indicator that is not known is a warning.
#}
{# Digits of a value and of what it is multiplied by, whose product always fits: the longer the fraction, the smaller the value may be. #}
{%- set digits = [(28, 9), (25, 12), (22, 15), (18, 19)] -%}
with dated as (
    select
        c.*,
        cast(cast(c.period_year as {{ dbt.type_string() }}) || '-01-01' as date) as period_start,
        replace(lower(trim(c.unit)), '/', '_per_') as delivered_unit
    from {{ ref('stg_city_indicator') }} as c
),

defined as (
    select
        c.*,
        s.unit as set_unit,
        s.indicator_code is not null as is_known_indicator,
        r.region_code is not null as is_known_region,
        split_part(c.delivered_unit, '_per_', 1) as from_unit,
        nullif(split_part(c.delivered_unit, '_per_', 2), '') as per_from_unit,
        split_part(coalesce(s.unit, c.delivered_unit), '_per_', 1) as to_unit,
        nullif(split_part(coalesce(s.unit, c.delivered_unit), '_per_', 2), '') as per_to_unit
    from dated as c
    cross join {{ ref('dim_as_of') }} as d
    left join {{ ref('city_indicator_definition') }} as s on c.indicator_code = s.indicator_code and {{ in_force('s', 'c.period_start', 'd.as_of_on') }}
    left join {{ ref('region') }} as r on c.region_code = r.region_code
),

{# value x n / d is the value in the unit of the set; n and d have no common factor. #}
reached as (
    select
        f.*,
        u.unit_code is not null and (f.per_from_unit is null or v.unit_code is not null) and f.delivered_unit = f.from_unit || coalesce('_per_' || f.per_from_unit, '') as is_known_unit,
        p.from_unit is not null and (f.per_from_unit is null) = (f.per_to_unit is null) and (f.per_from_unit is null or q.from_unit is not null) as is_reached,
        {{ reduced('try_cast(p.numerator as decimal(18, 0)) * coalesce(q.denominator, 1)', 'try_cast(p.numerator as decimal(18, 0)) * coalesce(q.denominator, 1)', 'try_cast(p.denominator as decimal(18, 0)) * coalesce(q.numerator, 1)', 38) }} as n,
        {{ reduced('try_cast(p.denominator as decimal(18, 0)) * coalesce(q.numerator, 1)', 'try_cast(p.numerator as decimal(18, 0)) * coalesce(q.denominator, 1)', 'try_cast(p.denominator as decimal(18, 0)) * coalesce(q.numerator, 1)', 38) }} as d
    from defined as f
    left join {{ ref('unit') }} as u on f.from_unit = u.unit_code
    left join {{ ref('unit') }} as v on f.per_from_unit = v.unit_code
    left join {{ ref('dim_unit_path') }} as p on f.from_unit = p.from_unit and f.to_unit = p.to_unit
    left join {{ ref('dim_unit_path') }} as q on f.per_from_unit = q.from_unit and f.per_to_unit = q.to_unit
),

multiplied as (
    select
        r.*,
        coalesce(
            {%- for of_value, of_n in digits %}
            try_cast(r.value as decimal({{ of_value }}, 8)) * try_cast(r.n as decimal({{ of_n }}, 0)){{ ',' if not loop.last }}
            {%- endfor %}
        ) as value_n
    from reached as r
),

converted as (
    select
        m.*,
        case when m.is_known_unit and m.is_reached then try_cast({{ quotient('m.value_n', 'm.d', 8, 0, 8, 38) }} as decimal(28, 8)) end as set_value
    from multiplied as m
)

select
    region_code,
    period_year,
    period_start,
    indicator_code,
    set_value as value,
    coalesce(set_unit, delivered_unit) as unit,
    value as delivered_value,
    delivered_unit,
    is_known_region,
    is_known_indicator,
    record_key,
    load_id,
    line_no,
    known_at,
    case
        when period_start > {{ add_days('cast(known_at as date)', 1) }} then 'in_future'
        when not is_known_unit then 'unknown_unit'
        when not is_reached then 'wrong_dimension'
        when set_value is null then 'amount_overflow'
    end as quarantine_reason
from converted
