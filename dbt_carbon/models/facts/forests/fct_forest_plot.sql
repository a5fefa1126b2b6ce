{# Every plot that nothing stops, with what its surveys say; one without a survey that counts is there without a stock. #}
with surveyed as (
    select
        s.plot_id,
        count(*) as surveys,
        min(s.surveyed_on) as first_surveyed_on,
        max(s.surveyed_on) as last_surveyed_on,
        max(case when s.is_newest then s.event end) as last_event,
        max(case when s.is_newest then s.method end) as method,
        max(case when s.survey_no = 1 then s.stock_t end) as first_stock_t,
        max(case when s.is_newest then s.stock_t end) as stock_t,
        max(case when s.depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(s.weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_forest_stock') }} as s
    group by s.plot_id
)

select
    p.plot_id,
    p.account_id,
    p.area_ha,
    p.species_code,
    f.name_zh as species_name_zh,
    f.name_en as species_name_en,
    p.planted_on,
    p.methodology_code,
    p.village,
    p.eligible_on,
    cast(coalesce(s.surveys, 0) as int) as surveys,
    s.first_surveyed_on,
    s.last_surveyed_on,
    s.last_event,
    s.method,
    s.first_stock_t,
    s.stock_t,
    p.record_key,
    p.load_id,
    p.line_no,
    p.known_at,
    coalesce(s.depends_on_proposal, false) as depends_on_proposal,
    cast(coalesce(s.weakest_evidence_rank, 0) as int) as weakest_evidence_rank
from {{ ref('int_forest_plot__checked') }} as p
left join {{ ref('int_forest_species_factor') }} as f on upper(trim(p.species_code)) = f.species_code
left join surveyed as s on p.plot_id = s.plot_id
where p.quarantine_reason is null
