{# Every rejected row of the loads that the run knows; the values themselves are not kept. #}
select source, load_id, line_no, column_name, reason_code, reason
from {{ source('inputs', 'reject') }}
