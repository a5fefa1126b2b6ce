"""Wrong words in the models of regions and their indicators."""

from tests.dbt_rules.fault import Fault

FAULTS = (
    Fault(
        "models/intermediate/cities/int_city_indicator__checked.sql",
        "split_part(f.delivered_unit, '_per_', 3) = ''",
        "true",
        "a_figure_of_a_region_stands_in_the_unit_of_the_indicator_set",
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
        "when s.{{ each.supplied }} >= s.{{ each.purchased }} then",
        "when s.{{ each.supplied }} < s.{{ each.purchased }} then",
        "a_region_that_supplies_what_it_buys_imports_nothing",
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
