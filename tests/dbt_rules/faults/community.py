"""Wrong words in the models of anonymous totals and of what they are made of."""

from tests.dbt_rules.fault import Fault

FACTS, PUBLIC = "models/facts/residents", "models/marts/public"
CELLS = "what_is_too_small_rolls_up_into_other_of_its_parent"
INDUSTRY = "an_industry_is_shown_where_no_enterprise_can_be_told"

FAULTS = (
    Fault(
        f"{FACTS}/fct_person_version.sql",
        "v.known_at < n.known_at",
        "v.known_at <= n.known_at",
        "a_person_lives_where_the_register_said_when_it_said_so",
    ),
    Fault(
        f"{FACTS}/fct_consent_span.sql",
        "greatest(decided_at, known_at) as effective_at",
        "decided_at as effective_at",
        "a_decision_holds_from_when_it_is_taken_and_known",
    ),
    Fault(
        f"{FACTS}/fct_month_close.sql",
        "greatest(",
        "least(",
        "a_month_closes_when_its_first_records_have_been_known_long_enough",
    ),
    Fault(
        f"{FACTS}/fct_community_month.sql",
        "v.known_from <= c.closed_at",
        "v.known_from < c.closed_at",
        "who_counts_in_a_month_is_decided_when_it_closes",
    ),
    Fault(
        f"{FACTS}/fct_community_month.sql",
        "(a.person_key is not null and w.person_key is null)",
        "w.person_key is null",
        "who_counts_in_a_month_is_decided_when_it_closes",
    ),
    Fault(
        f"{FACTS}/fct_community_month.sql",
        "c.counts_everybody or",
        "false or",
        "where_the_law_allows_it_everybody_registered_counts",
    ),
    Fault(
        "macros/privacy/rolled_up.sql",
        "{{ row }}.{{ counts[0] }} >= {{ row }}.fewest_contributors",
        "{{ row }}.{{ counts[0] }} >= {{ row }}.fewest_contributors - 1",
        CELLS,
    ),
    Fault(
        "macros/privacy/rolled_up.sql",
        "c.{{ level }} not in ('', 'OTHER') and ",
        "",
        "a_cell_needs_enough_persons_with_grams_and_a_name",
    ),
    Fault(
        f"{PUBLIC}/mart_community_month.sql",
        "p.villages_below * 5 >=",
        "p.villages_below * 5 >",
        "the_greenest_fifth_of_the_villages_has_level_five",
    ),
    Fault(
        f"{PUBLIC}/mart_community_group.sql",
        "(m.persons is null or m.persons >= s.fewest_contributors)",
        "true",
        "groups_are_not_shown_where_they_and_the_villages_would_leave_a_few_acts",
    ),
    Fault(
        f"{PUBLIC}/mart_community_group.sql",
        "as other_persons\n",
        "+ 1 as other_persons\n",
        "small_groups_of_a_county_stand_together_by_the_persons_who_are_in_any_of_them",
    ),
    Fault(
        f"{PUBLIC}/mart_public_emission.sql",
        "where a.is_counted",
        "where true",
        INDUSTRY,
    ),
    Fault(
        f"{PUBLIC}/mart_public_emission.sql",
        "[('emission_weight', 'largest_emission'), ('energy_weight', 'largest_energy')]",
        "[('energy_weight', 'largest_energy')]",
        "a_cell_with_a_dominant_enterprise_or_energy_of_two_is_not_shown",
    ),
    Fault(
        f"{PUBLIC}/mart_disclosed_colour.sql",
        " and a.disclose_colour",
        "",
        "who_discloses_its_colour_is_shown_by_name",
    ),
)
