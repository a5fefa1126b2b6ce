"""Wrong words in the models of reductions, energy efficiency, lists and alerts."""

from tests.dbt_rules.fault import Fault

FAULTS = (
    Fault(
        "models/facts/fct_reduction.sql",
        "case when not m.is_planned then cast(m.month_reduction_t",
        "case when m.is_planned is not null then cast(m.month_reduction_t",
        "a_plan_is_no_reduction_and_a_promise_stands_once",
    ),
    Fault(
        "models/facts/service/fct_energy_type_year.sql",
        "p.valid_to > u.month",
        "p.valid_to >= u.month",
        "energy_by_type_and_what_its_priced_part_costs",
    ),
    Fault(
        "models/facts/service/fct_energy_efficiency.sql",
        "m.lower_among_others >= m.place",
        "m.lower_among_others > m.place",
        "the_median_leaves_the_firm_itself_out",
    ),
    Fault(
        "models/facts/service/fct_alert.sql",
        "n.severity_rank > b.severity_rank",
        "n.severity_rank >= b.severity_rank",
        "a_colour_fell_only_when_both_years_have_one",
    ),
    Fault(
        "models/marts/service/mart_low_green_power_list.sql",
        "< u.green_share_max",
        "<= u.green_share_max",
        "below_the_green_share_and_only_below_it_is_listed",
    ),
)
