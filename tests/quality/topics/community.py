"""Anonymous totals and what they are made of: the tables and one wrong word for each expectation.

January 2024 has closed: 30 persons of one county, 20 of them in V1. Nine enterprises of two counties.
"""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
create table if not exists reference.resident_rule as
select * from (values ('K_PERSONS', 10), ('K_ENTERPRISES', 3)) as t (rule_code, value);

create table if not exists staging.base_person_registry as
select n::decimal(38, 0) as person_key, 'current' as version_class from range(30) as t (n);

create table facts.fct_person_version as
select
    person_key, '330803' as region_code, case when person_key < 20 then 'V1' else 'V2' end as village_code,
    timestamp '2024-01-01 00:00:00' as known_from, null::timestamp as known_until
from staging.base_person_registry
where version_class = 'current'
union all
select person_key, '330802', 'V9', timestamp '2023-01-01 00:00:00', timestamp '2024-01-01 00:00:00'
from staging.base_person_registry
where version_class = 'current'
limit 1000;

create table facts.fct_consent_span as
select
    n::decimal(38, 0) as person_key, 'account' as purpose, true as is_granted,
    timestamp '2024-01-01 00:00:00' as held_from, timestamp '2024-06-01 00:00:00' as held_until
from range(30) as t (n);

create table facts.fct_month_close as
select
    month, (month + interval 1 month + interval 15 day)::timestamp as closed_at, month < date '2024-02-01' as is_closed,
    repeat('a', 32) as register_digest
from (values (date '2024-01-01'), (date '2024-02-01')) as t (month);

create table facts.fct_community_month as
select
    date '2024-01-01' as month, region_code, village_code, false as has_online_service, persons > 0 as has_green_travel,
    false as has_recycling, false as has_water_energy_saving, persons::bigint as persons,
    persons::bigint as counted_records, (persons * 1000)::decimal(33, 10) as reduction_g,
    0::decimal(33, 10) as online_service_g, (persons * 1000)::decimal(33, 10) as green_travel_g,
    0::decimal(33, 10) as recycling_g, 0::decimal(33, 10) as water_energy_saving_g,
    timestamp '2024-02-16 00:00:00' as closed_at
from (values ('', '', 0), ('330803', 'V1', 20), ('330803', 'V2', 10)) as t (region_code, village_code, persons);

create table marts.mart_community_month as
select
    date '2024-01-01' as period_start, level, '330800' as city_code, region_code, village_code,
    village_code = 'OTHER' as is_other, persons::bigint as persons, persons::bigint as counted_records,
    persons::decimal(28, 13) as reduction_kg, green_level
from (values
    ('city', '330800', '', 30, null),
    ('county', '330803', '', 30, null),
    ('village', '330803', 'V1', 20, 1),
    ('village', '330803', 'OTHER', 10, null)
) as t (level, region_code, village_code, persons, green_level);

create table marts.mart_community_group as
select
    date '2024-01-01' as period_start, '330803' as region_code, scenario_group, scenario_group = 'OTHER' as is_other,
    kg::decimal(28, 13) as reduction_kg, share::decimal(9, 6) as share_pct
from (values ('green_travel', 24, 80), ('OTHER', 6, 20)) as t (scenario_group, kg, share);

create table marts.mart_public_emission as
select
    date '2024-01-01' as period_start, level, '330000' as province_code, city_code, county_code, section_code,
    division_code, 'OTHER' in (county_code, section_code) as is_other, enterprises::bigint as enterprises,
    (enterprises * 10)::decimal(28, 13) as total_location_t, enterprises::decimal(28, 10) as energy_tce
from (values
    ('province', '', '', '', '', 9),
    ('city', '330800', '', '', '', 9),
    ('county', '330800', '330803', '', '', 6),
    ('county', '330800', 'OTHER', '', '', 3),
    ('section', '330800', '330803', 'C', '', 3),
    ('section', '330800', '330803', 'OTHER', '', 3),
    ('division', '330800', '330803', 'C', '30', 3)
) as t (level, city_code, county_code, section_code, division_code, enterprises);

create table marts.mart_disclosed_colour as
select
    'Cement works' as account_name, 'C' as section_code, '30' as division_code, date '2024-01-01' as period_start,
    'yellow' as colour;
"""

GROUPS = ("online_service", "green_travel", "recycling", "water_energy_saving")
TOTAL = ("month", "region_code", "village_code", *(f"has_{group}" for group in GROUPS))
CELL = ("period_start", "level", "city_code", "region_code", "village_code")
INDUSTRY = ("period_start", "level", "province_code", "city_code", "county_code", "section_code", "division_code")
DISCLOSED = ("account_name", "section_code", "division_code", "period_start", "colour")
OPEN_VERSIONS = "as many versions are open as persons are registered"
CLOSED_ONLY = "there are rows of every closed month, and of no other"
NAMED_GROUPS = "grams are those of the groups that the row names"
ADD_UP = "children add up to their parent"
GROUPS_ADD_UP = "groups add up to a county that is shown"
ENOUGH_PERSONS = "no cell tells of fewer persons than the limit"
ENOUGH_ENTERPRISES = "no cell tells of fewer enterprises than the limit"
FIRST, V1, LAST_VILLAGE = "person_key = 0", "village_code = 'V1'", "village_code = 'OTHER'"
JANUARY, TRAVEL, DIVISION = "month = date '2024-01-01'", "scenario_group = 'green_travel'", "level = 'division'"


def unique(columns: tuple[str, ...]) -> str:
    return f"{', '.join(columns)} are unique together"


BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_person_version"): [
        changed("a version ends after it begins", "known_until = known_from", f"{FIRST} and known_until is not null"),
        removed(OPEN_VERSIONS, f"{FIRST} and known_until is null"),
    ],
    ("facts", "fct_consent_span"): [
        changed("purpose is in its value set", "purpose = 'bank_sharing:B1'", FIRST),
        changed("a decision holds until after it began", "held_until = held_from", FIRST),
    ],
    ("facts", "fct_month_close"): [
        repeated("month is unique", JANUARY),
        changed("a month closes after its end", "closed_at = timestamp '2024-01-31 23:59:59'", JANUARY),
    ],
    ("facts", "fct_community_month"): [
        repeated(unique(TOTAL), V1),
        changed("persons is in its range", "persons = -1", V1),
        changed(CLOSED_ONLY, "month = date '2024-02-01'", JANUARY),
        changed(NAMED_GROUPS, "has_recycling = true", V1),
    ],
    ("marts", "mart_community_month"): [
        repeated(unique(CELL), V1, ADD_UP),
        changed("level is in its value set", "level = 'street'", LAST_VILLAGE),
        changed("green_level is in its range", "green_level = 6", V1),
        changed(ENOUGH_PERSONS, "persons = 9", LAST_VILLAGE, ADD_UP),
        removed(ADD_UP, LAST_VILLAGE),
    ],
    ("marts", "mart_community_group"): [
        repeated(unique(("period_start", "region_code", "scenario_group")), TRAVEL, GROUPS_ADD_UP),
        changed("scenario_group is in its value set", "scenario_group = 'walking'", TRAVEL),
        changed("share_pct is in its range", "share_pct = 101", TRAVEL),
        changed(GROUPS_ADD_UP, "region_code = '330802'", "true"),
    ],
    ("marts", "mart_public_emission"): [
        repeated(unique(INDUSTRY), DIVISION, ADD_UP),
        changed("level is in its value set", "level = 'class'", DIVISION, ADD_UP),
        changed(ENOUGH_ENTERPRISES, "enterprises = 2", DIVISION, ADD_UP),
        removed(ADD_UP, "county_code = 'OTHER'"),
    ],
    ("marts", "mart_disclosed_colour"): [
        repeated(unique(DISCLOSED), "true"),
        changed("colour is in its value set", "colour = 'none'", "true"),
    ],
}
