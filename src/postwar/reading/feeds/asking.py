"""Which rows of a feed are asked for, and the matches as a table of their own, which is read like any report."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from postwar.core.claim import Report
from postwar.core.errors import AskError, Problem, ReportError
from postwar.core.time import Day
from postwar.reading.feeds.table import Table, text
from postwar.reading.inputs.limits import REGISTER_CHARACTERS, ROWS
from postwar.reading.read import open_bytes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_ROWS = 100_000       # that are taken without being told how many
MOST_PLACES = 200_000     # different places that are looked up in the case
EARTH_KM = 6371.0         # mean radius
DEGREE_KM = 111.0         # of latitude, a little short
_SAMPLE = 1000
_QUOTED = re.compile(r'[,;\t|"\r\n]|\A\s|\s\Z')
_NUMBERS = re.compile(r"DOUBLE|FLOAT|U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DECIMAL.*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for. ``near`` is a point (latitude, longitude) with kilometres around it; ``placed`` says of
    the cells of a row that name its place, from the finest to the coarsest, whether it is one that is meant."""

    countries: tuple[str, ...] = ()
    first: Day | None = None
    last: Day | None = None
    near: tuple[float, float, float] | None = None
    placed: Callable[[Sequence[str]], bool] | None = None


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows that match, as a report; None where there are none. ``taken`` of them are in it, of ``found``."""

    report: Report | None
    taken: int
    found: int


def matches(connection: DuckDBPyConnection, table: Table, wanted: Wanted, limit: int | None = None) -> Matches:
    """The rows that match, by day and then by their cells; ``limit`` takes the first of them.

    Raises ``AskError`` where they are more than ``MOST_ROWS`` and no limit was given, and ``ReportError`` where a
    column is missing or is not of the kind that is asked for.
    """
    most = MOST_ROWS if limit is None else limit
    if most > ROWS:
        raise AskError(f"a limit of {limit} rows: at most {ROWS} are taken at once; ask in parts")
    where = " AND ".join(_conditions(connection, table, wanted)) or "true"
    cells = ", ".join(f'CAST({sql} AS VARCHAR) AS "{name}"' for name, sql in table.columns.items())
    rows = connection.execute(
        f"SELECT {_day(table, table.mapped.form.first)}, {cells} FROM {table.relation} WHERE {where} "
        f"ORDER BY ALL LIMIT {most + 1}").fetchall()
    found = len(rows)
    if found > most:
        found = connection.execute(f"SELECT count(*) FROM {table.relation} WHERE {where}").fetchall()[0][0]
        if limit is None:
            raise AskError(f"{table.name}: {found} rows match, and more than {MOST_ROWS} are not taken unasked; "
                           "ask for less, or say --limit N")
    taken = [cells for _, *cells in rows[:most]]
    return Matches(_report(table, taken) if taken else None, len(taken), found)


def _report(table: Table, rows: Sequence[Sequence[str | None]]) -> Report:
    """The rows as a report of their form."""
    lines = [",".join(map(_cell, row)) for row in (list(table.columns), *rows)]
    written = "\n".join(lines) + "\n"
    if len(written) > REGISTER_CHARACTERS:
        raise AskError(f"{table.name}: the {len(rows)} rows that match have {len(written)} characters, and at most "
                       f"{REGISTER_CHARACTERS} are taken at once; ask for less")
    name = table.name.rstrip("/").rsplit("/", 1)[-1].split(".")[0] or "feed"
    (report, problems), *_ = open_bytes(f"{name}.csv", written.encode("utf-8"))
    if report is None:
        raise ReportError(problems[0])
    if report.form != table.mapped.form.name:
        raise _fault(table, report.form, f"rows of the form {table.mapped.form.name!r} are read as", "see the map")
    return replace(report, source=table.mapped.source or report.source)


def _cell(cell: str | None) -> str:
    """A cell as a table writes it.

    >>> _cell('5" pipe, long'), _cell(None), _cell("3")
    ('"5"" pipe, long"', '', '3')
    """
    said = cell or ""
    return '"' + said.replace('"', '""') + '"' if _QUOTED.search(said) else said


def _conditions(connection: DuckDBPyConnection, table: Table, wanted: Wanted) -> Iterator[str]:
    """What a row must fulfil, in SQL; the cheap ones first."""
    form, before = table.mapped.form, list[str]()
    if wanted.countries:
        column = _column(table, form.country)
        names = ", ".join(text(name) for name in _countries(connection, table, column, wanted.countries))
        before.append(f"{column} IN ({names})")
    if wanted.first or wanted.last:
        _check_days(connection, table)
    if wanted.last:
        before.append(_days(table, form.first, "<=", wanted.last))
    if wanted.first:
        before.append(_days(table, form.last, ">=", wanted.first))
    if wanted.near:
        before += _around(table, *wanted.near)
    yield from before
    if wanted.placed:
        yield _among(connection, table, " AND ".join(before) or "true", wanted.placed)


def _column(table: Table, name: str) -> str:
    """What SQL calls a column; ``ReportError`` where it is missing."""
    if name not in table.columns:
        raise _fault(table, name, "no column", f"there are {', '.join(sorted(table.columns))}"[:300])
    return table.columns[name]


def _fault(table: Table, value: str | None, message: str, mend: str) -> ReportError:
    return ReportError(Problem(table.name, None, value, message, mend))


def _countries(connection: DuckDBPyConnection, table: Table, column: str, names: Sequence[str]) -> list[str]:
    """The countries as the feed spells them, upper and lower case told apart only where it must; ``AskError`` where it
    has none of that name."""
    def there(name: str) -> bool:
        return bool(connection.execute(
            f"SELECT 1 FROM {table.relation} WHERE {column} = {text(name)} LIMIT 1").fetchall())

    if all(there(name) for name in names):
        return list(names)
    known = [row[0] for row in connection.execute(
        f"SELECT DISTINCT {column} FROM {table.relation} WHERE {column} IS NOT NULL ORDER BY 1").fetchall()]
    found: list[str] = []
    for name in names:
        alike = [other for other in known if str(other).casefold() == name.casefold()]
        if not alike:
            near = difflib.get_close_matches(name, map(str, known), 5, 0.5) or list(map(str, known[:5]))
            raise AskError(f"{table.name}: no row of the country {name!r}; there are {', '.join(near) or 'none'}"
                           f"{' and others' if len(known) > len(near) else ''}")
        found += [name] if name in alike else alike
    return found


def _day(table: Table, name: str) -> str:
    """The day that a column says, in SQL; ``ReportError`` where its type is none of a day's."""
    column, kind = _column(table, name), table.kinds[name]
    if kind == "DATE":
        return column
    if kind.startswith("TIMESTAMP"):
        return f"CAST({column} AS DATE)"
    if kind == "VARCHAR":
        return (f"coalesce(try_cast({column}[:10] AS DATE), CAST(try_strptime({column}, ['%d %B %Y', '%d %b %Y']) "
                "AS DATE))")
    raise _fault(table, name, f"of the type {kind}, which holds no days:", "write it as YYYY-MM-DD")


def _days(table: Table, name: str, sign: str, day: Day) -> str:
    """A bound on the days of a column, so that whole pieces of Parquet can be passed over."""
    if table.kinds[name].startswith("TIMESTAMP"):
        if sign == "<=":
            return f"{_column(table, name)} < TIMESTAMP {text(day + dt.timedelta(days=1))}"
        return f"{_column(table, name)} >= TIMESTAMP {text(day)}"
    return f"{_day(table, name)} {sign} DATE {text(day)}"


def _check_days(connection: DuckDBPyConnection, table: Table) -> None:
    """``ReportError`` where a column that should hold days holds none."""
    for name in dict.fromkeys((table.mapped.form.first, table.mapped.form.last)):
        day, column = _day(table, name), _column(table, name)
        known, some = connection.execute(
            f"SELECT count({day}), any_value({column}) FROM (SELECT * FROM {table.relation} "
            f"WHERE {column} IS NOT NULL LIMIT {_SAMPLE})").fetchall()[0]
        if some is not None and not known:
            raise _fault(table, str(some)[:80], f"{name} holds no days:", "write them as YYYY-MM-DD")


def _around(table: Table, lat: float, lon: float, km: float) -> Iterator[str]:
    """Within a distance of a point along the surface (the haversine formula)."""
    columns = []
    for name in (table.mapped.form.lat, table.mapped.form.lon):
        column = _column(table, name)
        if not _NUMBERS.fullmatch(table.kinds[name]) and table.kinds[name] != "VARCHAR":
            raise _fault(table, name, f"of the type {table.kinds[name]}, which holds no degrees:", "write numbers")
        columns.append(column if table.kinds[name] == "DOUBLE" else f"try_cast({column} AS DOUBLE)")
    yield f"{columns[0]} BETWEEN {lat - km / DEGREE_KM} AND {lat + km / DEGREE_KM}"
    yield (f"2 * {EARTH_KM} * asin(sqrt(least(1, sin(radians({columns[0]} - {lat}) / 2) ** 2 + cos(radians({lat})) "
           f"* cos(radians({columns[0]})) * sin(radians({columns[1]} - {lon}) / 2) ** 2))) <= {km}")


def _among(connection: DuckDBPyConnection, table: Table, where: str, placed: Callable[[Sequence[str]], bool]) -> str:
    """In one of the places that are meant: every different place of the rows is looked up, as it is when they are read.
    """
    cells = [f"coalesce(trim(CAST({table.columns[name]} AS VARCHAR)), '')" for name in table.mapped.form.places
             if name in table.columns]
    found = connection.execute(f"SELECT DISTINCT {', '.join(cells)} FROM {table.relation} WHERE {where} "
                               f"LIMIT {MOST_PLACES + 1}").fetchall()
    if len(found) > MOST_PLACES:
        raise AskError(f"{table.name}: more than {MOST_PLACES} different places to look up; name a country or days too")
    meant = [row for row in found if placed([cell for cell in row if cell])]
    if not meant:
        return "false"
    tuples = ", ".join(f"({', '.join(map(text, row))})" for row in meant)
    return f"({', '.join(cells)}) IN (VALUES {tuples})"
