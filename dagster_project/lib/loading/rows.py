"""What a reader hands on, whatever the format: batches of text, one column per name wanted, with the line of each row.

Nothing is judged here; ``checking`` decides which rows load.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.loading.outcome import FileRejected

LINE = pa.field("_line_no", pa.int64())
VALUES_FOUND = pa.field("_values_found", pa.int64())  # set where a line has another number of values than the header


@dataclass(frozen=True)
class DeliveredRows:
    """A file opened for reading: its column names as delivered and its rows, which can be taken once."""

    header: tuple[str, ...]
    batches: Iterator[pa.RecordBatch]  # columns: those wanted, by name, as text; then _line_no, _values_found


def rows_schema(wanted: Sequence[str]) -> pa.Schema:
    return pa.schema([*(pa.field(name, pa.string()) for name in wanted), LINE, VALUES_FOUND])


def check_header(header: Sequence[str], contract: SourceContract) -> None:
    """Refuse a file whose columns cannot be told apart or whose required columns are not all there."""
    twice = sorted({name for name in header if name and list(header).count(name) > 1})
    if twice:
        raise FileRejected(f"the column {twice[0]} appears more than once in the header")
    missing = [name for name in contract.required_columns if name not in header]
    if missing:
        hint = "; the header has one column only: are the values separated by commas?" if len(header) == 1 else ""
        raise FileRejected(
            f"the required column{'s' if len(missing) > 1 else ''} {', '.join(missing)} "
            f"{'are' if len(missing) > 1 else 'is'} missing from the header{hint}"
        )


def drift_of(header: Sequence[str], contract: SourceContract) -> tuple[str, ...]:
    """Columns that no contract names: reported and ignored."""
    known = set(contract.column_names)
    return tuple(name or f"(column {place})" for place, name in enumerate(header, start=1) if name not in known)
