{{ config(
    materialized='view',
    post_hook="{{ has_the_months_of_its_table() }}"
) }}

select
    cast({{ text_key(['e.person_key', 'e.scheme_code', 'e.entry_type', 'e.booked_month', 'e.cause_month', 'e.cause_record']) }} as {{ dbt.type_string() }}) as entry_id,
    cast(e.person_key as decimal(38, 0)) as person_key,
    cast(e.scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(e.booked_month as date) as booked_month,
    cast(e.booked_on as date) as booked_on,
    cast(e.entry_type as {{ dbt.type_string() }}) as entry_type,
    cast(e.points as decimal(28, 3)) as points,
    cast(coalesce(e.cause_record, 'month ' || cast(e.cause_month as {{ dbt.type_string() }})) as {{ dbt.type_string() }}) as cause_id,
    cast(e.scheme_code || ':' || case e.entry_type when 'redeem' then 'redeemed' when 'expire' then 'expired' when 'write_off' then 'written_off' else 'issued' end as {{ dbt.type_string() }}) as counter_account,
    cast(-e.points as decimal(28, 3)) as counter_points,
    cast(e.reason_code as {{ dbt.type_string() }}) as reason_code
from {{ ref('fct_points_entry') }} as e
