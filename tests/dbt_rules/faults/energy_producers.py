"""Faults in allowances of energy producers, in their rating, and in what power and heat share."""

from tests.dbt_rules.fault import Fault

RATING = "models/facts/rating"
PRODUCER_YEAR = "models/facts/energy_producers/fct_energy_producer_year.sql"

FAULTS = (
    Fault(
        PRODUCER_YEAR,
        "and e.product = 'electricity' and b.basis = e.basis",
        "and e.product = 'electricity' and e.basis = 'generated'",
        "the_allowance_of_power_and_heat_by_the_plan_of_the_year",
    ),
    Fault(
        PRODUCER_YEAR,
        "when e.account_id is null and coalesce(a.is_made, false) then 'basis_missing'",
        "when e.account_id is null and coalesce(a.is_made, false) and t.amount is null then 'basis_missing'",
        "a_producer_without_an_allowance_says_why",
    ),
    Fault(
        f"{RATING}/fct_rating_basis_ets.sql",
        "when p.emission_t < 0 then 'emission_negative'",
        "when p.emission_t < -1 then 'emission_negative'",
        "the_emission_of_a_producer_against_its_allowance",
    ),
    Fault(
        f"{RATING}/fct_product_year.sql",
        "        max(output_value_cny) as output_value_cny\n    from product_value",
        "        sum(output_value_cny) as output_value_cny\n    from product_value",
        "electricity_seen_twice_is_one_product",
    ),
    Fault(
        f"{RATING}/fct_intensity_measure.sql",
        "p.is_dominant and not p.is_energy_output as is_dominant",
        "p.is_dominant as is_dominant",
        "power_and_heat_share_one_emission",
    ),
    Fault(
        f"{RATING}/fct_intensity.sql",
        "i.product_group = e.product",
        "i.product_group <> e.product",
        "kilograms_per_mwh_and_per_gj",
    ),
    Fault(
        "models/marts/energy/mart_energy_account.sql",
        "where market = 'CEA' and price_type = 'close'",
        "where market = 'CEA'",
        "an_energy_account_with_its_surplus_and_what_that_is_worth",
    ),
)
