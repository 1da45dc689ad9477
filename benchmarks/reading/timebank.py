"""Times: TimeBank and AQUAINT as cleaned for TempEval-3 (TBAQ; Pustejovsky et al. 2003, UzZaman et al. 2013).

Spans: a time of the text counts as found where a span of ours overlaps it; precision the other way round; times of all
types of the body of the text. Calendar dates: of the DATEs of the body whose value is a year, a month or a day, the
share for which an overlapping span has that value; the day of the document is given as anchor.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from benchmarks.reading.rows import Absent, Row, share
from postwar.reading.times import TimeSpan, times_in

FOLDER = Path("data/reading/timebank/TBAQ-cleaned")
SETS = ("AQUAINT", "TimeBank")
_TIMEX = re.compile(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_CALENDAR = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")


@dataclass(frozen=True, slots=True)
class Timex:
    """A labelled time of a text."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """A labelled text and its day."""

    name: str
    text: str
    day: dt.date | None
    times: tuple[Timex, ...]


def documents(folder: Path) -> Iterator[Document]:
    """The labelled texts of a folder."""
    if not folder.is_dir():
        raise Absent(str(folder))
    for path in sorted(folder.glob("*.tml")):
        raw = path.read_text(encoding="utf-8")
        created = re.search(r'<DCT>.*?value="(\d{4}-\d{2}-\d{2})', raw, re.DOTALL)
        body = raw[raw.index("<TEXT>") + 6 : raw.index("</TEXT>")]
        text, times = _plain(body)
        yield Document(path.stem, text, dt.date.fromisoformat(created[1]) if created else None, times)


def _plain(body: str) -> tuple[str, tuple[Timex, ...]]:
    """The text without its marks, and its times."""
    out, times, at = "", [], 0
    for found in _TIMEX.finditer(body):
        out += _bare(body[at : found.start()])
        start = len(out)
        out += _bare(found[2])
        said = dict(_ATTRIBUTE.findall(found[1]))
        times.append(Timex(start, len(out), said.get("type", ""), said.get("value", "")))
        at = found.end()
    return out + _bare(body[at:]), tuple(times)


def _bare(text: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", text)).replace("``", '"').replace("''", '"')


def overlapping(one: Timex, spans: list[TimeSpan]) -> list[TimeSpan]:
    """The spans of ours that overlap a labelled time."""
    return [s for s in spans if s.start < one.end and one.start < s.end]


def has_value(span: TimeSpan, value: str) -> bool:
    """Whether a span names a day, month or year; of a range one of its ends, of an hour its day."""
    return value in {end.partition("T")[0] for end in span.value.split("/")}


def measure(shared: Path) -> list[Row]:
    """Span F1 over both sets; the values of calendar dates in each."""
    hits = right = wanted = found = 0
    rows: list[Row] = []
    for name, bar in (("AQUAINT", 0.80), ("TimeBank", 0.85)):
        calendar = same = 0
        for doc in documents(shared / FOLDER / name):
            spans = times_in(doc.text, doc.day)
            hits += sum(bool(overlapping(t, spans)) for t in doc.times)
            right += sum(any(s.start < t.end and t.start < s.end for t in doc.times) for s in spans)
            wanted, found = wanted + len(doc.times), found + len(spans)
            dates = [t for t in doc.times if t.type == "DATE" and _CALENDAR.match(t.value)]
            calendar += len(dates)
            same += sum(any(has_value(s, t.value) for s in overlapping(t, spans)) for t in dates)
        value = share(same, calendar)
        rows.append(Row("calendar dates, value", name, calendar, value, bar, True, "Recognizers .739"))
    precision, recall = right / found if found else 0.0, hits / wanted if wanted else 0.0
    value = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    note = f"precision {precision:.3f}, recall {recall:.3f}; all types, body of the text"
    return [Row("times, spans, relaxed F1", "TBAQ", wanted, value, 0.90, True, "Recognizers .873", note), *rows]
