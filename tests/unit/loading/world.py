"""A small world for tests of the loader: a home, a landing folder and an invented source with every column type.

Belongs here: delivering bytes and loading them. Judging what came out is the tests' work.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.lib.contract import SourceContract, read_contract_file
from dagster_project.lib.home import Home
from dagster_project.lib.loading import LoadOutcome, ledger, load_source
from dagster_project.lib.loading.limits import LIMITS, Limits

STARTED_AT = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
COLUMNS = """
          - {name: station_id, data_type: text, config: {meta: {required: true}}}
          - {name: read_at, data_type: ts, config: {meta: {required: true}}}
          - {name: minutes, data_type: int,
             config: {meta: {minimum: 0, minimum_is_exclusive: true, maximum: 1440}}}
          - {name: level, data_type: "dec(8,3)", config: {meta: {required: true, minimum: 0, maximum: 500}}}
          - {name: checked_on, data_type: date, config: {meta: {pattern: "[0-9]{4}-[0-9]{2}-01"}}}
          - {name: is_manual, data_type: bool}
          - {name: mode, data_type: text, config: {meta: {values: [dry, wet], default: dry}}}
"""


def contract_text(columns: str = COLUMNS, meta: str = "", key: str = "station_id, read_at") -> str:
    return f"""
sources:
  - name: raw
    schema: raw
    tables:
      - name: river_level
        description: One row per station and moment (水位).
        config:
          meta:
            family: rivers
            title_zh: 水位
            key: [{key}]
            {meta}
        columns:{columns}"""


@dataclass
class World:
    """Delivers and loads; `started_at` may be moved."""

    folder: Path
    columns: str = COLUMNS
    meta: str = ""
    key: str = "station_id, read_at"
    started_at: datetime = STARTED_AT
    limits: Limits = LIMITS
    home: Home = field(init=False)

    def __post_init__(self) -> None:
        self.home = Home.open(self.folder / "home")
        self.source_folder.mkdir()

    @property
    def source_folder(self) -> Path:
        return self.home.landing / "river_level"

    @property
    def contract(self) -> SourceContract:
        path = self.folder / "_rivers__sources.yml"
        path.write_text(contract_text(self.columns, self.meta, self.key), encoding="utf-8")
        return read_contract_file(path)[0]

    def deliver(self, content: str | bytes, name: str = "a.csv", manifest: dict[str, Any] | str | None = None) -> Path:
        data = content.encode() if isinstance(content, str) else content
        path = self.source_folder / name
        path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
        if manifest is not None:
            text = manifest if isinstance(manifest, str) else json.dumps(manifest)
            path.with_name(name + ".manifest.json").write_text(text)
        return path

    def load(self) -> list[LoadOutcome]:
        return load_source(
            self.home,
            self.contract,
            self.home.landing,
            run_id="run-1",
            started_at=self.started_at,
            limits=self.limits,
        )

    def loaded(self, content: str | bytes, name: str = "a.csv", **stated: Any) -> LoadOutcome:
        """Deliver one file, load, and return what became of it."""
        self.deliver(content, name, **stated)
        (outcome,) = [outcome for outcome in self.load() if outcome.file_name == name]
        return outcome

    def rows(self, columns: str = "*", order: str = "_line_no") -> list[tuple[Any, ...]]:
        """The rows that the ledger makes visible; requests to be erased are not among them."""
        files = sorted(
            str(self.home.raw / file["path"])
            for load in ledger.read(self.home).loads.values()
            if load.status() == "loaded" and load.source != "erasure_request"
            for file in (load.revision() or {})["files"]
        )
        if not files:
            return []
        return duckdb.sql(
            f"select {columns} from read_parquet({files}, hive_partitioning = false) order by {order}"
        ).fetchall()

    def rejects(self, columns: str = "line_no, column_name, reason_code") -> list[tuple[Any, ...]]:
        """The rejected rows of the newest revision of every load."""
        revisions = [load.revision() or {} for load in ledger.read(self.home).loads.values()]
        files = [str(self.home.audit / revision["reject_file"]) for revision in revisions if revision["reject_file"]]
        if not files:
            return []
        return duckdb.sql(f"select {columns} from read_parquet({files}) order by line_no").fetchall()

    def every_byte(self) -> bytes:
        """All files of the home but the delivered ones, names included."""
        kept = [path for path in self.home.root.rglob("*") if self.home.landing not in path.parents]
        return b"\n".join(str(path).encode() + (path.read_bytes() if path.is_file() else b"") for path in kept)


def sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
