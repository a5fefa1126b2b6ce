{# No points are booked yet: the columns alone. #}
select
    cast(null as decimal(38, 0)) as person_key,
    cast(null as {{ dbt.type_string() }}) as scheme_code,
    cast(null as decimal(28, 3)) as points_balance,
    cast(null as decimal(28, 3)) as expiring_points
where 1 = 0
