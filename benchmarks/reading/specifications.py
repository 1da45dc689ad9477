"""The specification files of a recogniser: each a list of cases with an input and what is to be found in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.reading.rows import Absent

Case = dict[str, Any]


def cases(folder: Path, name: str) -> list[Case]:
    """The cases of one file of a folder; ``Absent`` where it is not there."""
    path = folder / f"{name}.json"
    if not path.exists():
        raise Absent(str(path))
    found: list[Case] = json.loads(path.read_text(encoding="utf-8-sig"))
    return found
