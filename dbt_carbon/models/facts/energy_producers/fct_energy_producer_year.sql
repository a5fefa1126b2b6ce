{#
  What a producer of power and heat made in a year, in MWh and GJ, and the allowance that the plan of that year gives for it before its corrections: MWh on
  the plan's own basis x electricity benchmark of the unit class + GJ supplied x heat benchmark of its heat class. A year without a plan has none, whatever
  the years around it say. Its unit is described as in the last month of the year. What was not delivered is empty, never zero.
#}
{%- set allowance_product = 'try_cast(try_cast({0}.amount as decimal(24, 10)) * cast({1}.benchmark as decimal(9, 4)) as decimal(28, 13))' -%}
with delivered as (
    select
        o.account_id,
        {{ year_of('o.month') }} as period_start,
        e.product,
        e.basis,
        e.unit,
        o.unit as delivered_unit,
        o.month,
        o.month_quantity
    from {{ ref('int_production_output__monthly') }} as o
    inner join {{ ref('energy_output') }} as e on o.product_code = e.product_code
),

{# Added up in the units they came in and turned into MWh or GJ once, to ten decimals: all that a kWh of six decimals has. #}
by_unit as (
    select
        account_id,
        period_start,
        product,
        basis,
        unit,
        delivered_unit,
        sum(month_quantity) as quantity
    from delivered
    group by account_id, period_start, product, basis, unit, delivered_unit
),

converted as (
    select
        u.account_id,
        u.period_start,
        u.product,
        u.basis,
        p.to_unit is null as is_not_comparable,
        {{ quotient('try_cast(u.quantity as decimal(20, 6)) * try_cast(p.numerator as decimal(12, 0))', 'p.denominator', 6, 0, 10, 38) }} as amount
    from by_unit as u
    left join {{ ref('dim_unit_path') }} as p on u.delivered_unit = p.from_unit and u.unit = p.to_unit
),

months as (
    select
        account_id,
        period_start,
        product,
        basis,
        cast(count(distinct month) as int) as months_reported
    from delivered
    group by account_id, period_start, product, basis
),

made as (
    select
        c.account_id,
        c.period_start,
        c.product,
        c.basis,
        max(case when c.is_not_comparable then 1 else 0 end) = 1 as is_not_comparable,
        case when count(*) = count(c.amount) then try_cast(sum(c.amount) as decimal(28, 10)) end as amount,
        max(m.months_reported) as months_reported
    from converted as c
    inner join months as m on c.account_id = m.account_id and c.period_start = m.period_start and c.product = m.product and c.basis = m.basis
    group by c.account_id, c.period_start, c.product, c.basis
),

emission as (
    select
        account_id,
        period_start,
        case when has_emission then emission_t end as emission_t,
        has_emission,
        relative_sigma_pct,
        months_expected,
        is_complete,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref('fct_account_year') }}
    where domain = 'energy'
),

spine as (
    select account_id, period_start from emission
    union
    select account_id, period_start from made
),

described as (
    select
        s.account_id,
        s.period_start,
        v.domain,
        v.capacity_mw,
        upper(trim(v.unit_class)) as unit_class,
        row_number() over (partition by s.account_id, s.period_start order by v.valid_from desc nulls last) as place
    from spine as s
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('dim_account_version') }} as v
        on s.account_id = v.account_id
        and (v.valid_from is null or v.valid_from <= least({{ add_months('s.period_start', 11) }}, d.as_of_on))
),

producer as (
    select
        p.account_id,
        p.period_start,
        p.unit_class,
        p.capacity_mw,
        c.heat_class,
        case
            when p.unit_class is null or p.unit_class = '' then 'no_unit_class'
            when c.unit_class is null then 'unknown_unit_class'
        end as class_reason
    from described as p
    left join {{ ref('ets_unit_class') }} as c on p.unit_class = c.unit_class
    where p.place = 1 and p.domain = 'energy'
),

benchmark as (
    select
        y.period_start,
        b.unit_class,
        b.product,
        b.basis,
        b.benchmark,
        b.evidence,
        row_number() over (partition by y.period_start, b.unit_class, b.product order by {{ newest_first('b') }}) as place
    from (select distinct period_start from producer) as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('ets_benchmark') }} as b on {{ in_force('b', 'y.period_start', 'd.as_of_on') }}
),

{# The view of the electricity that the plan does not count tells no more than that there is electricity. #}
electricity as (
    select
        account_id,
        period_start,
        max(case when basis = 'generated' then amount end) as generated_mwh,
        max(case when basis = 'supplied' then amount end) as supplied_mwh,
        max(case when coalesce(amount, 1) <> 0 then 1 else 0 end) = 1 as is_made,
        max(months_reported) as months_reported
    from made
    where product = 'electricity'
    group by account_id, period_start
),

compared as (
    select
        p.*,
        a.generated_mwh,
        a.supplied_mwh,
        t.amount as heat_gj,
        b.basis as electricity_basis,
        b.benchmark as electricity_benchmark,
        b.evidence as electricity_evidence,
        h.benchmark as heat_benchmark,
        h.evidence as heat_evidence,
        {{ allowance_product.format('e', 'b') }} as allowance_electricity_t,
        {{ allowance_product.format('t', 'h') }} as allowance_heat_t,
        coalesce(e.amount <> 0, false) as has_electricity,
        coalesce(t.amount <> 0, false) as has_heat,
        greatest(coalesce(e.months_reported, a.months_reported, 0), coalesce(t.months_reported, 0)) as output_months,
        case
            when p.class_reason is not null then p.class_reason
            when b.benchmark is null and (h.benchmark is null or coalesce(a.is_made, false)) then 'no_benchmark'
            when h.benchmark is null and t.account_id is not null and coalesce(t.amount, 1) <> 0 then 'no_benchmark'
            when coalesce(e.is_not_comparable, false) or coalesce(t.is_not_comparable, false) then 'unit_not_comparable'
            when e.account_id is not null and e.amount is null or t.account_id is not null and t.amount is null then 'amount_overflow'
            when e.account_id is null and coalesce(a.is_made, false) then 'basis_missing'
            when coalesce(e.amount, 0) = 0 and coalesce(t.amount, 0) = 0 then 'no_output'
        end as stopped_by
    from producer as p
    left join electricity as a on p.account_id = a.account_id and p.period_start = a.period_start
    left join benchmark as b on p.period_start = b.period_start and p.unit_class = b.unit_class and b.product = 'electricity' and b.place = 1
    left join benchmark as h on p.period_start = h.period_start and p.heat_class = h.unit_class and h.product = 'heat' and h.place = 1
    left join made as e on p.account_id = e.account_id and p.period_start = e.period_start and e.product = 'electricity' and b.basis = e.basis
    left join made as t on p.account_id = t.account_id and p.period_start = t.period_start and t.product = 'heat' and coalesce(h.basis, 'supplied') = t.basis
),

allowed as (
    select
        c.*,
        case
            when c.stopped_by is null
                and (not c.has_electricity or c.allowance_electricity_t is not null)
                and (not c.has_heat or c.allowance_heat_t is not null)
                then try_cast(coalesce(c.allowance_electricity_t, 0) + coalesce(c.allowance_heat_t, 0) as decimal(28, 13))
        end as allowance_t
    from compared as c
)

select
    p.account_id,
    p.period_start,
    p.unit_class,
    p.heat_class,
    p.capacity_mw,
    p.generated_mwh,
    p.supplied_mwh,
    p.heat_gj,
    p.electricity_basis,
    p.electricity_benchmark,
    p.heat_benchmark,
    case when p.allowance_t is not null then p.allowance_electricity_t end as allowance_electricity_t,
    case when p.allowance_t is not null then p.allowance_heat_t end as allowance_heat_t,
    p.allowance_t,
    y.emission_t,
    try_cast(p.allowance_t - y.emission_t as decimal(28, 13)) as surplus_t,
    coalesce(p.stopped_by, case when p.allowance_t is null then 'amount_overflow' end) as reason_code,
    coalesce(y.has_emission, false) as has_emission,
    y.relative_sigma_pct,
    cast(p.output_months as int) as output_months,
    coalesce(y.months_expected, 0) as months_expected,
    coalesce(y.is_complete and p.output_months >= y.months_expected, false) as is_complete,
    {{ add_months('p.period_start', 12) }} > d.open_month as is_preliminary,
    coalesce(y.depends_on_proposal, false) or coalesce(
        p.has_electricity and p.electricity_evidence = 'proposal' or p.has_heat and p.heat_evidence = 'proposal', false
    ) as depends_on_proposal,
    cast(greatest(
        coalesce(y.weakest_evidence_rank, 0),
        case when p.has_electricity then {{ evidence_rank('p.electricity_evidence') }} else 0 end,
        case when p.has_heat then {{ evidence_rank('p.heat_evidence') }} else 0 end
    ) as int) as weakest_evidence_rank
from allowed as p
cross join {{ ref('dim_as_of') }} as d
left join emission as y on p.account_id = y.account_id and p.period_start = y.period_start
