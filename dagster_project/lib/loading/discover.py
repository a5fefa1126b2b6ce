"""Finds the delivered files of a source, and opens one so that nothing outside the landing folder can be reached.

What a file holds is not looked at here.
"""

import hashlib
import io
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from dagster_project.lib.loading.outcome import FileNotReadNow, FileRejected

SIDECAR_SUFFIX = ".manifest.json"
IGNORED_SUFFIXES = (".part", ".tmp")
Format = Literal["csv", "csv.gz", "parquet"]


@dataclass(frozen=True)
class Delivery:
    """A name in landing/<source>; whether it can be read is found out when it is opened."""

    source: str
    path: Path

    @property
    def file_name(self) -> str:
        """The name as shown and recorded: always one line of valid text, whatever the file system holds."""
        name = self.path.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in name)

    @property
    def sidecar(self) -> Path:
        return self.path.with_name(self.path.name + SIDECAR_SUFFIX)

    @property
    def format(self) -> Format:
        name = self.path.name.lower()
        for suffix in get_args(Format):
            if name.endswith("." + suffix):
                return suffix
        raise FileRejected(f"{self.file_name} is not a .csv, .csv.gz or .parquet file; deliver it as one of these")


@dataclass(frozen=True)
class OpenDelivery:
    """A delivered file held open: its bytes and their hash, until it is closed."""

    delivery: Delivery
    stream: io.BufferedReader
    sha256: str
    version: tuple[int, int, int, int]

    @property
    def size(self) -> int:
        return self.version[2]

    @property
    def load_id(self) -> str:
        return f"{self.delivery.source}.{self.sha256[:16]}"


def find_deliveries(landing: Path, source: str) -> list[Delivery]:
    """The deliveries of a source in the order of their names; what is still being written is left out."""
    folder = landing / source
    if folder.is_symlink():
        raise FileNotReadNow(f"{folder} is a symbolic link, which is refused: deliver into a folder of that name")
    if not folder.is_dir():
        return []
    names = sorted(path for path in folder.iterdir() if _is_delivery(path.name))
    return [Delivery(source, path) for path in names]


def unknown_sources(landing: Path, sources: Iterable[str]) -> list[str]:
    """Folders in landing that no contract names: what lies there would otherwise be lost without a word."""
    if not landing.is_dir():
        return []
    known = set(sources)
    return sorted(path.name for path in landing.iterdir() if not path.name.startswith(".") and path.name not in known)


def _is_delivery(name: str) -> bool:
    return not (name.startswith(".") or name.lower().endswith((*IGNORED_SUFFIXES, SIDECAR_SUFFIX)))


@contextmanager
def opened(delivery: Delivery) -> Iterator[OpenDelivery]:
    """Open and hash a delivery; a link, a folder or a file that may not be read is refused."""
    with _opened_regular_file(delivery.path, delivery.file_name) as stream:
        version = _version(os.fstat(stream.fileno()))
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        is_open = OpenDelivery(delivery, stream, sha256, version)
        refuse_if_changed(is_open)
        yield is_open


def refuse_if_changed(is_open: OpenDelivery) -> None:
    """Asked again after reading: what was read must be what was hashed, under the name it had."""
    try:
        named = _version(is_open.delivery.path.lstat())
    except FileNotFoundError:
        named = None
    if named != is_open.version or _version(os.fstat(is_open.stream.fileno())) != is_open.version:
        raise FileNotReadNow(
            f"{is_open.delivery.file_name} changed while it was read, so nothing of it was taken; write a delivery "
            "under a name that ends in .part and rename it when it is complete"
        )


def _version(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def read_sidecar_bytes(delivery: Delivery, limit: int = 1 << 20) -> bytes | None:
    """The bytes of the sidecar, or None where there is none."""
    if not os.path.lexists(delivery.sidecar):
        return None
    with _opened_regular_file(delivery.sidecar, delivery.file_name + SIDECAR_SUFFIX) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise FileNotReadNow(f"{delivery.file_name}{SIDECAR_SUFFIX} is larger than a manifest can be ({limit} bytes)")
    return content


@contextmanager
def _opened_regular_file(path: Path, shown: str) -> Iterator[io.BufferedReader]:
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            raise FileNotReadNow(f"{shown} is a symbolic link, which is refused: deliver the file itself")
        if stat.S_ISDIR(kind):
            raise FileNotReadNow(f"{shown} is a folder: deliveries lie directly in the folder of their source")
        if not stat.S_ISREG(kind):
            raise FileNotReadNow(f"{shown} is not an ordinary file, which is refused")
        # O_NOFOLLOW: the name may have become a link since it was looked at.
        stream = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")
    except OSError as error:
        raise FileNotReadNow(f"{shown} cannot be opened ({os.strerror(error.errno or 0)})") from None
    with stream:
        yield stream
