"""Entry point of `carbon`: the list of commands, and how an error becomes one sentence and an exit code.

Importing this must stay cheap, so that `carbon --help` answers at once: each command imports what it needs itself.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import NoReturn

from dagster_project.cli import home_commands, release_commands, report_command, run_commands
from dagster_project.lib.errors import CarbonError

INTERRUPTED_EXIT_CODE = 130

DESCRIPTION = "Carbon-account warehouse (碳账户数仓): load deliveries, build and check the marts, publish releases."
EPILOG = """\
examples:
  carbon demo --home ./data          write sample deliveries
  carbon run --home ./data           load, build, check, publish
  carbon sql "show tables"           look at the current release
  carbon status                      what was loaded and published

exit codes:
  0  published, or there was nothing new to publish
  1  a quality gate stopped the run, or a check of a release failed; nothing was published
  2  wrong use, or a home, landing folder, key or setting that cannot be used
  3  another run holds the home
  4  disk or memory gave out; the release published before is untouched

The home is the folder that holds everything: --home, else $CARBON_HOME, else ./data.
"""


class OneSentenceParser(argparse.ArgumentParser):
    """Says what is wrong in one sentence; argparse would print its usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def build_parser() -> argparse.ArgumentParser:
    parser = OneSentenceParser(
        prog="carbon", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in (run_commands, home_commands, release_commands, report_command):
        group.add_commands(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except CarbonError as error:
        print(f"carbon: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("carbon: interrupted", file=sys.stderr)
        return INTERRUPTED_EXIT_CODE
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _report_failure(error)


def _report_failure(error: BaseException) -> int:
    """One sentence for the user; of an error that nobody foresaw, the traceback in a file for whoever mends it."""
    from dagster_project.lib.running.failure import failure_of

    failure = failure_of(error)
    sentence = failure.sentence
    if failure.is_defect:
        with tempfile.NamedTemporaryFile("w", prefix="carbon-", suffix=".log", delete=False) as log:
            traceback.print_exception(error, file=log)
        sentence = f"{sentence}; details are in {log.name}"
    print(f"carbon: {sentence}", file=sys.stderr)
    return failure.exit_code


if __name__ == "__main__":
    sys.exit(main())
