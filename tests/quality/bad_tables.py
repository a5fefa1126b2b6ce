"""For each expectation of each hand-written suite, one change to a good table that it must catch.

`{table}` is a copy of the suite's table; every other table stays good. A change that other expectations of the suite
must catch as well names them in `also`. Columns that may not be null need no entry: a row without any value is added
to a copy, and each of them must miss its value there. test_suites_catch compares both directions.
"""

from .bad_rows import Bad, added, changed, removed, repeated
from .topics import topics

COAL = "part = 'combustion'"
PROPOSAL = "what depends on a proposal says so in weakest_evidence"
TWIN = "a counted location row of electricity has a counted market twin"
EMISSION = [
    changed("emission_id is unique", "emission_id = 'e1'", "emission_id = 'e2'"),
    changed("scope is in its value set", "scope = 4", COAL),
    changed("basis is in its value set", "basis = 'guess'", "part = 'measured'"),
    changed("part is in its value set", "part = 'magic'", COAL),
    changed("data_quality_tier is in its range", "data_quality_tier = 6", COAL),
    changed("quantity is in its range", "quantity = -70", "part = 'measured'"),
    changed("month is the first of a month", "month = date '2024-01-15'", COAL),
    changed("scope 2 and only scope 2 has a location or market basis", "scope = 2", COAL),
    changed("a row is counted unless it names its exclusion", "exclusion_code = 'sub_meter'", COAL),
    changed("co2e_kg is gas_kg times gwp", "co2e_kg = co2e_kg + 0.0000000002", COAL),
    removed(TWIN, "basis = 'market' and activity_id = 'a1'"),
    changed(
        "every calculated fact has its activity", "activity_id = 'm1'", "basis = 'market' and activity_id = 'a4'", TWIN
    ),
    changed("every fact leads to a delivered line", "activity_id = 'm2'", "part = 'measured'"),
    changed("weakest_evidence is in its value set", "weakest_evidence = 'hearsay'", COAL),
    changed(PROPOSAL, "depends_on_proposal = true", COAL),
    changed("scope 3 and only scope 3 is freight or a bought input", "part = 'freight'", COAL),
]

OUTCOME = [
    repeated("activity_id is unique", "activity_id = 'a3'"),
    changed("outcome is in its value set", "outcome = 'lost'", "activity_id = 'a3'"),
    changed("what does not count says why", "reason_code = null", "activity_id = 'a5'"),
    removed("every activity has its outcome", "activity_id = 'a3'"),
]

USE = "activity_id = 'a3'"
USE_ADDS_UP = "quantities are those of their activities"
ENERGY_USE = [
    repeated("activity_id is unique", USE),
    changed("flow is in its value set", "flow = 'lost'", USE),
    changed("quantity is in its range", "quantity = -2", USE, USE_ADDS_UP),
    changed("month is the first of a month", "month = date '2024-01-15'", USE),
    changed("tce_method is in its value set", "tce_method = 'guess'", USE),
    changed("a standard-coal figure names its method", "tce_method = 'unknown'", USE),
    Bad(
        "every use has its activity", "insert into {table} select * replace ('a9' as activity_id) from {table} limit 1"
    ),
    removed("every activity of energy that is not excluded or waiting is a use", USE),
    changed(USE_ADDS_UP, "quantity = 3", USE),
]


METER_LOAD = "source = 'electricity_meter'"
ACTIVITY_LOAD = [
    changed(
        "lines are below the header, in order and no more than their span", "last_line_no = 1", "activity_id = 'a3'"
    ),
    changed("every line is of a load in effect", "load_id = 'lost'", "activity_id = 'a3'"),
    removed("every activity leads to a delivered line", "activity_id = 'a5'"),
]

OF_ITS_MASS = "every measured emission is a fact of its own mass"
MEASURED_ADDS_UP = "gases of a line and month add up to what was measured"
MEASURED_EMISSION = [
    changed("quantity_kg is in its range", "quantity_kg = -70", "true", MEASURED_ADDS_UP, OF_ITS_MASS),
    changed("part is in its value set", "part = 'magic'", "true"),
    changed("data_quality_tier is in its value set", "data_quality_tier = 3", "true"),
    added(MEASURED_ADDS_UP, "'e1' as emission_id, 500 as quantity_kg"),
    changed(OF_ITS_MASS, "emission_id = 'e9'", "true"),
]

EXPORT = [
    changed("factor_kg_per_unit is in its range", "factor_kg_per_unit = -0.5", "true"),
    changed("exported_kg is in its range", "exported_kg = -50", "true"),
    removed("every export that does not wait is here with its quantity", "true"),
]

JANUARY = "account_id = 'A1' and month = date '2024-01-01'"
ACCOUNT_MONTH = [
    changed("weakest_evidence_rank is in its range", "weakest_evidence_rank = 5", JANUARY),
    changed("no mass but that of processes is negative", "scope1_combustion_kg = scope1_kg + 1", JANUARY),
    changed("account and month add up to the counted facts", "scope2_market_kg = scope2_market_kg + 1", JANUARY),
    changed("account and month add up to the energy used and sold", "exported_kwh = 0", JANUARY),
    changed("account and month add up to the exports", "exported_kg = 0", JANUARY),
    changed("account and month add up to the removals", "removal_kg = 12", JANUARY),
]

QUARANTINE = [
    changed("every reason is a code of the list", "reason_code = 'bad_luck'", METER_LOAD),
    changed("every waiting row is of a load in effect", "load_id = 'lost'", METER_LOAD),
    removed("every line of a waiting activity waits", "reason_code = 'no_factor'"),
    added("no waiting line counts", "3 as line_no", "reason_code = 'no_factor'"),
]

LOAD = [
    changed("status is in its value set", "status = 'lost', is_in_effect = false", METER_LOAD),
    changed("delivered is loaded plus rejected plus erased", "rows_rejected = 2", METER_LOAD),
    changed("what is in effect was loaded", "status = 'revoked'", METER_LOAD),
    added("a load is in effect once", "'again.csv' as file_name"),
]

ROW_CLASS = [
    changed("no class is negative", "rows_current = -1, rows_superseded = 4", METER_LOAD),
    changed("classes add up to rows_staged", "rows_current = 3", METER_LOAD),
    removed("every loaded row of a load in effect is staged", METER_LOAD),
]

CANDIDATE_FITS = "every candidate is known and valid when its request asks"
FACTOR_CANDIDATE = [
    changed("basis is in its value set", "basis = 'guess'", "request_id = 'q-a3'"),
    changed("only a process takes off", "factor_kg_per_unit = -1", "request_id = 'q-a3'"),
    changed(CANDIDATE_FITS, "valid_to = date '2024-01-01'", "request_id = 'q-a3'"),
]

OWN_FACTOR = [
    changed("basis is in its value set", "basis = 'guess'", "not is_factor"),
    changed("factor_kg_per_unit is in its range", "factor_kg_per_unit = -1", "is_factor"),
    changed("what is no factor states a term", "ncv_gj_per_unit = null", "not is_factor"),
    changed("every own factor is of the account that asks and valid then", "account_id = 'B1'", "is_factor"),
]

FACTOR_CHOICE = [
    changed("only a process takes off", "kg_per_activity_unit = -1", "request_id = 'q-a3'"),
    changed("kg per unit of the activity rests on a path of units", "unit_path = null", "request_id = 'q-a3'"),
    changed("every choice was known when its request asks", "published_on = date '2024-03-02'", "request_id = 'q-a3'"),
    removed("every request with a candidate has its choice", "request_id = 'q-a1' and basis = 'market'"),
]

MONTH = "account_id = 'A1' and period_grain = 'month' and period_start = date '2024-02-01'"
MONTH_AND_YEAR = f"({MONTH}) or (account_id = 'A1' and period_grain = 'year')"
HALL = "account_id = 'B1'"
YEAR = "a year is the sum of its months"
LOCATION = "total_location_t is scope 1 plus scope 2 location"
MARKET = "total_market_t is scope 1 plus scope 2 market"
COUNTED = "all months add up to the counted facts"
ACCOUNT_EMISSION = [
    Bad(  # the second row holds zeros, so that only the key is wrong
        "account_id, period_grain, period_start are unique together",
        "insert into {table} select * replace (0 as scope1_t, 0 as scope1_other_t, 0 as scope2_location_t,"
        " 0 as scope2_market_t, 0 as scope2_net_location_t, 0 as total_location_t, 0 as total_market_t,"
        " 0 as electricity_kwh)"
        f" from {{table}} where {MONTH}",
    ),
    changed("period_grain is in its value set", "period_grain = 'week'", MONTH, COUNTED),
    changed("scope1_combustion_t is in its range", "scope1_combustion_t = -1, scope1_other_t = scope1_t + 1", HALL),
    changed(
        "scope2_location_t is in its range",
        "scope1_t = total_location_t + 1, scope1_other_t = total_location_t + 1, scope2_location_t = -1",
        HALL,
        MARKET,
    ),
    changed(
        "scope2_market_t is in its range",
        "scope1_t = total_market_t + 1, scope1_other_t = total_market_t + 1, scope2_market_t = -1",
        HALL,
        LOCATION,
    ),
    changed("biogenic_t is in its range", "biogenic_t = -1", HALL),
    changed("exported_kwh is in its range", "exported_kwh = -1", HALL),
    changed("electricity_kwh is in its range", "electricity_kwh = -1", HALL),
    changed("green_power_kwh is in its range", "green_power_kwh = -1", HALL),
    changed("months_reported is in its range", "months_reported = 13", MONTH),
    changed("what is emitted names its GWP set", "gwp_set = null", MONTH),
    changed("period_start is the first of a month", "period_start = date '2024-02-02'", MONTH),
    changed("weakest_evidence is in its value set", "weakest_evidence = 'hearsay'", MONTH),
    changed(PROPOSAL, "depends_on_proposal = true", MONTH),
    changed(YEAR, "exported_kwh = 5", MONTH),
    changed(LOCATION, "scope2_location_t = scope2_location_t + 1", MONTH_AND_YEAR),
    changed(MARKET, "scope2_market_t = scope2_market_t + 1", MONTH_AND_YEAR),
    changed(
        "scope1_t is combustion plus process plus agriculture plus other",
        "scope1_other_t = scope1_other_t + 1",
        MONTH_AND_YEAR,
    ),
    changed(
        COUNTED,
        "scope2_location_t = scope2_location_t + 1, total_location_t = total_location_t + 1",
        MONTH_AND_YEAR,
    ),
]

COAL_ROWS = "activity_code = 'RAW_COAL'"
COAL_MONTH = f"{COAL_ROWS} and period_grain = 'month'"
DETAIL_COUNTED = "months add up to the counted facts"
EMISSION_DETAIL = [
    Bad(  # the second row holds zeros, so that only the key and the empty row are wrong
        "account_id, period_grain, period_start, fact, scope, basis, activity_code, end_use, gas, unit, factor_id"
        " are unique together",
        "insert into {table} select * replace (0 as gas_kg, 0 as co2e_t, 0 as row_count)"
        f" from {{table}} where {COAL_MONTH}",
        ("row_count is in its range",),
    ),
    changed("weakest_evidence is in its value set", "weakest_evidence = 'hearsay'", COAL_MONTH),
    changed(PROPOSAL, "weakest_evidence = 'proposal'", COAL_MONTH),
    changed("period_grain is in its value set", "period_grain = 'week'", COAL_MONTH, DETAIL_COUNTED),
    changed("basis is in its value set", "basis = 'guess'", COAL_ROWS, DETAIL_COUNTED),
    changed("row_count is in its range", "row_count = 0", COAL_ROWS, DETAIL_COUNTED),
    changed("period_start is the first of a month", "period_start = date '2024-01-15'", COAL_MONTH),
    changed(YEAR, "co2e_t = co2e_t + 1", f"{COAL_ROWS} and period_grain = 'year'"),
    changed(DETAIL_COUNTED, "co2e_t = co2e_t + 1", COAL_ROWS),
    changed("a row has the figure of its fact and no other", "removal_t = 0", COAL_ROWS),
]

COAL_USE = "energy_code = 'RAW_COAL'"
NEXT_YEAR = "period_start = date '2025-01-01'"
WAITING_COUNTED = "every waiting row is counted by its load"
RECONCILED = "every load is reconciled"

BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("staging", "base_electricity_meter"): [
        removed("every loaded row of a load and month is there once", "line_no = 3")
    ],
    ("staging", "int_meter_day"): [
        changed("days of a month add up to its current readings", "import_kwh = 1001", "month = date '2024-02-01'")
    ],
    ("facts", "fct_emission"): EMISSION,
    ("facts", "fct_activity_outcome"): OUTCOME,
    ("facts", "fct_energy_use"): ENERGY_USE,
    ("facts", "fct_account_month"): ACCOUNT_MONTH,
    ("facts", "fct_activity_load"): ACTIVITY_LOAD,
    ("facts", "fct_export"): EXPORT,
    ("facts", "fct_factor_candidate"): FACTOR_CANDIDATE,
    ("facts", "fct_factor_choice"): FACTOR_CHOICE,
    ("facts", "fct_factor_request"): [
        removed("every question has its request and every request is asked", "request_id = 'q-a3'")
    ],
    ("facts", "fct_load"): LOAD,
    ("facts", "fct_measured_emission"): MEASURED_EMISSION,
    ("facts", "fct_missing_delivery"): [
        changed("a month is expected after it has begun", "expected_by = period", "period = date '2024-03-01'"),
        added("what is missing has not arrived", "date '2024-02-01' as period"),
    ],
    ("facts", "fct_own_factor"): OWN_FACTOR,
    ("facts", "fct_quarantine"): QUARANTINE,
    ("facts", "fct_reject"): [added("every load rejected the rows that it counts", "5 as line_no")],
    ("facts", "fct_row_class"): ROW_CLASS,
    ("facts", "fct_warning"): [
        changed("every warning is on a row of a load in effect", "load_id = 'lost'", METER_LOAD)
    ],
    ("marts", "mart_account"): [
        repeated("account_id is unique", HALL),
        changed("domain is in its value set", "domain = 'space'", HALL),
    ],
    ("marts", "mart_account_emission"): ACCOUNT_EMISSION,
    ("marts", "mart_account_emission_detail"): EMISSION_DETAIL,
    ("marts", "mart_building_account"): [
        repeated("account_id, period_start are unique together", NEXT_YEAR),
        changed("completeness_code is in its value set", "completeness_code = 'so-so'", NEXT_YEAR),
        changed("every building has its account", "account_id = 'C1'", NEXT_YEAR),
    ],
    ("marts", "load"): [
        repeated("load_id, file_name are unique together", METER_LOAD),
        changed("status is in its value set", "status = 'lost'", METER_LOAD),
    ],
    ("marts", "missing_delivery"): [repeated("source, period are unique together", "period = date '2024-03-01'")],
    ("marts", "quarantine"): [
        repeated("source, load_id, line_no are unique together", METER_LOAD, WAITING_COUNTED),
        Bad(
            WAITING_COUNTED, f"insert into {{table}} select * replace (7 as line_no) from {{table}} where {METER_LOAD}"
        ),
    ],
    ("marts", "reconciliation"): [
        repeated("load_id is unique", METER_LOAD),
        changed("difference is in its range", "difference = 1", METER_LOAD),
        changed("rows_current is in its range", "rows_current = -1, rows_superseded = 4", METER_LOAD),
        changed("delivered is loaded plus rejected plus erased", "rows_rejected = 2", METER_LOAD),
        changed("loaded is current plus superseded plus withdrawn plus quarantined", "rows_current = 3", METER_LOAD),
        removed(RECONCILED, METER_LOAD),
    ],
    ("marts", "reject"): [
        Bad(
            "every rejected row is counted by its load",
            f"insert into {{table}} select * replace (7 as line_no) from {{table}} where {METER_LOAD}",
        )
    ],
    ("marts", "mart_energy_completeness"): [
        changed("months_reported is in its range", "months_reported = 13, is_complete = true", COAL_USE),
        changed("months_expected is in its range", "months_expected = 13", COAL_USE),
        changed("complete is every expected month reported", "is_complete = true", COAL_USE),
        removed("every energy of a year is here", COAL_USE),
    ],
    ("marts", "warning"): [removed("every warning is here", METER_LOAD)],
    ("marts", "factor"): [removed("every factor of a fact is here", "factor_id = 'f-combustion'")],
}

for topic in topics():
    BAD_TABLES |= topic.BAD_TABLES
