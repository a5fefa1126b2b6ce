"""Faults in products, intensities, energy limits and building quotas."""

from tests.dbt_rules.fault import Fault

FOLDER = "models/facts/rating"

FAULTS = (
    Fault(
        f"{FOLDER}/fct_product_year.sql",
        "c.product_value_cny >= c.dominant_value_cny",
        "c.product_value_cny > c.dominant_value_cny",
        "a_product_is_dominant_from_eighty_percent_of_the_output_value",
    ),
    Fault(
        f"{FOLDER}/fct_intensity_measure.sql",
        "when s.is_whole then greatest(s.energy_tce, y.energy_tce)",
        "when s.is_whole then y.energy_tce",
        "what_of_an_account_belongs_to_a_product",
    ),
    Fault(
        f"{FOLDER}/fct_intensity.sql",
        "when s.denominator_value < 0 then",
        "when s.denominator_value < -100 then",
        "an_intensity_without_a_denominator_says_why",
    ),
    Fault(
        f"{FOLDER}/fct_rating_basis_energy_limit.sql",
        "when c.limit_energy <= c.limit_grade",
        "when c.limit_energy < c.limit_grade",
        "the_best_grade_whose_limit_is_met",
    ),
    Fault(
        f"{FOLDER}/fct_rating_basis_building.sql",
        "<= c.yellow_times * c.correction_d then 3",
        "< c.yellow_times * c.correction_d then 3",
        "a_building_against_the_quota_of_its_class",
    ),
    Fault(
        "models/marts/rating/mart_account_intensity.sql",
        "on f.reason_code = r.reason_code",
        "on f.reason_code = r.reason_en",
        "an_intensity_is_shown_with_its_names_and_the_sentence_of_its_reason",
    ),
)
