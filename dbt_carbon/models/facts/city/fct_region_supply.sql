{#
  Power and heat that an account gave to others in a year, in kWh and GJ: what its output states as supplied, else what it sold. A producer of energy that
  states what it generated, and neither, leaves its supply unknown; so does a supply in a unit that is none of energy.
#}
with output as (
    select
        o.account_id,
        {{ year_of('o.month') }} as period_start,
        e.product,
        e.basis = 'supplied' as is_supply,
        try_cast({{ quotient('cast(o.month_quantity as decimal(19, 6)) * try_cast(w.numerator as decimal(18, 0))', 'w.denominator', 6, 0, 6, 38) }} as decimal(28, 6)) as quantity
    from {{ ref('int_production_output__monthly') }} as o
    inner join {{ ref('energy_output') }} as e on o.product_code = e.product_code
    left join {{ ref('dim_unit_path') }} as w on o.unit = w.from_unit and w.to_unit = case e.product when 'electricity' then 'kwh' else 'gj' end
),

stated as (
    select
        account_id,
        period_start,
        product,
        count(case when is_supply then 1 end) > 0 as is_supply_stated,
        count(case when is_supply and quantity is null then 1 end) > 0 as is_supply_unclear,
        try_cast(sum(case when is_supply then quantity end) as decimal(28, 6)) as supplied
    from output
    group by account_id, period_start, product
),

sold as (
    select
        account_id,
        {{ year_of('month') }} as period_start,
        category as product,
        try_cast(sum(case category when 'electricity' then quantity_kwh else energy_gj end) as decimal(28, 6)) as sold
    from {{ ref('fct_energy_use') }}
    where flow = 'export' and category in ('electricity', 'heat')
    group by account_id, {{ year_of('month') }}, category
),

spine as (
    select account_id, period_start, product from stated
    union
    select account_id, period_start, product from sold
)

select
    s.account_id,
    s.period_start,
    s.product,
    case s.product when 'electricity' then 'kwh' else 'gj' end as unit,
    case
        when coalesce(t.is_supply_unclear, false) then cast(null as decimal(28, 6))
        when coalesce(t.is_supply_stated, false) then t.supplied
        when t.account_id is not null and x.account_id is null and a.domain = 'energy' then cast(null as decimal(28, 6))
        else coalesce(x.sold, cast(0 as decimal(28, 6)))
    end as supplied_quantity,
    case when coalesce(t.is_supply_stated, false) then 'output' when x.account_id is not null then 'sold' else 'none' end as method
from spine as s
inner join {{ ref('dim_account') }} as a on s.account_id = a.account_id
left join stated as t on s.account_id = t.account_id and s.period_start = t.period_start and s.product = t.product
left join sold as x on s.account_id = x.account_id and s.period_start = x.period_start and s.product = x.product
