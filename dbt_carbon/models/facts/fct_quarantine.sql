{# What waits before the facts, and the records whose activities found no factor, unit path, GWP or room for the amount. #}
with waiting_records as (
    select distinct source, record_id, record_key, reason_code
    from {{ ref('fct_activity_outcome') }}
    where outcome = 'quarantined'
),

{# Every record but a month of meter readings stands on one line. #}
line_of_record as (
    select distinct source, record_id, load_id, first_line_no as line_no
    from {{ ref('int_activity_load') }}
    where source <> 'electricity_meter'
),

{# A measured gas without a GWP in the set of the account has no fact. #}
measured_without_gwp as (
    select distinct m.load_id, m.line_no, m.record_key
    from {{ ref('int_measured_emission__monthly') }} as m
    left join {{ ref('fct_measured_emission') }} as f on m.load_id = f.load_id and m.line_no = f.line_no
    where f.load_id is null
)

select source, load_id, line_no, record_key, reason_code from {{ ref('int_quarantine') }}
union all
select w.source, l.load_id, l.line_no, w.record_key, w.reason_code
from waiting_records as w
inner join line_of_record as l on w.source = l.source and w.record_id = l.record_id
union all
select w.source, r.load_id, r.line_no, r.record_key, w.reason_code
from waiting_records as w
inner join {{ ref('stg_electricity_meter') }} as r
    on w.source = 'electricity_meter'
    and w.record_id = {{ bar_key(['r.account_id', 'r.meter_id', 'r.meter_role', "coalesce(r.quality, 'measured')", 'r.record_month']) }}
union all
select 'measured_emission', load_id, line_no, record_key, 'no_gwp' from measured_without_gwp
