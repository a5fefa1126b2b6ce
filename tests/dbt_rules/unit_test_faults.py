"""One wrong word per model, and the unit test that must catch it.

Belongs here: the faults. A unit test gives every input itself, so faults in different models cannot hide each other and
all of them are tried in one dbt call. Does not belong here: making the copy and running dbt (unit_test_runs).
"""

from .fault import Fault
from .faults import topics

FAULTS = (
    Fault(
        "models/staging/energy/base_electricity_meter.sql",
        "c.interval_start < w.accepted_end\n",
        "c.interval_start <= w.accepted_end\n",
        "of_two_overlapping_intervals_the_one_that_starts_later_is_put_aside",
    ),
    Fault(
        "macros/accounting/spread.sql",
        "l.period_month < s.period_end",
        "l.period_month <= s.period_end",
        "of_overlapping_periods_of_one_energy_the_longest_counts",
    ),
    Fault(
        "macros/accounting/spread.sql",
        "m.month < c.period_end",
        "m.month <= c.period_end",
        "a_quarter_is_spread_over_31_28_and_31_days",
    ),
    Fault(
        "models/intermediate/energy/int_meter_month.sql",
        "m.meter_role <> 'main' and mm.account_id is not null",
        "m.meter_role <> 'main'",
        "a_sub_meter_behind_a_main_meter_is_marked",
    ),
    Fault(
        "models/intermediate/emissions/int_measured_emission__checked.sql",
        "d.dimension <> 'mass'",
        "d.dimension <> 'volume'",
        "a_measured_mass_is_turned_into_kg",
    ),
    Fault(
        "models/intermediate/factors/int_account_factor_quarantine.sql",
        "when f.factor is null and",
        "when f.factor is not null and",
        "an_own_factor_that_cannot_be_used_waits",
    ),
    Fault(
        "models/intermediate/activity/int_activity.sql",
        "case when green_power_kwh > import_kwh then import_kwh else green_power_kwh end",
        "green_power_kwh",
        "a_meter_month_becomes_one_activity_per_flow_and_green_power_is_capped",
    ),
    Fault(
        "models/intermediate/activity/int_activity_request.sql",
        "a.end_use <> 'feedstock'",
        "a.end_use <> 'nothing'",
        "only_what_is_bought_burnt_or_sold_as_power_and_heat_asks_for_a_factor",
    ),
    Fault(
        "models/dimensions/dim_region_chain.sql",
        "max(a.depth) + 1",
        "max(a.depth) - 1",
        "areas_are_asked_from_the_county_outwards",
    ),
    Fault(
        "models/dimensions/dim_factor.sql",
        "case when is_biogenic then 'CO2_biogenic' else 'CO2' end",
        "'CO2'",
        "the_factor_of_a_fuel_is_the_product_of_its_terms",
    ),
    Fault(
        "models/dimensions/dim_gwp.sql",
        "case when g.variant = o.origin then 0 else 1 end",
        "case when g.variant = o.origin then 1 else 0 end",
        "fossil_methane_has_its_own_value_where_the_set_gives_one",
    ),
    Fault(
        "models/facts/choice/fct_factor_candidate.sql",
        "f.published_on <= r.as_of_on",
        "f.published_on < r.as_of_on",
        "power_of_2023_in_zhejiang_at_three_dates",
    ),
    Fault(
        "models/facts/choice/fct_own_factor.sql",
        "f.valid_to > r.month",
        "f.valid_to >= r.month",
        "of_an_accounts_own_factors_measured_beats_calculated_beats_supplier",
    ),
    Fault(
        "models/facts/choice/fct_factor_choice.sql",
        "not o.is_supplier or a.request_id is null",
        "not o.is_supplier or a.request_id is not null",
        "an_own_factor_beats_every_default_and_a_supplier_speaks_for_the_market",
    ),
    Fault(
        "models/facts/fct_activity_outcome.sql",
        "on a.source = w.source and a.record_id = w.record_id",
        "on a.source = w.source and a.record_id = w.record_id and a.flow = 'none'",
        "every_activity_is_counted_zero_excluded_or_waiting",
    ),
    Fault(
        "models/facts/fct_activity_gas.sql",
        "case when c.basis = 'market' then",
        "case when c.basis = 'location' then",
        "a_thousand_megawatt_hours_in_zhejiang_by_location_and_by_market",
    ),
    Fault(
        "models/facts/fct_measured_emission.sql",
        "b.reach = 1 and l.reach > 1",
        "b.reach = 1 and l.reach > 2",
        "a_measured_total_beats_its_parts",
    ),
    Fault(
        "models/facts/fct_export.sql",
        "and c.basis = 'location'",
        "and c.basis = 'market'",
        "what_was_sold_is_valued_at_the_location_based_factor",
    ),
    Fault(
        "models/facts/fct_energy_use.sql",
        "k.valid_to > u.month",
        "k.valid_to >= u.month",
        "standard_coal_by_the_edition_of_the_month",
    ),
    Fault(
        "models/facts/fct_account_month.sql",
        "where is_counted",
        "where is_counted or not is_counted",
        "an_account_month_adds_what_counts_before_any_rounding",
    ),
    Fault(
        "models/marts/account/mart_account_emission.sql",
        "(s.self_generated_kwh + s.green_power_kwh)",
        "(s.green_power_kwh)",
        "a_period_in_t_and_the_worked_example_of_zhejiang",
    ),
    Fault(
        "models/marts/building/mart_building_account.sql",
        "when b.floor_area_m2 <= 0",
        "when b.floor_area_m2 < 0",
        "a_building_per_square_metre",
    ),
    Fault(
        "models/marts/audit/audit_reconciliation.sql",
        "l.rows_rejected - l.rows_erased",
        "l.rows_rejected",
        "the_difference_of_a_reconciled_load_is_zero",
    ),
    *(fault for topic in topics() for fault in topic.FAULTS),
)
