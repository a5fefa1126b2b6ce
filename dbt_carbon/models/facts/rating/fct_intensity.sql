{#
  Numerator over denominator, one row for each indicator of the account's domain of which either is known. Both are turned into the units of the indicator by
  exact fractions and divided once. An indicator whose denominator_unit is empty keeps the unit that the amount has; one with a product_group is only of the
  products of that group.
#}
with asked as (
    select distinct
        m.account_id,
        m.period_start,
        m.subject_code,
        i.indicator_code
    from {{ ref('fct_intensity_measure') }} as m
    inner join {{ ref('dim_account') }} as a on m.account_id = a.account_id
    left join {{ ref('energy_output') }} as e on m.subject_code = e.product_code
    inner join {{ ref('intensity_indicator') }} as i
        on (m.measure_code = i.numerator_measure or m.measure_code = i.denominator_measure)
        and instr('|' || i.domains || '|', '|' || a.domain || '|') > 0
        and (i.product_group is null or i.product_group = e.product)
),

paired as (
    select
        q.account_id,
        q.period_start,
        q.indicator_code,
        q.subject_code,
        i.numerator_unit,
        coalesce(i.denominator_unit, d.unit) as denominator_unit,
        n.value as numerator_value,
        d.value as denominator_value,
        n.unit as numerator_from,
        d.unit as denominator_from,
        n.allocation_code,
        n.reason_code as numerator_reason,
        d.reason_code as denominator_reason,
        coalesce(n.depends_on_proposal, false) or coalesce(d.depends_on_proposal, false) as depends_on_proposal,
        greatest(coalesce(n.weakest_evidence_rank, 0), coalesce(d.weakest_evidence_rank, 0)) as weakest_evidence_rank
    from asked as q
    inner join {{ ref('intensity_indicator') }} as i on q.indicator_code = i.indicator_code
    left join {{ ref('fct_intensity_measure') }} as n
        on q.account_id = n.account_id and q.period_start = n.period_start and q.subject_code = n.subject_code and i.numerator_measure = n.measure_code
    left join {{ ref('fct_intensity_measure') }} as d
        on q.account_id = d.account_id and q.period_start = d.period_start and q.subject_code = d.subject_code and i.denominator_measure = d.measure_code
),

{# value = numerator x n / (denominator x d), n and d whole numbers without a common factor. #}
scaled as (
    select
        p.*,
        u.numerator as numerator_times,
        u.denominator as numerator_by,
        v.numerator as denominator_times,
        v.denominator as denominator_by,
        {{ reduced('try_cast(u.numerator as decimal(18, 0)) * v.denominator', 'try_cast(u.numerator as decimal(18, 0)) * v.denominator', 'try_cast(u.denominator as decimal(18, 0)) * v.numerator') }} as n,
        {{ reduced('try_cast(u.denominator as decimal(18, 0)) * v.numerator', 'try_cast(u.numerator as decimal(18, 0)) * v.denominator', 'try_cast(u.denominator as decimal(18, 0)) * v.numerator') }} as d
    from paired as p
    left join {{ ref('dim_unit_path') }} as u on p.numerator_from = u.from_unit and p.numerator_unit = u.to_unit
    left join {{ ref('dim_unit_path') }} as v on p.denominator_from = v.from_unit and p.denominator_unit = v.to_unit
),

divided as (
    select
        s.*,
        try_cast({{ quotient('try_cast(s.numerator_value as decimal(25, 10)) * try_cast(s.numerator_times as decimal(12, 0))', 's.numerator_by', 10, 0, 10, 38) }} as decimal(28, 10)) as numerator,
        try_cast({{ quotient('try_cast(s.denominator_value as decimal(25, 10)) * try_cast(s.denominator_times as decimal(12, 0))', 's.denominator_by', 10, 0, 10, 38) }} as decimal(28, 10)) as denominator,
        try_cast({{ quotient(
            'try_cast(try_cast(s.numerator_value as decimal(25, 10)) * try_cast(s.n as decimal(12, 0)) as decimal(27, 10))',
            'try_cast(try_cast(s.denominator_value as decimal(25, 10)) * try_cast(s.d as decimal(12, 0)) as decimal(37, 10))',
            10, 10, 10, 38
        ) }} as decimal(28, 10)) as measured_value,
        case
            when s.denominator_reason is not null then s.denominator_reason
            when s.denominator_value is null then 'denominator_missing'
            when s.denominator_value = 0 then 'denominator_zero'
            when s.denominator_value < 0 then 'denominator_negative'
            when s.numerator_reason is not null then s.numerator_reason
            when s.numerator_value is null then 'numerator_missing'
        end as stopped_by
    from scaled as s
)

select
    d.account_id,
    d.period_start,
    d.indicator_code,
    d.subject_code,
    d.numerator,
    d.numerator_unit,
    d.denominator,
    d.denominator_unit,
    case when d.stopped_by is null then d.measured_value end as value,
    d.numerator_unit || '_per_' || d.denominator_unit as unit,
    d.allocation_code,
    coalesce(d.stopped_by, case when d.measured_value is null then 'amount_overflow' end) as reason_code,
    coalesce(y.is_complete, false) as is_complete,
    {{ add_months('d.period_start', 12) }} > o.open_month as is_preliminary,
    d.depends_on_proposal,
    d.weakest_evidence_rank
from divided as d
cross join {{ ref('dim_as_of') }} as o
left join {{ ref('fct_account_period') }} as y on d.account_id = y.account_id and d.period_start = y.period_start and y.period_grain = 'year'
