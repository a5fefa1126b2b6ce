"""What residents did and what they got for it: the tables and one wrong word for each expectation.

Run run-1 built January 2025; December 2024 stands from an earlier one and is not looked at again. Person 1 rode 60 pkm
of bus (3 120 g) and 60 more, of which a cap leaves 40 (2 080 g), paid a fare for the same ride, cycled too fast, and
emitted 497.4 g by power; 200 of its points were redeemed, 5 are lost. Person 2 transferred money once and owes points.
"""

from tests.quality.bad_rows import Bad, changed, removed

TABLES = """
create schema if not exists meta;
create table if not exists inputs.run as select 'run-1' as run_id;
create table if not exists meta.month_build as
select ''::varchar as schema_name, ''::varchar as table_name, null::date as month, ''::varchar as build_id where false;

insert into meta.month_build (schema_name, table_name, month, build_id)
select schema_name, table_name, month, build_id
from (values
    ('intermediate', 'int_personal_behaviour__checked'), ('facts', 'fct_behaviour_verdict'),
    ('facts', 'fct_personal_month'), ('facts', 'fct_person_month'), ('facts', 'fct_person_year'),
    ('facts', 'fct_person_bank_month'), ('facts', 'fct_person_bank_year'), ('facts', 'fct_points_month'),
    ('facts', 'fct_points_entry'), ('facts', 'fct_points_year')
) as t (schema_name, table_name)
cross join (values (date '2025-01-01', 'run-1'), (date '2024-12-01', 'run-0')) as b (month, build_id);

insert into inputs.load_file
values ('personal_behaviour', 'personal_behaviour.0000000000000001', date '2025-01-01', 8);

create table facts.fct_behaviour_class as
select
    date '2025-01-01' as month, 'personal_behaviour.0000000000000001' as load_id, version_class, is_quarantined,
    row_count::bigint as row_count, timestamp '2025-02-01' as first_known_at
from (values ('current', false, 6), ('current', true, 1), ('superseded', false, 1)) as t (
    version_class, is_quarantined, row_count
);

create table facts.fct_behaviour_verdict as
select
    date '2025-01-01' as month, 'personal_behaviour.0000000000000001' as load_id, line_no::bigint as line_no, rule_code,
    review, winner_event_id, winner_source_system, counted_quantity::decimal(18, 6) as counted_quantity,
    counted_g::decimal(28, 10) as counted_g
from (values
    (2, null, null, null, null, 40, 2080), (3, null, null, 'E1', 'CITY', null, null),
    (4, 'SPEED', 'open', null, null, null, null)
) as t (line_no, rule_code, review, winner_event_id, winner_source_system, counted_quantity, counted_g);

create table facts.fct_personal_behaviour as
select
    month, 'personal_behaviour.0000000000000001' as load_id, line_no::bigint as line_no,
    person_key::decimal(38, 0) as person_key, outcome, reason_code, factor_quantity::decimal(18, 6) as factor_quantity,
    counted_quantity::decimal(18, 6) as counted_quantity, reduction_g::decimal(28, 10) as reduction_g,
    emission_g::decimal(28, 10) as emission_g, points::decimal(18, 3) as points
from (values
    (date '2025-01-01', 1, 1, 'counted', null, 60, 60, 3120, 0, 3120),
    (date '2025-01-01', 2, 1, 'counted', null, 60, 40, 2080, 0, 2080),
    (date '2025-01-01', 3, 1, 'duplicate_claim', null, 1, 0, 0, 0, 0),
    (date '2025-01-01', 4, 1, 'held', null, 10, 0, 0, 0, 0),
    (date '2025-01-01', 5, 1, 'counted', null, 1, 1, 0, 497.4, 0),
    (date '2025-01-01', 6, 2, 'counted', null, 1, 1, 23.096, 0, 23.096),
    (date '2025-01-01', 7, 9, 'quarantined', 'unknown_behaviour', null, 0, 0, 0, 0),
    (date '2025-01-01', 8, 1, 'superseded', null, 60, 0, 0, 0, 0)
) as t (
    month, line_no, person_key, outcome, reason_code, factor_quantity, counted_quantity, reduction_g, emission_g, points
);

create table facts.fct_personal_month as
select
    person_key::decimal(38, 0) as person_key, month, scheme_code, behaviour_code, null::date as expires_on,
    records::bigint as records, counted::bigint as counted_records, 0::bigint as over_cap_records,
    duplicates::bigint as duplicate_records, held::bigint as held_records, quantity::decimal(28, 6) as counted_quantity,
    reduction_g::decimal(28, 10) as reduction_g, emission_g::decimal(28, 10) as emission_g,
    reduction_g::decimal(28, 3) as points
from (values
    (1, date '2025-01-01', 'QUZHOU_FOUR', 'BUS_KM', 2, 2, 0, 0, 100, 5200, 0),
    (1, date '2025-01-01', 'QUZHOU_BANK', 'BUS_CARD_PAYMENT', 1, 0, 1, 0, 0, 0, 0),
    (1, date '2025-01-01', 'QUZHOU_FOUR', 'BICYCLE_KM', 1, 0, 0, 1, 0, 0, 0),
    (1, date '2025-01-01', 'CAP_TYPE', 'HOUSEHOLD_KWH', 1, 1, 0, 0, 1, 0, 497.4),
    (2, date '2025-01-01', 'QUZHOU_BANK', 'ONLINE_TRANSFER', 1, 1, 0, 0, 1, 23.096, 0)
) as t (
    person_key, month, scheme_code, behaviour_code, records, counted, duplicates, held, quantity, reduction_g,
    emission_g
);

create table facts.fct_person_month as
select
    person_key, month, date '2025-01-02' as first_on, date '2025-01-30' as last_on,
    sum(records)::bigint as records, sum(counted_records)::bigint as counted_records,
    sum(held_records)::bigint as held_records, sum(reduction_g)::decimal(28, 10) as reduction_g,
    sum(case when scheme_code = 'QUZHOU_BANK' then reduction_g else 0 end)::decimal(28, 10) as online_service_g,
    sum(case when scheme_code = 'QUZHOU_FOUR' then reduction_g else 0 end)::decimal(28, 10) as green_travel_g,
    0::decimal(28, 10) as recycling_g, 0::decimal(28, 10) as water_energy_saving_g,
    sum(emission_g)::decimal(28, 10) as emission_g
from facts.fct_personal_month
group by person_key, month;

create table facts.fct_person_year as
select * exclude (month), date '2025-01-01' as year_start from facts.fct_person_month;

create table facts.fct_person_account as
select
    person_key, '330802' as region_code, first_on, last_on, records, counted_records, held_records, reduction_g,
    reduction_g as reduction_12m_g, emission_g, 'light_green' as colour, false as has_account_consent
from facts.fct_person_year;

create table facts.fct_person_bank_month as
select 2::decimal(38, 0) as person_key, 'K1' as bank_code, date '2025-01-01' as month;

create table facts.fct_person_bank_year as
select person_key, bank_code, month as year_start from facts.fct_person_bank_month;

create table facts.fct_person_bank as select person_key, bank_code from facts.fct_person_bank_year;

create table facts.fct_points_month as
select person_key, scheme_code, month, expires_on, points from facts.fct_personal_month where points > 0;

create table facts.fct_points_use as
select
    person_key::decimal(38, 0) as person_key, scheme_code, date '2025-01-01' as month,
    redeemed::decimal(28, 3) as redeemed, expired::decimal(28, 3) as expired,
    written_off::decimal(28, 3) as written_off, balance::decimal(28, 3) as balance_end, is_overdrawn
from (values
    (1, 'QUZHOU_FOUR', 200, 5, 0, 4995, false), (2, 'QUZHOU_BANK', 24.096, 0, 0, -1, true),
    (2, 'QUZHOU_FOUR', 0, 0, 7, 0, false)
) as t (person_key, scheme_code, redeemed, expired, written_off, balance, is_overdrawn);

create table facts.fct_points_entry as
select
    person_key::decimal(38, 0) as person_key, scheme_code, date '2025-01-01' as booked_month,
    date '2025-01-31' as booked_on, entry_type, points::decimal(28, 3) as points, date '2025-01-01' as cause_month,
    cause_record, reason_code
from (values
    (1, 'QUZHOU_FOUR', 'earn', 5200, null, null), (2, 'QUZHOU_BANK', 'earn', 23.096, null, null),
    (1, 'QUZHOU_FOUR', 'redeem', -200, 'R1', null), (1, 'QUZHOU_FOUR', 'expire', -5, null, 'expired'),
    (2, 'QUZHOU_BANK', 'redeem', -24.096, 'R2', 'balance_exceeded'),
    (2, 'QUZHOU_FOUR', 'write_off', 7, null, 'balance_below_zero')
) as t (person_key, scheme_code, entry_type, points, cause_record, reason_code);

create table facts.fct_points_year as
select
    person_key, scheme_code, booked_month as year_start, sum(points)::decimal(28, 3) as points,
    sum(case when entry_type = 'earn' then points else 0 end)::decimal(28, 3) as earned_points,
    sum(case when entry_type = 'redeem' then -points else 0 end)::decimal(28, 3) as redeemed_points,
    sum(case when entry_type = 'expire' then -points else 0 end)::decimal(28, 3) as expired_points
from facts.fct_points_entry
group by person_key, scheme_code, booked_month;

create table facts.fct_points_balance as
select person_key, scheme_code, points as points_balance, 0::decimal(28, 3) as expiring_points
from facts.fct_points_year;

create table facts.fct_personal_allowance as
select
    1::decimal(38, 0) as person_key, date '2025-01-01' as period_start, 'CAP_TYPE' as scheme_code,
    0.4::decimal(18, 3) as allowance_kgco2e, 497.4::decimal(28, 10) as emission_g, -97.4::decimal(28, 10) as balance_g;

create table facts.fct_behaviour_conflict as
select date '2025-01-01' as month, 'pb' as load_id, 2::bigint as line_no, 'E1|BANK' as record_key;

create table facts.fct_points_late as
select * from (values
    (date '2025-01-01', date '2025-01-01', 1::decimal(38, 0), 'S', 5::decimal(28, 3), 0::decimal(28, 3)),
    (date '2025-01-01', date '2025-02-01', 1::decimal(38, 0), 'S', 7::decimal(28, 3), 5::decimal(28, 3))
) as late (month, booked_month, person_key, scheme_code, points, points_before);

create table marts.mart_personal_account as
select
    1::decimal(38, 0) as person_key, 100::decimal(28, 10) as reduction_g, 60::decimal(28, 10) as reduction_12m_g,
    10::decimal(28, 10) as online_service_g, 90::decimal(28, 10) as green_travel_g, 0::decimal(28, 10) as recycling_g,
    0::decimal(28, 10) as water_energy_saving_g, 'light_green' as colour;

create table marts.mart_personal_year as
select person_key, date '2025-01-01' as period_start, reduction_g, online_service_g, green_travel_g, recycling_g,
    water_energy_saving_g
from marts.mart_personal_account;

create table marts.mart_personal_month as
select
    1::decimal(38, 0) as person_key, date '2025-01-01' as period_start, 'S' as scheme_code, 'BUS_KM' as behaviour_code,
    null::date as expires_on, 4::bigint as records, 1::bigint as counted_records, 1::bigint as over_cap_records,
    1::bigint as duplicate_records, 1::bigint as held_records;

create table marts.mart_points_ledger as
select
    'e1' as entry_id, 1::decimal(38, 0) as person_key, date '2025-01-01' as booked_month, 'earn' as entry_type,
    5::decimal(28, 3) as points, -5::decimal(28, 3) as counter_points, 'S:issued' as counter_account,
    'month 2025-01-01' as cause_id;

create table marts.mart_points_balance as
select 1::decimal(38, 0) as person_key, 'S' as scheme_code, 0::decimal(28, 3) as redeemed_points,
    0::decimal(28, 3) as expired_points, 0::decimal(28, 3) as expiring_points;

create table marts.mart_personal_allowance as
select 1::decimal(38, 0) as person_key, date '2025-01-01' as period_start, 10::decimal(18, 3) as allowance_kgco2e,
    12::decimal(28, 13) as emission_kg, -2::decimal(28, 13) as balance_kg, 2::decimal(28, 13) as over_use_kg;

create table marts.mart_suspected_behaviour as
select 'E1' as event_id, 'BANK' as source_system, 1::decimal(38, 0) as person_key, 'SPEED' as rule_code,
    'open' as review, true as is_held;

insert into meta.month_build (schema_name, table_name, month, build_id) values
    ('marts', 'mart_personal_month', date '2025-01-01', 'run-1'),
    ('marts', 'mart_personal_year', date '2025-01-01', 'run-1'),
    ('marts', 'mart_points_ledger', date '2025-01-01', 'run-1');
"""

PERSON1, PERSON2 = "person_key = 1", "person_key = 2"
BUS, POWER = "behaviour_code = 'BUS_KM'", "behaviour_code = 'HOUSEHOLD_KWH'"
CAPPED, TWICE, FAST = "line_no = 2", "line_no = 3", "line_no = 4"
EARNED, REDEEMED, EXPIRED = "entry_type = 'earn'", "entry_type = 'redeem'", "entry_type = 'expire'"
LOADED = "every loaded row of a load and month is there once"
BY_OUTCOME = "records are counted by what became of them"
EARNS_NOTHING = "what does not count earns and emits nothing"
ONE_SUM = "every record that nothing stops is in one sum"
OF_GROUPS = "the grams of a month are those of its groups"
OF_BEHAVIOURS = "a month is the sum of its behaviours"
POINTS_OF_BEHAVIOURS = "the points of a month are those of its behaviours"
EARNED_IS_BOOKED = "what is booked as earned is what was earned"
ENTRY_TEXT = "an entry adds or takes as its kind says"
NEWEST = "of the newest month only what counts earns, and what waits has a reason"
BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_behaviour_class"): [
        changed("version_class is in its value set", "version_class = 'lost'", "version_class = 'superseded'"),
        changed(LOADED, "row_count = row_count + 1", "is_quarantined"),
    ],
    ("facts", "fct_behaviour_verdict"): [
        changed("a rule that hit has a review, if an open one", "review = 'forgotten'", FAST),
        changed("a winner has a number and a system", "winner_source_system = null", TWICE),
        changed("a verdict says something", "counted_quantity = null, counted_g = null", CAPPED),
        changed("a cap leaves something or nothing", "counted_quantity = -1", CAPPED),
    ],
    ("facts", "fct_personal_behaviour"): [changed(NEWEST, "points = 1", FAST)],
    ("facts", "fct_personal_month"): [
        changed(BY_OUTCOME, "held_records = 1", BUS),
        changed(EARNS_NOTHING, "points = 1", "counted_records = 0"),
        changed("a behaviour reduces or emits, never both", "reduction_g = 1", POWER),
        changed(ONE_SUM, "records = records + 1, counted_records = counted_records + 1", BUS),
    ],
    ("facts", "fct_person_month"): [
        changed(OF_GROUPS, "recycling_g = 1", PERSON1),
        changed(
            "not more counts than there is, and the first day is not after the last", "first_on = '2025-01-31'", PERSON2
        ),
        changed(OF_BEHAVIOURS, "emission_g = emission_g + 1", PERSON1),
    ],
    ("facts", "fct_person_year"): [
        changed("the grams of a year are those of its groups", "recycling_g = 1", PERSON1),
        changed("a year is the sum of its months", "records = records + 1", PERSON1),
    ],
    ("facts", "fct_person_account"): [
        changed("colour is in its value set", "colour = 'blue'", PERSON1),
        changed("nobody saved more in twelve months than ever", "reduction_12m_g = reduction_g + 1", PERSON1),
        changed("an account is the sum of its years", "emission_g = emission_g + 1", PERSON1),
    ],
    ("facts", "fct_person_bank_month"): [changed("a person and a bank are named", "bank_code = null", PERSON2)],
    ("facts", "fct_person_bank_year"): [changed("a person and a bank are named", "bank_code = null", PERSON2)],
    ("facts", "fct_person_bank"): [removed("there are as many as the years name", PERSON2)],
    ("facts", "fct_points_month"): [
        changed("a row has points", "points = 0", PERSON2, POINTS_OF_BEHAVIOURS),
        changed(POINTS_OF_BEHAVIOURS, "points = points + 1", PERSON2),
    ],
    ("facts", "fct_points_use"): [
        changed("nothing is redeemed, lost or written off below zero", "expired = -5", PERSON1),
        changed("overdrawn is a month that redeems and ends below zero", "is_overdrawn = false", "balance_end < 0"),
        changed("a debt that is written off is none afterwards", "balance_end = 1", "written_off > 0"),
    ],
    ("facts", "fct_points_entry"): [
        changed(ENTRY_TEXT, "points = -points", EXPIRED),
        changed("an entry names its cause", "cause_record = null", REDEEMED),
        changed("what is not an ordinary month has a reason", "reason_code = null", EXPIRED),
        changed("an entry is booked on a day of its month", "booked_on = date '2025-02-01'", EXPIRED),
        changed(EARNED_IS_BOOKED, "points = points + 1", EARNED),
    ],
    ("facts", "fct_points_year"): [
        changed("only a write-off adds to what is earned less what went", "redeemed_points = -1", PERSON1),
        changed("a year is the sum of its entries", "points = points + 1", PERSON1),
    ],
    ("facts", "fct_points_balance"): [
        changed("what will be lost is in the balance", "expiring_points = 4996", PERSON1),
        changed("balances are the sum of all entries", "points_balance = points_balance + 1", PERSON1),
    ],
    ("facts", "fct_personal_allowance"): [
        changed("what is left is the allowance less what was emitted", "balance_g = 97.4", PERSON1),
        changed("an allowance is of a year and not negative", "period_start = date '2025-02-01'", PERSON1),
    ],
    ("facts", "fct_behaviour_conflict"): [
        changed("a conflict names its line and record", "record_key = null", "line_no = 2"),
    ],
    ("facts", "fct_points_late"): [
        changed("nothing is booked before its month", "booked_month = date '2024-12-01'", "points = 5"),
        changed("what it was worth before is what it was worth last", "points_before = 6", "points_before = 5"),
    ],
    ("marts", "mart_personal_account"): [
        changed("twelve months are a part of the whole", "reduction_12m_g = 101", PERSON1),
        changed("groups add up to the whole", "recycling_g = 1", PERSON1),
        changed("nobody is coloured who saved nothing in twelve months", "reduction_12m_g = 0", PERSON1),
    ],
    ("marts", "mart_personal_month"): [
        changed("records are counted, over a cap, duplicates or held", "records = 5", PERSON1),
    ],
    ("marts", "mart_personal_year"): [
        changed("groups of the year add up", "recycling_g = 1", PERSON1),
    ],
    ("marts", "mart_points_ledger"): [
        changed("both sides add up to zero", "counter_points = -4", PERSON1),
        changed("an entry names its kind and cause", "entry_type = 'gift'", PERSON1),
    ],
    ("marts", "mart_points_balance"): [
        changed("nothing is redeemed or lost below zero", "redeemed_points = -1", PERSON1),
    ],
    ("marts", "mart_personal_allowance"): [
        changed("over-use is what the balance is below zero", "over_use_kg = 0", PERSON1),
    ],
    ("marts", "mart_suspected_behaviour"): [
        changed("what no review has cleared is held", "is_held = false", PERSON1),
        changed("a suspicion names its rule", "rule_code = 'HUNCH'", PERSON1),
    ],
}
