"""The tombstones: keys of persons who asked to be erased (个人信息删除请求), read from the loads of that source.

An erasure has no as_of: a request counts from the moment it is loaded, in every build, of whatever time. All rows of
the person stay out from then on, those dated after the request too: who comes back comes under another identifier, or
after the request has been withdrawn or its load revoked (what was erased stays erased, later deliveries load again).
The requests themselves keep the key: without it a later delivery could not be told from that of a stranger.
"""

from pathlib import Path

import duckdb

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.home import Home
from dagster_project.lib.loading import ledger
from dagster_project.lib.loading.ledger import Ledger, LoadState
from dagster_project.lib.sql import literal

REQUESTS = "erasure_request"
KEY = "person_key"
NAMESPACE = "person"
WITHDRAWN = "withdrawn"


def request_loads(known: Ledger) -> list[LoadState]:
    """The loads of requests in effect, in the order in which they became known."""
    loads = [load for load in known.of_source(REQUESTS) if load.status() == "loaded"]
    return sorted(loads, key=_order)


def erased_persons(home: Home, known: Ledger) -> frozenset[int]:
    """The key of every person with a request that is not withdrawn."""
    files = [
        (place, home.raw / file["path"])
        for place, load in enumerate(request_loads(known))
        for file in (load.revision() or {})["files"]
    ]
    if not files:
        return frozenset()
    # The newest version of a request counts, as of any record: known last, then the last line.
    rows = " union all ".join(_rows(place, path) for place, path in files)
    query = (
        f"select {KEY} from (select {KEY}, requested_at, arg_max(status, (place, line)) as status from ({rows}) "
        f"group by all) where status <> {literal(WITHDRAWN)} group by {KEY}"
    )
    with duckdb.connect() as database:
        return frozenset(int(key) for (key,) in database.execute(query).fetchall())


def erased_for(home: Home, known: Ledger, contract: SourceContract) -> frozenset[int]:
    """The persons whose rows a source may not hold; none where it holds no persons, or their requests."""
    is_of_persons = contract.secret is not None and contract.secret.namespace == NAMESPACE
    return erased_persons(home, known) if is_of_persons and contract.name != REQUESTS else frozenset()


def _rows(place: int, path: Path) -> str:
    return (
        f"select {KEY}, requested_at, coalesce(record_status, '') as status, {place} as place, _line_no as line "
        f"from read_parquet({literal(path)}, hive_partitioning = false)"
    )


def _order(load: LoadState) -> tuple[str, str]:
    revision = load.revision() or {}
    return ledger.as_text(ledger.as_moment(revision["known_at"])), revision["file_name"]
