"""Splits a CSV delivery into rows of text with the physical line of each (header = 1; line breaks in quotes count).

Nothing is guessed: comma, double quote doubled inside, text columns only. What bytes may come is ``csv_bytes``' work.
"""

from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from dagster_project.lib.loading.csv_bytes import CsvBytes
from dagster_project.lib.loading.limits import LIMITS, Limits
from dagster_project.lib.loading.outcome import FileRejected
from dagster_project.lib.loading.rows import rows_schema


class CsvRows:
    """The rows of one CSV stream, in order, as batches."""

    def __init__(self, stream: CsvBytes, wanted: Sequence[str], limits: Limits = LIMITS) -> None:
        self._stream = stream
        self._limits = limits
        self._wanted = wanted
        # Positions, not names, are the parser's columns: names of a delivery may be empty or odd.
        self._columns = [f"c{place}" for place in range(len(stream.header))]
        self._malformed: deque[tuple[int, int, int]] = deque()  # record, values found, line breaks inside
        self._ended_cleanly = False
        self._next_record = 1
        self._next_line = stream.header_lines + 1

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Well-formed and malformed records alike; raises FileRejected when the rest cannot be split into records."""
        try:
            for batch in self._reader():
                yield from self._with_lines(batch)
            yield from self._with_lines(None)
        except pa.ArrowInvalid as error:
            raise self._unreadable(error) from None
        if not self._ended_cleanly:
            raise FileRejected("a quoted value is still open at the end of the file: a closing quote is missing")

    def _reader(self) -> csv.CSVStreamingReader:
        return csv.open_csv(
            self._stream,
            # One thread: with several the parser does not tell which record a malformed one is.
            read_options=csv.ReadOptions(
                use_threads=False, block_size=self._limits.record_bytes, column_names=self._columns
            ),
            parse_options=csv.ParseOptions(
                delimiter=",",
                quote_char='"',
                double_quote=True,
                escape_char=False,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._on_malformed,
            ),
            convert_options=csv.ConvertOptions(
                column_types={name: pa.string() for name in self._columns},
                null_values=[],
                strings_can_be_null=False,
                check_utf8=False,  # the stream has checked it and knows the line
            ),
        )

    def _on_malformed(self, row: csv.InvalidRow) -> str:
        if row.text == self._stream.end_mark:
            self._ended_cleanly = True
        else:
            self._malformed.append((row.number, row.actual_columns, row.text.count("\n")))
        return "skip"

    def _unreadable(self, error: pa.ArrowInvalid) -> FileRejected:
        if "straddling" in str(error):
            return FileRejected(
                f"a record after line {self._next_line} is longer than {self._limits.record_bytes} bytes: "
                "a closing quote is probably missing"
            )
        return FileRejected(f"the file cannot be read as CSV after line {self._next_line}")

    def _with_lines(self, batch: pa.RecordBatch | None) -> Iterator[pa.RecordBatch]:
        """Number the records of a batch together with the malformed ones that stand between them."""
        rows = batch.num_rows if batch is not None else 0
        malformed = self._malformed_until(rows, is_last=batch is None)
        total = rows + len(malformed)
        if total == 0:
            return
        is_good = np.ones(total, dtype=bool)
        is_good[[record - self._next_record for record, _, _ in malformed]] = False
        breaks = np.zeros(total, dtype=np.int64)
        if batch is not None:
            breaks[is_good] = _line_breaks(batch)
        breaks[~is_good] = [inside for _, _, inside in malformed]
        lines = self._next_line + np.arange(total) + np.cumsum(breaks) - breaks
        self._next_record += total
        self._next_line = int(lines[-1] + breaks[-1] + 1)
        if batch is not None:
            yield self._good_rows(batch, lines[is_good])
        if malformed:
            yield self._malformed_rows(lines[~is_good], [found for _, found, _ in malformed])

    def _malformed_until(self, rows: int, *, is_last: bool) -> list[tuple[int, int, int]]:
        """The malformed records that stand before the end of the next ``rows`` well-formed ones."""
        taken: list[tuple[int, int, int]] = []
        while self._malformed and (is_last or self._malformed[0][0] < self._next_record + rows + len(taken)):
            taken.append(self._malformed.popleft())
        return taken

    def _good_rows(self, batch: pa.RecordBatch, lines: np.ndarray) -> pa.RecordBatch:
        absent = pa.nulls(batch.num_rows, pa.string())
        places = {name: place for place, name in enumerate(self._stream.header)}
        values = [batch.column(places[name]) if name in places else absent for name in self._wanted]
        found = pa.nulls(batch.num_rows, pa.int64())
        whole = pa.record_batch([*values, pa.array(lines), found], schema=rows_schema(self._wanted))
        return self._without_empty_lines(whole, batch)

    def _without_empty_lines(self, whole: pa.RecordBatch, batch: pa.RecordBatch) -> pa.RecordBatch:
        """To the parser an empty line and a line of commas are the same; only the second is a delivered row."""
        if not self._stream.empty_lines:
            return whole
        is_blank = np.ones(batch.num_rows, dtype=bool)
        for column in batch.columns:
            is_blank &= pc.equal(column, "").to_numpy(zero_copy_only=False)
        lines = whole.column("_line_no").to_numpy()
        for place in np.flatnonzero(is_blank):
            is_blank[place] = int(lines[place]) in self._stream.empty_lines
        return whole.filter(pa.array(~is_blank))

    def _malformed_rows(self, lines: np.ndarray, found: list[int]) -> pa.RecordBatch:
        absent = [pa.nulls(len(lines), pa.string()) for _ in self._wanted]
        return pa.record_batch([*absent, pa.array(lines), pa.array(found, pa.int64())], rows_schema(self._wanted))


def _line_breaks(batch: pa.RecordBatch) -> np.ndarray:
    """How many line breaks the values of each record hold."""
    breaks = np.zeros(batch.num_rows, dtype=np.int64)
    for column in batch.columns:
        if pc.any(pc.match_substring(column, "\n")).as_py():
            breaks += pc.count_substring(column, "\n").to_numpy(zero_copy_only=False)
    return breaks
