{# The moment that the warehouse speaks of, and the digest of everything it was computed from. #}
select
    as_of,
    as_of_on,
    {{ month_of('as_of_on') }} as open_month,
    input_digest
from {{ source('inputs', 'run') }}
