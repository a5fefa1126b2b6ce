"""What a run rebuilds: a pure function over dbt's graph and what has changed since the last completed build.

Finding out what has changed is ``inputs``' matter, building is dbt's. Nothing is read here.

A model is built again when something that it reads has changed, directly or through other models. Two things are not
taken for a change, or every run would rebuild everything:

- **The time of day.** ``as_of``, ``input_digest`` and ``run_id`` of ``inputs.run`` are others in every run. The models
  that name one of them (`states_the_run`) are built in every run, and what reads these is not built for that reason: a
  model that used such a column would name it too. The one use of ``as_of`` that is not by name is in the macro
  ``record_versions``: it keeps the rows with ``known_at <= as_of``. A load is in effect only when it was known by
  ``as_of`` (``load_lines.effective_loads``), and all rows of a load have its ``known_at``; so while the loads of a
  source are the same the filter lets the same rows through, whatever the time. The day of ``as_of`` is another matter:
  when it differs ``inputs.run`` has changed, with all that reads it.
- **The loads of other sources.** What ``record_versions`` makes of a source joins ``inputs.load`` to the rows of that
  source alone, by load: it changes with the loads of the source, which is told by the source itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

RAW, INPUTS, RUN = "raw", "inputs", "run"
VOLATILE = ("as_of", "input_digest", "run_id")  # columns of inputs.run that are others in every run
VERSIONS_MACRO = "record_versions"
_NOT_FOLLOWED = (f"{INPUTS}.load", "int_month_as_of")  # by what record_versions makes: see above
_COMMENT = re.compile(r"{#.*?#}|--[^\n]*|/\*.*?\*/", re.DOTALL)
_VOLATILE_WORD = re.compile(rf"\b({'|'.join(VOLATILE)})\b")

Manifest = Mapping[str, Any]


@dataclass(frozen=True)
class Changes:
    """What differs from the last completed build, or may differ because a build began that was not completed."""

    everything: bool = False
    sources: frozenset[str] = frozenset()  # delivered sources with loads that came or went, or months asked for
    inputs: frozenset[str] = frozenset()  # tables of `inputs`; `run` when the day of as_of is another

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.everything or other.everything, self.sources | other.sources, self.inputs | other.inputs)

    def as_json(self) -> dict[str, Any]:
        return {"everything": self.everything, "sources": sorted(self.sources), "inputs": sorted(self.inputs)}

    @classmethod
    def from_json(cls, content: Mapping[str, Any] | None) -> "Changes":
        """Of a build that says nothing about it: everything."""
        if content is None:
            return cls(everything=True)
        return cls(bool(content["everything"]), frozenset(content["sources"]), frozenset(content["inputs"]))


EVERYTHING = Changes(everything=True)


def nodes_to_rebuild(manifest: Manifest, changes: Changes) -> frozenset[str]:
    """Ids of the models to build and, when everything is built, of the seeds; the order is dbt's matter."""
    if changes.everything:
        return frozenset(_built(manifest, "model", "seed"))
    changed: dict[str, bool] = {}

    def has_changed(unique_id: str) -> bool:
        if unique_id not in changed:
            changed[unique_id] = False  # dbt's graph has no cycles: never read before it is known
            changed[unique_id] = any(has_changed(each) or is_origin(each) for each in parents_that_count(unique_id))
        return changed[unique_id]

    def is_origin(unique_id: str) -> bool:
        return _told_of_source(manifest, unique_id, changes)

    def parents_that_count(unique_id: str) -> Iterable[str]:
        node = manifest["nodes"].get(unique_id)
        return followed(manifest, node) if node else ()

    return frozenset(
        unique_id
        for unique_id in _built(manifest, "model")
        if has_changed(unique_id) or states_the_run(manifest["nodes"][unique_id])
    )


def data_tests_of(manifest: Manifest, nodes: Iterable[str]) -> frozenset[str]:
    """Data tests that look at any of these nodes."""
    wanted = set(nodes)
    return frozenset(each for each in _built(manifest, "test") if wanted & set(_reads(manifest["nodes"][each])))


def states_the_run(node: Mapping[str, Any]) -> bool:
    """Whether a model names what is another in every run; comments do not count."""
    return _VOLATILE_WORD.search(_COMMENT.sub(" ", node["raw_code"])) is not None


def followed(manifest: Manifest, node: Mapping[str, Any]) -> list[str]:
    """What a node reads, as far as a change of it is a change of the node."""
    return [each for each in _reads(node) if not (keeps_versions(node) and short_name(manifest, each) in _NOT_FOLLOWED)]


def keeps_versions(node: Mapping[str, Any]) -> bool:
    """Whether record_versions makes the node."""
    return any(macro.endswith(f".{VERSIONS_MACRO}") for macro in node["depends_on"].get("macros", ()))


def short_name(manifest: Manifest, unique_id: str) -> str:
    """`inputs.load` of a source, `int_month_as_of` of a model."""
    source = manifest["sources"].get(unique_id)
    return f"{source['source_name']}.{source['name']}" if source else unique_id.rpartition(".")[2]


def _told_of_source(manifest: Manifest, unique_id: str, changes: Changes) -> bool:
    source = manifest["sources"].get(unique_id)
    if source is None:
        return False
    return source["name"] in {RAW: changes.sources, INPUTS: changes.inputs}.get(source["source_name"], ())


def _built(manifest: Manifest, *kinds: str) -> list[str]:
    return [unique_id for unique_id, node in manifest["nodes"].items() if node["resource_type"] in kinds]


def _reads(node: Mapping[str, Any]) -> list[str]:
    return list(node["depends_on"].get("nodes", ()))
