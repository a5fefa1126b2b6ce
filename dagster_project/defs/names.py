"""Asset keys, groups and job names, said once. Not here: the assets."""

from dagster import AssetKey

LANDING, RAW, INPUTS, PUBLISHED = "landing", "raw", "inputs", "published"

RUN_JOB, LOAD_JOB, AS_OF_JOB = "carbon_run", "carbon_load", "carbon_as_of"


def landing_key(source: str) -> AssetKey:
    return AssetKey([LANDING, source])


def raw_key(source: str) -> AssetKey:
    return AssetKey([RAW, source])
