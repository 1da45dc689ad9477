"""Files: which files a name stands for, and their bytes."""

from __future__ import annotations

import glob
import os
import stat
from pathlib import Path

from postwar.core.errors import Problem, ReportError
from postwar.reading.inputs.limits import FILE_BYTES, too_large

_PATTERN = frozenset("*?[")
_ENDINGS = frozenset(
    ["", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".docm", ".doc", ".eml"]
) | frozenset([".xml", ".rss", ".atom", ".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls"])
MOST_FILES = 100_000


def expand(name: str) -> tuple[list[str], list[Problem]]:
    """The files that a name stands for, sorted: itself, those in a folder and below it, or those that fit a pattern.

    Hidden files, and the ``.toml`` files that describe others, are no reports; files of a folder whose ending is none
    of a report's are passed over, with a problem that names them.

    Raises ``ReportError`` for a folder or a pattern that stands for no file.

    >>> expand("no/such.txt")
    (['no/such.txt'], [])
    """
    path = Path(name)
    others: list[str] = []
    if path.is_dir():
        found = [str(Path(top) / f) for top, folders, files in os.walk(path) if _visible(folders) for f in files]
        found = [f for f in found if not Path(f).name.startswith(".")]
        others = sorted(Path(f).name for f in found if Path(f).suffix.lower() not in _ENDINGS and not _describes(f))
        found = [f for f in found if Path(f).suffix.lower() in _ENDINGS]
    elif _PATTERN & set(name) and not path.exists():
        found = [f for f in glob.iglob(name, recursive=True) if not Path(f).is_dir()]
    else:
        return [name], []
    found = sorted(f for f in found if not _describes(f) and Path(f).is_file())[:MOST_FILES]
    if not found:
        raise ReportError(
            Problem(name, None, None, "stands for no file", "give a folder or a pattern with files in it")
        )
    if not others:
        return found, []
    shown = ", ".join(others[:5]) + (f" and {len(others) - 5} more" if len(others) > 5 else "")
    return found, [Problem(name, None, shown, "files of forms that are not read:", "give one by its name to try it")]


def _visible(folders: list[str]) -> bool:
    """Walk on in the order of names, past hidden folders."""
    folders[:] = sorted(f for f in folders if not f.startswith("."))
    return True


def _describes(file: str) -> bool:
    """Whether a file only describes a report that lies beside it."""
    path = Path(file)
    beside = path.parent.glob(f"{glob.escape(path.stem)}.*") if path.suffix == ".toml" else ()
    return any(p.stem == path.stem and p != path for p in beside)


def bytes_of(file: str, stdin: bytes | None) -> bytes:
    """The bytes of a file, or of standard input for ``-``. Raises ``ReportError`` where it cannot be read or is too
    large."""
    if file == "-":
        data = stdin or b""
    else:
        try:
            with open(file, "rb") as stream:
                size = os.fstat(stream.fileno())
                if stat.S_ISREG(size.st_mode) and size.st_size > FILE_BYTES:
                    raise too_large(file, "bytes", size.st_size, FILE_BYTES)
                data = stream.read(FILE_BYTES + 1)
        except (OSError, ValueError) as fault:
            said = getattr(fault, "strerror", None) or "unknown"
            raise ReportError(
                Problem(file, None, None, f"cannot be read ({said})", "give the path of a file that can be read")
            ) from None
    if len(data) > FILE_BYTES:
        raise too_large(file, "bytes", len(data), FILE_BYTES)
    return data
