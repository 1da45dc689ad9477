"""Reading, in its order.

1. ``list_reports``: folders, patterns and addresses become names of files.
2. ``open_reports``: bytes become decoded raw text and the report's own fields; a feed or a mail may hold several.
3. ``read_report``: masthead and anchor, blocks, sentences, mentions, times, figures, verbs, clauses, frames, drafts,
   claims, links (:class:`postwar.reading.reading.Reading`); or, for registers of events, rows.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from postwar.core.case import Names
from postwar.core.claim import HIDDEN, Claim, Report, says_restricted
from postwar.core.errors import Problem, ReportError
from postwar.core.time import Day, parse_day
from postwar.reading.inputs.fetch import Fetched, fetch, is_address
from postwar.reading.inputs.files import bytes_of, expand
from postwar.reading.inputs.language import language_of
from postwar.reading.inputs.logs import with_rows
from postwar.reading.layout import Page
from postwar.reading.lexicon import LANGUAGES, load_lexicon
from postwar.reading.masthead import read_masthead
from postwar.reading.origin import origin_of
from postwar.reading.readers import page_of_report, reader_for, reader_of
from postwar.reading.reading import Reading
from postwar.reading.shallow.reading import read_shallow, shallow_languages
from postwar.reading.sheet import Enclosed, Sheet
from postwar.reading.times import TimeGrammar

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_REGISTERS = frozenset({"acled", "ged"})
_TABLES = frozenset({"table", "workbook"})
_ROWS = _REGISTERS | _TABLES  # their first line is no title
_NESTED = 2  # how deep files may lie in files (a mail attached to a mail)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file as it came: its name, its bytes, what is known of it besides."""

    name: str
    data: bytes
    day: Day | None
    beside: dict[str, str]
    problems: tuple[Problem, ...] = ()
    around: tuple[tuple[str, str], ...] = ()  # what it takes from the file that encloses it
    within: str = ""  # the label of that file
    depth: int = 0


def split_name(name: str) -> tuple[str, Day | None]:
    """Split ``FILE[@YYYY-MM-DD]`` at the last ``@``. Raises ``ReportError`` for a day that is not in the calendar.

    >>> split_name("news/a.txt@2016-05-03"), split_name("a@b.txt")
    (('news/a.txt', datetime.date(2016, 5, 3)), ('a@b.txt', None))
    """
    head, at, tail = name.rpartition("@")
    if not at or not head or not _DAY.match(tail):
        return name, None
    try:
        return head, parse_day(tail)
    except ValueError:
        raise ReportError(
            Problem(name, None, tail, "no such day", "write FILE@YYYY-MM-DD with a day of the calendar")
        ) from None


def list_reports(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The names of single files that the given names stand for, in order, each once: a folder stands for the files in
    it and below, a pattern for the files that fit it; each keeps the day that was given. What stands for nothing is a
    problem.

    >>> list_reports(["-", "https://mill.example/a"])[0]
    ('-', 'https://mill.example/a')
    """
    found: dict[str, None] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            file, day = split_name(name)
            files, noted = ([file], []) if file == "-" or is_address(file) else expand(file)
        except ReportError as fault:
            problems.append(fault.problem)
            continue
        except OSError as fault:
            problems.append(
                Problem(name[:300], None, None, f"cannot be looked for ({fault.strerror})", "check the name")
            )
            continue
        problems += noted
        found |= dict.fromkeys(f"{f}@{day.isoformat()}" if day else f for f in files)
    return tuple(found), tuple(problems)


def open_reports(
    names: Iterable[str], stdin: bytes | None = None
) -> Iterator[tuple[Report | None, tuple[Problem, ...]]]:
    """Open every report that the names stand for: files, folders, patterns, addresses, ``-`` for what ``stdin`` holds.

    Yields each report with its problems; ``None`` with the problem where one cannot be opened: it stops no other.
    """
    files, problems = list_reports(names)
    for problem in problems:
        yield None, (problem,)
    for name in files:
        try:
            yield from _opened(_source_of(name, stdin))
        except ReportError as fault:
            yield None, (_unnamed(fault.problem) if _marked_beside(name) else fault.problem,)


def _unnamed(problem: Problem) -> Problem:
    """A problem of a restricted report, which names nothing of it."""
    return Problem(HIDDEN, problem.line, None, "cannot be opened", "read it by itself to see why")


def _marked_beside(name: str) -> bool:
    """Whether the file beside a report marks it as restricted."""
    beside = Path(name).with_suffix(".toml") if Path(name).name else Path(name)
    try:
        return beside.is_file() and says_restricted(beside.read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError):
        return False


def open_bytes(name: str, data: bytes) -> Iterator[tuple[Report | None, tuple[Problem, ...]]]:
    """Open the reports in bytes that are called ``name``, as :func:`open_reports` does for a file.

    >>> [report.text for report, _ in open_bytes("a.txt", b"Text.")]
    ['Text.']
    """
    try:
        yield from _opened(_Source(name, data, None, {}))
    except ReportError as fault:
        yield None, (fault.problem,)


def open_report(name: str, stdin: bytes | None = None) -> tuple[Report, tuple[Problem, ...]]:
    """Open ``FILE[@DAY]`` or an address; ``-`` takes the bytes given as ``stdin``. The day in the name beats all else.

    Raises ``ReportError`` where it cannot be opened: with the byte, line or part at fault; and where it holds several
    reports, which :func:`open_reports` gives.
    """
    found = list(_opened(_source_of(name, stdin)))
    reports = [(report, problems) for report, problems in found if report is not None]
    if not reports:
        raise ReportError(
            found[0][1][0] if found else Problem(name, None, None, "holds no report", "give one that does")
        )
    if len(reports) > 1:
        raise ReportError(
            Problem(name, None, str(len(reports)), "holds several reports:", "open it as a list of reports")
        )
    return reports[0][0], reports[0][1] + tuple(p for report, faults in found if report is None for p in faults)


def _source_of(name: str, stdin: bytes | None) -> _Source:
    file, day = split_name(name)
    if is_address(file):
        return _from_address(fetch(file), day)
    problems: list[Problem] = []
    beside = _beside(file, problems) if file != "-" else {}
    return _Source(file, bytes_of(file, stdin), day, beside, tuple(problems))


def _from_address(got: Fetched, day: Day | None) -> _Source:
    about = {"url": got.address, "retrieved_at": got.day, "encoding": got.charset}
    return _Source(got.address, got.data, day, {k: v for k, v in about.items() if v})


def _opened(source: _Source) -> Iterator[tuple[Report | None, tuple[Problem, ...]]]:
    """The reports in a file, and in the files that it encloses."""
    kind = urlsplit(source.name).path if is_address(source.name) else source.name
    reader = reader_for(kind, source.data)
    for sheet in reader.open_sheets(source.name, source.data, source.beside.get("encoding")):
        if not isinstance(sheet, Enclosed):
            yield _report(source, sheet, reader.NAME)
        elif source.depth < _NESTED:
            label = f"{_label(source)}#{sheet.key}"
            within = _Source(
                sheet.name, sheet.data, source.day, {}, (), tuple(sheet.fields.items()), label, source.depth + 1
            )
            try:
                yield from _opened(within)
            except ReportError as fault:
                yield None, (fault.problem,)


def _label(source: _Source) -> str:
    """The id of a report: its file's name without the ending; of standard input and addresses, its hash."""
    name = printable(Path(source.name).name)
    if source.within:
        return f"{source.within}-{name.rsplit('.', 1)[0] or name}"
    if source.name == "-" or is_address(source.name):
        return "sha256:" + hashlib.sha256(source.data).hexdigest()
    return name.rsplit(".", 1)[0] or name


def printable(text: str) -> str:
    """The text on one line, without what no terminal should get: control characters, and halves of characters.

    >>> printable("Mill\\x1b[31m\\n News\\ud800")
    'Mill [31m News?'
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())


def _report(source: _Source, sheet: Sheet, form: str) -> tuple[Report, tuple[Problem, ...]]:
    problems = [*source.problems, *sheet.problems]
    own = source.data if sheet.bytes_of_its_own is None else sheet.bytes_of_its_own
    beside = {k: v for k, v in source.beside.items() if k != "url" or not sheet.key}
    fields = {k: printable(v) for k, v in (dict(source.around) | sheet.fields | beside).items()}
    restricted = "restricted" in fields and says_restricted(f"restricted: {fields['restricted']}")
    restricted = restricted or _marked_beside(source.name)
    published = source.day or _day_of(source.name, fields, "published_at", problems)
    label = _label(source)
    plain = Report(
        f"{label}#{sheet.key}" if sheet.key else label,
        fields.get("source", ""),
        fields.get("title", ""),
        published,
        _day_of(source.name, fields, "retrieved_at", problems),
        fields.get("url", ""),
        fields.get("language", "").lower(),
        sheet.text,
        hashlib.sha256(own).hexdigest(),
        restricted=restricted,
        form="" if form in {"markdown", "plain_text"} else form,
        raw="" if sheet.text.encode("utf-8", "surrogatepass") == own else base64.b64encode(own).decode("ascii"),
    )
    page = page_of_report(plain)
    if not page.blocks and form not in _REGISTERS:
        mend = "give one with words in it; words that are made by scripts, or stand in pictures, are not seen"
        problems.append(Problem(source.name, None, None, "holds no text", mend))
    return _with_masthead(plain, page), tuple(problems)


def _with_masthead(report: Report, page: Page) -> Report:
    """The report with what its text shows: whom it credits, and a title and a language where it states none."""
    head = read_masthead(page.text, page.begin, page.blocks, _grammar(), report.published_at)
    origin = origin_of(head)
    title = report.title or ("" if report.form in _ROWS else printable(head.title))
    told = "en" if report.form in _ROWS else language_of(page.text[page.begin :])
    return replace(report, source=report.source or origin, title=title, language=report.language or told, origin=origin)


@lru_cache(maxsize=1)
def _grammar() -> TimeGrammar:
    return TimeGrammar(load_lexicon("en"))


def _beside(file: str, problems: list[Problem]) -> dict[str, str]:
    """The fields of a TOML file that lies beside the report under the same name."""
    path = Path(file)
    beside = path.with_suffix(".toml") if path.name else path
    if path.suffix == ".toml" or not beside.is_file():
        return {}
    try:
        data = tomllib.loads(beside.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as fault:
        problems.append(Problem(str(beside), None, None, f"cannot be read ({fault})", "write it as TOML"))
        return {}
    return {str(k): str(v) for k, v in data.items() if isinstance(v, str | int | dt.date)}


def _day_of(file: str, fields: dict[str, str], key: str, problems: list[Problem]) -> Day | None:
    """The day that a field names; one that is no day is a problem, and the field is left empty."""
    value = fields.get(key, "")
    if not value:
        return None
    try:
        return parse_day(value[:10])
    except ValueError:
        problems.append(Problem(file, None, value, f"{key} is no day", f"write {key}: YYYY-MM-DD"))
        return None


def read_report(report: Report, names: Names) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Every claim that the report's words carry, in the order of the text, and what could not be read."""
    rows = getattr(reader_of(report), "claims_of", None)
    if rows is not None:
        found: tuple[tuple[Claim, ...], tuple[Problem, ...]] = rows(report, names)
        return found
    language = report.language.split("-")[0]
    if language in shallow_languages():
        return read_shallow(report, names, language), ()
    if language not in LANGUAGES:
        known = ", ".join((*LANGUAGES, *shallow_languages()))
        return (), (Problem(report.id, None, report.language, "language is not read", f"readable: {known}"),)
    lexicon = load_lexicon(language)
    reading = Reading(report, names, lexicon)
    claims = reading.claims(reading.drafts())
    return (with_rows(report, reading.blocks, names, claims) if report.form in _TABLES else claims), ()
