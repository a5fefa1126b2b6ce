"""Wrong words in the models of regions and their indicators."""

from tests.dbt_rules.fault import Fault

FAULTS = (
    Fault(
        "models/intermediate/cities/int_city_indicator__checked.sql",
        "f.delivered_unit = f.from_unit || coalesce('_per_' || f.per_from_unit, '')",
        "true",
        "a_figure_of_a_region_stands_in_the_unit_of_the_indicator_set",
    ),
    Fault(
        "models/intermediate/cities/int_city_indicator__checked.sql",
        "[(28, 9), (25, 12), (22, 15), (18, 19)]",
        "[(28, 9)]",
        "a_rate_is_converted_exactly_however_long_its_fraction",
    ),
    Fault(
        "models/facts/city/fct_region_account.sql",
        "where r.account_id is null",
        "where v.account_id <> v.parent_account_id",
        "a_ring_of_parents_is_above_nobody",
    ),
    Fault(
        "models/facts/city/fct_region_account.sql",
        "doublings = 3",
        "doublings = 2",
        "parents_are_followed_over_eight_generations",
    ),
    Fault(
        "models/facts/city/fct_region_account.sql",
        "where a.is_building_in_another and c.account_id is null",
        "where a.is_building_in_another",
        "nothing_counts_twice_in_a_region",
    ),
    Fault(
        "models/facts/city/fct_region_supply.sql",
        "x.account_id is null and a.domain = 'energy'",
        "x.account_id is null",
        "what_an_account_gives_to_others_is_stated_or_sold",
    ),
    Fault(
        "models/facts/city/fct_region_year.sql",
        "when s.{{ each.supplied }} >= s.{{ each.purchased }} then cast(0",
        "when s.{{ each.supplied }} < s.{{ each.purchased }} then cast(0",
        "a_region_that_supplies_what_it_buys_imports_nothing",
    ),
    Fault(
        "models/facts/city/fct_region_year.sql",
        "~ '_purchased', 16, 6, 10, 38)",
        "~ '_purchased', 16, 6, 4, 38)",
        "what_a_city_imports_is_exact_to_the_last_digit",
    ),
    Fault(
        "models/facts/city/fct_region_year.sql",
        "i.scope1_kg is not null as has_emission",
        "true as has_emission",
        "a_region_that_supplies_what_it_buys_imports_nothing",
    ),
    Fault(
        "models/facts/city/fct_city_indicator.sql",
        "where indicator_code not in (",
        "where indicator_code <> '' or indicator_code not in (",
        "indicators_are_delivered_or_computed_and_weighed_by_their_set",
    ),
    Fault(
        "models/facts/city/fct_city_indicator.sql",
        "when 'lower' then c.change < 0",
        "when 'lower' then c.change > 0",
        "indicators_are_delivered_or_computed_and_weighed_by_their_set",
    ),
    Fault(
        "models/marts/city/mart_region_summary.sql",
        "cast(f.accounts_expected as decimal(19, 0))",
        "cast(f.accounts as decimal(19, 0))",
        "a_region_is_shown_in_t_and_percent",
    ),
)
