"""The keys of all persons in a file, made within the database that reads it: each distinct identifier once.

The database lies in memory and may spill nothing, so identifiers reach no disk; it gets the secret key as a parameter,
never as text. What a key is stands in ``pseudonyms``; an identifier that has to be normalised first gets it there.
"""

from collections.abc import Collection

import duckdb
import pyarrow as pa

from dagster_project.lib.loading.pseudonyms import KEY_BYTES, Pseudonymiser
from dagster_project.lib.sql import literal

PLAIN = "[A-Za-z0-9_-]+"  # normalised but for its case
BATCH_ROWS = 100_000


def register_tombstones(database: duckdb.DuckDBPyConnection, erased: Collection[int]) -> None:
    """The keys of erased persons as a relation ``tombstone (key)``."""
    database.register("tombstone", pa.table({"key": pa.array(sorted(erased), pa.decimal128(38, 0))}))


class PersonKeys:
    """The table ``person_key (id, key)`` of one file; ``key`` is null for an identifier that is empty."""

    def __init__(
        self, database: duckdb.DuckDBPyConnection, keys: Pseudonymiser, identifiers: str, erased: Collection[int]
    ) -> None:
        """``identifiers`` is a query that gives one of them per row, as text; nulls are none."""
        self._database = database
        self._keys = keys
        self._take(identifiers)
        self._are_some_empty = self._count("person_key where key is null") > 0
        self._are_some_erased = bool(erased) and self._mark(erased) > 0

    def _take(self, identifiers: str) -> None:
        execute = self._database.execute
        execute(f"create table person as select id from ({identifiers}) where id is not null group by id")
        is_plain = f"regexp_full_match(id, {literal(PLAIN)})"
        execute("create table person_key (id varchar, key decimal(38,0))")
        if self._count(f"(select id from person where {is_plain} limit 1)"):
            execute(
                f"insert into person_key select id, {self._key_in_sql()} from person where {is_plain}", self._pads()
            )
        with self._database.cursor() as reading:  # the connection itself cannot write while it reads
            odd = reading.sql(f"select id from person where not {is_plain}")
            for batch in odd.to_arrow_reader(BATCH_ROWS):
                self._insert(batch.column(0))
        execute("drop table person")

    def _mark(self, erased: Collection[int]) -> int:
        """Remember which of the persons are erased, and say how many."""
        register_tombstones(self._database, erased)
        is_erased = "key in (select key from tombstone)"
        self._database.execute(f"create table erased_person as select id from person_key where {is_erased}")
        return self._count("erased_person")

    def join(self, identifier: str) -> str:
        """Puts the key beside each row, as ``person_key.key``."""
        return f"left join person_key on person_key.id = {identifier}"

    def is_known(self, identifier: str) -> str:
        """Whether a row names a person at all."""
        if not self._are_some_empty:
            return f"({identifier} is not null)"
        return f"({identifier} is not null and {identifier} not in (select id from person_key where key is null))"

    def is_erased(self, identifier: str) -> str:
        if not self._are_some_erased:
            return "false"
        return f"coalesce({identifier} in (select id from erased_person), false)"

    def _insert(self, identifiers: pa.Array) -> None:
        self._database.register("odd", pa.table({"id": identifiers, "key": self._keys.keys_of(identifiers)}))
        self._database.execute("insert into person_key select id, key from odd")
        self._database.unregister("odd")

    def _key_in_sql(self) -> str:
        """HMAC-SHA-256 by its definition, for an identifier that is plain."""
        inner = f"unhex(sha256($inner || encode({literal(self._keys.prefix)} || upper(id))))"
        digits = f"substr(sha256($outer || {inner}), 1, {KEY_BYTES * 2})"
        return f"cast(cast('0x' || {digits} as uhugeint) as decimal(38,0))"

    def _pads(self) -> dict[str, bytes]:
        inner, outer = self._keys.pads()
        return {"inner": inner, "outer": outer}

    def _count(self, relation: str) -> int:
        return int(self._database.execute(f"select count(*) from {relation}").fetchall()[0][0])
