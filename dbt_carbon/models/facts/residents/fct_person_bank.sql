{# No behaviour by bank is told yet: the columns alone. #}
select
    cast(null as decimal(38, 0)) as person_key,
    cast(null as {{ dbt.type_string() }}) as bank_code
where 1 = 0
