"""The dbt that a run starts as its child: dbt's own program over the project as it was last parsed.

dbt parses the project anew for every warehouse file, because the file's path is part of the profile; with some two
hundred models that takes longer than many runs. What `ensure_manifest` left beside the manifest is handed to it
instead.
Not here: making it (manifest), and starting the child (defs.dbt_events).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dagster_project.lib.running.manifest import is_current
from dagster_project.lib.running.project import PARSED_PROJECT

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

HANDLED_ERROR, UNHANDLED_ERROR = 1, 2  # dbt's own exit codes


def parsed_project() -> Manifest | None:
    """The parsed project; None, and dbt parses it itself, when files have changed or this dbt cannot read it."""
    if not is_current():
        return None
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    try:
        found: Manifest = Manifest.from_msgpack(PARSED_PROJECT.read_bytes(), decoder=extended_mashumuro_decoder)
    except Exception:  # a missing file or one of another version: whatever is wrong, parsing anew is right
        return None
    found.build_flat_graph()  # what macros see as `graph`; it is not stored
    return found


def main() -> None:
    from dbt.cli.main import dbtRunner

    result = dbtRunner(manifest=parsed_project()).invoke(sys.argv[1:])
    if result.success:
        return
    if result.exception is not None:
        sys.exit(f"{type(result.exception).__name__}: {result.exception}" if str(result.exception) else UNHANDLED_ERROR)
    sys.exit(HANDLED_ERROR)


if __name__ == "__main__":
    main()
