"""The bytes of a CSV delivery as a checked stream: decompressed within limits, valid UTF-8, its header taken off.

Also keeps what only the bytes know and the parser forgets: which physical lines are empty. Splitting into values is
``csv_rows``' work.
"""

import codecs
import csv
import gzip
import io
import zlib
from typing import BinaryIO

from dagster_project.lib.loading.limits import LIMITS, Limits
from dagster_project.lib.loading.outcome import FileRejected


class CsvBytes(io.RawIOBase):
    """A readable stream of the records below the header, ending in ``end_mark``.

    The parser sees ``end_mark`` as a record of its own only if no quoted value is still open at the end of the file.
    """

    def __init__(self, stream: BinaryIO, *, is_gzip: bool, compressed_bytes: int, limits: Limits = LIMITS) -> None:
        super().__init__()
        self._source: BinaryIO = gzip.GzipFile(fileobj=stream) if is_gzip else stream  # type: ignore[assignment]
        self._is_gzip = is_gzip
        self._compressed_bytes = compressed_bytes
        self._limits = limits
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._expanded = 0
        self._lines_done = 0  # complete physical lines read so far
        self._line_start = b""  # first bytes of the line that the last read left unfinished
        self._last_byte = b""
        self._pending = b""  # read, but not yet given to the parser
        self._is_at_end = False
        self.empty_lines: set[int] = set()
        self.header, self.header_lines = self._take_header()
        self.end_mark = "\x1eend of delivery" + "," * len(self.header)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read(self, size: int) -> bytes:  # type: ignore[override]
        """As many bytes as asked for, but at the end: to the parser a record may lie in two reads, not in three."""
        while len(self._pending) < size and not self._is_at_end:
            self._pending += self._read_checked(size) or self._last_bytes()
        data, self._pending = self._pending[:size], self._pending[size:]
        return data

    def _last_bytes(self) -> bytes:
        self._is_at_end = True
        line_end = b"" if self._last_byte in (b"\n", b"\r") else b"\n"
        return line_end + self.end_mark.encode() + b"\n"

    def _take_header(self) -> tuple[list[str], int]:
        """The names in the first record, and the physical lines it takes (a name may hold a quoted line break)."""
        taken = self._read_checked(self._limits.header_bytes)
        if taken.startswith(codecs.BOM_UTF8):
            taken = taken[len(codecs.BOM_UTF8) :]
        if not taken.strip():
            raise FileRejected("the file is empty: its first line must name the columns")
        end = _end_of_record(taken)
        if end is None and len(taken) >= self._limits.header_bytes:
            raise FileRejected("the header line does not end: is this a CSV file with one record per line?")
        if end is None:
            end, self._last_byte = len(taken), b"\n"  # nothing follows a header without a line end
        text = taken[:end].decode()
        self._pending = taken[end:]
        try:
            records = csv.reader(io.StringIO(text, newline=""))
            names = next(records, [])
            is_one_record = next(records, None) is None
        except csv.Error:
            raise FileRejected("the header line cannot be read as comma-separated names") from None
        if not is_one_record:  # rows would be taken for a part of the header, and be lost
            raise FileRejected("the lines end in a carriage return alone: save the file with LF or CRLF line ends")
        return [name.strip() for name in names], max(text.count("\n"), 1)

    def _read_checked(self, size: int) -> bytes:
        data = self._read_source(size)
        self._expanded += len(data)
        if self._is_gzip:
            self._check_expansion()
        self._check_text(data)
        self._note_empty_lines(data)
        self._lines_done += data.count(b"\n")
        self._last_byte = data[-1:] or self._last_byte
        unfinished = data[data.rfind(b"\n") + 1 :][:2]
        self._line_start = unfinished if b"\n" in data else (self._line_start + unfinished)[:2]
        return data

    def _read_source(self, size: int) -> bytes:
        try:
            return self._source.read(size)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise FileRejected("the file is not a complete gzip file") from None

    def _check_expansion(self) -> None:
        limits = self._limits
        if self._expanded > limits.expanded_bytes:
            raise FileRejected(
                f"the file expands to more than {limits.expanded_bytes} bytes, the limit; deliver it in parts"
            )
        too_dense = self._expanded > limits.ratio * max(self._compressed_bytes, 1)
        if too_dense and self._expanded > limits.ratio_counts_from:
            raise FileRejected(
                f"the file expands to more than {limits.ratio} times its size, the limit; deliver it uncompressed"
            )

    def _check_text(self, data: bytes) -> None:
        try:
            self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            line = self._lines_done + data[: max(error.start, 0)].count(b"\n") + 1
            raise FileRejected(
                f"line {line} is not UTF-8 text; save the file as CSV UTF-8 (a GBK export is the usual cause)"
            ) from None

    def _note_empty_lines(self, data: bytes) -> None:
        """Remember the numbers of lines without a character: they are no records, yet they count as lines."""
        text = self._line_start + data
        if not (b"\n\n" in text or b"\n\r\n" in text or text.startswith((b"\n", b"\r\n"))):
            return
        for number, line in enumerate(text.split(b"\n")[:-1], start=self._lines_done + 1):
            if line in (b"", b"\r"):
                self.empty_lines.add(number)
        if len(self.empty_lines) > self._limits.empty_lines:
            raise FileRejected(f"the file has more than {self._limits.empty_lines} empty lines")


def _end_of_record(text: bytes) -> int | None:
    """Where the first record ends, its line end included: the first line end outside quotes."""
    start = 0
    while (line_end := text.find(b"\n", start)) >= 0:
        if text.count(b'"', 0, line_end) % 2 == 0:
            return line_end + 1
        start = line_end + 1
    return None
