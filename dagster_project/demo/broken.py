"""How a demo file is spoilt as a whole: one function per place where a deliverer goes wrong.

Broken rows are not made here, they stand word for word in the recipes. The kinds are those of the column ``breakage``
in ``deliveries.csv``: missing_column:NAME, extra_column:NAME, wrong_row_count, wrong_total, encoding:NAME, cut_off,
without_quotes, copy_of:DELIVERY (the same bytes under another name).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dagster_project.demo.recipes import Plan, Row


def spoilt_columns(plan: Plan, columns: Sequence[str], rows: list[Row]) -> tuple[list[str], list[Row]]:
    """Take a column away, or add one that no contract knows."""
    name = plan.breakage_detail
    if plan.breakage_kind == "missing_column":
        return [column for column in columns if column != name], rows
    if plan.breakage_kind == "extra_column":
        return [*columns, name], [{**row, name: "演示备注 demo remark"} for row in rows]
    return list(columns), rows


def text_encoding(plan: Plan) -> str:
    """UTF-8, except where the deliverer's program writes another encoding."""
    return plan.breakage_detail if plan.breakage_kind == "encoding" else "utf-8"


def spoil_content(plan: Plan, content: bytes) -> bytes:
    """Lose the second half, as an interrupted transfer does; or the quotes, as a program does that writes none."""
    if plan.breakage_kind == "cut_off":
        return content[: len(content) // 2]
    return content.replace(b'"', b"") if plan.breakage_kind == "without_quotes" else content


def spoil_sidecar(plan: Plan, stated: dict[str, Any]) -> dict[str, Any]:
    """State something that does not agree with the file."""
    if plan.breakage_kind == "wrong_row_count":
        return {**stated, "row_count": stated["row_count"] + 1}
    if plan.breakage_kind == "wrong_total":
        return {**stated, "control_totals": {k: f"{Decimal(v) + 1:f}" for k, v in stated["control_totals"].items()}}
    return stated
