{#
  What every survey found, in the order of a plot's surveys, with what its stock was computed from. What lies after the day of as_of has not happened yet.
  Biomass takes the carbon fraction alone; a parameter that was not used is not shown.
#}
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
    o.stock_volume_m3_per_ha,
    o.biomass_t_per_ha,
    o.area_ha,
    o.species_code,
    o.factor_id,
    case when o.method = 'volume' then f.wood_density_t_per_m3 end as wood_density_t_per_m3,
    case when o.method = 'volume' then f.bef end as bef,
    case when o.method = 'volume' then f.root_shoot_ratio end as root_shoot_ratio,
    f.carbon_fraction,
    f.source_document,
    f.evidence as parameter_evidence,
    o.tco2e_per_unit,
    o.stock_t,
    o.record_key,
    o.load_id,
    o.line_no,
    o.known_at,
    o.depends_on_proposal,
    o.weakest_evidence_rank
from ordered as o
left join {{ ref('int_forest_species_factor') }} as f on o.factor_id = f.factor_id
