"""Legs, shipments, fleets and statements: the tables and one wrong word for each expectation.

The figures: 1 000 t by truck over 30 km and by ship over 360 km instead of 300 km by truck: 23 400 - 7 740 = 15 660 kg;
and 10 t over 100 km without a baseline, a memo of the fleet: 78 kg of its own 100.
"""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
create table facts.fct_freight_leg as
select
    shipment_id, leg_no, account_id, 'B1' as carrier_account_id,
    departed_on, mode, tkm::decimal(18, 6) as tkm, actual_kg::decimal(28, 10) as actual_kg, exclusion_code,
    exclusion_code is null as is_counted, 'energy_consumption.0000000000000001' as load_id
from (values
    ('M', 1, 'A1', date '2024-05-31', 'road', 30000, 2340, null),
    ('M', 2, 'A1', date '2024-06-01', 'water', 360000, 5400, null),
    ('R', 1, 'B1', date '2024-06-01', 'road', 1000, 78, 'carrier_memo')
) as t (shipment_id, leg_no, account_id, departed_on, mode, tkm, actual_kg, exclusion_code);

create table facts.fct_freight_shipment as
select
    shipment_id, min(account_id) as account_id, min(departed_on) as departed_on, count(*)::int as legs,
    sum(case when mode = 'road' then tkm else 0 end)::decimal(28, 6) as road_tkm, 0::decimal(28, 6) as rail_tkm,
    sum(case when mode = 'water' then tkm else 0 end)::decimal(28, 6) as water_tkm, sum(tkm)::decimal(28, 6) as tkm,
    sum(actual_kg)::decimal(28, 10) as actual_kg,
    case when shipment_id = 'M' then 23400 end::decimal(28, 10) as baseline_kg,
    (case when shipment_id = 'M' then 23400 end - sum(actual_kg))::decimal(28, 10) as shift_kg,
    case when shipment_id <> 'M' then 'no_baseline' end as reason_code
from facts.fct_freight_leg
group by shipment_id;

create table facts.fct_rating_basis_transport as
select
    'B1' as account_id, date '2024-01-01' as period_start, 0.1::decimal(16, 6) as own_emission_t,
    100::decimal(32, 8) as ratio_numerator, 7818::decimal(32, 8) as ratio_denominator,
    7818::decimal(22, 8) as reference_kg, null::varchar as reason_code
union all
select 'B1', date '2025-01-01', null, null, null, null, 'modelled_only';

create schema if not exists dimensions;
create table dimensions.dim_as_of as select date '2025-06-01' as as_of_on;
create table dimensions.dim_account_version as
select * from (values
    ('B1', null, 'industry'), ('B1', date '2024-12-01', 'transport'), ('B1', date '2025-06-02', 'agriculture')
) as t (account_id, valid_from, domain);

create table marts.mart_freight_leg as
select * exclude (actual_kg), actual_kg as actual_kgco2e from facts.fct_freight_leg;

create table marts.mart_freight_shift as
select
    shipment_id, account_id, departed_on, case shipment_id when 'M' then 'water' else 'road' end as main_mode,
    actual_kg as actual_kgco2e, baseline_kg as baseline_kgco2e, shift_kg as shift_reduction_kgco2e,
    case when reason_code is not null then 'A sentence.' end as reason_en
from facts.fct_freight_shipment;

create table marts.mart_freight_statement as
select
    account_id, period_grain, period_start, 1 as shipments, count(shift_kg)::int as shipments_with_shift,
    (sum(actual_kg) * 0.001)::decimal(28, 13) as actual_t,
    (coalesce(sum(actual_kg) filter (where shift_kg is not null), 0) * 0.001)::decimal(28, 13) as compared_actual_t,
    (coalesce(sum(baseline_kg), 0) * 0.001)::decimal(28, 13) as baseline_t,
    (coalesce(sum(shift_kg), 0) * 0.001)::decimal(28, 13) as shift_reduction_t
from facts.fct_freight_shipment
cross join (values ('month', date '2024-06-01'), ('year', date '2024-01-01')) as p (period_grain, period_start)
group by all;

create table marts.mart_fleet_account as
select
    account_id, period_start, case when reason_code is null then 'dark_green' else 'none' end as colour,
    case when reason_code is not null then 'A sentence.' end as reason_en, true as is_complete,
    0.156::decimal(28, 13) as modelled_emission_t, 0.078::decimal(28, 13) as memo_emission_t
from facts.fct_rating_basis_transport;
"""

SHIP = "shipment_id = 'M' and leg_no = 2"
SHIFT = "shipment_id = 'M'"
YEAR = "account_id = 'A1' and period_grain = 'year'"
FLEET = "account_id = 'B1' and period_start = date '2024-01-01'"
LEG_COUNTS = "a leg emits something known and counts where nothing excludes it"
SHIFT_OR_REASON = "a shift is baseline less actual or has a reason"
SHIPMENT_OF_LEGS = "a shipment is the sum of its legs"
FLEET_CARRIES = "who carries is here if it is a fleet in the last month of the year, and only then"
OWN_AGAINST_REFERENCE = "a fleet is rated by its own emission against a reference, or has a reason"
PUBLISHED_SHIFT = "a shift is baseline less actual or says why it is missing"
LEG_HAS_ITS_PLACE = "every leg has its account and its shipment"
FLEET_OF_FACTS = "every fleet of the facts is here, with a colour or the sentence of its reason"
YEAR_OF_SHIPMENTS = "a year is the sum of its shipments"
BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_freight_leg"): [
        changed(LEG_COUNTS, "is_counted = true", "exclusion_code is not null"),
        changed("every leg is of a load in effect", "load_id = 'lost'", SHIP),
    ],
    ("facts", "fct_freight_shipment"): [
        changed(SHIFT_OR_REASON, "shift_kg = 15661", SHIFT),
        changed(SHIPMENT_OF_LEGS, "road_tkm = road_tkm + 1", SHIFT),
    ],
    ("facts", "fct_rating_basis_transport"): [
        removed(FLEET_CARRIES, FLEET),
        changed(OWN_AGAINST_REFERENCE, "ratio_numerator = 78", FLEET),
    ],
    ("marts", "mart_fleet_account"): [
        repeated("account_id, period_start are unique together", FLEET),
        changed(FLEET_OF_FACTS, "colour = 'none'", FLEET),
        changed("a memo is a part of what is modelled", "memo_emission_t = 1", FLEET),
    ],
    ("marts", "mart_freight_leg"): [
        repeated("shipment_id, leg_no are unique together", SHIP),
        changed("mode is in its value set", "mode = 'air'", SHIP),
        changed("exclusion_code is in its value set", "exclusion_code = 'charm'", SHIP),
        changed(LEG_HAS_ITS_PLACE, "shipment_id = 'lost'", SHIP),
    ],
    ("marts", "mart_freight_shift"): [
        repeated("shipment_id is unique", SHIFT),
        changed("main_mode is in its value set", "main_mode = 'handling'", SHIFT),
        changed(PUBLISHED_SHIFT, "shift_reduction_kgco2e = -15660", SHIFT),
    ],
    ("marts", "mart_freight_statement"): [
        repeated("account_id, period_grain, period_start are unique together", YEAR),
        changed("period_grain is in its value set", "period_grain = 'week'", "period_grain = 'month'"),
        changed("a shift is baseline less what it is compared with", "baseline_t = baseline_t + 1", YEAR),
        changed(YEAR_OF_SHIPMENTS, "actual_t = actual_t + 1", YEAR),
    ],
}
