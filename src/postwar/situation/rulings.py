"""Rulings: which reading of an obligation stands because somebody with the power to rule has upheld it.

The last ruling made by then counts. It binds where the text gives who made it, or whom he acts for, a power of kind
``ruling``; else the readings differ as before, and the reason says that the ruling does not bind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.accord import Obligation, Ruling
from postwar.core.case import Case
from postwar.core.time import AsOf
from postwar.situation.sides import Sides
from postwar.situation.wording import names_of, say_day

RULES = "ruling"


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling on an obligation, and whether it binds."""

    ruling: Ruling
    binds: bool


def ruled_on(o: Obligation, case: Case, given: Sequence[Obligation], sides: Sides, as_of: AsOf) -> Ruled | None:
    """The last ruling on ``o`` that was made and known by then; ``given`` are the obligations known by then, in which
    the text gives the power to rule."""
    made = [r for r in case.accord.rulings if r.obligation == o.id and r.known_on <= as_of.known]
    made = [r for r in made if r.made_on <= as_of.valid and any(x.id == r.upholds for x in o.readings)]
    if not made:
        return None
    last = max(made, key=lambda r: (r.made_on, r.id))
    powers = [other.power for other in given if other.power is not None and other.power.kind == RULES]
    holders = [h for power in powers for h in power.holder]
    return Ruled(last, any(a == h or sides.acts_for((a,), (h,)) for a in last.by for h in holders))


def ruling_words(case: Case, ruled: Ruled) -> str:
    """What a ruling does to the reading of the text, in a sentence."""
    who, day = names_of(case, ruled.ruling.by), say_day(ruled.ruling.made_on)
    if ruled.binds:
        return f" Read as {who} ruled on {day}, under the power that the text gives."
    return f" {who} ruled on {day} how it is to be read; the text gives no power to rule on it, so that both stand."
