{#
  What an account made of a product under one condition in a year. Quantities stand in one unit: the one of the product's last record of the year.
  Energy is that of the product only where every record states it, and nothing is filled in. A product is dominant where it makes at least
  DOMINANT_PRODUCT_SHARE of the output value of all products or where nothing else is made; the row (product and condition) likewise. Codes of one product of
  energy_output are the same energy seen twice: they are one product here, and of their values, as of one thing, the largest stands.
#}
with monthly as (
    select
        o.account_id,
        {{ year_of('o.month') }} as period_start,
        o.month,
        o.product_code,
        coalesce(e.product, o.product_code) as product_group,
        e.product is not null as is_energy_output,
        coalesce(trim(o.condition), '') as condition,
        o.condition_value,
        o.unit,
        o.month_quantity,
        o.month_energy_tce,
        o.month_electricity_kwh,
        o.month_output_value_cny
    from {{ ref('int_production_output__monthly') }} as o
    left join {{ ref('energy_output') }} as e on o.product_code = e.product_code
),

last_unit as (
    select
        account_id,
        period_start,
        product_code,
        unit,
        row_number() over (partition by account_id, period_start, product_code order by month desc nulls last, unit nulls last) as place
    from monthly
),

in_one_unit as (
    select
        m.*,
        l.unit as year_unit,
        p.to_unit is null as is_not_comparable,
        try_cast({{ quotient('m.month_quantity * p.numerator', 'p.denominator', 6, 0, 6, 38) }} as decimal(28, 6)) as unit_quantity
    from monthly as m
    inner join last_unit as l
        on m.account_id = l.account_id and m.period_start = l.period_start and m.product_code = l.product_code and l.place = 1
    left join {{ ref('dim_unit_path') }} as p on m.unit = p.from_unit and l.unit = p.to_unit
),

weighed as (
    select
        u.*,
        try_cast(try_cast(u.unit_quantity as decimal(19, 6)) * u.condition_value as decimal(31, 12)) as weighed_condition
    from in_one_unit as u
),

summed as (
    select
        account_id,
        period_start,
        product_code,
        condition,
        max(product_group) as product_group,
        max(case when is_energy_output then 1 else 0 end) = 1 as is_energy_output,
        max(year_unit) as year_unit,
        max(case when is_not_comparable then 1 else 0 end) = 1 as is_not_comparable,
        case when count(*) = count(unit_quantity) then try_cast(sum(unit_quantity) as decimal(28, 6)) end as quantity,
        case when count(*) = count(weighed_condition) then try_cast(sum(weighed_condition) as decimal(37, 12)) end as weighed_condition,
        case when count(*) = count(month_energy_tce) then cast(sum(month_energy_tce) as decimal(28, 6)) end as energy_tce,
        case when count(*) = count(month_electricity_kwh) then cast(sum(month_electricity_kwh) as decimal(28, 6)) end as electricity_kwh,
        case when count(*) = count(month_output_value_cny) then cast(sum(month_output_value_cny) as decimal(28, 6)) end as output_value_cny,
        cast(count(distinct month) as int) as months_reported
    from weighed
    group by account_id, period_start, product_code, condition
),

product_value as (
    select
        account_id,
        period_start,
        product_code,
        max(product_group) as product_group,
        max(case when is_made then 1 else 0 end) as is_made,
        case when count(*) = count(output_value_cny) then cast(sum(output_value_cny) as decimal(28, 6)) end as output_value_cny
    from (select s.*, coalesce(s.quantity, 1) <> 0 as is_made from summed as s) as m
    group by account_id, period_start, product_code
),

group_value as (
    select
        account_id,
        period_start,
        product_group,
        max(is_made) as is_made,
        max(output_value_cny) as output_value_cny
    from product_value
    group by account_id, period_start, product_group
),

account_value as (
    select
        account_id,
        period_start,
        count(*) as products_stated,
        sum(is_made) as products_made,
        case when count(*) = count(output_value_cny) then try_cast(sum(output_value_cny) as decimal(19, 6)) end as output_value_cny
    from group_value
    group by account_id, period_start
),

rows_made as (
    select
        account_id,
        period_start,
        count(*) as rows_stated,
        sum(case when coalesce(quantity, 1) <> 0 then 1 else 0 end) as rows_made
    from summed
    group by account_id, period_start
),

threshold as (
    {{ parameter_of_year('DOMINANT_PRODUCT_SHARE', 'summed') }}
),

compared as (
    select
        s.*,
        a.output_value_cny as all_output_value_cny,
        cast(a.output_value_cny * t.value as decimal(37, 12)) as dominant_value_cny,
        g.output_value_cny as product_value_cny,
        t.evidence as dominance_evidence,
        (coalesce(s.quantity, 1) <> 0 and r.rows_made = 1) or r.rows_stated = 1 as is_only_row,
        (g.is_made = 1 and a.products_made = 1) or a.products_stated = 1 as is_only_product
    from summed as s
    inner join group_value as g on s.account_id = g.account_id and s.period_start = g.period_start and s.product_group = g.product_group
    inner join account_value as a on s.account_id = a.account_id and s.period_start = a.period_start
    inner join rows_made as r on s.account_id = r.account_id and s.period_start = r.period_start
    left join threshold as t on s.period_start = t.period_start
)

select
    c.account_id,
    c.period_start,
    c.product_code,
    c.product_group,
    c.is_energy_output,
    c.condition,
    case when c.quantity is not null then c.year_unit end as unit,
    c.quantity,
    try_cast({{ quotient('c.weighed_condition', 'c.quantity', 12, 6, 6, 38) }} as decimal(18, 6)) as condition_value,
    c.energy_tce,
    c.electricity_kwh,
    c.output_value_cny,
    {{ quotient(
        'case when c.output_value_cny <= c.all_output_value_cny then cast(c.output_value_cny as decimal(19, 6)) end', 'c.all_output_value_cny', 6, 6, 10, 12
    ) }} as share_of_output_value,
    c.is_only_row,
    c.is_only_product,
    c.is_only_row or coalesce(c.all_output_value_cny > 0 and c.output_value_cny >= c.dominant_value_cny, false) as is_dominant,
    c.is_only_product or coalesce(c.all_output_value_cny > 0 and c.product_value_cny >= c.dominant_value_cny, false) as is_dominant_product,
    c.dominance_evidence,
    c.months_reported,
    case
        when c.is_not_comparable then 'unit_not_comparable'
        when c.quantity is null then 'amount_overflow'
    end as reason_code
from compared as c
