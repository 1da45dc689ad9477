"""A ledger as three tables for analysis, in Parquet with typed columns: entries, documents, claims. DuckDB writes them.

What is sealed stays out of the tables, and of a redacted record there is only its entry.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postwar.core.claim import Claim, Report
from postwar.core.errors import LedgerError
from postwar.ledger import chain
from postwar.ledger.asking import Store
from postwar.ledger.audit import ROWS, Walk, held_against
from postwar.ledger.payload import CLAIM_DAYS, CLAIM_LISTS, CLAIM_NUMBERS, REPORT_DAYS
from postwar.ledger.protected import is_sealed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHUNK = 64 * 2**20        # bytes of JSON that DuckDB is given at a time
OBJECT = 2**20            # bytes of the longest record that DuckDB makes room for, at least
_STAMP = {"known_on": "DATE", "closes": "BIGINT"}
_INTEGERS = ("start", "end")
_ENTRY = {"seq": "BIGINT", **_STAMP, "recorded_at": "TIMESTAMP", "action": "VARCHAR", "document": "BIGINT",
          "supersedes": "BIGINT", "who": "VARCHAR", "why": "VARCHAR", "digest": "VARCHAR"}
_ACT = {"about": "BIGINT", "scheme": "VARCHAR", "state": "VARCHAR", "by": "BIGINT"}


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows each table has, and how many sealed records were left out."""

    entries: int
    documents: int
    claims: int
    sealed: int


def _type_of(name: str) -> str:
    """The type of a column of claims or reports."""
    if name in (*CLAIM_DAYS, *REPORT_DAYS):
        return "DATE"
    if name in CLAIM_LISTS:
        return "VARCHAR[]"
    return "DOUBLE" if name in CLAIM_NUMBERS else "BIGINT" if name in _INTEGERS else "VARCHAR"


def columns_of(table: str) -> dict[str, str]:
    """The columns of a table of the export and their types, in order.

    >>> columns_of("claims")["valid_from"], columns_of("claims")["place"], columns_of("entries")["by"]
    ('DATE', 'VARCHAR[]', 'BIGINT')
    """
    if table == "entries":
        return _ENTRY | _ACT
    own = {f.name: _type_of(f.name) for f in dataclasses.fields(Report if table == "documents" else Claim)
           if f.name not in ("raw", "restricted")}
    return {"seq": "BIGINT", **({} if table == "documents" else {"document": "BIGINT"}), **_STAMP, **own}


def write_parquet(store: Store, folder: Path) -> Written:
    """Write ``entries.parquet``, ``documents.parquet`` and ``claims.parquet`` to a folder, which is made if need be.

    Raises ``LedgerError`` where DuckDB is not installed, or an entry does not fit the chain.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".parquet-") as beside:
        tables = {name: _Table(name, Path(beside)) for name in ("entries", "documents", "claims")}
        sealed = store.read(lambda: _fill(store, tables))
        for table in tables.values():
            table.finish()
        for name in tables:
            shutil.move(Path(beside) / f"{name}.parquet", folder / f"{name}.parquet")
    return Written(tables["entries"].rows, tables["documents"].rows, tables["claims"].rows, sealed)


def _fill(store: Store, tables: dict[str, _Table]) -> int:
    """Give every entry to the tables; how many of their records are sealed. Within a transaction."""
    walk = Walk(bytes(store.rows("SELECT digest FROM meta ORDER BY version LIMIT 1")[0][0]))
    sealed = 0
    for row in store.walk(ROWS):
        faults, walk = held_against(walk, row)
        if faults:
            raise LedgerError(f"{store.name}: entry {walk.seq}: {faults[0]}; nothing is exported: run `postwar verify`")
        entry = dict(zip(chain.METADATA, row, strict=False))
        act = json.loads(row[24]) if row[24] is not None else {}
        tables["entries"].add({**entry, "digest": bytes(row[10]).hex(), **{name: act.get(name) for name in _ACT}}, "{}")
        for name, payload in (("documents", row[16]), ("claims", row[20])):
            if payload is None:
                continue
            if is_sealed(payload):
                sealed += 1
                continue
            tables[name].add({name: entry[name] for name in ("seq", "document", *_STAMP)}, payload)
    return sealed


class _Table:
    """One table while it is written: lines of JSON until there are enough of them, then a piece in Parquet."""

    def __init__(self, name: str, folder: Path) -> None:
        self.rows = 0
        self._name, self._folder, self._pieces = name, folder, 0
        self._lines: list[str] = []
        self._bytes = 0

    def add(self, stamp: dict[str, Any], payload: str) -> None:
        """Take a row: what its entry says, and its payload as it is kept."""
        line = f'{{"stamp":{chain.canonical(stamp)},"payload":{payload}}}\n'
        self._lines.append(line)
        self.rows += 1
        self._bytes += len(line)
        if self._bytes >= CHUNK:
            self._piece()

    def finish(self) -> None:
        """Join the pieces in the order in which they came."""
        if self._lines or not self._pieces:
            self._piece()
        pieces = ", ".join(_text(self._folder / f"{self._name}-{n}.parquet") for n in range(self._pieces))
        with duck() as connection:
            connection.execute("CREATE VIEW whole AS SELECT * FROM read_parquet([" + pieces + "])")
            connection.execute(f"COPY whole TO {_text(self._folder / f'{self._name}.parquet')} "
                               "(FORMAT parquet, COMPRESSION zstd)")

    def _piece(self) -> None:
        lines = self._folder / f"{self._name}.jsonl"
        lines.write_text("".join(self._lines), encoding="ascii", newline="\n")
        columns = columns_of(self._name)
        stamp = {name: kind for name, kind in columns.items() if self._name == "entries" or name in
                 ("seq", "document", *_STAMP)}
        payload = {name: kind for name, kind in columns.items() if name not in stamp}
        shape = f"{{stamp: {_text(_struct(stamp))}, payload: {_text(_struct(payload or {'seq': 'BIGINT'}))}}}"
        chosen = ", ".join(f'{"stamp" if name in stamp else "payload"}."{name}" AS "{name}"' for name in columns)
        with duck() as connection:
            connection.execute(
                f"COPY (SELECT {chosen} FROM read_json({_text(lines)}, format='newline_delimited', "
                f"maximum_object_size={max(OBJECT, *map(len, self._lines), 0)}, columns={shape})) TO "
                f"{_text(self._folder / f'{self._name}-{self._pieces}.parquet')} (FORMAT parquet, COMPRESSION zstd)")
        lines.unlink()
        self._pieces += 1
        self._lines, self._bytes = [], 0


def duck() -> DuckDBPyConnection:
    """DuckDB with nothing in it, which fetches nothing from anywhere; ``LedgerError`` that says how to install it."""
    try:
        import duckdb
    except ImportError as error:
        raise LedgerError("tables in Parquet need DuckDB: pip install 'postwar[feeds]'") from error
    return duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})


def _struct(columns: dict[str, str]) -> str:
    return "STRUCT(" + ", ".join(f'"{name}" {kind}' for name, kind in columns.items()) + ")"


def _text(value: object) -> str:
    """A text as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"
