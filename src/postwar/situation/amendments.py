"""What changes an obligation's last day, and what that does to lateness.

An amendment accepted by the last day moves it. One accepted later excuses from its day on, until the new last day: the
days already missed stay in the history, and what was done before the agreement is as late as it was. What only the
side that owes the duty is party to is asked for, not agreed. A claim that tells of a new last day founds an amendment
where the obligation has a last day, the new one is later, and the case has no amendment of that date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from postwar.core.accord import Amendment, Due, Obligation
from postwar.core.time import AsOf, Day
from postwar.situation.dates import Span, span_of
from postwar.situation.evidence import Item
from postwar.situation.sides import Sides

PAUSES = ("suspend", "resume")


@dataclass(frozen=True, slots=True)
class Terms:
    """The days in force after all amendments. ``missed`` counts the days overdue when a late amendment came, after the
    day ``passed``; ``asked`` are amendments that only the side that owes the duty is party to."""

    span: Span
    original: Span
    applied: tuple[str, ...] = ()
    excused_on: Day | None = None
    missed: int = 0
    passed: Day | None = None
    waived: bool = False
    replaced: bool = False
    claims: tuple[Item, ...] = ()
    told_only: bool = False  # the new day rests on reports, none gives the day of the agreement
    asked: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether anything was amended."""
        return bool(self.applied)


def _told(o: Obligation, moved: Sequence[Item], last: Day | None, known: Sequence[Amendment]) -> list[Amendment]:
    """Amendments that only reports tell of: a later last day, and where told the day of its granting."""
    if last is None:
        return []
    granted = [i.day for i in moved if i.claim.modality == "happened" and i.day is not None]
    days = sorted({i.claim.valid_to for i in moved if i.claim.modality == "agreed" and i.claim.valid_to is not None})
    out = []
    for day in days:
        if day <= last or any(a.by == day for a in known):
            continue
        first = next(i for i in moved if i.claim.valid_to == day and i.claim.modality == "agreed")
        agreed_on = min([g for g in granted if g <= first.said], default=None)
        agreed = agreed_on or min(first.said, last)
        out.append(
            Amendment(
                f"{o.id}:{first.claim.id}",
                o.id,
                "postpone",
                day,
                agreed,
                first.said,
                (),
                "",
                (),
                "told by a report" if agreed_on else "told by a report, day of agreement not given",
            )
        )
    return out


def binds(a: Amendment, o: Obligation, sides: Sides) -> bool:
    """Whether an amendment is agreed, and not only asked for by the side that owes the duty.

    Whom the duty serves can give more time by itself; one that names no parties, or amends a duty that serves no
    authority, is taken as the case has it. Of a duty that two sides owe each other both sides must be party to it."""
    served = [a for a in o.beneficiary if not sides.is_population(a)]
    if not a.parties or not o.obligor:
        return True
    owing = {sides.side(p) for p in o.obligor}
    party = {sides.side(p) for p in a.parties}
    others = {sides.side(p) for p in served} - owing
    if others:
        return bool(others & party)
    return len(owing) < 2 or len(owing & party) > 1


def terms_of(
    o: Obligation,
    amendments: Sequence[Amendment],
    moved: Sequence[Item],
    signed_on: Day | None,
    done_on: Mapping[str, Day | None],
    as_of: AsOf,
    sides: Sides,
    names: Mapping[str, str] | None = None,
) -> Terms:
    """The terms of ``o`` in force on ``as_of``, from the case's amendments and from those that reports tell of."""
    original = span_of(o.due, signed_on, done_on, names)
    known = [a for a in amendments if a.obligation == o.id and a.known_on <= as_of.known and a.agreed_on <= as_of.valid]
    asked = tuple(a.id for a in known if not binds(a, o, sides))
    known = [a for a in known if a.id not in asked and a.kind not in PAUSES]
    told = _told(o, moved, original.latest, known)
    terms = Terms(original, original, claims=tuple(moved) if known or told else (), asked=asked)
    for a in sorted((*known, *told), key=lambda a: (a.agreed_on, a.id)):
        terms = _apply(terms, a, o.due, a in told and "not given" in a.source)
    return terms


def _apply(terms: Terms, a: Amendment, due: Due, told_only: bool) -> Terms:
    """The terms after one more amendment."""
    terms = replace(terms, applied=(*terms.applied, a.id), told_only=terms.told_only or told_only)
    last = terms.span.latest
    if a.kind == "waive":
        return replace(terms, waived=True)
    if a.by is None:
        return replace(terms, replaced=True) if a.kind == "replace" else terms
    moved = replace(terms, span=replace(span_of(_by(due, a.by), None, {}), opens=terms.span.opens))
    if last is None or a.agreed_on <= last:
        return moved
    return replace(
        moved,
        excused_on=a.agreed_on,
        missed=terms.missed + (a.agreed_on - last).days,
        passed=terms.passed or last,
    )


def _by(due: Due, day: Day) -> Due:
    if due.continuous_from is not None or due.continuous_to is not None:
        return replace(due, continuous_to=day)
    return Due(from_=due.from_, by=day)
