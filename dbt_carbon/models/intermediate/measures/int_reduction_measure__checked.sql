{#
  Every current record of reduction_measure with what stops it, if anything. What is planned may lie ahead, up to the end of the calendar; a plan and the
  operation of a measure are two kinds of record, so that a plan for a year never covers its measured months.
#}
with checked as (
    {{ checked_records('reduction_measure', unless="r.status = 'planned'") }}
),

calendar as (
    select {{ add_months('max(month)', 1) }} as calendar_end from {{ ref('int_month_as_of') }}
),

dated as (
    select
        c.*,
        {{ add_months('c.period_month', 'c.period_months') }} as period_end,
        c.status = 'planned' as is_planned
    from checked as c
),

stopped as (
    select
        d.*,
        case
            when d.quarantine_reason is not null then d.quarantine_reason
            when d.period_end > k.calendar_end then 'in_future'
        end as stopped_by
    from dated as d
    cross join calendar as k
),

covered as (
    {{ covered_by_longer_period('stopped', ['account_id', 'measure_code', 'is_planned']) }}
)

select
    s.account_id,
    s.measure_code,
    s.period_month,
    s.period_months,
    s.period_end,
    s.energy_saved_tce,
    s.reduction_t,
    s.saving_cny,
    s.stated_energy_saved_tce,
    s.stated_reduction_t,
    s.stated_saving_cny,
    s.status,
    s.is_planned,
    s.started_on,
    s.investment_cny,
    s.share_pct,
    s.mode,
    s.provider,
    s.record_key,
    s.load_id,
    s.line_no,
    s.known_at,
    coalesce(s.stopped_by, case when c.load_id is not null then 'covered_by_longer_period' end) as quarantine_reason
from stopped as s
left join covered as c on s.load_id = c.load_id and s.line_no = c.line_no
