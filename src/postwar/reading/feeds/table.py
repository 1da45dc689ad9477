"""The files of a feed as one table that DuckDB reads where they lie: Parquet or CSV, flat or parted into folders."""

from __future__ import annotations

import codecs
import csv
import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postwar.core.errors import Problem, ReportError
from postwar.reading.feeds.form import Mapped, form_of, head
from postwar.reading.inputs.grid import delimiter_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PARQUET = (".parquet", ".pq")
_CSV = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
MEMORY = "2GB"            # that DuckDB may take; what needs more goes to a folder for temporary files
MOST_BAD_LINES = 200      # that are told one by one
MOST_COUNTED = 100_000    # that are counted
LONGEST_HEAD = 100_000    # bytes
_REJECTS = """
    SELECT s.file_path, e.line, any_value(e.csv_line), any_value(e.error_message)
    FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id) GROUP BY ALL ORDER BY ALL"""


@dataclass(frozen=True, slots=True)
class Table:
    """A feed that is ready to be asked: its files, and its columns under the names that its form has for them.

    ``columns`` gives for each name what SQL calls it, ``kinds`` its type.
    """

    name: str
    files: tuple[Path, ...]
    mapped: Mapped
    relation: str
    columns: dict[str, str]
    kinds: dict[str, str]


@contextmanager
def duck(name: str) -> Iterator[DuckDBPyConnection]:
    """DuckDB, which fetches nothing from anywhere. What it refuses is a ``ReportError`` that names the feed; so is that
    it is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise ReportError(Problem(name, None, None, "feeds are asked with DuckDB, which is not installed",
                                  "pip install 'postwar[feeds]'")) from error
    with duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
                                "memory_limit": MEMORY, "preserve_insertion_order": "false"}) as connection:
        try:
            yield connection
        except duckdb.Error as error:
            said = " ".join(str(error).split())
            raise ReportError(Problem(name, None, None, f"cannot be read ({said[:300]})",
                                      "mend the file, or take it out of the folder")) from error


def files_of(folder: Path) -> tuple[Path, ...]:
    """The files of a feed, in order: all Parquet or all CSV. Raises ``ReportError`` where there are none, or both."""
    def fault(message: str, mend: str) -> ReportError:
        return ReportError(Problem(str(folder), None, None, message, mend))

    if folder.is_file():
        found = [folder]
    elif folder.is_dir():
        found = [path for path in sorted(folder.rglob("*")) if path.is_file()
                 and not any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)]
    else:
        raise fault("no such folder", "name a folder of Parquet or CSV files")
    parquet = [path for path in found if path.name.lower().endswith(_PARQUET)]
    csv = [path for path in found if path.name.lower().endswith(_CSV)]
    if parquet and csv:
        raise fault("holds both Parquet and CSV", "give each a folder of its own")
    if not parquet and not csv:
        raise fault("holds no Parquet and no CSV", "name a folder with files that end in .parquet, .csv or .csv.gz")
    return tuple(parquet or csv)


def open_table(connection: DuckDBPyConnection, folder: Path, mapped: Mapped | None = None) -> Table:
    """The feed in a folder, by a map or by the form that its columns show.

    Raises ``ReportError`` where it has no files, two columns of one name, or lacks what the form or the map needs.
    """
    files = files_of(folder)
    parted = folder.is_dir() and any("=" in part for file in files for part in file.relative_to(folder).parts[:-1])
    relation = _relation(files, parted)
    kinds, own = {}, {}
    for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall():
        if head(name) in own:
            raise ReportError(Problem(str(folder), None, name, "two columns with the head", "rename one of them"))
        own[head(name)], kinds[head(name)] = f'"{name.replace(chr(34), chr(34) * 2)}"', kind
    if mapped is None:
        mapped = form_of(str(folder), frozenset(own))
    columns = {name: text(value) for name, value in mapped.values.items()}
    types = dict.fromkeys(columns, "VARCHAR")
    for name, theirs in mapped.columns.items():
        if head(theirs) not in own:
            raise ReportError(Problem(str(folder), None, theirs, "the map names a column that is not there:",
                                      f"there are {', '.join(sorted(own))}"[:300]))
        columns[name], types[name] = own[head(theirs)], kinds[head(theirs)]
    used = {head(theirs) for theirs in mapped.columns.values()}
    for name in own:
        if name not in used and name not in columns:
            columns[name], types[name] = own[name], kinds[name]
    lacking = sorted(mapped.form.needed - columns.keys())
    if lacking:
        raise ReportError(Problem(str(folder), None, None, f"{mapped.form.name!r} lacks the columns "
                                  f"{', '.join(lacking)}", "name them in the map under [columns] or [values]"))
    return Table(str(folder), files, mapped, relation, columns, types)


def _relation(files: Sequence[Path], parted: bool) -> str:
    """The files as SQL reads them; cells of CSV are kept as they are written. Files with other heads may lie together.
    """
    hive = f"hive_partitioning={str(parted).lower()}"
    if files[0].name.lower().endswith(_PARQUET):
        return f"read_parquet([{', '.join(map(text, files))}], union_by_name=true, {hive})"
    alike: dict[str, list[Path]] = {}
    for file in files:
        alike.setdefault(_first_line(file), []).append(file)
    return f"({' UNION ALL BY NAME '.join(_scan(line, group, hive) for line, group in alike.items())})"


def _scan(line: str, files: Sequence[Path], hive: str) -> str:
    """CSV files with the same first line. Nothing is guessed of them but the mark between cells."""
    mark = delimiter_of(line)
    heads = next(csv.reader([line], delimiter=mark))
    if len({head(name) for name in heads}) < len(heads):
        raise ReportError(Problem(str(files[0]), 1, line[:80], "two columns have the same head:", "rename one of them"))
    columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name in heads)
    return (f"SELECT * FROM read_csv([{', '.join(map(text, files))}], {hive}, auto_detect=false, header=true, "
            f"delim={text(mark)}, quote='\"', escape='\"', columns={{{columns}}}, store_rejects=true, "
            f"rejects_limit={MOST_COUNTED})")


def _first_line(file: Path) -> str:
    with gzip.open(file) if file.name.lower().endswith(".gz") else file.open("rb") as opened:
        line = bytes(opened.readline(LONGEST_HEAD)).removeprefix(codecs.BOM_UTF8).strip()
    if not line:
        raise ReportError(Problem(str(file), 1, None, "empty: no heads of columns", "take it out of the folder"))
    return line.decode("utf-8", "replace")


def bad_lines(connection: DuckDBPyConnection) -> tuple[Problem, ...]:
    """The lines of CSV files that the last question could not read."""
    if not connection.execute("FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchall():
        return ()
    lines = connection.execute(_REJECTS).fetchall()
    told = [Problem(file, line, (said or "")[:80], "not a row of the table:", "mend the line")
            for file, line, said, _ in lines[:MOST_BAD_LINES]]
    if len(lines) > MOST_BAD_LINES:
        rest = f"{len(lines) - MOST_BAD_LINES}{' or more' if len(lines) >= MOST_COUNTED else ''}"
        told.append(Problem(lines[-1][0], None, rest, "further lines are no rows of the table:", "see those above"))
    return tuple(told)


def text(value: Any) -> str:
    """A text as SQL writes it.

    >>> text("Côte d'Ivoire")
    "'Côte d''Ivoire'"
    """
    return "'" + str(value).replace("'", "''") + "'"
