"""Dates in figures alone: ISO 8601 days and weeks, day.month.year and its kin, months with a year."""

from __future__ import annotations

import re
from dataclasses import replace

from postwar.reading.dates import TimeExpression
from postwar.reading.times.line import Line
from postwar.reading.times.making import checked

_PIVOT = 40  # a year of two digits below it is of this century
_YEAR_BEFORE = re.compile(r"[-/.]\d{4}-\Z")  # a whole date ends there, and a range goes on
_FORMS = (
    (re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?![\d]|[-/.]\d)"), "ymd"),
    (re.compile(r"(?P<a>\d{1,2})([-/.])(?P<b>\d{1,2})\2(?P<y>\d{4}(?![\d:]|[/.]\d)|\d{2}(?![\d:]|[-/.]\d))"), "abc"),
    (re.compile(r"(?P<y>(?:19|20)\d\d)-w(?P<w>\d{2})(?:-(?P<wd>[1-7]))?(?!\w)"), "week"),
    (re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\w)"), "ymd"),
    (re.compile(r"(?P<y>(?:19|20)\d\d)\s?[-/]\s?(?P<m>0?[1-9]|1[0-2])(?![\d:]|\s?[-/.]\s?\d)"), "ym"),
    (re.compile(r"(?P<m>0?[1-9]|1[0-2])\s?[-/]\s?(?P<y>(?:19|20)\d\d)(?![\d:]|\s?[-/.]\s?\d)"), "ym"),
)


def numeric_at(line: Line, i: int) -> TimeExpression | None:
    """The date in figures that begins at a token; None where the digits are something else."""
    at = line.start_of(i)
    glued = at > 1 and line.text[at - 1] in "/-.+" and line.text[at - 2].isdecimal()
    if not line.text[at].isdecimal() or (glued and not _YEAR_BEFORE.search(line.text, max(at - 6, 0), at)):
        return None
    for form, kind in _FORMS:
        found = form.match(line.text, at)
        end = line.ends.get(found.end()) if found else None
        said = _said(kind, found.groupdict(), i, end, found.group()) if found and end is not None else None
        if said is not None:
            return said
    return None


def _said(kind: str, got: dict[str, str | None], i: int, end: int, text: str) -> TimeExpression | None:
    n = {name: int(value) for name, value in got.items() if value is not None}
    if kind == "ymd":
        return checked(TimeExpression(i, end, "date", year=n["y"], month=n["m"], day=n["d"]))
    if kind == "ym":
        plausible = end - i == 3 and (" " not in text or "-" not in text or text.count(" ") != 1)
        return TimeExpression(i, end, "month", year=n["y"], month=n["m"]) if plausible else None
    if kind == "week":
        week = TimeExpression(i, end, "week_no", year=n["y"], n=n["w"], unit="week")
        if not 1 <= n["w"] <= 53:
            return None
        inner = TimeExpression(i, end, "weekday", n=n["wd"] - 1, within=week) if "wd" in n else week
        return inner
    return _ordered(n["a"], n["b"], n["y"], i, end, text)


def _ordered(a: int, b: int, year: int, i: int, end: int, text: str) -> TimeExpression | None:
    """Day and month in figures: told apart where one is beyond twelve or a full stop parts them; else both are kept."""
    if year < 100:
        year += 2000 if year < _PIVOT else 1900
    if not 1800 <= year <= 2199:
        return None
    day_first = checked(TimeExpression(i, end, "date", year=year, month=b, day=a))
    month_first = checked(TimeExpression(i, end, "date", year=year, month=a, day=b))
    if "." in text and day_first:
        return day_first
    if day_first and month_first and a != b:
        return replace(day_first, sort="numeric", alternative=(a, b))
    return day_first or month_first
