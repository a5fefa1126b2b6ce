"""Which layer may read which, and how a model of a layer is called.

Not here: reading the manifest (manifest), or what the models say.
"""

from collections.abc import Iterator

from .manifest import Model, Project

# Layers that one dbt call builds, in the order of the calls.
CALLS = (("staging", "intermediate", "dimensions"), ("facts",), ("marts",))
CALL_OF = {layer: number for number, layers in enumerate(CALLS) for layer in layers}
PREFIXES = {
    "staging": ("base_", "stg_"),
    "intermediate": ("int_",),
    "dimensions": ("dim_",),
    "facts": ("fct_",),
    "marts": ("mart_", "audit_"),
}
READABLE_LAYERS = {
    "staging": {"staging"},
    "intermediate": {"staging", "intermediate", "dimensions"},
    "dimensions": {"staging", "intermediate", "dimensions"},
    "facts": {"staging", "intermediate", "dimensions", "facts"},
    "marts": {"dimensions", "facts", "marts"},
}
# The one model of a later layer that staging reads: which versions are known is a question of time.
EXCEPTIONS = {("base_", "int_month_as_of")}
# Tables about deliveries, and the one fact that brings each to the marts.
DELIVERY_FACTS = {"load": "fct_load", "reject": "fct_reject", "missing_delivery": "fct_missing_delivery"}
_RUN_READERS = ("intermediate", "dimensions", "facts")


def violations(project: Project) -> Iterator[str]:
    """Everything in the project that stands in the wrong place or reads what it may not."""
    for model in project.models.values():
        yield from place_violations(model)
        for unique_id in model.reads:
            yield from edge_violations(project, model, unique_id)


def place_violations(model: Model) -> Iterator[str]:
    """Name, schema and alias follow from the folder."""
    if model.layer not in PREFIXES:
        yield f"{model.name}: folder {model.layer or '(none)'} is not a layer"
        return
    if not model.name.startswith(PREFIXES[model.layer]):
        yield f"{model.name}: a model of {model.layer} is called {' or '.join(PREFIXES[model.layer])}..."
    is_audit = model.topic == "audit"
    if model.layer == "marts" and model.name.startswith("audit_") != is_audit:
        yield f"{model.name}: audit_ models, and only they, live in marts/audit"
    schema = "audit" if model.layer == "marts" and is_audit else model.layer
    if model.schema != schema:
        yield f"{model.name}: schema {model.schema}, its folder says {schema}"
    alias = model.name.removeprefix("audit_")
    if model.alias != alias:
        yield f"{model.name}: alias {model.alias}, expected {alias}"


def edge_violations(project: Project, model: Model, read: str) -> Iterator[str]:
    """One edge of the graph."""
    kind, _, name = read.partition(".")
    if kind == "source":
        _, group, table = name.split(".")
        if not _may_read_source(model, group, table):
            yield f"{model.name} ({model.layer}) reads source {group}.{table}"
    elif kind == "model":
        other = project.models[read]
        if not _may_read_model(model, other):
            yield f"{model.name} ({model.layer}) reads {other.name} ({other.layer})"
    elif kind != "seed":
        yield f"{model.name} ({model.layer}) reads {read}"


def _may_read_source(model: Model, group: str, table: str) -> bool:
    if group == "raw":
        return model.name == f"base_{table}"
    if table == "run":
        return model.layer in _RUN_READERS
    return model.name == DELIVERY_FACTS.get(table) or (table == "load" and model.name.startswith("base_"))


def _may_read_model(model: Model, other: Model) -> bool:
    if any(model.name.startswith(prefix) and other.name == name for prefix, name in EXCEPTIONS):
        return True
    if model.layer == "staging":
        return model.name.startswith("stg_") and other.name == model.name.replace("stg_", "base_", 1)
    return other.layer in READABLE_LAYERS.get(model.layer, set())


def call_violations(project: Project) -> Iterator[str]:
    """Each dbt call builds whole folders: nothing may wait for a later call."""
    for model in project.models.values():
        for other in project.reads_from(model):
            if CALL_OF.get(other.layer, -1) > CALL_OF.get(model.layer, -1):
                yield f"{model.name} ({model.layer}) is built before {other.name} ({other.layer})"
