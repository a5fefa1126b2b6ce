"""The sidecar (<file>.manifest.json): what the deliverer states about a file, read strictly.

Comparing it with what was read is ``agreement``'s work; finding and opening it is ``discover``'s.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from dagster_project.lib.loading.discover import SIDECAR_SUFFIX
from dagster_project.lib.loading.outcome import FileRejected

STATEMENTS = {"row_count", "sha256", "delivered_at", "control_totals"}
CLOCK_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True)
class Sidecar:
    """What is stated about a delivery; nothing is stated where there is no sidecar."""

    row_count: int | None = None
    sha256: str | None = None
    delivered_at: datetime | None = None  # UTC
    control_totals: dict[str, Decimal] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def parse_sidecar(content: bytes | None, file_name: str, zone: ZoneInfo) -> Sidecar:
    """Read a sidecar; anything in it that cannot be understood rejects the file, for it cannot be checked then."""
    if content is None:
        return Sidecar()
    name = file_name + SIDECAR_SUFFIX
    try:
        stated = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise FileRejected(f"{name} is not valid JSON in UTF-8") from None
    if not isinstance(stated, dict):
        raise FileRejected(f"{name} must hold one JSON object with any of {', '.join(sorted(STATEMENTS))}")
    unknown = sorted(stated.keys() - STATEMENTS)
    return Sidecar(
        row_count=_row_count(stated.get("row_count"), name),
        sha256=_sha256(stated.get("sha256"), name),
        delivered_at=_delivered_at(stated.get("delivered_at"), name, zone),
        control_totals=_control_totals(stated.get("control_totals"), name),
        warnings=(f"{name} states what is not known and not checked: {', '.join(unknown)}",) if unknown else (),
    )


def check_delivered_at(sidecar: Sidecar, file_name: str, now: datetime) -> None:
    """A delivery from the future would become known before it is: it waits until its time is at most a day away."""
    delivered_at = sidecar.delivered_at
    if delivered_at is not None and delivered_at > now + CLOCK_TOLERANCE:
        raise FileRejected(
            f"{file_name}{SIDECAR_SUFFIX} states a delivered_at more than a day ahead of now "
            f"({delivered_at:%Y-%m-%dT%H:%M:%SZ}); correct it",
            retry_after=delivered_at - CLOCK_TOLERANCE,
        )


def _row_count(value: Any, name: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise FileRejected(f"{name}: row_count is not a whole number of rows")
    return value


def _sha256(value: Any, name: str) -> str | None:
    if value is None:
        return None
    text = value.lower() if isinstance(value, str) else ""
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise FileRejected(f"{name}: sha256 is not 64 hexadecimal digits")
    return text


def _delivered_at(value: Any, name: str, zone: ZoneInfo) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise FileRejected(f"{name}: delivered_at is not an ISO 8601 time such as 2024-02-05T09:30:00+08:00") from None


def _control_totals(value: Any, name: str) -> dict[str, Decimal]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise FileRejected(f'{name}: control_totals is not an object such as {{"quantity": "123.4500"}}')
    return {column: _total(column, total, name) for column, total in value.items()}


def _total(column: str, value: Any, name: str) -> Decimal:
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise InvalidOperation
        total = Decimal(value)
    except InvalidOperation:
        total = Decimal("NaN")
    if not total.is_finite():
        raise FileRejected(f"{name}: the control total of {column} is not a number")
    return total
