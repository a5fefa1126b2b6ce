"""Every reason for which a row is rejected, with the value that causes it, and the values that only look wrong."""

import pytest

from .world import World

HEADER = "station_id,read_at,minutes,level,checked_on,is_manual,mode"
GOOD = {
    "station_id": "S1",
    "read_at": "2024-02-01T08:00:00",
    "minutes": "15",
    "level": "1.5",
    "checked_on": "2024-02-01",
    "is_manual": "true",
    "mode": "dry",
}


def line(**values: str) -> str:
    return ",".join((GOOD | values).values())


BAD = [
    ("station_id", "", "missing_required"),
    ("read_at", "", "missing_required"),
    ("level", '""', "missing_required"),
    ("read_at", "yesterday", "not_a_timestamp"),
    ("read_at", "2024-02-01", "not_a_timestamp"),
    ("read_at", "2024-02-30T08:00:00", "not_a_timestamp"),
    ("read_at", "2024-01-31T24:15:00", "not_a_timestamp"),
    ("read_at", "2024-02-01T25:00:00", "not_a_timestamp"),
    ("read_at", "2024-02-01T08:00:00+19:00", "not_a_timestamp"),
    ("read_at", "01/02/2024 08:00", "not_a_timestamp"),
    ("read_at", "24:00", "not_a_timestamp"),
    ("minutes", "quarter", "not_an_int"),
    ("minutes", "1.5", "not_an_int"),
    ("minutes", "0x10", "not_an_int"),
    ("minutes", "99999999999999999999", "overflow"),
    ("minutes", "0", "out_of_range"),
    ("minutes", "-15", "out_of_range"),
    ("minutes", "1441", "out_of_range"),
    ("level", "high", "not_a_number"),
    ("level", '"1,5"', "not_a_number"),
    ("level", "1_000", "not_a_number"),
    ("level", "inf", "not_a_number"),
    ("level", "nan", "not_a_number"),
    ("level", "１", "not_a_number"),
    ("level", "=1+1", "not_a_number"),
    ("level", " ", "not_a_number"),
    ("level", "100000", "overflow"),
    ("level", "99999.9999", "overflow"),
    ("level", "1e300", "overflow"),
    ("level", "-0.001", "out_of_range"),
    ("level", "500.001", "out_of_range"),
    ("checked_on", "2024/02/01", "not_a_date"),
    ("checked_on", "2024-2-1", "not_a_date"),
    ("checked_on", "20240201", "not_a_date"),
    ("checked_on", "2024-02-30", "not_a_date"),
    ("checked_on", "0000-01-01", "not_a_date"),
    ("checked_on", "2024-02-01T08:00:00", "not_a_date"),
    ("checked_on", "2024-02-15", "pattern_mismatch"),
    ("is_manual", "perhaps", "not_a_bool"),
    ("mode", "DRY", "not_in_set"),
    ("mode", "frozen", "not_in_set"),
]


@pytest.mark.parametrize(("column", "value", "code"), BAD)
def test_a_bad_value_rejects_its_row_only(world: World, column: str, value: str, code: str) -> None:
    outcome = world.loaded("\n".join([HEADER, line(), line(**{column: value}), line()]))
    assert (outcome.status, outcome.rows_loaded, outcome.rows_rejected) == ("loaded", 2, 1)
    ((number, name, reason_code, reason),) = world.rejects("line_no, column_name, reason_code, reason")
    assert (number, name, reason_code) == (3, column, code)
    assert reason.startswith(f"{column} holds ")
    shown = value.strip('"')
    assert len(shown) < 4 or shown not in reason, "a reason names the class of a value, never the value"


@pytest.mark.parametrize(
    ("column", "value", "loaded"),
    [
        ("minutes", "15.0", "15"),
        ("minutes", "1440", "1440"),
        ("minutes", "", None),
        ("level", "0", "0.000"),
        ("level", "500", "500.000"),
        ("level", " 1.25 ", "1.250"),
        ("level", "+1", "1.000"),
        ("level", ".5", "0.500"),
        ("level", "5.", "5.000"),
        ("level", "1.25e2", "125.000"),
        ("checked_on", "2024-02-01T00:00:00", "2024-02-01"),
        ("is_manual", "FALSE", "false"),
        ("is_manual", "1", "true"),
        ("is_manual", "否", "false"),
        ("mode", "", None),
        ("station_id", '" 水;\'""\n"', " 水;'\"\n"),
    ],
)
def test_a_good_value_loads_as_it_is(world: World, column: str, value: str, loaded: str | None) -> None:
    """Absent stays null: defaults are not the raw zone's matter."""
    assert world.loaded("\n".join([HEADER, line(**{column: value})])).rows_rejected == 0
    assert world.rows(f"{column}::text") == [(loaded,)]


@pytest.mark.parametrize(
    ("value", "loaded", "rounded"),
    [
        ("1.0005", "1.001", 1),
        ("1.0004999", "1.000", 1),
        ("0.0005", "0.001", 1),
        ("2.4995", "2.500", 1),
        ("1.500000", "1.500", 0),
        ("1.5", "1.500", 0),
        ("15e-1", "1.500", 0),
        ("12345e-7", "0.001", 1),
        ("499.99999999", "500.000", 1),
    ],
)
def test_surplus_digits_are_rounded_away_from_zero_and_counted(
    world: World, value: str, loaded: str, rounded: int
) -> None:
    outcome = world.loaded("\n".join([HEADER, line(level=value)]))
    assert (outcome.rounded_values, world.rows("level::text")) == (rounded, [(loaded,)])


def test_negative_numbers_round_away_from_zero_too(world: World) -> None:
    world.columns = """
          - {name: station_id, data_type: text}
          - {name: level, data_type: "dec(8,3)"}"""
    world.key = "station_id"
    outcome = world.loaded("station_id,level\nS,-1.0005\nS,-1.0004\n")
    assert (outcome.rounded_values, world.rows("level::text")) == (2, [("-1.001",), ("-1.000",)])


def test_rounding_is_counted_for_rows_that_load(world: World) -> None:
    lines = [HEADER, line(level="1.00001"), line(level="1.00001", mode="frozen"), line()]
    assert world.loaded("\n".join(lines)).rounded_values == 1


def test_the_first_problem_of_a_row_is_its_reason(world: World) -> None:
    world.loaded("\n".join([HEADER, line(level="x", minutes="0", mode="frozen"), line()]))
    assert world.rejects() == [(2, "minutes", "out_of_range")]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"level": "x"}, "level holds text, where a number (dec(8,3)) is expected"),
        ({"level": "-1"}, "level holds a negative number, but must be at least 0 and at most 500"),
        ({"minutes": "0"}, "minutes holds a number, but must be above 0 and at most 1440"),
        ({"level": ""}, "level holds no value, but a value is required"),
        ({"mode": "2024-01-01"}, "mode holds a date, but must be one of dry, wet"),
        ({"level": "100000"}, "level holds a number, which does not fit dec(8,3)"),
    ],
)
def test_a_reason_is_a_sentence(world: World, values: dict[str, str], reason: str) -> None:
    world.loaded("\n".join([HEADER, line(**values), line()]))
    assert world.rejects("reason") == [(reason,)]


ONE_OF = """
          - {name: event_id, data_type: text, config: {meta: {required: true}}}
          - {name: person_id, data_type: text}
          - {name: account_id, data_type: text}
          - {name: amount, data_type: "dec(9,2)", config: {meta: {minimum: 0}}}
"""


def test_a_row_fills_exactly_one_of_the_columns_that_the_contract_names(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARBON_PERSON_KEY", "a key for tests only")
    world.columns, world.key = ONE_OF, "event_id"
    world.meta = (
        "exactly_one_of: [person_id, account_id]\n"
        "            secret: {column: person_id, key_column: person_key, namespace: person}"
    )
    rows = ["E1,P1,,1", "E2,,A1,2", "E3,,,3", "E4,P1,A1,4", "E5,,,-5", "E6,,", "E7,,A1,", "E8,,A1,"]
    outcome = world.loaded("event_id,person_id,account_id,amount\n" + "\n".join(rows))
    assert (outcome.status, outcome.rows_loaded, outcome.rows_rejected) == ("loaded", 4, 4)
    assert world.rows("event_id") == [("E1",), ("E2",), ("E7",), ("E8",)]
    assert world.rejects("line_no, column_name, reason_code, reason") == [
        (4, None, "not_exactly_one", "exactly one of person_id, account_id must have a value, the line has 0"),
        (5, None, "not_exactly_one", "exactly one of person_id, account_id must have a value, the line has 2"),
        (6, "amount", "out_of_range", "amount holds a negative number, but must be at least 0"),
        (7, None, "wrong_column_count", "the line has 3 values, the header another number of names"),
    ]


def test_a_file_without_one_of_these_columns_fills_the_other(world: World) -> None:
    world.columns, world.key, world.meta = ONE_OF, "event_id", "exactly_one_of: [person_id, account_id]"
    outcome = world.loaded("event_id,account_id\nE1,A1\nE2,\n")
    assert (outcome.rows_loaded, outcome.rows_rejected) == (1, 1)
