"""Compares what a sidecar states with what was delivered; a disagreement rejects the whole file in one sentence."""

from decimal import Decimal

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.loading.outcome import FileRejected
from dagster_project.lib.loading.sidecar import Sidecar
from dagster_project.lib.loading.writing import Counts


def check_hash(sidecar: Sidecar, sha256: str) -> None:
    if sidecar.sha256 is not None and sidecar.sha256 != sha256:
        raise FileRejected("the manifest states another sha256 than the file has: deliver both again")


def check_total_columns(sidecar: Sidecar, header: tuple[str, ...], contract: SourceContract) -> None:
    """Totals can be checked of columns that were delivered, and never of a secret one."""
    for column in sidecar.control_totals:
        if column not in header:
            raise FileRejected(f"the manifest states a control total of {column}, a column the file does not have")
        if contract.secret and column == contract.secret.column:
            raise FileRejected(f"the manifest states a control total of {column}, which is not a number")


def check_counts(sidecar: Sidecar, counts: Counts) -> None:
    """Over all delivered rows, rejected ones too."""
    if sidecar.row_count is not None and sidecar.row_count != counts.delivered:
        raise FileRejected(f"the manifest states {sidecar.row_count} rows, the file has {counts.delivered}")
    for (column, stated), found in zip(sidecar.control_totals.items(), counts.totals, strict=True):
        if stated != found:
            raise FileRejected(
                f"the manifest states a control total of {_plain(stated)} for {column}, the file has {_plain(found)}"
            )


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
