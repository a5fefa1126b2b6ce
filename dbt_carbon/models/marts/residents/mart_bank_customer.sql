select
    cast(f.bank_code as {{ dbt.type_string() }}) as bank_code,
    cast(f.holder_type as {{ dbt.type_string() }}) as holder_type,
    cast(f.account_id as {{ dbt.type_string() }}) as account_id,
    cast(f.person_key as decimal(38, 0)) as person_key
from {{ ref('fct_bank_customer') }} as f
