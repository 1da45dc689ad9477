"""What is due as lines of text, and as a calendar (RFC 5545) that any diary reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from postwar.core.agenda import DueLine
from postwar.core.case import Case
from postwar.core.situation import Situation
from postwar.core.time import Day
from postwar.publish.names import NameBook
from postwar.publish.prose import counted, joined
from postwar.publish.verdicts import promise, promise_terms

KIND_WORDS = {
    "overdue": "overdue",
    "ambiguous": "its day can be read in two ways",
    "due": "due",
    "opens": "opens",
    "ends": "last day",
    "notice": "last day for notice",
}
OCTETS = 75
"""The longest line of a calendar, in octets, without its end (RFC 5545, section 3.1)."""


def _when(line: DueLine) -> str:
    if line.days == 0:
        return "today"
    return f"in {counted(line.days, 'day')}" if line.days > 0 else f"{counted(-line.days, 'day')} ago"


def _summaries(case: Case) -> dict[str, tuple[str, str]]:
    names = NameBook(case)
    return {o.id: (promise(o, names), promise_terms(o, names)) for o in case.accord.obligations}


def due_text(case: Case, situation: Situation, lines: Sequence[DueLine], within: int | None) -> list[str]:
    """A line for each day that matters, what it is, and what hangs on it."""
    asked = f"within {counted(within, 'day')}" if within is not None else "at any time"
    as_of = situation.as_of
    out = [f"{case.title}: what is overdue or falls due {asked}, as of {as_of.valid}, known on {as_of.known}"]
    texts = _summaries(case)
    for line in lines:
        what, who = texts[line.obligation]
        out.append(f"{line.on}  {_when(line):14} {KIND_WORDS[line.kind]:20} {line.obligation:8} {what}, {who}")
        out += [f"{'':48}hangs on it: {', '.join(line.hangs)}"] if line.hangs else []
    return out if lines else [*out, "nothing"]


def due_calendar(case: Case, situation: Situation, lines: Sequence[DueLine]) -> str:
    """The lines as an iCalendar text (RFC 5545), one event of a whole day each.

    The same obligation keeps its ``UID``, so that a diary moves the entry instead of doubling it; ``SEQUENCE`` counts
    the changes agreed so far. ``DTSTAMP`` is the day asked for, at midnight UTC: no clock is read, and equal
    books give equal bytes. The days are those of the accord, which have no time zone in a calendar."""
    texts = _summaries(case)
    states = {o.id: o for o in situation.obligations}
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//postwar//due//EN", "CALSCALE:GREGORIAN",
            f"X-WR-CALNAME:{_escaped(case.title)}"]
    for line in lines:
        what, who = texts[line.obligation]
        state = states[line.obligation]
        hangs = f"Hangs on it: {', '.join(line.hangs)}." if line.hangs else ""
        rows += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(f'{case.id}-{line.obligation}-{_kept(line.kind)}')}@postwar",
            f"DTSTAMP:{_plain(situation.as_of.valid)}T000000Z",
            f"SEQUENCE:{len(state.amendments)}",
            f"DTSTART;VALUE=DATE:{_plain(line.on)}",
            f"DTEND;VALUE=DATE:{_plain(line.on + dt.timedelta(days=1))}",
            f"SUMMARY:{_escaped(f'{line.obligation}: {what} ({KIND_WORDS[line.kind]})')}",
            f"DESCRIPTION:{_escaped(joined((f'{who}.', state.why, hangs), ' '))}",
            f"CATEGORIES:{_escaped(KIND_WORDS[line.kind])}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(row)}\r\n" for row in (*rows, "END:VCALENDAR"))


def _kept(kind: str) -> str:
    """The part of the name that an event keeps when its day passes."""
    return "due" if kind in ("overdue", "ambiguous", "due") else kind


def _plain(day: Day) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    """Text as a calendar holds it (section 3.3.11).

    >>> _escaped("a, b; c" + chr(10) + "d")
    'a\\\\, b\\\\; c\\\\nd'
    """
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    plain = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable())
    return plain.replace("\n", "\\n")


def _folded(row: str) -> str:
    """A line folded to at most 75 octets each, never inside a character.

    >>> _folded("x" * 76) == "x" * 75 + "\\r\\n" + " x"
    True
    """
    parts, size = [""], 0
    for character in row:
        octets = len(character.encode("utf-8"))
        if size + octets > OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n".join(parts)
