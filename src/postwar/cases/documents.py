"""The files of a case as they stand, and every id that is defined in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from postwar.cases.faults import Faults, nearest
from postwar.cases.fields import Ids
from postwar.cases.folder import HEADER, read_text
from postwar.cases.located import Block, parse_toml
from postwar.cases.tables import Columns, Table, parse_table

TABLES: dict[str, Columns] = {
    "actors.csv": Columns(("id", "name", "aliases", "kind", "side"), ("note",)),
    "places.csv": Columns(("id", "name", "aliases", "kind", "within", "lat", "lon", "area_km2", "controller", "source"),
                          ("valid_from", "valid_to")),
    "groups.csv": Columns(("id", "name", "aliases", "home", "whereabouts", "low", "high", "as_of", "known_on",
                           "source"), ("born_since_low", "born_since_high")),
    "forces.csv": Columns(("id", "actor", "name", "strength", "unit", "role", "area", "source"), ("known_on",)),
    "routes.csv": Columns(("from", "to", "km", "traffic", "direction", "regime", "capacity_per_day", "supply_days",
                           "open_from", "open_to", "known_on", "source"), ("id",)),
    "questions.csv": Columns(("id", "question", "closes_on", "rule", "void_if", "written_on")),
    "provisions.csv": Columns(("id", "text")),
    "aliases.csv": Columns(("id", "alias", "script", "lang", "used_by", "print")),
    "sources.csv": Columns(("id", "name", "party", "reliability"), ("restricted",)),
    "access.csv": Columns(("id", "observer", "place", "state", "from", "to", "known_on", "source")),
}
NEEDED_TABLES = ("actors.csv", "places.csv")
BLOCKS = (HEADER, "provisions.toml", "formats.toml", "parameters.toml")
NEEDED_BLOCKS = (HEADER, "provisions.toml")
OTHERS = ("outlines.geojson", "README.md", "reports", "watch.toml")
ACCORD = ("signed_on", "event", "stage", "topic", "silence", "provision", "amendment", "ruling")
SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class Documents:
    """What the folder holds: tables and TOML files by name (absent ones are left out), and the faults of both."""

    folder: Path
    tables: Mapping[str, Table]
    blocks: Mapping[str, Block]
    faults: Faults
    lost: frozenset[str]

    def rows(self, file: str) -> Table:
        """The table of that name; an empty one where the case has none."""
        return self.tables.get(file, Table(file, (), file not in self.lost))

    def ids(self) -> dict[str, Ids]:
        """The ids that each kind of reference may name. A file that was not read whole leaves its kind open."""
        nouns = ("place", "actor", "group", "force")
        place, actor, group, force = (self._column(noun, f"{noun}s.csv") for noun in nouns)
        obligation = self._nested("obligation", "provision")
        start = obligation | self._nested("event") | Ids("signing", "provisions.toml", frozenset({SIGNING}))
        return {
            "place": place, "actor": actor, "group": group, "force": force, "route": self._routes(),
            "obligation": obligation, "start": start, "stage": self._nested("stage"),
            "source": self._column("source", "sources.csv"), "who": actor | group,
        }

    def _column(self, noun: str, file: str) -> Ids:
        table = self.rows(file)
        ids = [row.raw("id") for row in table.rows]
        return Ids(noun, file, _all_known(ids) if table.whole else None)

    def _routes(self) -> Ids:
        table = self.rows("routes.csv")
        lost = "routes.csv" in self.lost
        ids = frozenset(str(row.raw("id") or f"{row.raw('from')}--{row.raw('to')}") for row in table.rows)
        return Ids("route", "routes.csv", None if lost else ids)

    def _nested(self, *keys: str) -> Ids:
        """Ids of the tables of the first key, which lie inside those of the next. A misspelt key above them, or a
        clause without any, leaves their kind open."""
        noun = keys[0]
        block = self.blocks.get("provisions.toml")
        if block is None:
            return Ids(noun, "provisions.toml", None)
        whole = set(block.values) <= set(ACCORD)
        tables: list[object] = [block.values]
        for key in reversed(keys):
            items = [table.get(key, []) if isinstance(table, dict) else None for table in tables]
            whole = whole and all(isinstance(item, list) and (item or len(keys) == 1) for item in items)
            tables = [table for item in items if isinstance(item, list) for table in item]
        ids = [table.get("id") if isinstance(table, dict) else None for table in tables]
        return Ids(noun, "provisions.toml", _all_known(ids) if whole else None)


def _all_known(ids: list[object]) -> frozenset[str] | None:
    """The ids, or None where one of them is missing: it may be the one that is referred to."""
    return frozenset(map(str, ids)) if all(isinstance(some_id, str) for some_id in ids) else None


def open_documents(folder: Path, tables: Iterable[str] = tuple(TABLES), blocks: Iterable[str] = BLOCKS,
                   needed: Iterable[str] = NEEDED_TABLES + NEEDED_BLOCKS) -> Documents:
    """Read the named files of a folder; what cannot be read is noted and left out."""
    faults = Faults()
    needed = frozenset(needed)
    read_tables: dict[str, Table] = {}
    read_blocks: dict[str, Block] = {}
    lost = set()
    for name in (*tables, *blocks):
        text = read_text(folder, name, faults, name in needed)
        if text is None:
            if name in needed or any(problem.file == name for problem in faults.found):
                lost.add(name)
        elif name in TABLES:
            read_tables[name] = parse_table(name, text, TABLES[name], faults)
        else:
            block = parse_toml(name, text, faults)
            if block is None:
                lost.add(name)
            else:
                read_blocks[name] = block
    return Documents(folder, read_tables, read_blocks, faults, frozenset(lost))


def check_folder(folder: Path, faults: Faults) -> None:
    """Note tables and TOML files that nothing reads: most are misspelt names."""
    known = (*TABLES, *BLOCKS, *OTHERS)
    stems = {Path(name).stem: name for name in known}
    for path in sorted(folder.iterdir()):
        if path.suffix in {".csv", ".toml", ".geojson"} and path.name not in known:
            near = nearest(path.stem, stems)
            faults.add(printable(path.name), None, None, "nothing reads this file",
                       f"did you mean {stems[near]}?" if near else "a case has " + ", ".join(known))


def printable(name: str) -> str:
    """A file's name with what cannot be printed escaped."""
    return re.sub(r"[^ -~]", lambda found: ascii(found[0])[1:-1], name)
