"""The floor in a process of its own, so that its memory is measured like that of the line; prints its figures as JSON.

The key comes on standard input: a command line is for all to see.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from benchmarks.floor.run import run_floor

if __name__ == "__main__":
    landing, work, as_of_month = sys.argv[1:]
    key = sys.stdin.buffer.read()
    print(json.dumps(asdict(run_floor(Path(landing), Path(work), key, date.fromisoformat(as_of_month)))))
