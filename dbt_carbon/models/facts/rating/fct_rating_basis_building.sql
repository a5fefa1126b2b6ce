{#
  The energy of a building per floor area, corrected for its hours of use and its crowding, against the quota of its class (BUILDING_QUOTA): position 1 up to
  the guide value, 2 up to the constraint, 3 up to BUILDING_YELLOW_LIMIT times the constraint, else 4. The correction is kept as a fraction of whole numbers,
  so that kWh x n is compared with quota x m2 x d and nothing is rounded before.
#}
with building as (
    select
        y.account_id,
        y.period_start,
        y.energy_gj,
        y.is_complete,
        y.is_preliminary,
        b.building_type,
        b.climate_zone,
        case when b.floor_area_m2 > 0 then cast(b.floor_area_m2 as decimal(19, 2)) end as floor_area_m2,
        case when b.use_hours_per_year > 0 then cast(b.use_hours_per_year as decimal(9, 1)) end as use_hours,
        case when b.persons > 0 then b.persons end as persons
    from {{ ref('fct_account_period') }} as y
    inner join {{ ref('dim_building') }} as b on y.account_id = b.account_id
    where y.period_grain = 'year' and y.domain = 'building'
),

years as (
    select distinct period_start from building
),

quota as (
    select
        y.period_start,
        t.building_type,
        q.climate_zone,
        q.constraint_value,
        q.guide_value,
        q.evidence,
        row_number() over (partition by y.period_start, t.building_type, q.climate_zone order by {{ newest_first('q') }}) as place
    from years as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('building_energy_quota') }} as q on {{ in_force('q', 'y.period_start', 'd.as_of_on') }}
    inner join {{ ref('building_type_class') }} as t on q.building_class_code = t.building_class_code
),

parameter as (
    select
        y.period_start,
        c.correction_code,
        c.parameter,
        c.value,
        {{ evidence_rank('c.evidence') }} as evidence_rank,
        row_number() over (partition by y.period_start, c.correction_code, c.parameter order by {{ newest_first('c') }}) as place
    from years as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('building_correction') }} as c on {{ in_force('c', 'y.period_start', 'd.as_of_on') }}
),

correction as (
    select
        period_start,
        max(case when correction_code = 'OFFICE_HOURS' and parameter = 'intercept' then value end) as hours_intercept,
        max(case when correction_code = 'OFFICE_HOURS' and parameter = 'slope' then value end) as hours_slope,
        max(case when correction_code = 'OFFICE_HOURS' and parameter = 'reference_T0' then value end) as reference_hours,
        max(case when correction_code = 'OFFICE_DENSITY' and parameter = 'intercept' then value end) as density_intercept,
        max(case when correction_code = 'OFFICE_DENSITY' and parameter = 'slope' then value end) as density_slope,
        max(case when correction_code = 'OFFICE_DENSITY' and parameter = 'reference_S0' then value end) as reference_m2_per_person,
        max(case when correction_code = 'OFFICE_HOURS' then evidence_rank end) as hours_evidence_rank,
        max(case when correction_code = 'OFFICE_DENSITY' then evidence_rank end) as density_evidence_rank
    from parameter
    where place = 1
    group by period_start
),

yellow as (
    {{ parameter_of_year('BUILDING_YELLOW_LIMIT', 'years') }}
),

{#
  gamma1 = a + b x T0 / T = (a x T + b x T0) / T; gamma2 = a + b x S / S0 with S = area / persons, so (a x S0 x persons + b x area) / (S0 x persons).
  Without hours or persons a correction is 1.
#}
terms as (
    select
        b.*,
        q.constraint_value,
        q.guide_value,
        {{ evidence_rank('q.evidence') }} as quota_evidence_rank,
        try_cast(cast(q.constraint_value as decimal(19, 4)) * l.value as decimal(12, 6)) as yellow_value,
        {{ evidence_rank('l.evidence') }} as yellow_evidence_rank,
        k.numerator as kwh_numerator,
        cast(k.denominator as decimal(9, 0)) as kwh_denominator,
        case when b.use_hours is null then 0 else c.hours_evidence_rank end as hours_evidence_rank,
        case when b.persons is null then 0 else c.density_evidence_rank end as density_evidence_rank,
        case
            when b.use_hours is null then cast(1 as decimal(28, 8))
            else try_cast(
                cast(c.hours_intercept as decimal(19, 4)) * b.use_hours + cast(c.hours_slope as decimal(19, 4)) * try_cast(c.reference_hours as decimal(9, 4))
                as decimal(28, 8)
            )
        end as hours_over,
        coalesce(cast(b.use_hours as decimal(28, 8)), cast(1 as decimal(28, 8))) as hours_under,
        case
            when b.persons is null then cast(1 as decimal(28, 8))
            else try_cast(
                try_cast(cast(c.density_intercept as decimal(19, 4)) * c.reference_m2_per_person as decimal(19, 8)) * try_cast(b.persons as decimal(9, 0))
                + try_cast(cast(c.density_slope as decimal(19, 4)) * b.floor_area_m2 as decimal(28, 8))
                as decimal(28, 8)
            )
        end as density_over,
        case
            when b.persons is null then cast(1 as decimal(28, 8))
            else try_cast(cast(c.reference_m2_per_person as decimal(19, 4)) * try_cast(b.persons as decimal(9, 0)) as decimal(28, 8))
        end as density_under
    from building as b
    left join quota as q
        on b.period_start = q.period_start and b.building_type = q.building_type and b.climate_zone = q.climate_zone and q.place = 1
    left join correction as c on b.period_start = c.period_start
    left join yellow as l on b.period_start = l.period_start
    left join {{ ref('dim_unit_path') }} as k on k.from_unit = 'gj' and k.to_unit = 'kwh'
),

whole as (
    select
        t.*,
        {%- for name in ['hours_over', 'hours_under', 'density_over', 'density_under'] %}
        cast(t.{{ name }} * cast(100000000 as decimal(9, 0)) as decimal(38, 0)) as {{ name }}_whole{{ ',' if not loop.last }}
        {%- endfor %}
    from terms as t
),

fraction as (
    select
        w.*,
        {{ reduced('w.hours_over_whole', 'w.hours_over_whole', 'w.hours_under_whole') }} as hours_n,
        {{ reduced('w.hours_under_whole', 'w.hours_over_whole', 'w.hours_under_whole') }} as hours_d,
        {{ reduced('w.density_over_whole', 'w.density_over_whole', 'w.density_under_whole') }} as density_n,
        {{ reduced('w.density_under_whole', 'w.density_over_whole', 'w.density_under_whole') }} as density_d
    from whole as w
),

multiplied as (
    select
        f.*,
        f.hours_n * try_cast(f.density_n as decimal(18, 0)) as all_n,
        f.hours_d * try_cast(f.density_d as decimal(18, 0)) as all_d
    from fraction as f
),

compared as (
    select
        m.*,
        try_cast({{ reduced('m.all_n', 'm.all_n', 'm.all_d') }} as decimal(18, 0)) as correction_n,
        try_cast({{ reduced('m.all_d', 'm.all_n', 'm.all_d') }} as decimal(18, 0)) as correction_d,
        try_cast(try_cast(m.energy_gj as decimal(20, 10)) * cast(m.kwh_numerator as decimal(9, 0)) as decimal(19, 8)) as energy_times,
        {%- for name in ['guide', 'constraint', 'yellow'] %}
        try_cast(cast(m.{{ name }}_value as decimal(19, 6)) * try_cast(m.floor_area_m2 * m.kwh_denominator as decimal(18, 2)) as decimal(19, 8)) as {{ name }}_times{{ ',' if not loop.last }}
        {%- endfor %}
    from multiplied as m
),

placed as (
    select
        c.*,
        case
            when c.energy_times * c.correction_n <= c.guide_times * c.correction_d then 1
            when c.energy_times * c.correction_n <= c.constraint_times * c.correction_d then 2
            when c.energy_times * c.correction_n <= c.yellow_times * c.correction_d then 3
            else 4
        end as measured_position,
        try_cast({{ quotient(
            'try_cast(c.energy_times * c.correction_n as decimal(33, 8))',
            'try_cast(c.floor_area_m2 * c.kwh_denominator as decimal(19, 2)) * c.correction_d',
            8, 2, 10, 38
        ) }} as decimal(28, 10)) as corrected_kwh_per_m2,
        try_cast({{ quotient('c.energy_times', 'c.floor_area_m2 * c.kwh_denominator', 8, 2, 10, 38) }} as decimal(28, 10)) as energy_kwh_per_m2,
        try_cast({{ quotient('c.hours_over', 'c.hours_under', 8, 8, 10, 38) }} as decimal(28, 10)) as gamma1,
        try_cast({{ quotient('c.density_over', 'c.density_under', 8, 8, 10, 38) }} as decimal(28, 10)) as gamma2,
        case
            when c.constraint_value is null then 'no_quota'
            when c.floor_area_m2 is null then 'no_floor_area'
            when c.energy_gj <= 0 then 'no_energy'
            when c.energy_times is null or c.yellow_times is null or c.guide_times is null or c.constraint_times is null then 'amount_overflow'
        end as stopped_by
    from compared as c
),

rated as (
    select
        p.*,
        coalesce(p.stopped_by, case when p.corrected_kwh_per_m2 is null then 'amount_overflow' end) as rating_reason,
        case when p.stopped_by is null and p.corrected_kwh_per_m2 is not null then p.measured_position end as quota_position
    from placed as p
)

select
    r.account_id,
    r.period_start,
    'BUILDING_QUOTA' as scheme_code,
    'quota_position' as indicator,
    '' as subject_code,
    case when r.quota_position is not null then r.corrected_kwh_per_m2 end as value,
    cast(case when r.quota_position is not null then r.constraint_value end as decimal(28, 10)) as benchmark_value,
    cast(r.quota_position as decimal(32, 8)) as ratio_numerator,
    cast(1 as decimal(32, 8)) as ratio_denominator,
    cast(0 as decimal(1, 0)) as ratio_offset,
    cast(0 as decimal(12, 10)) as self_share,
    cast(null as decimal(16, 6)) as emission_t,
    cast(null as decimal(12, 6)) as relative_sigma_pct,
    case when r.quota_position is not null then 'standard' end as benchmark_source,
    cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
    cast(null as int) as other_members,
    r.rating_reason as reason_code,
    r.is_complete,
    r.is_preliminary,
    r.quota_position is not null and greatest(
        r.quota_evidence_rank, r.hours_evidence_rank, r.density_evidence_rank, case when r.quota_position > 2 then r.yellow_evidence_rank else 0 end
    ) = 4 as depends_on_proposal,
    cast(case when r.quota_position is null then 0 else greatest(
        r.quota_evidence_rank, r.hours_evidence_rank, r.density_evidence_rank, case when r.quota_position > 2 then r.yellow_evidence_rank else 0 end
    ) end as int) as weakest_evidence_rank,
    r.guide_value,
    r.energy_kwh_per_m2,
    r.gamma1,
    r.gamma2
from rated as r
