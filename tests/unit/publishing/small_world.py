"""A small finished warehouse with the manifest dbt would write for it, and a way to publish from it.

Belongs here: what several test modules need to have something to publish. Does not belong here: any test.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.lib.home import Home
from dagster_project.lib.publishing import LoadEntry, PublishOutcome, ReleaseInputs, publish

AS_OF = datetime(2024, 7, 1, 8, 30, tzinfo=UTC)
RUN = "run-1"

ACCOUNT = {
    "account_id": "Account. 账户编号",
    "account_name": "Name of the holder, don't translate. 名称",
    "opened_on": "Date of opening.",
    "is_active": "Whether the account is in use.",
}
EMISSION = {
    "account_id": "Account.",
    "period_start": "First day of the month.",
    "total_location_t": "Scope 1 and 2 (location).",
    "energy_kgco2e_per_m2": "Emissions per area.",
    "row_count": "Rows behind the figure.",
}
LOAD = {
    "load_id": "Load.",
    "known_at": "When it became known.",
    "is_known_at_stated": "Whether the deliverer stated it.",
    "loaded_at": "Wall time.",
}


def model(schema: str, name: str, columns: dict[str, str], **meta: Any) -> dict[str, Any]:
    """A model as dbt 1.11 writes it into manifest.json."""
    return {
        "resource_type": "model",
        "schema": schema,
        "name": name,
        "alias": name,
        "description": f"One row per thing of {name}.\nMore words.",
        "original_file_path": f"models/marts/{name}.sql",
        "config": {"meta": meta},
        "columns": {
            column: {"name": column, "description": text, "config": {"meta": {}}} for column, text in columns.items()
        },
    }


def models() -> dict[str, dict[str, Any]]:
    both = ["government", "auditor"]
    account = model("marts", "mart_account", ACCOUNT, audience=both, grain=["account_id"])
    account["columns"]["account_name"]["config"]["meta"]["title_zh"] = "账户名称"
    return {
        "account": account,
        "emission": model("marts", "mart_emission", EMISSION, audience=both, grain=["account_id", "period_start"]),
        "load": model(
            "audit",
            "load",
            LOAD,
            audience=["auditor"],
            grain=["load_id"],
            digest_exclude=["loaded_at"],
            digest_replace={"known_at": "CASE WHEN is_known_at_stated THEN known_at END"},
        ),
        "internal": model("marts", "mart_internal", {"x": "X."}, grain=["x"]),
        "fact": model("facts", "fct_emission", {"x": "X."}, audience=both, grain=["x"]),
    }


@dataclass
class SmallWorld:
    home: Home
    dbt_manifest: Path
    published: int = 0

    def write_models(self, nodes: dict[str, dict[str, Any]]) -> None:
        self.dbt_manifest.write_text(json.dumps({"nodes": nodes}))

    def change(self, *statements: str) -> None:
        with duckdb.connect(str(self.home.warehouse)) as connection:
            for statement in statements:
                connection.execute(statement)

    def publish(self, input_digest: str | None = None, **options: Any) -> PublishOutcome:
        """Publish; without a digest, as a run whose inputs differ from every one before."""
        self.published += 1
        load = LoadEntry("account_registry", "account_registry.1", "ab" * 32, 1, "2024-07-01T08:30:00Z", True, 3)
        inputs = ReleaseInputs(
            as_of=AS_OF.replace(day=min(self.published, 28)),
            input_digest=input_digest or f"{self.published:08x}" * 8,
            code_digest="c0de",
            seed_digest="5eed",
            gwp_set=None,
            loads=(load,),
        )
        settings: dict[str, Any] = {
            "run_id": RUN,
            "checks": {"passed": 12, "failed": 0, "warned": 1, "by_layer": {}},
            "code_version": "0.1.0",
            "created_at": AS_OF,
        }
        return publish(self.home, self.home.warehouse, self.dbt_manifest, inputs=inputs, **(settings | options))


def make_writable(folder: Path) -> None:
    """Take the write protection from a release, as somebody does who means to change it."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o644)


def make_world(root: Path) -> SmallWorld:
    home = Home.open(root / "home")
    world = SmallWorld(home, root / "manifest.json")
    world.write_models(models())
    _write_check_results(home)
    world.change(*_WAREHOUSE)
    return world


def _write_check_results(home: Home) -> None:
    folder = home.audit / "validation_result"
    folder.mkdir(parents=True)
    duckdb.sql(
        f"""COPY (
            SELECT layer, 'mart_account' AS "table", 'unique' AS expectation, 'critical' AS severity, true AS success,
                   '0' AS observed, 0 AS unexpected_count, '{RUN}' AS run_id, TIMESTAMP '2024-07-01' AS checked_at
            FROM (VALUES ('marts'), ('facts')) AS layers (layer)
        ) TO '{folder / RUN}.parquet'"""
    )


_WAREHOUSE = (
    "CREATE SCHEMA marts",
    "CREATE SCHEMA audit",
    """CREATE TABLE marts.mart_account AS
       SELECT 'A' || i AS account_id, CASE WHEN i = 2 THEN NULL ELSE '衢州 ' || i END AS account_name,
              DATE '2020-01-01' + i::INTEGER AS opened_on, i % 2 = 0 AS is_active, i AS not_in_the_contract
       FROM range(40, 0, -1) AS r (i)""",
    """CREATE TABLE marts.emission_base AS
       SELECT 'A' || (i % 10) AS account_id, DATE '2024-01-01' + to_months((i // 10)::INTEGER) AS period_start,
              (i * 1.25)::DECIMAL(28, 10) AS total_location_t, 0.5::DECIMAL(19, 10) AS energy_kgco2e_per_m2,
              i::BIGINT AS row_count
       FROM range(60) AS r (i)""",
    # A view, as dbt may leave one: it names its database.
    """CREATE VIEW marts.mart_emission AS
       SELECT account_id, period_start::DATE AS period_start, total_location_t, energy_kgco2e_per_m2, row_count
       FROM "warehouse"."marts"."emission_base" """,
    """CREATE TABLE audit.load AS
       SELECT 'load.' || i AS load_id, TIMESTAMP '2024-06-01' + to_days(i::INTEGER) AS known_at,
              i = 1 AS is_known_at_stated, TIMESTAMP '2024-06-02 10:00:00' AS loaded_at
       FROM range(3) AS r (i)""",
)
