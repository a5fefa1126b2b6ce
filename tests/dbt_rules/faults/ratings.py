"""Faults in account years, peers, benchmarks, levels and colours."""

from tests.dbt_rules.fault import Fault

FOLDER = "models/facts/rating"

FAULTS = (
    Fault(
        f"{FOLDER}/fct_account_year.sql",
        "= period_end\n",
        "<= period_end\n",
        "a_year_of_an_account_in_t_and_cny",
    ),
    Fault(
        f"{FOLDER}/fct_rating_measure.sql",
        "a.added_value_cny <= 0 then",
        "a.added_value_cny < 0 then",
        "what_an_account_is_compared_by_and_why_not",
    ),
    Fault(
        f"{FOLDER}/fct_peer_member.sql",
        "where reason_code is null",
        "where measure is not null",
        "members_are_those_that_can_be_compared",
    ),
    Fault(
        f"{FOLDER}/fct_peer_group.sql",
        "select m.*, 'efficiency', zj_emission_t, added_value_cny",
        "select m.*, 'efficiency', emission_t, added_value_cny",
        "six_firms_add_up_to_their_group",
    ),
    Fault(
        f"{FOLDER}/fct_rating_benchmark.sql",
        "g.members - 1 >= coalesce(",
        "g.members >= coalesce(",
        "who_is_compared_with_what_and_when_nobody_is",
    ),
    Fault(
        f"{FOLDER}/fct_rating_basis_efficiency.sql",
        "(cast(1 as decimal(1, 0)) - c.self_share)",
        "cast(1 as decimal(1, 0))",
        "the_zhejiang_code_of_six_firms",
    ),
    Fault(
        f"{FOLDER}/fct_rating_basis_dimension.sql",
        "and y.reason_code is null",
        "and y.account_id is not null",
        "three_dimensions_of_six_firms_and_of_huakang",
    ),
    Fault(
        f"{FOLDER}/fct_rating_rule.sql",
        "order by r.published_on desc nulls last, r.valid_from desc nulls last",
        "order by r.published_on nulls first, r.valid_from nulls first",
        "the_rules_in_force_in_a_year_and_the_next_better_level",
    ),
    Fault(
        f"{FOLDER}/fct_rating.sql",
        "or r.compared > r.compared_with * u.lower_bound",
        "or r.compared >= r.compared_with * u.lower_bound",
        "every_bound_of_the_zhejiang_code_on_both_sides",
    ),
    Fault(
        f"{FOLDER}/fct_rating.sql",
        "(u.lower_inclusive and",
        "(u.upper_inclusive and",
        "every_bound_of_the_zhejiang_code_on_both_sides",
    ),
    Fault(
        "macros/rating/level_confidence.sql",
        "cast(0.5 as decimal(2, 1))",
        "cast(0.0 as decimal(2, 1))",
        "how_far_the_next_colour_is_and_how_sure_this_one",
    ),
    Fault(
        "macros/rating/in_force.sql",
        ".valid_to >= ",
        ".valid_to > ",
        "the_rules_in_force_in_a_year_and_the_next_better_level",
    ),
    Fault(
        f"{FOLDER}/fct_matrix_colour.sql",
        "greatest(i.severity_rank, r.severity_rank, h.severity_rank)",
        "least(i.severity_rank, r.severity_rank, h.severity_rank)",
        "the_matrix_and_what_it_does_without_a_dimension",
    ),
    Fault(
        f"{FOLDER}/fct_account_colour.sql",
        "on d.account_id = y.account_id and d.period_start = {{ add_months('y.period_start', 12) }}",
        "on d.account_id = y.account_id and d.period_start > y.period_start",
        "one_colour_by_the_primary_scheme_of_the_domain",
    ),
)
