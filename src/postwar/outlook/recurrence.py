"""How often fighting came back elsewhere: frozen frequencies that stand beside the model's own figures, never in them.

Shares are Kaplan–Meier estimates with 95 % intervals on the log-log scale, by years since the fighting stopped:

- Cease-fires of wars 1947–1999, war resumes between the same belligerents: data of V. P. Fortna, *Does Peacekeeping
  Work?* (Princeton, 2008), by how the war ended.
- Conflict episodes 1989–2024, 25 or more battle deaths in a calendar year again: UCDP/PRIO Armed Conflict Dataset 25.1
  and UCDP Conflict Termination Dataset (CC BY 4.0). An episode ends there only after a calendar year below 25, so the
  first year is empty by construction and has no row.
- Peace agreements 1975–2021, the agreement ended: UCDP Peace Agreement Dataset 22.1 (CC BY 4.0).

**Which rows are the same event.** War that resumes as Fortna's data define it is what the model's resumption draws:
``war_tier:1:reached``, any tier. UCDP's 25 deaths are ``war_tier:2:reached``, but for the calendar year in place of
any twelve months. That an agreement ends is no tier. Base rates count years from the end of the fighting, rows from
the origin.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from postwar.core.outlook import BaseRate
from postwar.core.time import Day

YEAR = 365.25
Z95 = 1.959964

_FORTNA = "Fortna 2008, cease-fires 1947–1999; share by Kaplan–Meier, 95 % interval"
_UCDP = ("UCDP/PRIO Armed Conflict 25.1 and Conflict Termination, episodes 1989–2024; share by Kaplan–Meier, "
         "95 % interval")
_PAD = "UCDP Peace Agreements 22.1, agreements 1975–2021; share by Kaplan–Meier, 95 % interval"
_WAR = "war resumes, as the base-rate data define it, whoever starts it"
_DEATHS = "25 or more deaths in fighting in a calendar year again, whoever starts it"
_AGREEMENT = "the peace agreement ends"


@dataclass(frozen=True, slots=True)
class Curve:
    """One group's shares: ``points`` are (years, share, low, high); ``published`` the year the source came out."""

    event: str
    group: str
    n: int
    source: str
    published: int
    points: tuple[tuple[float, float, float, float], ...]


CURVES: tuple[Curve, ...] = (
    Curve(_WAR, "all cease-fires", 156, _FORTNA, 2008, (
        (0.25, 0.090, 0.054, 0.147), (0.5, 0.154, 0.106, 0.221), (1, 0.218, 0.161, 0.291), (2, 0.288, 0.224, 0.366),
        (5, 0.429, 0.356, 0.511), (10, 0.472, 0.397, 0.554))),
    Curve(_WAR, "ended by a truce", 48, _FORTNA, 2008, (
        (0.25, 0.229, 0.134, 0.375), (0.5, 0.375, 0.255, 0.527), (1, 0.458, 0.330, 0.608), (2, 0.583, 0.450, 0.723),
        (5, 0.708, 0.577, 0.828), (10, 0.741, 0.607, 0.858))),
    Curve(_WAR, "ended by a treaty", 39, _FORTNA, 2008, (
        (0.25, 0.077, 0.025, 0.220), (0.5, 0.128, 0.055, 0.281), (1, 0.205, 0.108, 0.369), (2, 0.256, 0.147, 0.424),
        (5, 0.436, 0.298, 0.604), (10, 0.488, 0.345, 0.654))),
    Curve(_WAR, "ended by victory", 69, _FORTNA, 2008, (
        (0.25, 0.000, 0.000, 0.000), (0.5, 0.014, 0.002, 0.098), (1, 0.058, 0.022, 0.147), (2, 0.101, 0.050, 0.201),
        (5, 0.232, 0.149, 0.350), (10, 0.279, 0.188, 0.402))),
    Curve(_DEATHS, "all episodes", 316, _UCDP, 2025, (
        (2, 0.183, 0.144, 0.231), (3, 0.336, 0.287, 0.392), (5, 0.480, 0.425, 0.537), (10, 0.567, 0.511, 0.624))),
    Curve(_DEATHS, "ended by a ceasefire", 46, _UCDP, 2025, (
        (2, 0.239, 0.140, 0.390), (3, 0.348, 0.230, 0.504), (5, 0.522, 0.387, 0.671), (10, 0.568, 0.432, 0.714))),
    Curve(_DEATHS, "ended by a peace agreement", 34, _UCDP, 2025, (
        (2, 0.088, 0.029, 0.249), (3, 0.235, 0.125, 0.416), (5, 0.324, 0.194, 0.508), (10, 0.471, 0.321, 0.649))),
    Curve(_AGREEMENT, "all agreements", 373, _PAD, 2022, (
        (0.25, 0.099, 0.073, 0.134), (0.5, 0.150, 0.118, 0.191), (1, 0.207, 0.169, 0.251), (2, 0.258, 0.217, 0.306),
        (5, 0.313, 0.268, 0.363), (10, 0.349, 0.302, 0.400))),
)


def _variance(share: float, low: float, high: float) -> float:
    """Greenwood's variance of log S, read back from the interval of θ = log(−log S): var(θ) · (log S)²."""
    if share <= 0:
        return 0.0
    spread = math.log(-math.log(1 - high)) - math.log(-math.log(1 - low))
    return float((spread / (2 * Z95) * math.log(1 - share)) ** 2)


def still_at_peace(curve: Curve, years: float, after: float) -> tuple[float, float, float, int]:
    """(share, low, high, n) at ``years``, of those cases where the fighting had not come back after ``after`` years.

    share = 1 − S(years) / S(after). Greenwood's variance adds up over time, so var log of the ratio is the difference
    of the two; the interval is on the log-log scale. n = n · S(after) rounded, which leaves out censoring. ``years``
    and ``after`` are points of the curve, or 0: with ``after`` 0 this is the share as published. Where
    none came back, the upper end is exact: 1 − .025^(1/n) (Clopper and Pearson 1934).

    >>> still_at_peace(CURVES[0], 5, 0)
    (0.429, 0.356, 0.511, 156)
    >>> [round(x, 2) for x in still_at_peace(CURVES[0], 5, 2)]
    [0.2, 0.13, 0.29, 111]
    """
    table = {point[0]: point[1:] for point in curve.points}
    share, low, high = table[years]
    known = table[after] if after else (0.0, 0.0, 0.0)
    ratio = (1 - share) / (1 - known[0])
    n = round(curve.n * (1 - known[0]))
    if ratio >= 1:
        return 0.0, 0.0, 1 - 0.025 ** (1 / n), n
    if after == 0:
        return share, low, high, n
    half = Z95 * math.sqrt(max(_variance(share, low, high) - _variance(*known), 0.0)) / -math.log(ratio)
    return 1 - ratio, 1 - ratio ** math.exp(-half), 1 - ratio ** math.exp(half), n


def frequencies(ended_on: Day, origin: Day, to: Day) -> tuple[BaseRate, ...]:
    """The base rates beside an outlook from ``origin`` to ``to`` of a settlement whose fighting ended on ``ended_on``.

    Whole years since the fighting ended that fall after the origin and not after ``to``; where none does, the first
    point of the curve after ``to``. Time since the fighting ended dominates, so a rate is that of cases still at
    peace at the last point of the curve on or before the origin, and its group says so. ``horizon_years`` counts from
    the end of the fighting. Source and what is the same event: see the module.

    >>> rate = frequencies(dt.date(2030, 1, 1), dt.date(2030, 2, 1), dt.date(2031, 2, 1))[0]
    >>> rate.group, rate.horizon_years, rate.p, rate.low, rate.high, rate.n
    ('all cease-fires', 1, 0.218, 0.161, 0.291, 156)
    """
    found = []
    for curve in CURVES:
        points = [point[0] for point in curve.points]
        ahead = [y for y in points if _after(ended_on, y) > origin]
        after = max((y for y in points if _after(ended_on, y) <= origin), default=0.0)
        covered = [y for y in ahead if y >= 1 and _after(ended_on, y) <= to]
        beyond = [y for y in ahead if _after(ended_on, y) > to]
        for years in covered or beyond[:1]:
            share, low, high, n = still_at_peace(curve, years, after)
            group = f"{curve.group}, where it had not happened in the first {_years(after)}" if after else curve.group
            later = f"; published {curve.published}, after the origin" if curve.published > origin.year else ""
            found.append(BaseRate(curve.event, group, years, round(share, 3), round(low, 3), round(high, 3), n,
                                  curve.source + later))
    return tuple(found)


def _after(day: Day, years: float) -> Day:
    return day + dt.timedelta(days=round(years * YEAR))


def _years(years: float) -> str:
    if years < 1:
        return f"{round(12 * years)} months"
    return "year" if years == 1 else f"{years:g} years"
