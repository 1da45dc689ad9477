"""Dates, ranges of dates and lengths of time: specification cases of Microsoft Recognizers-Text (MIT), English.

In scope is what a reader of dispatches needs: days, weeks, months, quarters, years, their parts, ranges and bounds of
them, relative dates, lengths of time, and texts that look like dates and are none. What is left out is counted by
reason.

A case is right where each time that it lists is found, at its place, with one of the values that it lists; for the
whole model also where nothing else is found. Places are compared without the words before a time (articles, "on",
"between"). The end of a range is taken as said, whether it counts as inside (as here) or not (as there). A part
("early", "the end of") is compared by the stretch that it is a part of, since how long "early" lasts is a convention;
weeks of a month are cut at its edge here. "Two months ago" is a month here and a day there: ours is right where it
holds theirs; "within three days" has no first day here. The month comes first in figures, as in the specification.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reading.rows import Row, share
from benchmarks.reading.specifications import Case, cases
from postwar.reading.dates import Anchor
from postwar.reading.times import TimeSpan, times_in

FOLDER = Path("data/reading/recognizers/DateTime")
FILES = ("DateTimeModel", "DateParser", "DatePeriodParser", "DurationParser")
_TYPES = frozenset({"date", "daterange", "duration"})
_FEASTS = (
    r"easter|halloween|thanksgiving|black friday|labor day|earth day|independence day|eid al|saint patrick|workers"
)
_NO_YEAR = r"^\D*\d{1,2}\s?[/.-]\s?\d{1,2}\W*$|^\D*\d{1,2}[/-]\d{1,2}(\D+\d{1,2}[/-]\d{1,2})?\W*$"
_LEFT_OUT = (
    ("no value in the specification", None),
    ("hours of the day and recurring times", None),
    ("feasts", _FEASTS),
    ("business days", r"business day|work ?week|working week"),
    ("chat and filing codes", r"\b(tmrw|otd|eoy|w/c|[cs]y ?(20)?\d\d)\b"),
    ("the writer's own calendar", r"\bmy (day|week|weekend)\b"),
    ("day and month in figures, no year", _NO_YEAR),
    ("told by another day, of which the text tells none", r"\b(later|the day (before|after)|the next day)$"),
    ("a bare number as a day", r"^(on )?(the )?(\d{1,2}|second|thirty|twenty second)$"),
)
_ANYWHERE = (
    ("comparison signs", r"[<>]|=\s?\d"),
    ("dates in file names and addresses", r"www\.|\.xlsx|-\d{4}-?\d\d-?\d\d-"),
)
_LEAD = re.compile(
    r"(?i)^(?:(?:the|on|in|at|by|for|from|to|between|since|until|before|after|of|or|about|around|as|early|late|than|no|later|"
    r"earlier|sooner|starting|beginning|more|less|within|year|prior|and|equal|with|ending|my|that|a|next)\s+)*"
)
_PARTS = {"start": "START", "mid": "MID", "end": "END"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A time that a case lists: where it stands and its values (past and future readings)."""

    start: int
    end: int
    text: str
    values: tuple[Case, ...]


def left_out(case: Case) -> str:
    """Why a case is out of scope; empty for one in scope."""
    types = {(r.get("TypeName") or r.get("Type", "")).rpartition(".")[2] for r in case["Results"]}
    if not types <= _TYPES:
        return _LEFT_OUT[1][0]
    wanted = list(wanted_of(case))
    if any(not w.values for w in wanted):
        return _LEFT_OUT[0][0]
    for reason, pattern in _LEFT_OUT[2:]:
        if pattern and any(re.search(pattern, w.text, re.IGNORECASE) for w in wanted):
            return reason
    return next((reason for reason, pattern in _ANYWHERE if re.search(pattern, case["Input"])), "")


def wanted_of(case: Case) -> Iterator[Wanted]:
    """The times that a case lists."""
    for result in case["Results"]:
        start = result["Start"]
        end = result["End"] + 1 if "End" in result else start + result["Length"]
        values = (result.get("Resolution") or {}).get("values") or _parsed(result.get("Value"))
        yield Wanted(start, end, result["Text"], tuple(v for v in values if "not resolved" not in v.values() and v))


def _parsed(value: Case | None) -> list[Case]:
    """The values of a parser's case, in the form of the model's."""
    out = []
    for side in ("FutureResolution", "PastResolution"):
        told = (value or {}).get(side) or {}
        if "0001-01-01" not in told.values() and told:
            kind = "date" if "date" in told else "duration" if "duration" in told else "daterange"
            out.append({"timex": (value or {})["Timex"], "type": kind, "value": told.get("date"),
                        "start": told.get("startDate"), "end": told.get("endDate")})  # fmt: skip
    return out


def spans_of(case: Case) -> list[TimeSpan]:
    """What we find in a case; the specification writes the month first."""
    day = case.get("Context", {}).get("ReferenceDateTime", "2020-01-01")[:10]
    found = times_in(case["Input"], Anchor(dt.date.fromisoformat(day), day_first=False, southern=False))
    return [s for s in found if s.kind in {"date", "range", "duration"} or s.sort == "the_unit"]


def same_place(span: TimeSpan, wanted: Wanted, text: str) -> bool:
    """Whether both end at one place and begin at one, leading words apart."""
    return _core(text, span.start, span.end) == _core(text, wanted.start, wanted.end)


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    piece = piece.rstrip(" .,;:!?)'’s") if piece.endswith(("'s", "’s")) else piece.rstrip(" .,;:!?)")
    lead = _LEAD.match(piece)
    return start + (lead.end() if lead else 0), start + len(piece)


def same_value(span: TimeSpan, wanted: Wanted) -> bool:
    """Whether one of the listed values is ours."""
    return any(_is_value(span, value) for value in wanted.values)


def _is_value(span: TimeSpan, value: Case) -> bool:
    if value["type"] == "duration":
        return span.kind == "duration" and span.value == value["timex"]
    if value["type"] == "date":
        day = dt.date.fromisoformat(value["value"])
        coarse = span.granularity in {"month", "year"} and span.sort in {"elapsed", "context"}
        return span.first == span.last == day or (coarse and span.first is not None and span.first <= day <= span.last)
    if span.granularity == "week" and span.first and span.last and value.get("start") and value.get("end"):
        start, end = (dt.date.fromisoformat(value[k]) for k in ("start", "end"))
        return start <= span.first <= span.last <= end
    part = _PARTS.get(str(value.get("Mod", "")).rpartition("-")[2])
    if part or span.mod:
        named = str(value["timex"]).replace("XXXX-", "")
        return span.mod == (part or span.mod) and span.value.endswith(named)
    opened = span.sort == "within" or _is_first(span.first, value.get("start"), span.bound)
    return opened and _is_last(span.last, value.get("end"))


def _is_first(first: dt.date | None, start: str | None, bound: str) -> bool:
    if first is None or start is None:
        return first is None and start is None
    wanted = dt.date.fromisoformat(start)
    return first == wanted or (bound == "after" and first == wanted + dt.timedelta(days=1))


def _is_last(last: dt.date | None, end: str | None) -> bool:
    if last is None or end is None:
        return last is None and end is None
    wanted, after = dt.date.fromisoformat(end), last + dt.timedelta(days=1)
    begins = {last, after}
    if after.weekday() == 0:
        begins.add(last - dt.timedelta(days=6))
    if after.day == 1:
        begins |= {last.replace(day=1), *({last.replace(month=last.month - 2, day=1)} if last.month % 3 == 0 else ())}
    if after.day == after.month == 1:
        begins.add(last.replace(month=1, day=1))
    return wanted in begins


def is_right(case: Case, name: str) -> bool:
    """Whether a case is read as specified."""
    found, wanted = spans_of(case), list(wanted_of(case))
    if name == "DateTimeModel" and len(found) != len(wanted):
        return False
    text = case["Input"]
    return all(any(same_place(s, w, text) and same_value(s, w) for s in found) for w in wanted)


def measure(shared: Path) -> list[Row]:
    """The share of the cases in scope that are read as specified, together and a file each."""
    rows, out = [], Counter[str]()
    right = size = 0
    for name in FILES:
        inside = []
        for case in cases(shared / FOLDER, name):
            reason = left_out(case)
            if reason:
                out[reason] += 1
            else:
                inside.append(case)
        good = sum(is_right(case, name) for case in inside)
        right, size = right + good, size + len(inside)
        rows.append(Row("date specifications", f"recognizers/{name}", len(inside), share(good, len(inside))))
    note = "left out: " + "; ".join(f"{reason} {n}" for reason, n in sorted(out.items(), key=lambda x: (-x[1], x[0])))
    head = Row("date specifications in scope", "recognizers/DateTime", size, share(right, size), 0.85, True,
               "Recognizers (Python) .74", note)  # fmt: skip
    return [head, *rows]
