"""What every published table owes its reader: a grain, described and typed columns, units.

Not here: which layer reads which (layers), or what SQL may say (portable_sql).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from dagster_project.lib.publishing.units import unit_of

from .manifest import Column, Model, Project, Raw

GRAIN_SENTENCE = "One row per "
TYPES = re.compile(r"string|int|bigint|decimal\(\d+,\d+\)|date|timestamp|boolean")
# Decimals whose name states no unit, and why none is missing.
WITHOUT_UNIT = {
    "bef": "a ratio: above-ground to stem biomass",
    "carbon_content_tc_per_tj": "a term of a factor, named as in the reference data: t of carbon per TJ",
    "carbon_fraction": "a ratio: t of carbon per t of dry matter",
    "data_quality_score": "a score from 1 to 5",
    "gwp": "a ratio: kg CO2e per kg of the gas",
    "oxidation_rate": "a ratio",
    "person_key": "a key",
    "root_shoot_ratio": "a ratio: below-ground to above-ground biomass",
}
# Sources too large to be classified row by row in each run, and the fact that counts their rows month by month.
CLASSIFIED_BY_MONTH = {"personal_behaviour": "fct_behaviour_class"}
# A name that states no unit because a column beside it does.
UNIT_BESIDE = {"quantity": "unit"}
_SAYS_WHEN_EMPTY = re.compile(r"\b(empty|null)\b", re.IGNORECASE)


def description_violations(model: Model) -> Iterator[str]:
    """Every model says first what one row of it is."""
    if not model.description:
        yield f"{model.name}: no description"
    elif not model.description.startswith(GRAIN_SENTENCE):
        yield f"{model.name}: the description does not start with the grain ({GRAIN_SENTENCE.strip()} ...)"


def contract_violations(model: Model) -> Iterator[str]:
    """Contract, audience, columns."""
    if not model.is_contracted:
        yield f"{model.name}: no enforced contract"
    if not model.meta.get("audience") and not model.meta.get("unpublished"):
        yield f"{model.name}: no config.meta.audience, and no word in config.meta.unpublished on who reads it instead"
    if model.meta.get("audience") and model.meta.get("unpublished"):
        yield f"{model.name}: an audience, and yet unpublished"
    if not model.columns:
        yield f"{model.name}: no columns"
    for column in model.columns:
        if not column.description:
            yield f"{model.name}.{column.name}: no description"
        if not TYPES.fullmatch(column.data_type):
            yield f"{model.name}.{column.name}: type {column.data_type or '(none)'} is not one that every engine has"
        if re.fullmatch(r"decimal\(38,[1-9]\d*\)", column.data_type):
            yield f"{model.name}.{column.name}: a decimal of 38 digits is never stored"


def grain_violations(model: Model) -> Iterator[str]:
    """The grain is named, unique, and each part of it is there or says when it is empty."""
    grain = tuple(model.meta.get("grain") or ())
    columns = {column.name: column for column in model.columns}
    may_be_empty = set(model.meta.get("grain_may_be_empty") or ())
    if not grain:
        yield f"{model.name}: no config.meta.grain"
    for name in grain:
        if name not in columns:
            yield f"{model.name}: grain names {name}, which is not a column"
        elif name in may_be_empty and not _SAYS_WHEN_EMPTY.search(columns[name].description):
            yield f"{model.name}.{name}: part of the grain that may be empty, and no word on when"
    for name in sorted(may_be_empty - set(grain)):
        yield f"{model.name}: {name} may be empty in the grain, of which it is no part"
    if grain and not model.is_key_tested:
        yield f"{model.name}: the grain ({', '.join(grain)}) is not tested by keys_of_{model.layer}"
    if "period_grain" in columns and "period_start" not in columns:
        yield f"{model.name}: a period without period_start"


def unit_violations(model: Model) -> Iterator[str]:
    """Every decimal has its unit at the end of its name, in the column's meta, or in a column beside it."""
    names = {column.name for column in model.columns}
    for column in model.columns:
        if column.data_type.startswith("decimal") and not _has_unit(column, names):
            yield f"{model.name}.{column.name}: no known unit at the end of the name"


def interface_violations(project: Project, interface: Mapping[str, list[str]]) -> Iterator[str]:
    """Published tables and the interface name each other; no promised column is missing."""
    published = {model.relation: model for model in project.published() if model.meta.get("audience")}
    for relation in sorted(set(published) ^ set(interface)):
        yield (
            f"{relation} is not in the interface" if relation in published else f"{relation} is promised and not there"
        )
    for relation in sorted(set(published) & set(interface)):
        present = {column.name for column in published[relation].columns}
        for name in interface[relation]:
            if name not in present:
                yield f"{relation}.{name} is promised and not there"


def exposure_violations(project: Project) -> Iterator[str]:
    """One exposure per audience file, which depends on exactly what the file holds."""
    held: dict[str, set[str]] = defaultdict(set)
    for model in project.published():
        for audience in model.meta.get("audience") or ():
            held[audience].add(model.unique_id)
    exposed = {_audience(exposure): set(exposure["depends_on"]["nodes"]) for exposure in project.exposures}
    for audience in sorted(set(held) | set(exposed)):
        for unique_id in sorted(held[audience] ^ exposed.get(audience, set())):
            name = unique_id.rpartition(".")[2]
            where = "the file, not in the exposure" if unique_id in held[audience] else "the exposure, not in the file"
            yield f"audience {audience}: {name} is in {where}"


def source_violations(project: Project) -> Iterator[str]:
    """Each contract has its two staging models, and its rows are classified in fct_row_class."""
    names = {model.name for model in project.models.values()}
    for source in sorted(project.raw_sources):
        for model in (f"base_{source}", f"stg_{source}"):
            if model not in names:
                yield f"{source}: no model {model}"
    read = list(project.reads_from(project.model("fct_row_class")))
    classified = {model.name.removeprefix("base_") for model in read if model.layer == "staging"}
    classified |= {source for source, counts in CLASSIFIED_BY_MONTH.items() if counts in {model.name for model in read}}
    for source in sorted(classified ^ project.raw_sources):
        yield (
            f"{source}: not in fct_row_class"
            if source in project.raw_sources
            else f"{source}: in fct_row_class without a contract"
        )


def _has_unit(column: Column, names: set[str]) -> bool:
    return bool(
        column.name in WITHOUT_UNIT
        or column.meta.get("unit")
        or unit_of(column.name, column.data_type)
        or UNIT_BESIDE.get(column.name) in names
    )


def _audience(exposure: Raw) -> str:
    return str((exposure["config"].get("meta") or {}).get("audience") or exposure["name"])
