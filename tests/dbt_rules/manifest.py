"""What the rules need to know of dbt's manifest: models with their layer, what they read, columns, tests.

Not here: the rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    name: str
    description: str
    data_type: str
    meta: Raw = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A model; `layer` is the top folder, `topic` the folder below it (None: directly in the layer)."""

    unique_id: str
    name: str
    layer: str
    topic: str | None = None
    schema: str = ""
    alias: str = ""
    reads: tuple[str, ...] = ()
    raw_code: str = ""
    description: str = ""
    is_contracted: bool = False
    meta: Raw = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    is_key_tested: bool = False  # its layer's test keys_of_<layer> looks at it

    @property
    def is_published(self) -> bool:
        return self.layer == "marts"

    @property
    def relation(self) -> str:
        return f"{self.schema}.{self.alias}"


class Project:
    """The models of the manifest by unique id, beside sources, seeds, macros and exposures."""

    def __init__(self, manifest: Raw) -> None:
        self._manifest = manifest
        key_tested = {
            parent
            for node in self._nodes("test")
            if node["name"].startswith("keys_of_") and _is_strict(node)
            for parent in node["depends_on"]["nodes"]
        }
        self.models: dict[str, Model] = {
            node["unique_id"]: _model(node, node["unique_id"] in key_tested) for node in self._nodes("model")
        }

    def _nodes(self, kind: str) -> Iterator[Raw]:
        return (node for node in self._manifest["nodes"].values() if node["resource_type"] == kind)

    @property
    def raw_sources(self) -> set[str]:
        """Names of the sources that the contracts declare."""
        return {node["name"] for node in self._manifest["sources"].values() if node["source_name"] == "raw"}

    @property
    def exposures(self) -> list[Raw]:
        return list(self._manifest["exposures"].values())

    def own_macros(self) -> Iterator[tuple[str, str]]:
        """(path, text) of the project's macros."""
        name = self._manifest["metadata"]["project_name"]
        for macro in self._manifest["macros"].values():
            if macro["package_name"] == name:
                yield macro["original_file_path"], macro["macro_sql"]

    def model(self, name: str) -> Model:
        return next(model for model in self.models.values() if model.name == name)

    def published(self) -> list[Model]:
        return [model for model in self.models.values() if model.is_published]

    def reads_from(self, model: Model) -> list[Model]:
        return [self.models[unique_id] for unique_id in model.reads if unique_id in self.models]

    def upstream(self, model: Model) -> list[Model]:
        """The model and everything it is made of."""
        found: dict[str, Model] = {}
        waiting = [model]
        while waiting:
            each = waiting.pop()
            if each.unique_id not in found:
                found[each.unique_id] = each
                waiting.extend(self.reads_from(each))
        return list(found.values())


def _model(node: Raw, is_key_tested: bool) -> Model:
    folders = node["fqn"][1:-1]
    config = node["config"]
    return Model(
        unique_id=node["unique_id"],
        name=node["name"],
        layer=folders[0] if folders else "",
        topic=folders[1] if len(folders) > 1 else None,
        schema=node["schema"],
        alias=node["alias"],
        reads=tuple(node["depends_on"]["nodes"]),
        raw_code=node["raw_code"],
        description=" ".join(node["description"].split()),
        is_contracted=config["contract"]["enforced"],
        meta=config.get("meta") or {},
        columns=tuple(_column(column) for column in node["columns"].values()),
        is_key_tested=is_key_tested,
    )


def _column(column: Raw) -> Column:
    return Column(
        name=column["name"],
        description=" ".join((column["description"] or "").split()),
        data_type=(column["data_type"] or "").lower().replace(" ", ""),
        meta=column["config"].get("meta") or {},
    )


def _is_strict(node: Raw) -> bool:
    return str(node["config"]["severity"]).lower() == "error" and not node["config"].get("where")
