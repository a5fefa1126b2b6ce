"""A small city for end-to-end tests: meters, fuels, a farm, a forest, a carrier, corrections, a late account, a
withdrawn month.

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


def field(month: str, code: str, quantity: str, unit: str, **more: object) -> Row:
    return {
        "account_id": "F-1",
        "period_month": f"{month}-01",
        "activity_code": code,
        "quantity": quantity,
        "unit": unit,
        **more,
    }


def survey(surveyed_on: str, m3_per_ha: str, **more: object) -> Row:
    return {"plot_id": "O-1-1", "surveyed_on": surveyed_on, "stock_volume_m3_per_ha": m3_per_ha, **more}


def leg(leg_no: int, departed_on: str, mode: str, vehicle_class: str, km: str, **more: object) -> Row:
    return {
        "shipment_id": "S-1",
        "leg_no": leg_no,
        "account_id": "T-1",
        "shipper_account_id": "A-LATE",
        "departed_on": departed_on,
        "mode": mode,
        "vehicle_class": vehicle_class,
        "tonnes": "100",
        "distance_km": km,
        **more,
    }


Step = Callable[[Path], object]


def deliveries() -> list[Step]:
    """Each step writes one delivery into a landing folder. Any split and order of them must give the same release."""
    return [
        lambda to: deliver(
            to,
            "account_registry",
            [
                account("A-1"),
                account("A-2"),
                account("F-1", "agriculture"),
                account("O-1", "forestry"),
                account("T-1", "transport"),
            ],
            "registry",
            "2024-01-02T08:00:00Z",
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
            "farm_activity",
            [
                field("2023-10", "RICE_SINGLE", "12.5", "ha"),
                field("2023-01", "PIG", "40", "head", period_months=12),
                field("2023-11", "STRAW_RETURN", "30", "t"),
            ],
            "farm",
            "2024-02-03T09:00:00Z",
        ),
        lambda to: deliver(
            to,
            "forest_survey",
            [survey("2019-06-01", "60"), survey("2023-06-01", "80")],
            "surveys",
            "2024-02-03T10:00:00Z",
        ),
        lambda to: deliver(
            to,
            "freight_trip",
            [
                leg(
                    1,
                    "2023-12-04",
                    "road",
                    "diesel_heavy_30t",
                    "20",
                    baseline_mode="road",
                    baseline_vehicle_class="diesel_heavy_30t",
                    baseline_distance_km="300",
                ),
                leg(2, "2023-12-05", "water", "dry_bulk_2500t", "340"),
            ],
            "trips",
            "2024-02-03T11:00:00Z",
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
        # The plot comes after its surveys.
        lambda to: deliver(
            to,
            "forest_plot",
            [{"plot_id": "O-1-1", "account_id": "O-1", "area_ha": "10", "species_code": "CHINESE_FIR"}],
            "plots",
            "2024-03-01T09:00:00Z",
        ),
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
        # A survey between two others spreads the growth anew; a leg is corrected, and the straw is taken back.
        lambda to: deliver(
            to, "forest_survey", [survey("2022-03-01", "66", event="pest")], "survey_between", "2024-03-07T08:00:00Z"
        ),
        lambda to: deliver(
            to,
            "freight_trip",
            [leg(2, "2023-12-06", "water", "dry_bulk_2500t", "355")],
            "trip_correction",
            "2024-03-07T09:00:00Z",
        ),
        lambda to: deliver(
            to,
            "farm_activity",
            [field("2023-11", "STRAW_RETURN", "30", "t", record_status="withdrawn")],
            "farm_correction",
            "2024-03-07T10:00:00Z",
        ),
    ]


def hours_of(month: str, every_hours: int = 6) -> Decimal:
    """How many readings fill a month."""
    return Decimal(len(list(readings("any", month, "0", every_hours=every_hours))))


def deliver_all(landing: Path) -> None:
    """Every delivery at once."""
    for step in deliveries():
        step(landing)
