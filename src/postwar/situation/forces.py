"""The forces of the settlement: strength, since when, and until when their mandate runs."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.accord import Obligation
from postwar.core.actor import Force
from postwar.core.case import Case
from postwar.core.situation import ForceState
from postwar.core.time import AsOf, Day
from postwar.situation import cues
from postwar.situation.amounts import bounds_of
from postwar.situation.dates import add_months_either_way
from postwar.situation.evidence import Item, ids_of
from postwar.situation.powers import Term, term_of
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides

_KINDS = ("deployment", "mandate", "guard", "withdrawal")


def force_states(case: Case, items: Sequence[Item], sides: Sides, reach: Reach, as_of: AsOf) -> tuple[ForceState, ...]:
    """One line for each force of the case."""
    return tuple(_state(case, force, items, sides, reach, as_of) for force in case.forces)


def _is_of(case: Case, force: Force, item: Item, sides: Sides, reach: Reach) -> bool:
    claim = item.claim
    if force.id in claim.actor:
        return True
    if any(f.id in claim.actor for f in case.forces if f.id != force.id) or not sides.acts_for(
        claim.actor, (force.actor,)
    ):
        return False
    return not claim.place or any(reach.holds(p, a) or reach.holds(a, p) for p in claim.place for a in force.area)


def _from_its_area(force: Force, item: Item, reach: Reach) -> bool:
    """Whether a withdrawal reaches the area of a force; one from a district says nothing of the road through it."""
    return any(reach.reaches(p, a) is not None for p in item.claim.place for a in force.area)


def _term(case: Case, force: Force, sides: Sides, reach: Reach, as_of: AsOf) -> tuple[Obligation | None, Term | None]:
    """The obligation that keeps a force in place, and the term that runs."""
    signed_on = case.accord.signed_on or case.ceasefire_on
    for o in case.accord.obligations:
        if (
            o.act == "stay"
            and (force.id in o.obligor or sides.acts_for((force.actor,), o.obligor))
            and (
                not o.place
                or not force.area
                or any(reach.holds(p, a) or reach.holds(a, p) for p in o.place for a in force.area)
            )
        ):
            return o, term_of(o, signed_on, as_of.valid)
    return None, None


def _state(case: Case, force: Force, items: Sequence[Item], sides: Sides, reach: Reach, as_of: AsOf) -> ForceState:
    mine = [i for i in items if i.claim.kind in _KINDS and _is_of(case, force, i, sides, reach)]
    told = [i for i in mine if i.claim.modality == "happened"]
    here = [i for i in told if i.claim.kind in ("deployment", "guard")]
    obligation, term = _term(case, force, sides, reach, as_of)
    mandates = [i for i in mine if i.claim.kind == "mandate" and i.claim.unit == "year" and i.claim.low]
    gone = [
        i
        for i in told
        if i.claim.kind == "withdrawal"
        and (not i.claim.place or not force.area or _from_its_area(force, i, reach))
        and not cues.ONGOING.search(i.claim.quote)
        and not cues.PARTITIVE.search(i.claim.quote)
    ]
    ended = max((i.day or i.latest for i in gone), default=None)
    if ended is not None and any((i.day or i.latest) > ended for i in here):
        ended = None
    since = _since(here, term, case)
    until, years = _until(term, mandates, since, case)
    low, high = _strength(here)
    state = "ended" if ended else "reported" if here else "agreed" if mine or obligation else "not_reported"
    return ForceState(
        force.id,
        force.area,
        low,
        high,
        since,
        ended or until,
        years,
        state,
        ids_of([*here, *mandates, *gone, *[i for i in mine if i not in here and i not in mandates and i not in gone]]),
    )


def _since(here: Sequence[Item], term: Term | None, case: Case) -> Day | None:
    """The first day that a report gives for its presence; else the first day of its term."""
    days = [i.day for i in here if i.day is not None and i.day >= (case.accord.signed_on or case.ceasefire_on)]
    return term.since if term is not None else min(days, default=None)


def _until(
    term: Term | None, mandates: Sequence[Item], since: Day | None, case: Case
) -> tuple[Day | None, float | None]:
    if term is not None:
        return term.until, term.years
    if not mandates:
        return None, None
    years = float(mandates[-1].claim.low or 0)
    begin = since or case.accord.signed_on or case.ceasefire_on
    return add_months_either_way(begin, round(12 * years))[0], years


def _strength(here: Sequence[Item]) -> tuple[float | None, float | None]:
    """The latest strength reported: what all figures of its day allow between them."""
    figures = [
        (i.said, b) for i in here if i.claim.unit in ("soldier", "police", "person") and (b := bounds_of(i)) is not None
    ]
    if not figures:
        return None, None
    last = max(day for day, _ in figures)
    return min(b[0] for day, b in figures if day == last), max(b[1] for day, b in figures if day == last)
