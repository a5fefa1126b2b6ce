{#
  The energy of products against the limits of their national standards (GB_ENERGY_LIMIT): the best grade whose limit is met, 4 where none is. Compared are
  energy and limit x quantity, both exact. A row of the standard holds for a product where it names its condition, else where it names none, else where the
  delivery names none and there is but one. The subject '' is the worst product of the account. Products without any standard have no row.
#}
with product as (
    select
        p.account_id,
        p.period_start,
        p.product_code,
        p.condition,
        coalesce(lower(p.condition), '') as condition_key,
        case
            when count(*) over (partition by p.account_id, p.period_start, p.product_code) > 1 then p.product_code || '|' || p.condition else p.product_code
        end as subject_code,
        p.unit,
        p.quantity,
        p.condition_value,
        p.energy_tce,
        p.electricity_kwh,
        p.is_dominant,
        p.is_only_row,
        p.dominance_evidence,
        p.reason_code,
        y.energy_tce as account_energy_tce,
        cast(y.electricity_kwh + y.self_generated_kwh as decimal(28, 6)) as account_electricity_kwh,
        coalesce(y.is_complete, false) as is_complete,
        {{ add_months('p.period_start', 12) }} > d.open_month as is_preliminary
    from {{ ref('fct_product_year') }} as p
    cross join {{ ref('dim_as_of') }} as d
    left join {{ ref('fct_account_period') }} as y on p.account_id = y.account_id and p.period_start = y.period_start and y.period_grain = 'year'
),

{# Of several standards of a product the newest counts, of several editions of a row too. #}
valid as (
    select
        y.period_start,
        l.*,
        coalesce(lower(trim(l.condition)), '') as condition_key,
        dense_rank() over (partition by y.period_start, l.product_code order by l.source_year desc nulls last, l.standard desc nulls last) as standard_place,
        row_number() over (
            partition by y.period_start, l.standard, l.product_code, l.condition, l.unit order by {{ newest_first('l') }}
        ) as edition_place
    from (select distinct period_start from product) as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('industry_energy_limit') }} as l on {{ in_force('l', 'y.period_start', 'd.as_of_on') }}
),

energy_limit as (
    select
        v.*,
        u.measure,
        u.energy_per_measure_unit,
        u.product_unit
    from valid as v
    left join {{ ref('energy_limit_unit') }} as u on v.unit = u.unit
    where v.standard_place = 1 and v.edition_place = 1
),

standard as (
    select
        period_start,
        product_code,
        count(distinct condition_key) as conditions
    from energy_limit
    group by period_start, product_code
),

candidate as (
    select
        p.account_id,
        p.subject_code,
        p.condition_key as given_condition,
        s.conditions,
        l.*,
        case
            when l.condition_key = p.condition_key then 1
            when l.condition_key = '' then 2
            when p.condition_key = '' and s.conditions = 1 then 3
        end as fit
    from product as p
    inner join standard as s on p.period_start = s.period_start and p.product_code = s.product_code
    inner join energy_limit as l on p.period_start = l.period_start and p.product_code = l.product_code
),

chosen as (
    select
        c.*,
        row_number() over (partition by c.account_id, c.period_start, c.subject_code, c.unit order by c.fit nulls last) as place
    from candidate as c
    where c.fit is not null
),

measured as (
    select
        p.*,
        c.standard,
        c.condition as limit_condition,
        c.unit as limit_unit,
        c.grade1,
        c.grade2,
        c.grade3,
        c.correction_base,
        c.correction_g1,
        c.correction_g2,
        c.correction_g3,
        c.evidence as limit_evidence,
        c.energy_per_measure_unit,
        case when c.measure = 'electricity_kwh' then p.electricity_kwh else p.energy_tce end as own_energy,
        case when p.is_dominant then case when c.measure = 'electricity_kwh' then p.account_electricity_kwh else p.account_energy_tce end end as account_energy,
        w.to_unit is not null as is_comparable,
        try_cast(
            {{ quotient('try_cast(p.quantity as decimal(18, 6)) * w.numerator', 'w.denominator', 6, 0, 6, 38) }} as decimal(18, 6)
        ) as limit_quantity
    from product as p
    inner join standard as s on p.period_start = s.period_start and p.product_code = s.product_code
    left join chosen as c on p.account_id = c.account_id and p.period_start = c.period_start and p.subject_code = c.subject_code and c.place = 1
    left join {{ ref('dim_unit_path') }} as w on p.unit = w.from_unit and c.product_unit = w.to_unit
),

corrected as (
    select
        m.*,
        {%- for grade in [1, 2, 3] %}
        case
            when m.correction_base is null then cast(m.grade{{ grade }} as decimal(19, 10))
            else try_cast(
                m.grade{{ grade }} + cast(coalesce(m.correction_g{{ grade }}, 0) as decimal(19, 6)) * try_cast(m.condition_value - m.correction_base as decimal(18, 6))
                as decimal(19, 10)
            )
        end as limit_grade{{ grade }},
        {%- endfor %}
        case
            when m.own_energy is not null then 'own_energy'
            when m.account_energy <> 0 then case when m.is_only_row then 'only_product' else 'dominant_product' end
        end as allocation_code,
        try_cast(
            try_cast(coalesce(m.own_energy, case when m.account_energy <> 0 then m.account_energy end) as decimal(28, 10))
            * cast(m.energy_per_measure_unit as decimal(9, 0)) as decimal(28, 10)
        ) as limit_energy
    from measured as m
),

graded as (
    select
        c.*,
        case
            {%- for grade in [1, 2, 3] %}
            when c.limit_energy <= c.limit_grade{{ grade }} * c.limit_quantity then {{ grade }}
            {%- endfor %}
            else 4
        end as measured_grade,
        try_cast({{ quotient('c.limit_energy', 'c.limit_quantity', 10, 6, 10, 38) }} as decimal(28, 10)) as measured_value,
        case
            when c.limit_unit is null then case when c.condition_key = '' then 'condition_missing' else 'condition_unknown' end
            when c.correction_base is not null and c.condition_value is null then 'condition_missing'
            when coalesce(c.grade1, c.grade2, c.grade3) is null then 'no_limit'
            when c.reason_code is not null then c.reason_code
            when not c.is_comparable then 'unit_not_comparable'
            when c.quantity = 0 then 'denominator_zero'
            when c.allocation_code is null then 'product_energy_missing'
            when c.limit_energy is null or c.limit_quantity is null or coalesce(c.limit_grade1, c.limit_grade2, c.limit_grade3) is null then 'amount_overflow'
        end as stopped_by
    from corrected as c
),

{# A standard that limits energy and power of one product: the worse of the two. #}
rated as (
    select
        g.*,
        case when g.stopped_by is null and g.measured_value is not null then g.measured_grade end as grade,
        coalesce(g.stopped_by, case when g.measured_value is null then 'amount_overflow' end) as rating_reason,
        row_number() over (
            partition by g.account_id, g.period_start, g.subject_code
            order by case when g.stopped_by is null and g.measured_value is not null then g.measured_grade end desc nulls last, g.limit_unit nulls last
        ) as unit_place
    from graded as g
),

subject as (
    select
        r.*,
        row_number() over (partition by r.account_id, r.period_start order by r.grade desc nulls last, r.subject_code nulls last) as worst_place,
        min(case when r.grade is null then 0 else 1 end) over (partition by r.account_id, r.period_start) as all_rated
    from rated as r
    where r.unit_place = 1
),

{# The row of the account is complete only where every product with a limit could be compared. #}
told as (
    select s.*, s.subject_code as told_subject, s.is_complete as told_complete from subject as s
    union all
    select s.*, '', s.is_complete and s.all_rated = 1 from subject as s where s.worst_place = 1
)

select
    t.account_id,
    t.period_start,
    'GB_ENERGY_LIMIT' as scheme_code,
    'limit_grade' as indicator,
    t.told_subject as subject_code,
    case when t.grade is not null then t.measured_value end as value,
    cast(case t.grade
        when 1 then t.limit_grade1
        when 2 then t.limit_grade2
        when 3 then t.limit_grade3
        when 4 then coalesce(t.limit_grade3, t.limit_grade2, t.limit_grade1)
    end as decimal(28, 10)) as benchmark_value,
    cast(t.grade as decimal(32, 8)) as ratio_numerator,
    cast(1 as decimal(32, 8)) as ratio_denominator,
    cast(0 as decimal(1, 0)) as ratio_offset,
    cast(0 as decimal(12, 10)) as self_share,
    cast(null as decimal(16, 6)) as emission_t,
    cast(null as decimal(12, 6)) as relative_sigma_pct,
    case when t.grade is not null then 'standard' end as benchmark_source,
    cast(null as {{ dbt.type_string() }}) as benchmark_group_id,
    cast(null as int) as other_members,
    t.rating_reason as reason_code,
    t.told_complete as is_complete,
    t.is_preliminary,
    t.grade is not null and (t.limit_evidence = 'proposal' or (t.allocation_code = 'dominant_product' and t.dominance_evidence = 'proposal')) as depends_on_proposal,
    cast(case when t.grade is null then 0 else greatest(
        {{ evidence_rank('t.limit_evidence') }},
        case when t.allocation_code = 'dominant_product' then {{ evidence_rank('t.dominance_evidence') }} else 0 end
    ) end as int) as weakest_evidence_rank,
    t.product_code,
    t.condition,
    t.standard,
    t.limit_condition,
    t.limit_unit,
    t.limit_grade1,
    t.limit_grade2,
    t.limit_grade3,
    t.allocation_code,
    t.limit_energy,
    t.limit_quantity
from told as t
