{#
  What an account brings itself for a request and gas: the best factor, and the best set of terms (NCV, carbon content, oxidation rate).
  The flows of a mass balance take none: their carbon content stands on the record.
  What takes up or avoids a gas is told in that gas or in CO2e: another gas of the same activity would be no removal.
  A supplier's factor of power or heat speaks for the market-based result; is_supplier lets the choice keep it out of the location-based one.
#}
with stored as (
    select distinct g.activity_code, g.gas
    from {{ ref('dim_farm_factor') }} as g
    inner join {{ ref('dim_farm_activity') }} as a on g.activity_code = a.activity_code and a.fact <> 'emission'
),

known as (
    select
        r.request_id,
        r.category,
        f.*,
        f.basis = 'supplier' as is_supplier,
        f.factor_kg_per_unit is not null as is_factor
    from {{ ref('fct_factor_request') }} as r
    inner join {{ ref('dim_account_factor') }} as f
        on r.own_account_id = f.account_id
        and r.factor_code = f.activity_code
        and (r.category <> 'process' or r.end_use = 'use')
        and f.valid_from <= r.month
        and (f.valid_to is null or f.valid_to > r.month)
    left join stored as s on r.category = 'farm' and r.factor_code = s.activity_code
    where s.activity_code is null or f.gas in (s.gas, 'CO2e')
),

ranked as (
    select
        known.*,
        row_number() over (
            partition by request_id, gas, is_factor, is_supplier
            order by basis_rank nulls last, valid_from desc nulls last, factor_id nulls last
        ) as place
    from known
)

select * from ranked
where place = 1
