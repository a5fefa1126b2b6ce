"""Whether what a contract expects has arrived: a check per source that warns and stops nothing."""

from collections.abc import Iterator

from dagster import AssetCheckResult, AssetChecksDefinition, AssetCheckSeverity, AssetCheckSpec, multi_asset_check

from dagster_project.defs.names import INPUTS, raw_key
from dagster_project.defs.project_manifest import delivered_sources
from dagster_project.defs.resources import CarbonRun
from dagster_project.lib.running import steps

CHECK = "delivered_on_time"
MISSING = "missing_delivery"


def freshness_checks() -> list[AssetChecksDefinition]:
    """Empty while no contract says when deliveries are due."""
    sources = [source.name for source in delivered_sources() if source.is_expected]
    return [_freshness(sources)] if sources else []


def _freshness(sources: list[str]) -> AssetChecksDefinition:
    specs = [
        AssetCheckSpec(
            CHECK,
            asset=raw_key(source),
            additional_deps=[[INPUTS, MISSING]],
            blocking=False,
            description="Every delivery that the contract expects by now has arrived; see audit.missing_delivery.",
        )
        for source in sources
    ]

    @multi_asset_check(specs=specs, name=CHECK)
    def check(carbon: CarbonRun) -> Iterator[AssetCheckResult]:
        missing = steps.overdue(carbon.session)
        for source in sources:
            periods = [delivery.period.isoformat() for delivery in missing if delivery.source == source]
            yield AssetCheckResult(
                asset_key=raw_key(source),
                check_name=CHECK,
                passed=not periods,
                severity=AssetCheckSeverity.WARN,
                metadata={"missing": len(periods), "periods": ", ".join(periods)},
            )

    return check
