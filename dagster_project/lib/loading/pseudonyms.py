"""Pseudonyms (假名): a secret identifier becomes a key before anything is written, or reaches a database on a disk.

Which column is secret stands in the source contract. The secret key comes from the environment, its fingerprint lives
in home.json; neither the key nor an identifier appears in an error, a log or a file.
"""

import hashlib
import hmac
import os
import stat
import unicodedata
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.home import Home

KEY_VARIABLE = "CARBON_PERSON_KEY"
KEY_FILE_VARIABLE = "CARBON_PERSON_KEY_FILE"
DEMO_KEY_NAME = "person.key"  # in the home; only `carbon demo` writes it
DEMO_KEY_PREFIX = b"demo-"  # a key for real persons never begins so
KEY_BYTES = 15  # 120 bits: fits decimal(38,0), which DuckDB and Spark both keep exactly
BLOCK_BYTES = 64  # of SHA-256
CACHE_SIZE = 2_000_000  # identifiers remembered at a time (some 400 MB): memory stays bounded whatever arrives


class Pseudonymiser:
    """Turns identifiers of one namespace into keys, each distinct one computed once.

    ``ask`` gives the secret key and is called at the first identifier: a file that names no person needs no key.
    """

    def __init__(self, ask: Callable[[], bytes], namespace: str) -> None:
        self._ask = ask
        self.prefix = f"{namespace}:v1:"
        self._known: dict[str, bytes | None] = {}

    @cached_property
    def _key(self) -> bytes:
        return self._ask()

    def pads(self) -> tuple[bytes, bytes]:
        """The secret key as HMAC-SHA-256 puts it before the inner and the outer text: for an engine to compute with."""
        key = self._key if len(self._key) <= BLOCK_BYTES else hashlib.sha256(self._key).digest()
        padded = key.ljust(BLOCK_BYTES, b"\0")
        return bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)

    def key_of(self, identifier: str) -> int | None:
        """The key of one identifier; None for one that is empty."""
        stored = self._stored(identifier)
        return None if stored is None else int.from_bytes(stored, "little")

    def keys_of(self, identifiers: pa.Array) -> pa.Array:
        """The keys of a column of identifiers, as decimal128(38,0)."""
        encoded = identifiers.dictionary_encode()
        distinct = [self._stored(value) for value in encoded.dictionary.to_pylist()]
        validity = pa.array([stored is not None for stored in distinct], pa.bool_())
        cells = b"".join(stored or bytes(16) for stored in distinct)
        bitmap = validity.buffers()[1]
        keys = pa.Array.from_buffers(pa.decimal128(38, 0), len(distinct), [bitmap, pa.py_buffer(cells)])
        return keys.take(encoded.indices)

    def _stored(self, identifier: str | None) -> bytes | None:
        """16 bytes, little-endian, as Arrow keeps a decimal128."""
        if identifier is None:
            return None
        if identifier not in self._known:
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            self._known[identifier] = self._computed(identifier)
        return self._known[identifier]

    def _computed(self, identifier: str) -> bytes | None:
        normalised = unicodedata.normalize("NFKC", identifier).strip().upper()
        if not normalised:
            return None
        digest = hmac.digest(self._key, (self.prefix + normalised).encode(), "sha256")
        return digest[:KEY_BYTES][::-1] + bytes(16 - KEY_BYTES)


def person_key(home: Home) -> bytes:
    """The secret key of this home: given by the environment (a demo home has its own), always the same one."""
    key = _stated_key(home)
    fingerprint = key_fingerprint(key)
    known = home.settings().key_fingerprint
    if known is None:
        home.update_settings(key_fingerprint=fingerprint)
    elif not hmac.compare_digest(known, fingerprint):
        raise WrongUse(
            f"the person key is not the one this home was built with (fingerprint {known}); "
            f"set {KEY_VARIABLE} or {KEY_FILE_VARIABLE} to that key"
        )
    return key


def has_person_key(home: Home) -> bool:
    """Whether a key is stated at all; whether it is the right one, `person_key` finds out."""
    stated = any(os.environ.get(name, "").strip() for name in (KEY_VARIABLE, KEY_FILE_VARIABLE))
    return stated or _demo_key(home) is not None


def key_fingerprint(key: bytes) -> str:
    """Tells keys apart without telling the key."""
    return hmac.new(key, b"key-fingerprint:v1", hashlib.sha256).hexdigest()[:16]


def _stated_key(home: Home) -> bytes:
    stated = os.environ.get(KEY_VARIABLE, "").strip()
    if stated:
        return stated.encode()
    name = os.environ.get(KEY_FILE_VARIABLE, "").strip()
    if not name:
        demo_key = _demo_key(home)
        if demo_key:
            return demo_key
        raise WrongUse(f"a source of persons has something to load: set {KEY_VARIABLE} or {KEY_FILE_VARIABLE}")
    return _key_in_file(Path(name))


def _demo_key(home: Home) -> bytes | None:
    """The key that `carbon demo` left in the home; another file of this name is nobody's key."""
    path = home.root / DEMO_KEY_NAME
    key = _key_in_file(path) if path.is_file() else b""
    return key if key.startswith(DEMO_KEY_PREFIX) else None


def _key_in_file(path: Path) -> bytes:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise WrongUse(f"{path} ({KEY_FILE_VARIABLE}) can be read by others: chmod 600 it")
        key = path.read_bytes().strip()
    except OSError as error:
        raise WrongUse(f"{path} ({KEY_FILE_VARIABLE}) cannot be read ({os.strerror(error.errno or 0)})") from None
    if not key:
        raise WrongUse(f"{path} ({KEY_FILE_VARIABLE}) is empty: it must hold the person key")
    return key
