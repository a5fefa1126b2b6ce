"""Faults in what stops a delivered record and in how its period falls into months."""

from ..fault import Fault

FAULTS = (
    Fault(
        "models/intermediate/quality/int_quarantine.sql",
        "['building_registry', 'farm_registry', 'verification']",
        "['building_registry', 'verification']",
        "every_record_that_waits_is_listed_once",
    ),
    Fault(
        "macros/contract/checked_records.sql",
        "' where k.quarantine_reason is null'",
        "' where 1 = 1'",
        "the_balance_of_a_loan_that_waits_is_one_of_an_unknown_loan",
    ),
    Fault(
        "macros/accounting/spread.sql",
        "where c.load_id is null",
        "where 1 = 1",
        "a_period_that_is_covered_itself_covers_nothing",
    ),
    Fault(
        "models/intermediate/measures/int_reduction_measure__checked.sql",
        "['account_id', 'measure_code', 'is_planned']",
        "['account_id', 'measure_code']",
        "a_plan_may_lie_ahead_and_never_covers_what_was_measured",
    ),
    Fault(
        "models/intermediate/lending/int_loan_contract__checked.sql",
        "c.matures_on < c.signed_on",
        "c.matures_on <= c.signed_on",
        "a_loan_waits_for_its_bank_its_borrower_and_a_sound_term",
    ),
    Fault(
        "models/intermediate/energy/int_green_certificate__checked.sql",
        "c.generated_to >= k.calendar_end",
        "c.generated_to > k.calendar_end",
        "generation_lies_within_the_calendar_and_ends_after_it_begins",
    ),
)
