"""Faults in the records, claims, caps, points and accounts of residents."""

from tests.dbt_rules.fault import Fault

FACTS = "models/facts/residents"
VERDICTS = "macros/residents/behaviour_verdicts.sql"

FAULTS = (
    Fault(
        VERDICTS,
        "where most_in_hour > (select records_per_hour",
        "where most_in_hour >= (select records_per_hour",
        "sixty_records_within_an_hour_are_many_sixty_one_too_many",
    ),
    Fault(
        VERDICTS,
        "greatest(equal_gaps, coalesce(equal_gaps_after, 0)) >=",
        "equal_gaps >=",
        "ten_equal_gaps_in_a_row_are_periodic_nine_are_not",
    ),
    Fault(
        VERDICTS,
        "having count(distinct person_key) >=",
        "having count(person_key) >=",
        "twenty_persons_in_one_second_are_a_machine_nineteen_are_not",
    ),
    Fault(
        VERDICTS,
        "<= window_minutes * 60 then 0",
        "< window_minutes * 60 then 0",
        "an_act_reported_twice_counts_once",
    ),
    Fault(
        VERDICTS,
        "where precedence > best_precedence or place > 1",
        "where precedence > best_precedence",
        "a_bill_counts_once_a_month_and_an_invoice_once_in_five_minutes",
    ),
    Fault(
        VERDICTS,
        "case when cap_basis = 'grams' then cast(greatest(cap_left, 0) as decimal(28, 10)) end as counted_g",
        "cast(null as decimal(28, 10)) as counted_g",
        "what_is_beyond_a_cap_does_not_count_and_the_record_that_crosses_it_counts_in_part",
    ),
    Fault(
        "macros/residents/behaviour_worth.sql",
        "when {{ verdict }}.review <> 'cleared' then 'held'",
        "when {{ verdict }}.review = 'open' then 'held'",
        "a_thousand_online_transfers_are_23_kg_and_as_many_points",
    ),
    Fault(
        f"{FACTS}/fct_personal_month.sql",
        "outcome not in ('superseded', 'withdrawn', 'quarantined')",
        "outcome not in ('superseded', 'withdrawn')",
        "records_of_a_person_and_month_add_up_by_behaviour",
    ),
    Fault(
        f"{FACTS}/fct_behaviour_class.sql",
        "min(known_at) as first_known_at",
        "max(known_at) as first_known_at",
        "delivered_rows_of_a_month_are_told_by_class",
    ),
    Fault(
        f"{FACTS}/fct_points_use.sql",
        "b.months_below - case when b.streak_no > 0 then 1 else 0 end >= r.value",
        "b.months_below >= r.value",
        "a_debt_is_written_off_after_twelve_month_ends",
    ),
    Fault(
        f"{FACTS}/fct_points_balance.sql",
        "coalesce(e.points, 0) - t.redeemed_points - t.expired_points",
        "coalesce(e.points, 0) - t.redeemed_points",
        "a_balance_says_what_is_lost_within_thirty_days",
    ),
    Fault(
        f"{FACTS}/fct_points_year.sql",
        "entry_type in ('earn', 'reverse')",
        "entry_type in ('earn')",
        "entries_of_a_year_add_up_by_what_they_are",
    ),
    Fault(
        f"{FACTS}/fct_person_account.sql",
        "m.month < d.open_month",
        "m.month <= d.open_month",
        "the_colour_of_a_person_is_that_of_twelve_full_months",
    ),
    Fault(
        "models/intermediate/residents/int_personal_behaviour__checked.sql",
        "b.valid_to > v.occurred_at_local_on",
        "b.valid_to >= v.occurred_at_local_on",
        "a_record_takes_the_factor_of_its_scheme_and_day_in_its_unit",
    ),
    Fault(
        "models/dimensions/dim_household_power_factor.sql",
        "f.published_on <= d.as_of_on",
        "f.published_on < d.as_of_on",
        "a_households_power_takes_the_grid_factor_of_its_region_and_year",
    ),
)
