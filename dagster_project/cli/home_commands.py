"""Commands on a home and its deliveries: demo, status, reload, revoke."""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dagster_project.cli.options import add_command, add_json, add_wait
from dagster_project.lib.errors import WrongUse

BAR_WIDTH = 30

DEMO_EXAMPLES = """\
  carbon demo --home ./data
  carbon demo --home ./data --last-year 2024
  carbon demo --home ./city --scale city              2.18 million residents, 76 million records, 1.2 GB
  carbon demo --home ./town --scale city --persons 50000 --months 3
  carbon run --home ./data
"""
STATUS_EXAMPLES = """\
  carbon status --home ./data
  carbon status --json
"""
RELOAD_EXAMPLES = """\
  carbon reload energy_consumption --home ./data      after its contract has grown
"""
REVOKE_EXAMPLES = """\
  carbon revoke energy_consumption.0f3a52c1b7d94e60 --reason "wrong meter, see letter of 3 May"
"""


def add_commands(commands: Any) -> None:
    demo = add_command(
        commands, "demo", demo_command, "write sample deliveries into the home's landing folder", DEMO_EXAMPLES
    )
    demo.add_argument("--scale", default="small", help="small, or city: as many residents as Quzhou (default: small)")
    demo.add_argument("--persons", type=int, metavar="N", help="residents of a city (default: 2180000)")
    demo.add_argument("--months", type=int, metavar="N", help="months that a city delivers, up to 24 (default: 12)")
    demo.add_argument(
        "--last-year",
        type=int,
        metavar="YYYY",
        help="the second of the two years written (default: the last one whose deliveries would all have arrived)",
    )

    status = add_command(
        commands, "status", status_command, "say what was loaded, built and published", STATUS_EXAMPLES
    )
    add_json(status)

    reload = add_command(
        commands,
        "reload",
        reload_command,
        "read the deliveries of a source again under its present contract",
        RELOAD_EXAMPLES,
    )
    reload.add_argument("source", metavar="SOURCE", help="the source, as its folder in landing is called")
    reload.add_argument("--landing", type=Path, metavar="DIR", help="where deliveries are (default: HOME/landing)")
    add_wait(reload)

    revoke = add_command(
        commands,
        "revoke",
        revoke_command,
        "take a wrong load back; its rows stop counting with the next run",
        REVOKE_EXAMPLES,
    )
    revoke.add_argument("load", metavar="LOAD", help="the load_id, as in audit.load")
    revoke.add_argument("--reason", required=True, help="why; it stays in the ledger")
    add_wait(revoke)


def demo_command(arguments: argparse.Namespace) -> int:
    from dagster_project.demo import last_delivered_year, write_demo
    from dagster_project.demo.key import ensure_demo_key
    from dagster_project.lib.home import Home

    sizes = {name: value for name in ("persons", "months") if (value := getattr(arguments, name)) is not None}
    if sizes and arguments.scale != "city":
        raise WrongUse(f"--{next(iter(sizes))} is for a city: add --scale city")
    last_year = last_delivered_year(datetime.now(UTC)) if arguments.last_year is None else arguments.last_year
    home = Home.open(arguments.home)
    summary = write_demo(home.landing, scale=arguments.scale, last_year=last_year, said=show_bar, **sizes)
    print(f"Wrote {len(summary.files)} files with {sum(summary.rows.values()):,} rows to {home.landing}:")
    for source, rows in summary.rows.items():
        print(f"  {source:<24}{rows:>10,}")
    print(ensure_demo_key(home))
    print(f"Next: carbon run --home {arguments.home}")
    return 0


def show_bar(done: int, of: int, path: str) -> None:
    """One line that fills up, only where somebody watches; the last call clears it."""
    if sys.stderr.isatty():
        filled = BAR_WIDTH * done // of
        bar = f"{'█' * filled}{'░' * (BAR_WIDTH - filled)} {done}/{of} {path}"
        sys.stderr.write(f"\r\x1b[K{bar if path else ''}")
        sys.stderr.flush()


def status_command(arguments: argparse.Namespace) -> int:
    from dagster_project.lib.home import Home
    from dagster_project.lib.running.status import status_of

    status = status_of(Home.open(arguments.home, create=False))
    if arguments.json:
        print(json.dumps(status.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(status.lines()))
    return 0


def reload_command(arguments: argparse.Namespace) -> int:
    from dagster_project.lib.contract import read_contracts
    from dagster_project.lib.home import Home
    from dagster_project.lib.loading import reload_source
    from dagster_project.lib.running import lock

    contracts = read_contracts()
    if arguments.source not in contracts:
        raise WrongUse(f"there is no source {arguments.source!r}; sources are {', '.join(sorted(contracts))}")
    home = Home.open(arguments.home, create=False)
    run_id = str(uuid.uuid4())
    with lock.hold(home.run_lock, run_id=run_id, wait_seconds=arguments.wait):
        outcomes = reload_source(
            home,
            contracts[arguments.source],
            arguments.landing or home.landing,
            run_id=run_id,
            started_at=datetime.now(UTC),
        )
    for outcome in outcomes:
        message = f" ({outcome.message})" if outcome.message else ""
        rows = f"{outcome.rows_loaded:,} of {outcome.rows_delivered:,} rows"
        print(f"{outcome.file_name}: {outcome.status}, {rows}{message}")
    if not outcomes:
        print(f"Nothing of {arguments.source} is loaded in {home.root}.")
    elif any(outcome.is_new for outcome in outcomes):
        print(f"The next carbon run --home {arguments.home} builds from them.")
    return 0


def revoke_command(arguments: argparse.Namespace) -> int:
    from dagster_project.lib.home import Home
    from dagster_project.lib.loading import revoke
    from dagster_project.lib.running import lock

    home = Home.open(arguments.home, create=False)
    run_id = str(uuid.uuid4())
    with lock.hold(home.run_lock, run_id=run_id, wait_seconds=arguments.wait):
        event = revoke(home, arguments.load, arguments.reason, datetime.now(UTC), run_id=run_id)
    print(f"Load {arguments.load} is revoked as of {event['known_at']}; the next carbon run leaves its rows out.")
    return 0
