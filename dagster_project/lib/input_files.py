"""The Parquet files that tell dbt what a run is about: run, load, load_file, load_schema, reject, dirty_month,
missing_delivery. Their columns are the contract with the models that read them.

What goes into them is worked out in ``inputs``, ``load_lines`` and ``expected_deliveries``.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.expected_deliveries import missing_deliveries
from dagster_project.lib.files import resources_guarded
from dagster_project.lib.home import Home
from dagster_project.lib.sql import literal

if TYPE_CHECKING:
    from dagster_project.lib.inputs import Inputs

TEXT, COUNT, DAY, MOMENT, FLAG = pa.string(), pa.int64(), pa.date32(), pa.timestamp("us"), pa.bool_()
TABLES: dict[str, dict[str, pa.DataType]] = {
    "run": {
        "run_id": TEXT,
        "as_of": MOMENT,
        "as_of_on": DAY,
        "input_digest": TEXT,
        "code_digest": TEXT,
        "seed_digest": TEXT,
        "gwp_set": TEXT,
    },
    "load": {
        "load_id": TEXT,
        "source": TEXT,
        "file_name": TEXT,
        "sha256": TEXT,
        "known_at": MOMENT,
        "is_known_at_stated": FLAG,
        "loaded_at": MOMENT,
        "rows_delivered": COUNT,
        "rows_loaded": COUNT,
        "rows_rejected": COUNT,
        "rows_erased": COUNT,
        "rounded_values": COUNT,
        "status": TEXT,
        "message": TEXT,
        "is_in_effect": FLAG,
    },
    "load_file": {"source": TEXT, "load_id": TEXT, "path": TEXT, "month": DAY, "schema_hash": TEXT, "rows": COUNT},
    "load_schema": {
        "source": TEXT,
        "schema_hash": TEXT,
        "column_index": pa.int32(),
        "column_name": TEXT,
        "column_type": TEXT,
    },
    "dirty_month": {"source": TEXT, "month": DAY},
    "missing_delivery": {"source": TEXT, "period": DAY, "expected_by": DAY, "last_delivered_at": MOMENT},
}
REJECT_COLUMNS = (
    "source varchar, load_id varchar, line_no bigint, column_name varchar, reason_code varchar, reason varchar"
)


def write_input_files(home: Home, inputs: "Inputs", contracts: Mapping[str, SourceContract]) -> None:
    """Write every file; each replaces the one of the run before."""
    inputs.folder.mkdir(parents=True, exist_ok=True)
    with resources_guarded(inputs.folder):
        _write(inputs.folder, "run", [{name: getattr(inputs, name) for name in TABLES["run"]}])
        _write(inputs.folder, "load", (vars(line) for line in inputs.lines))
        _write(inputs.folder, "load_file", _load_files(home, inputs))
        _write(inputs.folder, "load_schema", _load_schemas(inputs))
        dirty = inputs.dirty_months.items()
        _write(inputs.folder, "dirty_month", ({"source": name, "month": day} for name, days in dirty for day in days))
        missing = missing_deliveries(contracts, inputs.loads, inputs.as_of_on)
        _write(inputs.folder, "missing_delivery", (vars(delivery) for delivery in missing))
        _write_rejects(home, inputs)


def schema_hash(schema: list[list[str]]) -> str:
    """Files of one hash have the same columns and can be read together."""
    return hashlib.sha256(json.dumps(schema).encode()).hexdigest()[:16]


def _load_files(home: Home, inputs: "Inputs") -> Iterable[dict[str, Any]]:
    for load in inputs.loads:
        of_schema = schema_hash(load.revision["schema"])
        for file in load.revision["files"]:
            yield {
                "source": load.source,
                "load_id": load.load_id,
                "path": str(home.raw / file["path"]),
                "month": datetime.fromisoformat(file["month"]).date() if file["month"] else None,
                "schema_hash": of_schema,
                "rows": file["rows"],
            }


def _load_schemas(inputs: "Inputs") -> Iterable[dict[str, Any]]:
    schemas = {(load.source, schema_hash(load.revision["schema"])): load.revision["schema"] for load in inputs.loads}
    for (source, of_schema), schema in sorted(schemas.items()):
        for index, (name, sql_type) in enumerate(schema):
            yield {
                "source": source,
                "schema_hash": of_schema,
                "column_index": index,
                "column_name": name,
                "column_type": sql_type,
            }


def _write(folder: Path, table: str, rows: Iterable[dict[str, Any]]) -> None:
    columns = TABLES[table]
    listed = [{name: _cell(row[name]) for name in columns} for row in rows]
    schema = pa.schema(list(columns.items()))
    written = folder / f".{table}.parquet.tmp"
    parquet.write_table(pa.Table.from_pylist(listed, schema=schema), written)
    written.replace(folder / f"{table}.parquet")


def _cell(value: Any) -> Any:
    """Moments are kept in UTC, without a zone."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def _write_rejects(home: Home, inputs: "Inputs") -> None:
    """The reject files of every line together; they may hold millions of rows, so they pass through the database."""
    paths = [str(home.audit / line.reject_file) for line in inputs.lines if line.reject_file]
    written = inputs.folder / ".reject.parquet.tmp"
    with duckdb.connect() as database:
        database.execute(f"create table empty ({REJECT_COLUMNS})")
        rows = f"union all select * from read_parquet([{', '.join(map(literal, paths))}])" if paths else ""
        database.execute(f"copy (select * from empty {rows}) to {literal(written)} (format parquet)")
    written.replace(inputs.folder / "reject.parquet")
