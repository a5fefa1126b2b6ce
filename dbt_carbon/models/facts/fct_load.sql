{# Every delivered file name and content as the ledger knows it at the as_of of the run. #}
select
    load_id,
    source,
    file_name,
    sha256,
    known_at,
    is_known_at_stated,
    loaded_at,
    rows_delivered,
    rows_loaded,
    rows_rejected,
    rows_erased,
    rounded_values,
    status,
    message,
    is_in_effect
from {{ source('inputs', 'load') }}
