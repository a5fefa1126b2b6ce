select cast(c.person_key as decimal(38, 0)) as person_key
from {{ ref('fct_person_consent') }} as c
where c.purpose = 'account' and c.is_granted
