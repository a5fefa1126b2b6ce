"""What a run hands to dbt beside the raw zone (which loads are in effect, what was rejected, which months to build).

When all of it is what the current release was made from, the run ends here: nothing that follows has anything to do.
"""

from collections.abc import Iterator
from typing import Any

from dagster import AssetsDefinition, AssetSpec, MaterializeResult, multi_asset

from dagster_project.defs.names import INPUTS, raw_key
from dagster_project.defs.project_manifest import delivered_sources, run_inputs
from dagster_project.defs.resources import CarbonRun
from dagster_project.lib.running import releasing, steps


def run_inputs_asset() -> AssetsDefinition:
    deps = [raw_key(source.name) for source in delivered_sources()]
    specs = [
        AssetSpec(
            [INPUTS, node["name"]],
            group_name=INPUTS,
            deps=deps,
            description=node["description"],
            kinds={"parquet"},
            skippable=True,  # nothing new: what follows is skipped
        )
        for node in run_inputs()
    ]

    @multi_asset(name="run_inputs", specs=specs)
    def prepare(carbon: CarbonRun) -> Iterator[MaterializeResult]:
        inputs = steps.prepared_inputs(carbon.session)
        if releasing.ends_with_nothing_new(carbon.session):
            return
        steps.start_helpers(carbon.session)
        metadata: dict[str, Any] = {
            "loads": len(inputs.loads),
            "input_digest": inputs.input_digest,
            "full_refresh": inputs.full_refresh,
            "rebuilt": len(steps.rebuilt_nodes(carbon.session)),
        }
        for spec in specs:
            yield MaterializeResult(asset_key=spec.key, metadata=metadata)

    return prepare
