{#
  A fleet's own emission against the reference of what it carried (TRANSPORT_TKM): scope 1 and 2 of the account against the sum, over the legs that it reports
  itself, of tkm x class factor (of vehicle-km x factor for vehicles counted by their kilometres). Both sides in kg. The factors are those of the tables in
  force for the year, never an account's own. A fleet whose emission is only modelled from its trips is not rated. A fleet of a year is an account that is of
  domain transport in its last month; what it carried before it became one counts, and an account that ceased to be one has its trips in the freight marts alone.
#}
with leg as (
    select
        carrier_account_id as account_id,
        {{ year_of('departed_on') }} as period_start,
        activity_code,
        unit,
        quantity,
        tkm,
        actual_kg,
        exclusion_code
    from {{ ref('fct_freight_leg') }}
    where mode <> 'handling'
),

waiting as (
    select
        t.account_id,
        {{ year_of('t.departed_on') }} as period_start,
        cast(count(*) as int) as waiting_legs
    from {{ ref('int_freight_trip__checked') }} as t
    left join {{ ref('fct_freight_leg') }} as g on t.load_id = g.load_id and t.line_no = g.line_no
    where g.load_id is null and t.mode <> 'handling'
    group by t.account_id, {{ year_of('t.departed_on') }}
),

years as (
    select distinct period_start from leg
),

class_factor as (
    select
        y.period_start,
        f.freight_code as activity_code,
        'tkm' as unit,
        f.kgco2e_per_tkm as factor,
        f.evidence,
        row_number() over (partition by y.period_start, f.freight_code order by {{ newest_first('f') }}) as place
    from years as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('freight_factor') }} as f on {{ in_force('f', 'y.period_start', 'd.as_of_on') }}
    union all
    select
        y.period_start,
        f.vehicle_code,
        'vkm',
        f.kgco2_per_vkm,
        f.evidence,
        row_number() over (partition by y.period_start, f.vehicle_code order by {{ newest_first('f') }})
    from years as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('freight_vehicle_km_factor') }} as f on {{ in_force('f', 'y.period_start', 'd.as_of_on') }}
),

by_class as (
    select
        l.account_id,
        l.period_start,
        count(*) as legs,
        sum(l.tkm) as tkm,
        sum(l.actual_kg) as modelled_kg,
        sum(case when l.exclusion_code = 'carrier_memo' then l.actual_kg else 0 end) as memo_kg,
        max(f.factor) as factor,
        try_cast(try_cast(sum(l.quantity) as decimal(24, 6)) * try_cast(max(f.factor) as decimal(13, 8)) as decimal(22, 8)) as reference_kg,
        max({{ evidence_rank('f.evidence') }}) as evidence_rank
    from leg as l
    left join class_factor as f
        on l.period_start = f.period_start and l.activity_code = f.activity_code and l.unit = f.unit and f.place = 1
    group by l.account_id, l.period_start, l.activity_code, l.unit
),

carried as (
    select
        account_id,
        period_start,
        cast(sum(legs) as int) as legs,
        try_cast(sum(tkm) as decimal(28, 6)) as tkm,
        try_cast(sum(modelled_kg) as decimal(28, 10)) as modelled_kg,
        try_cast(sum(memo_kg) as decimal(28, 10)) as memo_kg,
        case when count(*) = count(reference_kg) then try_cast(sum(reference_kg) as decimal(22, 8)) end as reference_kg,
        count(*) > count(factor) as has_class_without_factor,
        max(evidence_rank) as evidence_rank
    from by_class
    group by account_id, period_start
),

{# A fleet that reports nothing but trips for others has no emission of its own, and no year in fct_account_year: what it was in the last month is asked as there. #}
trips_only as (
    select
        c.account_id,
        c.period_start,
        {{ add_months('c.period_start', 12) }} > d.open_month as is_preliminary,
        v.domain,
        row_number() over (partition by c.account_id, c.period_start order by v.valid_from desc nulls last) as place
    from carried as c
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('dim_account_version') }} as v
        on c.account_id = v.account_id
        and (v.valid_from is null or v.valid_from <= least({{ add_months('c.period_start', 11) }}, d.as_of_on))
    left join {{ ref('fct_account_year') }} as y on c.account_id = y.account_id and c.period_start = y.period_start
    where y.account_id is null
),

fleet as (
    select
        account_id,
        period_start,
        emission_t,
        has_emission,
        relative_sigma_pct,
        is_complete,
        is_preliminary,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref('fct_account_year') }}
    where domain = 'transport'
    union all
    select
        account_id,
        period_start,
        cast(null as decimal(16, 6)),
        false,
        cast(null as decimal(12, 6)),
        false,
        is_preliminary,
        false,
        0
    from trips_only
    where place = 1 and domain = 'transport'
),

compared as (
    select
        f.*,
        c.tkm,
        c.reference_kg,
        c.modelled_kg,
        c.memo_kg,
        coalesce(c.legs, 0) as legs,
        coalesce(w.waiting_legs, 0) as waiting_legs,
        coalesce(c.evidence_rank, 0) as reference_evidence_rank,
        cast(f.emission_t as decimal(19, 6)) * cast(1000 as decimal(4, 0)) as emission_kg,
        case when c.tkm > 0 and f.emission_t > 0 then try_cast({{ quotient('cast(f.emission_t as decimal(19, 6)) * cast(1000000 as decimal(7, 0))', 'c.tkm', 6, 6, 10, 38) }} as decimal(28, 10)) end as g_per_tkm,
        case when c.tkm > 0 then try_cast({{ quotient('c.reference_kg * cast(1000 as decimal(4, 0))', 'c.tkm', 8, 6, 10, 38) }} as decimal(28, 10)) end as reference_g_per_tkm,
        case
            when f.has_emission and f.emission_t is null then 'amount_overflow'
            when f.emission_t < 0 then 'emission_negative'
            when coalesce(f.emission_t, 0) = 0 then 'modelled_only'
            when c.account_id is null or c.tkm <= 0 then 'no_trips'
            when c.has_class_without_factor then 'no_reference'
        end as stopped_by
    from fleet as f
    left join carried as c on f.account_id = c.account_id and f.period_start = c.period_start
    left join waiting as w on f.account_id = w.account_id and f.period_start = w.period_start
),

rated as (
    select
        c.*,
        coalesce(
            c.stopped_by,
            case when c.g_per_tkm is null or c.reference_g_per_tkm is null or c.reference_kg <= 0 then 'amount_overflow' end
        ) as rating_reason
    from compared as c
)

select
    r.account_id,
    r.period_start,
    'TRANSPORT_TKM' as scheme_code,
    'ratio_to_reference' as indicator,
    '' as subject_code,
    case when r.rating_reason is null then r.g_per_tkm end as value,
    case when r.rating_reason is null then r.reference_g_per_tkm end as benchmark_value,
    cast(case when r.rating_reason is null then r.emission_kg end as decimal(32, 8)) as ratio_numerator,
    cast(case when r.rating_reason is null then r.reference_kg end as decimal(32, 8)) as ratio_denominator,
    cast(0 as decimal(1, 0)) as ratio_offset,
    cast(0 as decimal(12, 10)) as self_share,
    case when r.rating_reason is null then r.emission_t end as emission_t,
    r.relative_sigma_pct,
    case when r.rating_reason is null then 'standard' end as benchmark_source,
    cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
    cast(null as int) as other_members,
    r.rating_reason as reason_code,
    r.is_complete and r.waiting_legs = 0 as is_complete,
    r.is_preliminary,
    r.depends_on_proposal or (r.rating_reason is null and r.reference_evidence_rank = 4) as depends_on_proposal,
    cast(greatest(r.weakest_evidence_rank, case when r.rating_reason is null then r.reference_evidence_rank else 0 end) as int) as weakest_evidence_rank,
    r.emission_t as own_emission_t,
    r.modelled_kg,
    r.memo_kg,
    r.tkm,
    r.reference_kg,
    r.g_per_tkm,
    r.reference_g_per_tkm,
    r.legs,
    r.waiting_legs
from rated as r
