{#
  Every current record of forest_survey with the stock that it states and what stops it, if anything. Given biomass wins over volume; a stock that does not fit
  decimal(15, 6), so that a million of them still add up, waits.
#}
with checked as (
    {{ checked_records('forest_survey', masters=['forest_plot']) }}
),

calendar as (
    select min(month) as calendar_start, {{ add_months('max(month)', 1) }} as calendar_end from {{ ref('int_month_as_of') }}
),

described as (
    select
        c.*,
        p.account_id,
        p.area_ha,
        p.species_code,
        f.species_code is not null as is_known_species,
        f.factor_id,
        f.depends_on_proposal,
        f.weakest_evidence_rank,
        case when c.biomass_t_per_ha is not null then 'biomass' when c.stock_volume_m3_per_ha is not null then 'volume' end as method,
        coalesce(c.biomass_t_per_ha, c.stock_volume_m3_per_ha) as surveyed_per_ha,
        case when c.biomass_t_per_ha is not null then f.tco2e_per_t_biomass else f.tco2e_per_m3 end as tco2e_per_unit,
        c.surveyed_on < k.calendar_start or c.surveyed_on >= k.calendar_end as is_outside_calendar
    from checked as c
    cross join calendar as k
    left join {{ ref('int_forest_plot__checked') }} as p on c.plot_id = p.plot_id and p.quarantine_reason is null
    left join {{ ref('int_forest_species_factor') }} as f on upper(trim(p.species_code)) = f.species_code
),

weighed as (
    select
        d.*,
        cast(
            try_cast(try_cast(cast(d.surveyed_per_ha as decimal(19, 6)) * d.area_ha as decimal(24, 12)) * d.tco2e_per_unit as decimal(15, 6))
        as decimal(18, 6)) as stock_t
    from described as d
)

select
    w.plot_id,
    w.surveyed_on,
    w.account_id,
    w.event,
    w.method,
    w.stock_volume_m3_per_ha,
    w.biomass_t_per_ha,
    w.area_ha,
    w.species_code,
    w.factor_id,
    w.tco2e_per_unit,
    w.stock_t,
    w.depends_on_proposal,
    w.weakest_evidence_rank,
    w.record_key,
    w.load_id,
    w.line_no,
    w.known_at,
    coalesce(
        w.quarantine_reason,
        case
            when w.is_outside_calendar then 'wrong_period'
            when w.method is null then 'stock_missing'
            when not w.is_known_species then 'unknown_species'
            when w.tco2e_per_unit is null then 'no_volume_parameters'
            when w.stock_t is null then 'amount_overflow'
        end
    ) as quarantine_reason
from weighed as w
