"""What a CSV delivery may look like, and the physical line that each row is known by."""

from datetime import UTC, datetime

import pytest

from dagster_project.lib.loading.limits import Limits

from .world import World

HEADER = "station_id,read_at,level,mode"
GOOD = "S1,2024-02-01T08:00:00,1.5,dry"


@pytest.mark.parametrize("name", ["a.csv", "A.CSV", "a.csv.gz", "any name 水位 [1]*?.csv", "it's;--.csv"])
def test_a_file_may_have_any_name(world: World, name: str) -> None:
    outcome = world.loaded(f"{HEADER}\n{GOOD}\n", name)
    assert (outcome.status, outcome.rows_loaded, outcome.message) == ("loaded", 1, None)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{GOOD}\n",
        f"{HEADER}\r\n{GOOD}\r\n",
        f"\ufeff{HEADER}\n{GOOD}",
        f"\ufeff{HEADER}\r\n{GOOD}",
        '"station_id","read_at","level","mode"\n"S1","2024-02-01T08:00:00","1.5","dry"\n',
        "level,mode,read_at,station_id\n1.5,dry,2024-02-01T08:00:00,S1\n",
        " station_id , read_at,level,mode\n" + GOOD,
    ],
    ids=["lf", "crlf", "bom", "bom crlf no end", "quoted", "other order", "blanks in header"],
)
def test_every_allowed_form_gives_the_same_row(world: World, content: str) -> None:
    assert world.loaded(content).status == "loaded"
    assert world.rows("station_id, read_at, level::text, mode, _line_no") == [
        ("S1", datetime(2024, 2, 1, 0, 0), "1.500", "dry", 2)
    ]


def test_lines_are_physical_lines(world: World) -> None:
    world.meta = "reject_limit: 1"
    lines = [
        '"station_id",read_at,level,mode,"no\nte"',  # 1 and 2
        "S1,2024-02-01T08:00:00,1,dry,",  # 3
        'S2,2024-02-01T08:00:00,2,dry,"one\r\ntwo\nthree"',  # 4, 5, 6
        "",  # 7: no row
        "S3,2024-02-01T08:00:00,3",  # 8: too short
        'S4,2024-02-01T08:00:00,x,dry,"a\nb"',  # 9, 10: not a number
        ",,,,",  # 11: a row without any value
        "\r",  # 12: no row
        'S5,2024-02-01T08:00:00,"5","dry",",""",""6""',  # 13: too long
        "S6,2024-02-01T08:00:00,6,dry,",  # 14
        "",
        "",
    ]
    outcome = world.loaded("\n".join(lines))
    assert (outcome.rows_delivered, outcome.rows_loaded, outcome.rows_rejected) == (7, 3, 4)
    assert world.rows("station_id, _line_no") == [("S1", 3), ("S2", 4), ("S6", 14)]
    assert world.rejects() == [
        (8, None, "wrong_column_count"),
        (9, "level", "not_a_number"),
        (11, "station_id", "missing_required"),
        (13, None, "wrong_column_count"),
    ]


def test_lines_stay_right_across_many_blocks(world: World) -> None:
    """The parser reads block by block and tells about malformed records apart from good ones."""
    world.limits = Limits(record_bytes=200)
    lines, good, bad = [HEADER], [], []
    number = 2
    for row in range(400):
        if row % 7 == 3:
            lines.append(f"S{row},2024-02-01T08:00:00")
            bad.append(number)
        elif row % 11 == 5:
            lines.append("")
        elif row % 5 == 1:
            lines.append(f'"S{row}\n",2024-02-01T08:00:00,1,dry')
            good.append(number)
            number += 1
        else:
            lines.append(f"S{row},2024-02-01T08:00:00,1,dry")
            good.append(number)
        number += 1
    world.loaded("\n".join(lines))
    assert [line for (line,) in world.rows("_line_no")] == good
    assert [line for (line,) in world.rejects("line_no")] == bad


def test_a_header_alone_is_a_load_without_rows(world: World) -> None:
    outcome = world.loaded(HEADER)
    assert (outcome.status, outcome.rows_delivered) == ("loaded", 0)
    assert "no rows" in (outcome.message or "")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        ("", "a.csv", "the file is empty"),
        ("\ufeff", "a.csv", "the file is empty"),
        (f"{HEADER}\n".encode() + "电表".encode("gbk"), "a.csv", "line 2 is not UTF-8"),
        (f"{HEADER}\n{GOOD}\nS2,".encode() + "水".encode()[:2], "a.csv", "line 3 is not UTF-8"),
        ("station_id;read_at;level\nS1;2024-02-01;1\n", "a.csv", "separated by commas"),
        ("station_id,level\nS1,1\n", "a.csv", "the required column read_at is missing"),
        ("level\n1\n", "a.csv", "the required columns station_id, read_at are missing"),
        (f"{HEADER},level\n{GOOD},2\n", "a.csv", "the column level appears more than once"),
        (f'{HEADER}\n{GOOD}\nS2,2024-02-01T08:00:00,2,"dry\n{GOOD}\n', "a.csv", "quoted value is still open"),
        (f'{HEADER}\n{GOOD}\nS2,2024-02-01T08:00:00,"2,dry\n', "a.csv", "quoted value is still open"),
        (f"{HEADER}\r{GOOD}\r", "a.csv", "carriage return alone"),
        (f"{HEADER}\r{GOOD}\r\n{GOOD}\n", "a.csv", "carriage return alone"),
        ("x", "a.xlsx", "not a .csv, .csv.gz or .parquet file"),
        ("no parquet", "a.parquet", "cannot be read as Parquet"),
    ],
)
def test_an_unreadable_file_is_rejected_whole(world: World, content: str | bytes, name: str, sentence: str) -> None:
    outcome = world.loaded(content, name)
    assert outcome.status == "rejected"
    assert sentence in (outcome.message or "")
    assert "\n" not in (outcome.message or "")
    assert (outcome.rows_delivered, outcome.rows_loaded, outcome.rows_rejected, outcome.rounded_values) == (0, 0, 0, 0)
    assert world.rows() == []


def test_a_broken_gzip_is_rejected(world: World) -> None:
    path = world.deliver(f"{HEADER}\n{GOOD}\n" * 1000, "a.csv.gz")
    path.write_bytes(path.read_bytes()[:-20])
    world.deliver("plain text", "b.csv")
    (world.source_folder / "b.csv").rename(world.source_folder / "b.csv.gz")
    assert [outcome.message for outcome in world.load()] == ["the file is not a complete gzip file"] * 2


def test_a_file_may_expand_to_the_limits_only(world: World) -> None:
    content = f"{HEADER}\n" + f"{GOOD}\n" * 20_000
    world.limits = Limits(expanded_bytes=100_000)
    assert "expands to more than 100000 bytes" in (world.loaded(content, "a.csv.gz").message or "")
    world.limits = Limits(ratio=20, ratio_counts_from=1000)
    assert "more than 20 times" in (world.loaded(content + f"{GOOD}\n", "b.csv.gz").message or "")
    world.limits = Limits(record_bytes=100)
    assert "longer than 100 bytes" in (world.loaded(f"{HEADER}\n{GOOD}{'y' * 200}\n", "c.csv").message or "")
    world.limits = Limits(empty_lines=10)
    assert "more than 10 empty lines" in (world.loaded(HEADER + "\n" * 30, "d.csv").message or "")
    world.limits = Limits(header_bytes=20)
    assert "header line does not end" in (world.loaded(f"{HEADER}\n{GOOD}\n", "e.csv").message or "")
    assert world.rows() == []


def test_moments_keep_the_instant_and_the_day_on_the_wall_clock(world: World) -> None:
    texts = {
        "2024-02-01T00:30:00": ("2024-01-31 16:30:00", "2024-02-01"),  # without an offset: the home's zone
        "2024-02-01T00:30": ("2024-01-31 16:30:00", "2024-02-01"),
        "2024-02-01 00:30:00.25": ("2024-01-31 16:30:00.25", "2024-02-01"),
        "2024-02-01T00:30:00Z": ("2024-02-01 00:30:00", "2024-02-01"),
        "2024-02-01T00:30:00+08:00": ("2024-01-31 16:30:00", "2024-02-01"),
        "2024-02-01T00:30:00+0530": ("2024-01-31 19:00:00", "2024-02-01"),
        "2024-01-31T23:30:00-08": ("2024-02-01 07:30:00", "2024-01-31"),
        "2024-01-31T23:30:00 -03:30": ("2024-02-01 03:00:00", "2024-01-31"),
        "2024-01-31T24:00:00": ("2024-01-31 16:00:00", "2024-02-01"),  # ISO 8601's end of a day
    }
    world.loaded("\n".join([HEADER, *(f"S,{text},1,dry" for text in texts)]))
    assert world.rows("read_at::text, read_at_local_on::text") == list(texts.values())


def test_the_homes_zone_is_a_setting(world: World) -> None:
    world.home.update_settings(timezone="America/Los_Angeles")
    world.loaded(f"{HEADER}\nS,2024-07-01T20:00:00,1,dry\nS,2024-01-01T20:00:00,1,dry\n")
    assert world.rows("read_at, read_at_local_on::text") == [
        (datetime(2024, 7, 2, 3, 0), "2024-07-01"),
        (datetime(2024, 1, 2, 4, 0), "2024-01-01"),
    ]


def test_rows_carry_load_line_and_known_at(world: World) -> None:
    stated = {"delivered_at": "2024-02-02T10:00:00+08:00"}
    outcome = world.loaded(f"{HEADER}\n{GOOD}\n", manifest=stated)
    assert world.rows("_load_id, _line_no, _known_at") == [(outcome.load_id, 2, datetime(2024, 2, 2, 2, 0))]
    assert outcome.known_at == datetime(2024, 2, 2, 2, 0, tzinfo=UTC)
