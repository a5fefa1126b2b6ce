"""Assembles everything that exists into one set of Dagster definitions, and does nothing else.

Importing this reads dbt's manifest and lists the suites; it runs no dbt and opens no warehouse and no network.
"""

from dagster import Definitions

from dagster_project.defs import (
    automation,
    dbt_layers,
    freshness,
    gates,
    jobs,
    landing,
    publish,
    raw_assets,
    resources,
    run_inputs,
)

defs = Definitions(
    assets=[
        *landing.landing_assets(),
        *raw_assets.raw_assets(),
        run_inputs.run_inputs_asset(),
        *dbt_layers.dbt_groups(),
        publish.published_assets(),
    ],
    asset_checks=[*gates.gate_checks(), *freshness.freshness_checks()],
    jobs=jobs.jobs(),
    schedules=automation.schedules(),
    sensors=automation.sensors(),
    resources={"carbon": resources.CarbonRun()},
    executor=jobs.EXECUTOR,
)
