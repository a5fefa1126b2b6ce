"""Writing files so that a reader, or a power cut, never sees half of one; hashing; full disks said in one sentence.

What the files mean belongs to the modules that use these helpers.
"""

import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.lib.errors import OutOfResources

CHUNK_BYTES = 1 << 20
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
FULL_DISK_WORDS = ("No space left on device", "Disk quota exceeded", "database or disk is full")


def fsync_dir(folder: Path) -> None:
    """Make the names in a folder durable: a rename survives a power cut only after this."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_file(path: Path) -> None:
    """Make the content of a file that something else wrote durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, content: bytes | str, *, mode: int = 0o644) -> None:
    """Write a file so that it is there as a whole or not at all."""
    data = content.encode() if isinstance(content, str) else content
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with resources_guarded(path):
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        fsync_dir(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    fsync_dir(folder.parent)


def move_into_place(source: Path, target: Path) -> None:
    """Rename a finished file to its final name, durably; source and target lie on one file system."""
    make_folder(target.parent)
    fsync_file(source)
    source.replace(target)
    fsync_dir(target.parent)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as 64 hexadecimal characters."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def resources_guarded(place: Path) -> Iterator[None]:
    """Turn a full disk or exhausted memory into one sentence (exit code 4), whichever library met it."""
    try:
        yield
    except OutOfResources:
        raise
    except (MemoryError, duckdb.OutOfMemoryException) as error:
        raise OutOfResources(f"memory gave out while writing {place}; nothing was made visible") from error
    except Exception as error:
        if is_full_disk(error):
            raise OutOfResources(f"the disk is full: {place} could not be written, nothing was made visible") from error
        raise


def is_full_disk(error: BaseException) -> bool:
    """Whether an error of the operating system, DuckDB, SQLite or Arrow says that no space is left."""
    if isinstance(error, OSError) and error.errno in FULL_DISK:
        return True
    # Arrow's errors of the file system are OSErrors as well, though not always with the number.
    text = str(error) if isinstance(error, OSError | duckdb.Error | sqlite3.Error) else ""
    return any(sign in text for sign in FULL_DISK_WORDS)
