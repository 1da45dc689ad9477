"""The season of a day: how far it lies from the middle of summer, where the case lies."""

from __future__ import annotations

import math

from postwar.core.case import Case
from postwar.core.time import Day

MIDSUMMER = 196
"""Day of the year of the middle of summer north of the equator (15 July)."""


def north(case: Case) -> bool:
    """Whether the case lies north of the equator; taken so where no place says."""
    lat = [p.lat for p in case.places if p.lat is not None]
    return not lat or sum(lat) >= 0


def wave(case: Case, day: Day) -> float:
    """The season as a number from -1 in the middle of winter to 1 in the middle of summer: cos(2π(day of year −
    196)/365.25), turned by half a year south of the equator.

    >>> empty = Case("c", "A case", "", Day(2030, 1, 1), "UTC", None, (), (), ())
    >>> round(wave(empty, Day(2030, 7, 15)), 3), round(wave(empty, Day(2030, 1, 14)), 3)
    (1.0, -1.0)
    """
    summer = MIDSUMMER + (0.0 if north(case) else 365.25 / 2)
    return math.cos(2 * math.pi * (day.timetuple().tm_yday - summer) / 365.25)
