"""Where the files of a FLEE directory lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from postwar.core.errors import CaseError, Problem

LOCATIONS = "locations.csv"
LAYOUT = "data_layout.csv"


@dataclass(frozen=True, slots=True)
class Directory:
    """The two folders of a directory: the tables that drive it and the reports that it is held against.

    ``input_name`` and ``source_name`` are how files in them are called in what is said about them.
    """

    name: str
    inputs: Path
    sources: Path
    input_name: str
    source_name: str

    def input(self, file: str) -> tuple[Path, str]:
        """The path of a table and its name in messages."""
        return self.inputs / file, self.input_name + file

    def source(self, file: str) -> tuple[Path, str]:
        """The path of a file of reports and its name in messages."""
        return self.sources / file, self.source_name + file


def find_directory(folder: str | Path) -> Directory:
    """The files of a FLEE directory: ``input_csv/`` and ``source_data/`` in it, or the tables in it as they are, with
    ``source_data/`` in it or beside it, or the reports among them.

    Raises ``CaseError`` where there is no such folder, or no table in it.
    """
    top = Path(folder)
    try:
        is_folder = top.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        raise CaseError([Problem(str(folder), None, None, "no such directory",
                                 "name a folder that holds input_csv/ and source_data/")])
    nested = (top / "input_csv").is_dir()
    inputs = top / "input_csv" if nested else top
    if not nested and not any(top.glob("*.csv")):
        raise CaseError([Problem(str(folder), None, None, "this directory holds neither input_csv/ nor tables",
                                 f"name a folder that holds {LOCATIONS} or input_csv/{LOCATIONS}")])
    beside = [p for p in (top / "source_data", top.resolve().parent / "source_data") if p.is_dir()]
    if nested:
        sources = top / "source_data"
    elif (top / LAYOUT).is_file() or not beside:
        sources = top
    else:
        sources = beside[0]
    named = top.resolve().parent if top.resolve().name == "input_csv" else top.resolve()
    return Directory(named.name, inputs, sources, "input_csv/" if nested else "",
                     "" if sources == top else "source_data/")
