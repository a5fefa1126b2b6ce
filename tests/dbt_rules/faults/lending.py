"""Faults in credit grades, loan decisions and financed emissions."""

from tests.dbt_rules.fault import Fault

FACTS = "models/facts/lending"

FAULTS = (
    Fault(
        f"{FACTS}/fct_credit_rating.sql",
        "e.occurred_on <= y.judged_on and e.cleared_on > y.judged_on",
        "e.occurred_on <= y.judged_on and e.cleared_on >= y.judged_on",
        "an_open_listed_event_forbids_the_rating",
    ),
    Fault(
        f"{FACTS}/fct_borrower.sql",
        "case when c.level_code = 'not_rated' then 1 else 0 end",
        "case when c.level_code = 'not_rated' then 0 else 1 end",
        "a_decision_rests_on_the_newest_rated_year_that_is_over",
    ),
    Fault(
        f"{FACTS}/fct_borrower_attribute.sql",
        "r.month < d.open_month",
        "r.month <= d.open_month",
        "every_attribute_that_can_be_told_of_an_enterprise",
    ),
    Fault(
        f"{FACTS}/fct_loan_application.sql",
        "order by a.applied_on desc nulls last, a.known_at desc nulls last",
        "order by a.known_at desc nulls last, a.applied_on desc nulls last",
        "the_newest_application_for_a_product_counts",
    ),
    Fault(
        f"{FACTS}/fct_loan_rule_result.sql",
        "'q.rule_value', 'a.attribute_number', 'a.attribute_text') }}, false)",
        "'q.rule_value', 'a.attribute_number', 'a.attribute_text') }}, true)",
        "what_is_not_known_never_passes",
    ),
    Fault(
        "macros/lending/rule_is_met.sql",
        "when 'not_in' then not ({{ _is_one_of(rule_value, number) }})",
        "when 'not_in' then not coalesce({{ _is_one_of(rule_value, number) }}, false)",
        "each_operator_on_both_sides_of_its_value",
    ),
    Fault(
        f"{FACTS}/fct_loan_eligibility.sql",
        "coalesce(r.is_eligible and r.is_discounted, true) as has_terms",
        "coalesce(r.is_eligible, true) as has_terms",
        "terms_by_colour_and_every_failed_rule",
    ),
    Fault(
        f"{FACTS}/fct_loan.sql",
        "<= l.signed_on as was_over_at_signing",
        "< l.signed_on as was_over_at_signing",
        "the_colour_at_signing_is_that_of_the_year_that_was_over",
    ),
    Fault(
        "models/intermediate/lending/int_loan_balance__checked.sql",
        "when place > 1 then",
        "when place > 2 then",
        "the_balance_of_a_loan_that_waits_is_one_of_an_unknown_loan",
    ),
    Fault(
        f"{FACTS}/fct_borrower_emission.sql",
        "basis <> 'market' and scope < 3 and co2e_kg <> 0",
        "basis <> 'market' and scope < 3",
        "what_a_lender_attributes_of_a_year",
    ),
    Fault(
        "macros/lending/share_cut_off.sql",
        "')) - cast('",
        "')) + cast('",
        "shares_of_all_banks_are_together_at_most_one",
    ),
    Fault(
        f"{FACTS}/fct_financed_emission.sql",
        "13 - extract(month from l.matures_on)",
        "12 - extract(month from l.matures_on)",
        "the_view_of_the_central_bank",
    ),
    Fault(
        f"{FACTS}/fct_data_gap.sql",
        "where period_grain = 'year' and not is_complete",
        "where not is_complete",
        "what_is_missing_of_a_year_is_told_once",
    ),
    Fault(
        f"{FACTS}/fct_credit_report_list.sql",
        "h.period_start <= y.period_start",
        "h.period_start < y.period_start",
        "the_lists_of_the_credit_report",
    ),
    Fault(
        "models/marts/lending/mart_bank_financed_emission.sql",
        "sum(case when data_quality_score is not null then year_end_balance_cny end)",
        "sum(year_end_balance_cny)",
        "a_portfolio_is_the_sum_of_its_loans_and_never_netted",
    ),
    Fault(
        "models/marts/lending/mart_carbon_credit_report.sql",
        "and b.borrower_type in ('enterprise', 'farm')",
        "and b.borrower_type <> 'person'",
        "a_credit_report_shows_what_is_known_of_an_enterprise",
    ),
)
