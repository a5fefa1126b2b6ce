"""Opens a CSV delivery as rows of text with identifiers of persons already turned into keys, a Parquet file by a link.

Splitting text into values is ``csv_rows``' work, describing what a Parquet file holds that of ``parquet_rows``.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.errors import CarbonError
from dagster_project.lib.loading.csv_bytes import CsvBytes
from dagster_project.lib.loading.csv_rows import CsvRows
from dagster_project.lib.loading.discover import OpenDelivery
from dagster_project.lib.loading.limits import LIMITS, Limits
from dagster_project.lib.loading.outcome import FileRejected
from dagster_project.lib.loading.pseudonyms import Pseudonymiser
from dagster_project.lib.loading.rows import DeliveredRows, check_header, rows_schema


class RowStream:
    """Batches as a stream for the database, which remembers why it broke: the database would only say that it did."""

    def __init__(self, batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> None:
        self._batches = batches
        self.schema = schema
        self.failure: FileRejected | CarbonError | None = None

    def reader(self) -> pa.RecordBatchReader:
        return pa.RecordBatchReader.from_batches(self.schema, self._remembering())

    def _remembering(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._batches
        except (FileRejected, CarbonError) as failure:  # the second where a key is asked for and cannot be had
            self.failure = failure


def open_rows(
    is_open: OpenDelivery, contract: SourceContract, wanted: Sequence[str], *, limits: Limits = LIMITS
) -> DeliveredRows:
    """Read the header of a CSV file, refuse what cannot be loaded at all, and prepare the batches of the columns."""
    is_gzip = is_open.delivery.format == "csv.gz"
    stream = CsvBytes(is_open.stream, is_gzip=is_gzip, compressed_bytes=is_open.size, limits=limits)
    header = tuple(stream.header)
    check_header(header, contract)
    return DeliveredRows(header, CsvRows(stream, wanted, limits).batches())


def row_stream(
    rows: DeliveredRows, wanted: Sequence[str], contract: SourceContract, ask_for_key: Callable[[], bytes]
) -> RowStream:
    """The stream that the database reads; from here on no identifier of a person exists."""
    schema = rows_schema(wanted)
    secret = contract.secret
    if secret is None:
        return RowStream(rows.batches, schema)
    place = schema.get_field_index(secret.column)
    schema = schema.set(place, pa.field(secret.column, pa.decimal128(38, 0)))
    keys_of = Pseudonymiser(ask_for_key, secret.namespace).keys_of
    return RowStream(_with_keys(rows.batches, place, keys_of, schema), schema)


def _with_keys(
    batches: Iterator[pa.RecordBatch], place: int, keys_of: Callable[[pa.Array], pa.Array], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        columns = list(batch.columns)
        columns[place] = keys_of(columns[place])
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


@contextmanager
def linked(is_open: OpenDelivery, folder: Path) -> Iterator[Path]:
    """The delivery under a plain name: a database would take some characters of a file name for a pattern."""
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "delivered.parquet"
    link.unlink(missing_ok=True)
    link.symlink_to(is_open.delivery.path.absolute())
    try:
        yield link
    finally:
        shutil.rmtree(folder, ignore_errors=True)
