"""Faults in legs, their owners, shipments and the reference of a fleet."""

from tests.dbt_rules.fault import Fault

FAULTS = (
    Fault(
        "models/intermediate/transport/int_freight_trip__checked.sql",
        "m.has_baseline and m.leg_no <> 1",
        "m.baseline_code is not null and m.leg_no <> 1",
        "a_leg_that_cannot_be_used_waits",
    ),
    Fault(
        "models/intermediate/transport/int_freight_trip__activity.sql",
        "and v.domain = 'transport' and f.account_id is not null",
        "and f.account_id is not null",
        "who_answers_for_a_leg_and_which_legs_are_a_memo",
    ),
    Fault(
        "models/facts/transport/fct_freight_shipment.sql",
        "f.baseline_kg - s.actual_kg",
        "f.baseline_kg - f.actual_kg",
        "a_shift_is_baseline_less_actual_each_over_its_own_distance",
    ),
    Fault(
        "models/facts/transport/fct_freight_shipment.sql",
        "min(account_id) <> max(account_id)",
        "min(carrier_account_id) <> max(carrier_account_id)",
        "a_shipment_without_all_of_its_legs_and_its_baseline_has_no_shift",
    ),
    Fault(
        "models/facts/rating/fct_rating_basis_transport.sql",
        "place = 1 and domain = 'transport'",
        "domain = 'transport'",
        "a_fleet_against_the_reference_of_what_it_carried",
    ),
    Fault(
        "models/facts/rating/fct_rating_basis_transport.sql",
        "carrier_account_id as account_id,",
        "account_id,",
        "a_fleet_against_the_reference_of_what_it_carried",
    ),
    Fault(
        "models/marts/transport/mart_freight_statement.sql",
        "sum(case when shift_kg is not null then actual_kg else 0 end)",
        "sum(actual_kg)",
        "a_shipper_settles_its_months_and_its_year",
    ),
)
