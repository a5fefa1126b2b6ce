{# The warnings on delivered rows, with the sentences that people read. #}
select
    w.source,
    w.load_id,
    w.line_no,
    w.record_key,
    w.warning_code,
    r.reason_en,
    r.reason_zh
from {{ ref('int_warning') }} as w
left join {{ ref('warning_reason') }} as r on w.warning_code = r.warning_code
