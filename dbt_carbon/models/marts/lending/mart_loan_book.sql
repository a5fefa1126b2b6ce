select
    cast(f.loan_id as {{ dbt.type_string() }}) as loan_id,
    cast(f.month_end as date) as month_end,
    cast(f.bank_code as {{ dbt.type_string() }}) as bank_code,
    cast(f.account_id as {{ dbt.type_string() }}) as account_id,
    cast(f.person_key as decimal(38, 0)) as person_key,
    cast(f.outstanding_cny as decimal(18, 2)) as outstanding_cny,
    cast(f.colour as {{ dbt.type_string() }}) as colour,
    cast(f.record_key as {{ dbt.type_string() }}) as record_key
from {{ ref('fct_loan_month') }} as f
