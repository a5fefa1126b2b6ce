"""Faults in consent, in who is a bank's customer, and in loans, decisions and reports of persons."""

from tests.dbt_rules.fault import Fault

LENDING = "models/facts/lending"
RESIDENTS = "models/facts/residents"
REPORT = "models/marts/residents/mart_personal_carbon_report.sql"

FAULTS = (
    Fault(
        f"{RESIDENTS}/fct_person_consent.sql",
        "e.decided_at_local_on <= d.as_of_on",
        "e.decided_at_local_on <= d.as_of_on + 1",
        "the_newest_decision_of_a_person_holds",
    ),
    Fault(
        f"{RESIDENTS}/fct_bank_customer.sql",
        "c.purpose = 'account' and c.is_granted",
        "c.purpose = 'account'",
        "a_customer_consented_and_deals_with_the_bank",
    ),
    Fault(
        "models/marts/residents/mart_publishable_person.sql",
        "and c.is_granted",
        "",
        "who_may_stand_in_a_file_about_persons",
    ),
    Fault(
        f"{LENDING}/fct_person_borrower.sql",
        "where purpose = 'credit_reporting' and is_granted",
        "where purpose = 'credit_reporting'",
        "who_is_decided_on_and_what_is_known",
    ),
    Fault(
        f"{LENDING}/fct_person_loan_decision.sql",
        "count(case when effect = 'eligibility' and not is_passed then 1 end) = 0 as is_eligible",
        "count(case when not is_passed then 1 end) = 0 as is_eligible",
        "every_rule_of_a_person_is_a_digit",
    ),
    Fault(
        f"{LENDING}/fct_person_loan_outcome.sql",
        "order by case when t.colour = 'none' then 1 else 0 end nulls last",
        "order by case when t.colour = 'none' then 0 else 1 end nulls last",
        "an_outcome_is_told_once_for_all_who_have_it",
    ),
    Fault(
        f"{LENDING}/fct_person_report_list.sql",
        "max_by(outstanding_cny, month_end)",
        "max(outstanding_cny)",
        "the_lists_of_the_personal_report",
    ),
    Fault(
        f"{LENDING}/fct_loan_month.sql",
        "        l.person_key,\n",
        "        cast(null as decimal(38, 0)) as person_key,\n",
        "balances_of_persons_have_no_colour",
    ),
    Fault(
        f"{LENDING}/fct_financed_emission.sql",
        "where l.account_id is not null",
        "where true",
        "why_nothing_is_attributed",
    ),
    Fault(
        "models/facts/city/fct_region_account.sql",
        " where account_id is not null",
        "",
        "nothing_counts_twice_in_a_region",
    ),
    Fault(
        "models/marts/lending/mart_loan_eligibility.sql",
        "f.rule_states = o.rule_states and ",
        "",
        "decisions_on_accounts_and_persons_stand_in_one_table",
    ),
    Fault(
        REPORT,
        "{{ add_months('d.open_month', -12) }}",
        "{{ add_months('d.open_month', -11) }}",
        "the_personal_carbon_report",
    ),
)
