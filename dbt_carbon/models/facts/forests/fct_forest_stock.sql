{# What every survey found, in the order of a plot's surveys. What lies after the day of as_of has not happened yet. #}
with ordered as (
    select
        s.*,
        row_number() over (partition by s.plot_id order by s.surveyed_on nulls last) as survey_no,
        row_number() over (partition by s.plot_id order by s.surveyed_on desc nulls last) as place_from_newest
    from {{ ref('int_forest_survey__checked') }} as s
    cross join {{ ref('dim_as_of') }} as d
    where s.quarantine_reason is null and s.surveyed_on <= d.as_of_on
)

select
    o.account_id,
    o.plot_id,
    o.surveyed_on,
    cast(o.survey_no as int) as survey_no,
    o.place_from_newest = 1 as is_newest,
    o.event,
    o.method,
    o.area_ha,
    o.tco2e_per_unit,
    o.stock_t,
    o.record_key,
    o.load_id,
    o.line_no,
    o.known_at,
    o.depends_on_proposal,
    o.weakest_evidence_rank
from ordered as o
