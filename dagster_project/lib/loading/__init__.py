"""Loading: from a delivered file to typed rows in the raw zone, each file visible at one moment, nothing lost.

Driven by source contracts; what later layers make of the rows is not known here.
"""

from dagster_project.lib.loading import ledger
from dagster_project.lib.loading.cleaning import clean_up
from dagster_project.lib.loading.discover import unknown_sources
from dagster_project.lib.loading.loader import load_source
from dagster_project.lib.loading.outcome import LoadOutcome
from dagster_project.lib.loading.revising import reload_source, revoke

__all__ = ["LoadOutcome", "clean_up", "ledger", "load_source", "reload_source", "revoke", "unknown_sources"]
