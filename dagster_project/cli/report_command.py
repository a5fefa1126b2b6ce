"""`carbon report`: the carbon credit report of an account as one HTML file."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.cli.options import add_command

if TYPE_CHECKING:
    from dagster_project.lib.home import Home

REPORT_EXAMPLES = """\
  carbon report 91330800MA2DH00001 --year 2024
  carbon report DEMO-AGR-SANYIMEI --year 2024
  carbon report DEMO-IND-001 --year 2023 --out report.html --release 20240630
"""


def add_commands(commands: Any) -> None:
    report = add_command(
        commands,
        "report",
        report_command,
        "write the carbon credit report (碳征信报告) of an account and year as one HTML file",
        REPORT_EXAMPLES,
    )
    report.add_argument("account", metavar="ACCOUNT", help="the account_id")
    report.add_argument("--year", type=int, required=True, metavar="YEAR")
    report.add_argument("--audience", default="auditor", help="whose file to read (default: auditor)")
    report.add_argument("--release", metavar="RELEASE", help="another release than the current one")
    report.add_argument(
        "--out", type=Path, metavar="FILE", help="where to write (default: carbon-report-ACCOUNT-YEAR.html here)"
    )


def report_command(arguments: argparse.Namespace) -> int:
    from dagster_project.lib.home import Home
    from dagster_project.lib.reporting import build_report

    home = Home.open(arguments.home, create=False)
    target = arguments.out or Path(_file_name(arguments.account, arguments.year))
    _require_writable_place(target, home)
    report = build_report(
        home, arguments.account, arguments.year, audience=arguments.audience, release=arguments.release
    )
    _write(target, report.html)
    print(f"Wrote {target} ({target.stat().st_size:,} bytes) from release {report.release}.")
    return 0


def _file_name(account_id: str, year: int) -> str:
    """An identifier is data: what cannot stand in a file name is replaced, and a hash keeps two accounts apart."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", account_id)[:64]
    if plain != account_id:
        plain = f"{plain}-{hashlib.sha256(account_id.encode(errors='replace')).hexdigest()[:8]}"
    return f"carbon-report-{plain}-{year}.html"


def _require_writable_place(target: Path, home: Home) -> None:
    from dagster_project.lib.errors import WrongUse

    folder = target.absolute().parent
    if not folder.is_dir():
        raise WrongUse(f"{folder} is not a folder: make it, or name another file with --out")
    if target.is_dir():
        raise WrongUse(f"{target} is a folder: name a file with --out")
    if target.resolve().is_relative_to(home.published.resolve()):
        raise WrongUse(f"{target} lies among the releases, which never change: name another file with --out")


def _write(target: Path, html: str) -> None:
    from dagster_project.lib.errors import WrongUse
    from dagster_project.lib.files import is_full_disk, write_atomically

    try:
        write_atomically(target, html)
    except OSError as error:
        if is_full_disk(error):
            raise
        raise WrongUse(f"{target} cannot be written ({os.strerror(error.errno or 0)})") from None
