{#
  Everything from which a forest's stock and its change can be redone: what was delivered, the parameters used, and over which days the change was booked.
  The change is the sum of its months, so that it is what the removals hold.
#}
with changed as (
    select
        c.plot_id,
        c.to_surveyed_on,
        max(c.from_surveyed_on) as previous_surveyed_on,
        max(c.cause) as cause,
        max(c.booked_from) as booked_from,
        max(c.booked_to) as booked_to,
        {{ kg_as_t('sum(c.removal_kg)') }} as change_t,
        max(case when c.depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(c.weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_forest_change') }} as c
    group by c.plot_id, c.to_surveyed_on
)

select
    cast(s.plot_id as {{ dbt.type_string() }}) as plot_id,
    cast(s.surveyed_on as date) as surveyed_on,
    cast(s.account_id as {{ dbt.type_string() }}) as account_id,
    cast(s.survey_no as int) as survey_no,
    cast(s.event as {{ dbt.type_string() }}) as event,
    cast(s.method as {{ dbt.type_string() }}) as method,
    cast(s.stock_volume_m3_per_ha as decimal(18, 6)) as stock_volume_m3_per_ha,
    cast(s.biomass_t_per_ha as decimal(18, 6)) as biomass_t_per_ha,
    cast(s.area_ha as decimal(18, 6)) as area_ha,
    cast(s.species_code as {{ dbt.type_string() }}) as species_code,
    cast(s.factor_id as {{ dbt.type_string() }}) as factor_id,
    cast(s.wood_density_t_per_m3 as decimal(9, 4)) as wood_density_t_per_m3,
    cast(s.bef as decimal(9, 4)) as bef,
    cast(s.root_shoot_ratio as decimal(9, 4)) as root_shoot_ratio,
    cast(s.carbon_fraction as decimal(9, 4)) as carbon_fraction,
    cast(s.source_document as {{ dbt.type_string() }}) as source_document,
    cast(s.parameter_evidence as {{ dbt.type_string() }}) as parameter_evidence,
    cast(s.tco2e_per_unit as decimal(13, 10)) as tco2e_per_unit,
    cast(s.stock_t as decimal(18, 6)) as stock_tco2e,
    cast(c.previous_surveyed_on as date) as previous_surveyed_on,
    cast(c.change_t as decimal(18, 6)) as change_tco2e,
    cast(c.cause as {{ dbt.type_string() }}) as cause,
    cast(c.booked_from as date) as booked_from,
    cast(c.booked_to as date) as booked_to,
    cast(s.load_id as {{ dbt.type_string() }}) as load_id,
    cast(s.line_no as bigint) as line_no,
    cast(coalesce(c.depends_on_proposal, s.depends_on_proposal) as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('coalesce(c.weakest_evidence_rank, s.weakest_evidence_rank)') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_forest_stock') }} as s
left join changed as c on s.plot_id = c.plot_id and s.surveyed_on = c.to_surveyed_on
