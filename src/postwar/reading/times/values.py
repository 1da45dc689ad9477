"""Values: a time written as ISO 8601 and, where that has no word for it, as TIMEX3 (ISO 24617-1) writes it."""

from __future__ import annotations

from postwar.core.time import Day
from postwar.reading.dates import TimeExpression, When
from postwar.reading.times.stretches import century_span

_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
_LETTERS = {
    "day": "D",
    "week": "W",
    "month": "M",
    "year": "Y",
    "hour": "H",
    "minute": "M",
    "second": "S",
    "quarter": "Q",
}
_TIMES = {"decade": ("year", 10), "century": ("year", 100), "fortnight": ("week", 2), "half": ("month", 6)}
_SIZES = {"second": 0, "minute": 0.5, "hour": 0.9, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "half": 182,
          "year": 365, "decade": 3650, "century": 36500}  # fmt: skip
_PARTS = {
    **dict.fromkeys(("early", "beginning", "start"), "START"),
    **dict.fromkeys(("mid", "middle"), "MID"),
    **dict.fromkeys(("late", "end"), "END"),
}


def duration_value(lengths: tuple[tuple[float, str], ...]) -> str:
    """A length of time.

    >>> duration_value(((2, "year"), (3, "month"))), duration_value(((36, "hour"),)), duration_value(((0, "week"),))
    ('P2Y3M', 'PT36H', 'PXW')
    """
    days, hours = "", ""
    for n, unit in sorted(lengths, key=lambda length: -_SIZES.get(length[1], 1)):
        base, factor = _TIMES.get(unit, (unit, 1))
        letter = _LETTERS.get(base, "D")
        text = f"{n * factor:g}{letter}" if n else f"X{letter}"
        if base in {"hour", "minute", "second"}:
            hours += text
        else:
            days += text
    return "P" + days + ("T" + hours if hours else "")


def value_of(said: TimeExpression, when: When) -> str:
    """A time's value: the day, week, month, quarter, season, year … that it names; empty where it is not resolved."""
    if said.sort in {"duration", "first_n", "event_day", "within_event"} and said.within is None:
        return duration_value(((abs(said.n) if said.part != "many" else 0, said.unit), *said.more))
    if said.sort == "vague":
        return said.part
    if said.sort == "recurring":
        return "P1" + _LETTERS.get(said.unit, "D")
    if said.sort == "so_far" or (said.sort == "now" and when.first is None):
        return "PRESENT_REF"
    if said.sort == "now" and said.part == "PRESENT_REF":
        return "PRESENT_REF"
    edge = when.first or when.last
    return _calendar_value(said, when, edge) if edge is not None else ""


def range_value(first: str, last: str) -> str:
    """A range, by the values of its ends.

    >>> range_value("1994", "1997-05")
    '1994/1997-05'
    """
    return f"{first}/{last}" if first and last else ""


def _calendar_value(said: TimeExpression, when: When, edge: Day) -> str:
    unit = when.granularity
    if unit in {"week", "weekend"}:
        year, week, _ = edge.isocalendar()
        return f"{year}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    if unit == "month":
        return f"{edge.year}-{edge.month:02d}"
    if unit == "quarter":
        return f"{edge.year}-Q{(edge.month - 1) // 3 + 1}"
    if unit == "half":
        return f"{edge.year}-H{(edge.month - 1) // 6 + 1}"
    if unit == "season":
        return f"{edge.year}-{_SEASONS.get(said.unit, 'XX')}"
    if unit == "year":
        return f"{edge.year}"
    if unit == "decade":
        return f"{edge.year // 10}X"
    if unit == "century":
        return f"{century_span(edge.year // 100 + 1)[0].year // 100}XX"
    return f"{edge}" + (f"T{said.clock}" if said.clock else "")


def part_value(said: TimeExpression) -> str:
    """Which part of the named stretch is meant: START, MID, END, or empty."""
    return _PARTS.get(said.part, "")
