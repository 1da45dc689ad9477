"""How much of an obligation was done, where it names a quantity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.accord import Obligation
from postwar.core.likelihood import ABOUT_NOISE, NEARLY_SCALE
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.evidence import Item

_SAME_UNIT = (frozenset({"soldier", "police", "person"}),)
NEAR_SHARE = 0.9  # judgement: from nine tenths on, an interval that holds the quantity counts as near it
MET_SHARE = 0.98  # judgement: a count within 2 % of the quantity meets it


def bounds_of(item: Item) -> tuple[float, float] | None:
    """The least and the most that a claim's figure says; None where it gives none. *More than v* is left at v, *up to
    v* says nothing of the least.

    ``nearly v`` is 0.95 v to v, ``about v`` 0.88 v to 1.12 v."""
    low, high = item.claim.low, item.claim.high
    value = low if low is not None else high
    if value is None:
        return None
    if item.claim.bound == "about" and cues.NEARLY.search(item.claim.quote):
        return value * (1 - 2.5 * NEARLY_SCALE), value
    if item.claim.bound == "about":
        return value * (1 - ABOUT_NOISE), value * (1 + ABOUT_NOISE)
    return (low if low is not None else 0.0), (high if high is not None else value)


def counts_unit(unit: str | None, wanted: str | None) -> bool:
    """Whether a figure in one unit counts what is wanted in another; soldiers, police and persons are counted alike."""
    return wanted is None or unit == wanted or any({unit, wanted} <= group for group in _SAME_UNIT)


@dataclass(frozen=True, slots=True)
class Amount:
    """The least and the most that claims add up to; whether that reaches the quantity: on which day, where the claim
    that reaches it gives one, and by which day in any case."""

    low: float
    high: float
    reached_on: Day | None = None
    reached_by: Day | None = None


def amount_done(o: Obligation, items: Sequence[Item]) -> Amount | None:
    """How much of the quantity of ``o`` the claims add up to.

    Counts of one day's doing (measure *flow*) add up, each day once; a running total counts as it stands. None where
    the obligation names no quantity or no claim a figure of its unit."""
    counted = [i for i in items if i.claim.bound != "at_most"] or list(items)  # a ceiling is no count
    figures = [(i, b) for i in counted if (b := bounds_of(i)) is not None and counts_unit(i.claim.unit, o.unit)]
    if o.quantity is None or not figures:
        return None
    flows: dict[Day, tuple[float, float]] = {}
    for item, bounds in figures:
        if item.claim.measure == "flow":
            day = item.day or item.latest
            flows[day] = max(flows.get(day, bounds), bounds)
    low = high = 0.0
    on: Day | None = None
    by: Day | None = None
    steps = [(d, b, True, True) for d, b in flows.items()]
    steps += [(i.day or i.latest, b, False, i.day is not None) for i, b in figures if i.claim.measure != "flow"]
    for day, bounds, adds, dated in sorted(steps):
        low, high = (low + bounds[0], high + bounds[1]) if adds else (max(low, bounds[0]), max(high, bounds[1]))
        if by is None and low >= MET_SHARE * o.quantity:
            on, by = (day if dated else None), day
    return Amount(low, high, on, by)
