"""Faults in the accounts of farms and orchards, in their ratings, and in what lenders know of them."""

from tests.dbt_rules.fault import Fault

FACTS = "models/facts"

FAULTS = (
    Fault(
        f"{FACTS}/farms/fct_farm_part.sql",
        "where e.is_counted and e.basis <> 'market'",
        "where e.is_counted",
        "what_a_farms_year_consists_of",
    ),
    Fault(
        f"{FACTS}/farms/fct_farm_part.sql",
        "as g on e.activity_code = g.activity_code and e.scope = g.scope",
        "as g on e.activity_code = g.activity_code",
        "what_a_farms_year_consists_of",
    ),
    Fault(
        f"{FACTS}/farms/fct_farm_year.sql",
        "s.has_emission or (s.has_biogenic and y.has_emission)",
        "s.has_emission or s.has_biogenic",
        "the_account_of_farms_and_orchards",
    ),
    Fault(
        f"{FACTS}/farms/fct_farm_year.sql",
        "\"fact = 'removal' and part <> 'forest'\"",
        "\"fact = 'removal'\"",
        "the_account_of_farms_and_orchards",
    ),
    Fault(
        f"{FACTS}/farms/fct_farm_year.sql",
        "try_cast(abs(fixed_kg - emitted_kg) as decimal(24, 6))",
        "try_cast(fixed_kg - emitted_kg as decimal(24, 6))",
        "the_spread_of_what_is_labelled",
    ),
    Fault(
        f"{FACTS}/rating/fct_rating_basis_neutral.sql",
        "case when area_ha > 0 then 'neutralised_t_per_ha'",
        "case when area_ha >= 0 then 'neutralised_t_per_ha'",
        "tonnes_neutralised_per_hectare_or_per_year",
    ),
    Fault(
        f"{FACTS}/rating/fct_rating_basis_orchard.sql",
        "is_complete and has_emission and has_fixation",
        "is_complete and has_emission",
        "net_removal_per_mu",
    ),
    Fault(
        f"{FACTS}/rating/fct_rating.sql",
        "'abs(r.quotient)', 'r.relative_sigma_pct') }} as lower_z",
        "'r.quotient', 'r.relative_sigma_pct') }} as lower_z",
        "every_bound_of_the_rising_schemes_on_both_sides",
    ),
    Fault(
        f"{FACTS}/rating/fct_account_colour.sql",
        "coalesce(l.level_code, d.level_code, 'not_rated')",
        "coalesce(l.level_code, 'not_rated')",
        "a_farm_that_is_not_listed_has_a_level_and_no_colour",
    ),
    Fault(
        f"{FACTS}/lending/fct_borrower_attribute.sql",
        "f.domain = 'orchard' and f.has_emission and f.has_fixation",
        "f.domain = 'orchard' and f.has_fixation",
        "what_is_known_of_a_farm_that_borrows",
    ),
    Fault(
        f"{FACTS}/lending/fct_data_gap.sql",
        "not in ('consumer_loan', 'no_scheme')",
        "not in ('consumer_loan')",
        "what_is_missing_of_a_year_is_told_once",
    ),
    Fault(
        "models/marts/farms/mart_farm_account.sql",
        "(f.neutralised_kg - b.neutralised_kg) * cast(100",
        "(b.neutralised_kg - f.neutralised_kg) * cast(100",
        "a_farm_with_its_paths_label_and_change",
    ),
    Fault(
        "models/marts/farms/mart_orchard_account.sql",
        "(f.fixed_kg - f.orchard_removal_kg)",
        "(f.fixed_kg)",
        "an_orchard_with_what_it_emits_fixes_and_earns",
    ),
)
