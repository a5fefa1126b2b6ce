{#
  What a species holds, as CO2: per m3 of standing timber D x BEF x (1 + R) x CF x 44/12, roots included; per t of dry biomass CF x 44/12. Each is one quotient of
  an exact product, at ten decimals. One factor for all surveys of a species, that in force on the day of as_of: a new table must not look like growth.
#}
with newest as (
    select
        s.*,
        row_number() over (partition by s.species_code order by {{ newest_first('s') }}) as place
    from {{ ref('forest_species_parameter') }} as s
    cross join {{ source('inputs', 'run') }} as i
    where {{ holds_on('s', 'i.as_of_on') }}
),

multiplied as (
    select
        n.species_code,
        n.name_zh,
        n.name_en,
        n.wood_density_t_per_m3,
        n.bef,
        n.root_shoot_ratio,
        n.carbon_fraction,
        n.source_document,
        n.evidence,
        {{ bar_key(["'forest'", 'n.species_code', 'n.valid_from', 'n.published_on']) }} as factor_id,
        cast(n.carbon_fraction as decimal(19, 4)) as carbon_per_biomass,
        cast(
            cast(cast(n.wood_density_t_per_m3 as decimal(19, 4)) * n.bef as decimal(19, 8))
            * cast(cast(1 + n.root_shoot_ratio as decimal(19, 4)) * n.carbon_fraction as decimal(18, 8))
        as decimal(28, 16)) as carbon_per_m3,
        cast(r.numerator as decimal(9, 0)) as ratio_numerator,
        cast(r.denominator as decimal(9, 0)) as ratio_denominator
    from newest as n
    inner join {{ ref('molar_ratio') }} as r on r.ratio_code = 'CO2_PER_C'
    where n.place = 1
)

select
    m.species_code,
    m.name_zh,
    m.name_en,
    m.factor_id,
    m.wood_density_t_per_m3,
    m.bef,
    m.root_shoot_ratio,
    m.carbon_fraction,
    {{ quotient('m.carbon_per_m3 * m.ratio_numerator', 'm.ratio_denominator', 16, 0, 10, 13) }} as tco2e_per_m3,
    {{ quotient('m.carbon_per_biomass * m.ratio_numerator', 'm.ratio_denominator', 4, 0, 10, 13) }} as tco2e_per_t_biomass,
    m.source_document,
    m.evidence,
    m.evidence = 'proposal' as depends_on_proposal,
    cast({{ evidence_rank('m.evidence') }} as int) as weakest_evidence_rank
from multiplied as m
