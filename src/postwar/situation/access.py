"""Who could observe what, when: the access log of a case, asked about the places of a duty.

Of each observer the latest line that covers a place on a day counts. A place is out of sight where some observer's
line says so and no observer could see any of it; without a line nothing is known, which is not *out of sight*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.accord import Access
from postwar.core.time import Day
from postwar.situation.reach import Reach


@dataclass(frozen=True, slots=True)
class Blind:
    """Since when nobody could see a place, which observers were kept out, and the lines of the log."""

    since: Day
    observers: tuple[str, ...]
    lines: tuple[str, ...]


def _lines_on(log: Sequence[Access], place: str, reach: Reach, day: Day) -> dict[str, Access]:
    """Each observer's line for a place on a day."""
    current: dict[str, Access] = {}
    for line in sorted(log, key=lambda a: (a.from_, a.known_on, a.id)):
        covers = any(reach.holds(p, place) for p in line.place)
        if covers and line.from_ <= day:
            current[line.observer] = line
    return {who: line for who, line in sorted(current.items()) if line.to is None or day <= line.to}


def blind_on(log: Sequence[Access], places: Sequence[str], reach: Reach, day: Day) -> Blind | None:
    """That nobody could see any of the places on a day; None where somebody could, or the log does not say."""
    shut: list[Access] = []
    for place in places:
        lines = _lines_on(log, place, reach, day).values()
        if not lines or any(line.state != "shut" for line in lines):
            return None
        shut += lines
    if not shut:
        return None
    observers = tuple(sorted({line.observer for line in shut}))
    return Blind(max(line.from_ for line in shut), observers, tuple(sorted({line.id for line in shut})))
