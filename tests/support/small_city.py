"""A small city for end-to-end tests: three accounts, meters, fuels, corrections, a late account, a withdrawn month.

The deliveries are given one by one, each with the day on which it became known, so that a test can hand them over in
any split. Belongs here: the deliveries and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.support.deliveries import Row, deliver

QUZHOU = "330802"


def account(account_id: str, domain: str = "industry", **more: object) -> Row:
    return {
        "account_id": account_id,
        "account_name": f"Test works {account_id}",
        "domain": domain,
        "region_code": QUZHOU,
        "opened_on": "2023-01-01",
        **more,
    }


def readings(account_id: str, month: str, kwh: str, *, every_hours: int = 6, **more: object) -> Iterator[Row]:
    """Readings of one meter that fill a month without gaps."""
    start = datetime.fromisoformat(f"{month}-01T00:00:00")
    end = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    at = start
    while at < end:
        at += timedelta(hours=every_hours)
        yield {
            "account_id": account_id,
            "meter_id": "M1",
            "interval_end": at.isoformat(),
            "interval_minutes": every_hours * 60,
            "import_kwh": kwh,
            **more,
        }


def fuel(account_id: str, month: str, code: str, quantity: str, unit: str, **more: object) -> Row:
    return {
        "account_id": account_id,
        "period_month": f"{month}-01",
        "energy_code": code,
        "quantity": quantity,
        "unit": unit,
        "quality": "measured",
        **more,
    }


Step = Callable[[Path], object]


def deliveries() -> list[Step]:
    """Each step writes one delivery into a landing folder. Any split and order of them must give the same release."""
    return [
        lambda to: deliver(
            to, "account_registry", [account("A-1"), account("A-2")], "registry", "2024-01-02T08:00:00Z"
        ),
        lambda to: deliver(
            to,
            "electricity_meter",
            [*readings("A-1", "2023-11", "100.5"), *readings("A-1", "2023-12", "90.25", green_power_kwh="10")],
            "meter_2023",
            "2024-01-05T08:00:00Z",
            fmt="csv.gz",
        ),
        lambda to: deliver(
            to,
            "electricity_meter",
            [*readings("A-2", "2023-12", "50"), *readings("A-LATE", "2024-01", "12.5")],
            "meter_other",
            "2024-02-03T08:00:00Z",
        ),
        lambda to: deliver(
            to,
            "energy_consumption",
            [
                fuel("A-1", "2023-01", "RAW_COAL", "1200.5", "t", period_months=12),
                fuel("A-2", "2023-12", "NATURAL_GAS", "3.25", "10k_nm3"),
                fuel("A-2", "2023-11", "DIESEL", "5.5", "t"),
            ],
            "fuel",
            "2024-02-05T08:00:00Z",
        ),
        lambda to: deliver(to, "account_registry", [account("A-LATE", "building")], "late", "2024-03-01T08:00:00Z"),
        # One reading corrected, a whole month of another meter taken back.
        lambda to: deliver(
            to,
            "electricity_meter",
            [
                *list(readings("A-1", "2023-11", "111.125"))[:1],
                *readings("A-2", "2023-12", "50", record_status="withdrawn"),
            ],
            "meter_correction",
            "2024-03-05T08:00:00Z",
        ),
        lambda to: deliver(
            to,
            "energy_consumption",
            [fuel("A-2", "2023-11", "DIESEL", "5.75", "t"), fuel("A-2", "2023-10", "DIESEL", "1", "t")],
            "fuel_correction",
            "2024-03-06T08:00:00Z",
        ),
    ]


def hours_of(month: str, every_hours: int = 6) -> Decimal:
    """How many readings fill a month."""
    return Decimal(len(list(readings("any", month, "0", every_hours=every_hours))))


def deliver_all(landing: Path) -> None:
    """Every delivery at once."""
    for step in deliveries():
        step(landing)
