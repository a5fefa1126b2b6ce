select distinct
    person_key,
    bank_code
from {{ ref('fct_person_bank_year') }}
