"""Publishing: digests, audience files, the manifest and its chain, the atomic switch, verification, SQL on a release.

What is computed belongs to dbt; what runs when belongs to the definitions. This package turns a finished warehouse
into a release that nobody can see half of.
"""

from dagster_project.lib.publishing.erasing import erase_published
from dagster_project.lib.publishing.manifest import LoadEntry, Manifest
from dagster_project.lib.publishing.publisher import (
    PublishOutcome,
    ReleaseInputs,
    publish,
    release_of_same_inputs,
    warehouse_digest,
)
from dagster_project.lib.publishing.releases import Release, current_release, finish_interrupted, resolve_release
from dagster_project.lib.publishing.sql import QueryResult, run_sql
from dagster_project.lib.publishing.verify import VerifyReport, verify

__all__ = [
    "LoadEntry",
    "Manifest",
    "PublishOutcome",
    "QueryResult",
    "Release",
    "ReleaseInputs",
    "VerifyReport",
    "current_release",
    "erase_published",
    "finish_interrupted",
    "publish",
    "release_of_same_inputs",
    "resolve_release",
    "run_sql",
    "verify",
    "warehouse_digest",
]
