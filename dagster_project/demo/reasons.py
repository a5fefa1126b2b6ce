"""What the demo provokes: the rows that wait or are refused and why, and the files that are refused whole.

Read from the recipes, which name the reason beside the row (``_expect``) or the file (``expect``) that is meant for
it. Tests hold what the loader and the audit tables say against these; nothing else uses them.
"""

from __future__ import annotations

from typing import Literal

from dagster_project.demo.recipes import plans, recipes

FIRST_LINE = 2  # the header is line 1


def expected_rows(kind: Literal["reject", "quarantine"]) -> frozenset[tuple[str, int, str]]:
    """File (below the landing folder), line and reason code of every row that is meant to be refused or to wait.

    Rows of the series are not among them: they wait because of their account (never registered, unknown region).
    """
    found = set()
    for plan in plans():
        rows = (recipe for recipe in recipes(plan.source) if recipe.how["delivery"] == plan.delivery)
        for line, recipe in enumerate(rows, start=FIRST_LINE):
            stated, _, code = recipe.how.get("expect", "").partition(":")
            if stated == kind:
                found.add((plan.path, line, code))
    return frozenset(found)


# reason_code of audit.quarantine
EXPECTED_QUARANTINE_REASONS: frozenset[str] = frozenset(code for _, _, code in expected_rows("quarantine"))

# reason_code of audit.reject
EXPECTED_REJECT_REASONS: frozenset[str] = frozenset(code for _, _, code in expected_rows("reject"))

# file (below the landing folder) whose status in audit.load is rejected -> what is wrong with it
EXPECTED_FILE_REJECTIONS: dict[str, str] = {
    plan.path: plan.expect.removeprefix("file:") for plan in plans() if plan.expect.startswith("file:")
}
