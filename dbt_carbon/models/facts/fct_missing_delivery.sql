{# What the contracts expect and the ledger does not show. #}
select source, period, expected_by, last_delivered_at
from {{ source('inputs', 'missing_delivery') }}
