"""Runs the floor's SQL on a landing folder and says how long each step took."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.lib.running.project import SEEDS
from dagster_project.lib.sql import literal

MEMORY, THREADS = "8GB", 2
BLOCK_BYTES = 64  # of SHA-256, for the two pads of HMAC
NAME = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class FloorRun:
    """Seconds by step, in order, and what was computed."""

    seconds: dict[str, float]
    records: int
    reduction_g: str

    @property
    def total_seconds(self) -> float:
        return sum(self.seconds.values())


def run_floor(landing: Path, work: Path, key: bytes, as_of_month: date) -> FloorRun:
    """Compute everything from the delivered files of residents; ``work`` takes the database, raw rows and marts."""
    (work / "out").mkdir(parents=True, exist_ok=True)
    texts = {"landing": landing, "seeds": SEEDS, "raw": work / "raw"}
    values = {name: literal(value) for name, value in texts.items()}
    values["out"] = literal(work / "out")[1:-1]  # a part of longer literals
    values |= {"inner_pad": _pad(key, 0x36), "outer_pad": _pad(key, 0x5C), "as_of_month": f"date '{as_of_month}'"}
    seconds: dict[str, float] = defaultdict(float)
    with duckdb.connect(work / "floor.duckdb") as database:
        database.execute(
            f"set threads = {THREADS}; set memory_limit = '{MEMORY}'; set preserve_insertion_order = false;"
            f" set temp_directory = {literal(work / 'spill')}"
        )

        def step(name: str, **more: str) -> None:
            began = time.monotonic()
            database.execute(filled(_text(name), values | more))
            seconds[name] += time.monotonic() - began

        step("setup")
        for file in sorted((landing / "personal_behaviour").glob("*.parquet")):
            step("load", **_of_file(file))
        for folder in sorted((work / "raw").glob("month=*")):
            month = folder.name.partition("=")[2]
            step("month", month=f"date '{month}'", raw_of_month=literal(folder / "*.parquet"))
        step("totals")
        step("write")
        counted = database.execute("select count(*), sum(reduction_g) from fct_personal_behaviour").fetchone()
    assert counted is not None
    return FloorRun(dict(seconds), counted[0], str(counted[1]))


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its names in braces replaced; a name that nobody gave is an error."""
    return NAME.sub(lambda match: values[match[1]], text)


def _of_file(file: Path) -> dict[str, str]:
    stated = json.loads(file.with_name(f"{file.name}.manifest.json").read_text(encoding="utf-8"))
    return {
        "file": literal(file),
        "load_id": literal(file.stem),
        "known_at": literal(stated["delivered_at"][:19]),
        "pattern": literal(f"{file.stem}_{{i}}"),
    }


def _text(name: str) -> str:
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")


def _pad(key: bytes, byte: int) -> str:
    """A padded key of HMAC as a literal of bytes."""
    key = hashlib.sha256(key).digest() if len(key) > BLOCK_BYTES else key
    padded = bytes(part ^ byte for part in key.ljust(BLOCK_BYTES, b"\0"))
    return "'" + "".join(f"\\x{part:02X}" for part in padded) + "'"
