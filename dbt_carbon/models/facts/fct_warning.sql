{# The warnings on delivered rows, with the sentences that people read. #}
select
    w.source,
    w.load_id,
    w.line_no,
    w.record_key,
    w.warning_code,
    r.reason_en,
    r.reason_zh
from (
    select source, load_id, line_no, record_key, warning_code from {{ ref('int_warning') }}
    union all
    select 'personal_behaviour', load_id, line_no, record_key, 'conflicting_duplicate' from {{ ref('fct_behaviour_conflict') }}
) as w
left join {{ ref('warning_reason') }} as r on w.warning_code = r.warning_code
