"""What the project derives from itself before definitions load: dbt's manifest, and the raw suites of the contracts.

A new or changed source contract is enough: nothing else has to be written by hand for it to load and to be checked.
"""

from __future__ import annotations

from dagster_project.lib.contract import read_contracts
from dagster_project.lib.gates.raw_suites import write_suites
from dagster_project.lib.running.manifest import ensure_manifest


def ensure_derived() -> None:
    """Bring both up to date."""
    if ensure_manifest():
        write_suites(read_contracts())
