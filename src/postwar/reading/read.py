"""Reading, in its order.

1. ``open_report``: bytes become decoded raw text and the report's own fields.
2. ``read_report``: masthead and anchor, blocks, sentences, mentions, times, figures, verbs, clauses, frames, drafts,
   claims, links (:class:`postwar.reading.reading.Reading`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from pathlib import Path

from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.errors import Problem, ReportError
from postwar.core.time import Day, parse_day
from postwar.reading.layout import blocks_of
from postwar.reading.lexicon import LANGUAGES, load_lexicon
from postwar.reading.masthead import read_masthead
from postwar.reading.origin import origin_of
from postwar.reading.readers import sheet_of
from postwar.reading.reading import Reading
from postwar.reading.times import TimeGrammar

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


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


def open_report(name: str, stdin: bytes | None = None) -> tuple[Report, tuple[Problem, ...]]:
    """Open ``FILE[@DAY]``; ``-`` takes the bytes given as ``stdin``. The day in the name beats the front matter.

    Raises ``ReportError`` where the file cannot be read or is not UTF-8 (then with the byte at fault).
    """
    file, day = split_name(name)
    data = _bytes_of(file, stdin)
    text = _decoded(file, data)
    sha256 = hashlib.sha256(data).hexdigest()
    sheet = sheet_of(file, text)
    fields, problems = dict(sheet.fields), list(sheet.problems)
    fields |= _beside(file, problems) if file != "-" else {}
    published = day or _day_of(file, fields, "published_at", problems)
    head = read_masthead(text, sheet.body, blocks_of(text, sheet.body), TimeGrammar(load_lexicon("en")), published)
    origin = origin_of(head)
    report_id = "sha256:" + sha256 if file == "-" else Path(file).name.rsplit(".", 1)[0] or Path(file).name
    report = Report(
        report_id,
        fields.get("source") or origin,
        fields.get("title") or head.title,
        published,
        _day_of(file, fields, "retrieved_at", problems),
        fields.get("url", ""),
        (fields.get("language") or "en").lower(),
        text,
        sha256,
        origin,
    )
    return report, tuple(problems)


def _bytes_of(file: str, stdin: bytes | None) -> bytes:
    if file == "-":
        return stdin or b""
    try:
        return Path(file).read_bytes()
    except OSError as fault:
        raise ReportError(
            Problem(
                file,
                None,
                None,
                f"cannot be read ({fault.strerror or 'unknown'})",
                "give the path of a file that can be read",
            )
        ) from None


def _decoded(file: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise ReportError(
            Problem(file, line, f"byte {fault.start}", "not UTF-8 at", "save the file as UTF-8")
        ) from None


def _beside(file: str, problems: list[Problem]) -> dict[str, str]:
    """The fields of a TOML file that lies beside the report under the same name."""
    path = Path(file)
    beside = path.with_suffix(".toml")
    if path.suffix == ".toml" or not beside.is_file():
        return {}
    try:
        data = tomllib.loads(beside.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
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
    if report.language.split("-")[0] not in LANGUAGES:
        return (), (
            Problem(report.id, None, report.language, "language is not read", f"readable: {', '.join(LANGUAGES)}"),
        )
    lexicon = load_lexicon(report.language.split("-")[0])
    reading = Reading(report, names, lexicon)
    drafts = reading.drafts()
    return reading.claims(drafts), ()
