"""Malformed input, as rows of the table: a short run made now, and the last long run on record.

The long run is ``python -m benchmarks.reading.malformed``; see there for what an execution, a crash and a hang are.
"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.reading.malformed import KEPT, MEGABYTES, SECONDS, batch
from benchmarks.reading.rows import Row

SHORT = 2000
SEED = 7


def measure(shared: Path) -> list[Row]:
    """Crashes, hangs, the slowest execution and the memory of both runs. No set is needed."""
    tally = batch(SEED, SHORT)
    rows = _rows("mutated samples, now", SHORT, len(tally.crashes), len(tally.hangs), tally.slowest, tally.grown)
    if not KEPT.exists():
        return rows
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    numbers = (kept["crashes"], kept["hangs"], kept["slowest_seconds"], kept["grown_megabytes"])
    return rows + _rows("mutated samples, on record", kept["executions"], *numbers)


def _rows(what: str, size: int, crashes: int, hangs: int, slowest: float, grown: float) -> list[Row]:
    return [
        Row("malformed input: crashes", what, size, crashes, 0, False),
        Row("malformed input: hangs", what, size, hangs, 0, False),
        Row("malformed input: slowest, seconds", what, size, slowest, SECONDS, False),
        Row("malformed input: memory added, MB", what, size, grown, MEGABYTES, False),
    ]
