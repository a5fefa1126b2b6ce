"""Commands on published releases: sql, trace, verify."""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from dagster_project.cli.options import add_command, add_json

MAX_TABLE_ROWS = 200
DIFFERENT_EXIT_CODE = 1

SQL_EXAMPLES = """\
  carbon sql "show tables"
  carbon sql "select * from marts.mart_account_emission where period_grain = 'year'" --format csv > emission.csv
  carbon sql "summarize audit.reconciliation" --audience government
  carbon sql "select * from marts.mart_loan" --audience bank_ICBC
"""
TRACE_EXAMPLES = """\
  carbon trace 91330800MA2DH00001 --year 2024
"""
VERIFY_EXAMPLES = """\
  carbon verify                                every release and the chain of their manifests
  carbon verify 20240630T160000Z-1a2b3c4d      one release
"""


def add_commands(commands: Any) -> None:
    sql = add_command(commands, "sql", sql_command, "run one query on the current release, read-only", SQL_EXAMPLES)
    sql.add_argument("query", metavar="QUERY", help="one SELECT, DESCRIBE, SHOW or SUMMARIZE")
    sql.add_argument(
        "--audience",
        default="auditor",
        help="whose file to read: government, public, auditor or bank_CODE (default: auditor)",
    )
    sql.add_argument("--release", metavar="RELEASE", help="another release than the current one")
    sql.add_argument(
        "--format", choices=["table", "csv", "json"], default="table", help="how to print (default: table)"
    )

    trace = add_command(
        commands,
        "trace",
        trace_command,
        "show where an account's emissions come from, down to file and line",
        TRACE_EXAMPLES,
    )
    trace.add_argument("account", metavar="ACCOUNT", help="the account_id")
    trace.add_argument("--year", type=int, required=True, metavar="YEAR")
    trace.add_argument("--release", metavar="RELEASE", help="another release than the current one")
    add_json(trace)

    verify = add_command(
        commands, "verify", verify_command, "check hashes, content digests and the chain of releases", VERIFY_EXAMPLES
    )
    verify.add_argument("release", nargs="?", metavar="RELEASE", help="one release (default: all)")
    add_json(verify)


def sql_command(arguments: argparse.Namespace) -> int:
    from dagster_project.lib.home import Home
    from dagster_project.lib.publishing import run_sql

    is_table = arguments.format == "table"
    result = run_sql(
        Home.open(arguments.home, create=False),
        arguments.query,
        audience=arguments.audience,
        release=arguments.release,
        max_rows=MAX_TABLE_ROWS if is_table else None,
    )
    if is_table:
        _print_table(result.columns, result.rows)
        if result.has_more:
            print(f"(the first {MAX_TABLE_ROWS} rows; --format csv gives all)")
    elif arguments.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows(result.rows)
    else:
        rows = [dict(zip(result.columns, map(_finite, row), strict=True)) for row in result.rows]
        print(json.dumps(rows, ensure_ascii=False, default=str, indent=2))  # decimals as text: a float would round them
    return 0


def _finite(value: Any) -> Any:
    """JSON knows neither infinity nor NaN."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def trace_command(arguments: argparse.Namespace) -> int:
    from dagster_project.lib.home import Home
    from dagster_project.lib.tracing import render_trace, trace_account

    home = Home.open(arguments.home, create=False)
    trace = trace_account(home, arguments.account, arguments.year, release=arguments.release)
    if arguments.json:  # decimals as text: a float would round them
        print(json.dumps(trace.as_dict(), ensure_ascii=False, default=str, indent=2))
    else:
        print(render_trace(trace), end="")
    return 0


def verify_command(arguments: argparse.Namespace) -> int:
    from dagster_project.lib.errors import WrongUse
    from dagster_project.lib.home import Home
    from dagster_project.lib.publishing import verify

    home = Home.open(arguments.home, create=False)
    report = verify(home, arguments.release)
    if not report.releases:
        raise WrongUse(f"nothing has been published in {home.root} yet: run `carbon run` first")
    if arguments.json:
        fields = {"ok": report.ok, "releases": report.releases, "files": report.files, "tables": report.tables}
        print(json.dumps({**fields, "problems": report.problems}, ensure_ascii=False, indent=2))
    elif report.ok:
        print(
            f"Verified {len(report.releases)} releases: "
            f"{report.files} files and {report.tables} tables are as published."
        )
    else:
        for problem in report.problems:
            print(f"carbon: {problem}", file=sys.stderr)
    return 0 if report.ok else DIFFERENT_EXIT_CODE


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD if sys.stdout.isatty() else None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 10_000, highlight=False, markup=False)
    console.print(table)
