{{ config(
    materialized='view'
) }}

select
    cast(b.person_key as decimal(38, 0)) as person_key,
    cast(b.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(b.points_balance as decimal(28, 3)) as points_balance,
    cast(b.expiring_points as decimal(28, 3)) as expiring_points,
    cast(b.earned_points as decimal(28, 3)) as earned_points,
    cast(b.redeemed_points as decimal(28, 3)) as redeemed_points,
    cast(b.expired_points as decimal(28, 3)) as expired_points
from {{ ref('fct_points_balance') }} as b
