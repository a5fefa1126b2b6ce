"""Faults in forest stocks, their changes and the account of a year."""

from tests.dbt_rules.fault import Fault

CHECKED = "models/intermediate/forests"
FACTS = "models/facts/forests"

FAULTS = (
    Fault(
        f"{CHECKED}/int_forest_species_factor.sql",
        "1 + n.root_shoot_ratio",
        "n.root_shoot_ratio",
        "a_species_holds_carbon_by_volume_and_by_biomass",
    ),
    Fault(
        f"{CHECKED}/int_forest_survey__checked.sql",
        "coalesce(c.biomass_t_per_ha, c.stock_volume_m3_per_ha) as surveyed_per_ha",
        "coalesce(c.stock_volume_m3_per_ha, c.biomass_t_per_ha) as surveyed_per_ha",
        "a_survey_states_a_stock_or_says_why_not",
    ),
    Fault(
        f"{FACTS}/fct_forest_stock.sql",
        "s.surveyed_on <= d.as_of_on",
        "s.surveyed_on < d.as_of_on",
        "surveys_in_order_up_to_the_day_of_as_of",
    ),
    Fault(
        f"{FACTS}/fct_forest_change.sql",
        "when s.stock_t >= s.from_stock_t then 'growth'",
        "when s.stock_t > s.from_stock_t then 'growth'",
        "the_cause_says_on_which_days_a_change_falls",
    ),
    Fault(
        f"{FACTS}/fct_forest_year.sql",
        "case when b.taken_up_t > 0 then {{ evidence_rank('f.evidence') }} else 0 end",
        "{{ evidence_rank('f.evidence') }}",
        "a_year_opens_grows_loses_and_closes",
    ),
    Fault(
        "models/marts/forests/mart_forest_plot.sql",
        "case when p.surveys > 1 then",
        "case when p.surveys > 0 then",
        "a_plot_with_one_survey_has_a_stock_and_no_removal",
    ),
    Fault(
        f"{FACTS}/fct_forest_stock.sql",
        "case when o.method = 'volume' then f.bef end",
        "f.bef",
        "surveys_in_order_up_to_the_day_of_as_of",
    ),
    Fault(
        "models/marts/forests/mart_forest_survey.sql",
        "coalesce(c.depends_on_proposal, s.depends_on_proposal)",
        "s.depends_on_proposal",
        "a_survey_has_the_change_since_the_one_before",
    ),
)
