"""Where a case lies, and the files in it."""

from __future__ import annotations

import codecs
import importlib.resources
from pathlib import Path

from postwar.cases.faults import Faults, mend_by
from postwar.core.errors import CaseError, Problem

HEADER = "case.toml"


def _bundled() -> Path:
    return Path(str(importlib.resources.files("postwar"))) / "bundled"


def bundled_ids() -> tuple[str, ...]:
    """The ids of the cases that come with the program, sorted.

    >>> "toy" in bundled_ids()
    True
    """
    return tuple(sorted(path.parent.name for path in _bundled().glob(f"*/{HEADER}")))


def find_case(case: str | Path) -> Path:
    """The folder of a case: ``case`` is the id of a bundled case or the path of a folder.

    Raises ``CaseError`` if it is neither. A path that is also a bundled id means the bundled case; write ``./id`` for
    the folder.

    >>> find_case("toy").name
    'toy'
    """
    bundled = bundled_ids()
    if isinstance(case, str) and case in bundled:
        return _bundled() / case
    try:
        folder = Path(case)
        is_folder = folder.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        name = repr(str(case))[1:-1]
        mend = mend_by(name, bundled, f"name one of {', '.join(bundled)}, or a folder that holds {HEADER}")
        raise CaseError([Problem(name or "case", None, None, "no such case", mend)])
    return folder


def read_text(folder: Path, name: str, faults: Faults, required: bool = False) -> str | None:
    """The text of a file, without a byte-order mark; None where it is not there or is not UTF-8, which is noted."""
    try:
        data = (folder / name).read_bytes()
    except FileNotFoundError:
        if required:
            faults.add(name, None, None, "this file is missing", "add it; docs/cases.md shows its form")
        return None
    except OSError as error:
        faults.add(name, None, None, f"this file cannot be opened ({error.strerror})", "make it a readable file")
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.add(name, line, f"byte 0x{data[error.start]:02x}", "this file is not UTF-8:", "save it as UTF-8")
        return None
