"""What changes an obligation's last day, and what that does to lateness.

An amendment accepted by the last day moves it. One accepted later excuses from its day on: the days already missed
stay in the history. A claim that tells of a new last day founds an amendment where the obligation has a last day, the
new one is later, and the case has no amendment of that date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from postwar.core.accord import Amendment, Due, Obligation
from postwar.core.time import AsOf, Day
from postwar.situation.dates import Span, span_of
from postwar.situation.evidence import Item


@dataclass(frozen=True, slots=True)
class Terms:
    """The days in force after all amendments. ``missed`` counts the days overdue when a late amendment came."""

    span: Span
    original: Span
    applied: tuple[str, ...] = ()
    excused_on: Day | None = None
    missed: int = 0
    waived: bool = False
    replaced: bool = False
    claims: tuple[Item, ...] = ()
    told_only: bool = False  # the new day rests on reports, none gives the day of the agreement

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


def terms_of(
    o: Obligation,
    amendments: Sequence[Amendment],
    moved: Sequence[Item],
    signed_on: Day | None,
    done_on: Mapping[str, Day | None],
    as_of: AsOf,
) -> Terms:
    """The terms of ``o`` in force on ``as_of``, from the case's amendments and from those that reports tell of."""
    original = span_of(o.due, signed_on, done_on)
    known = [a for a in amendments if a.obligation == o.id and a.known_on <= as_of.known and a.agreed_on <= as_of.valid]
    told = _told(o, moved, original.latest, known)
    terms = Terms(original, original, claims=tuple(moved) if known or told else ())
    for a in sorted((*known, *told), key=lambda a: (a.agreed_on, a.id)):
        last = terms.span.latest
        applied = (*terms.applied, a.id)
        told_only = terms.told_only or (a in told and "not given" in a.source)
        terms = replace(terms, applied=applied, told_only=told_only)
        if a.kind == "waive":
            terms = replace(terms, waived=True)
        elif a.kind == "replace" and a.by is None:
            terms = replace(terms, replaced=True)
        elif a.by is not None and (last is None or a.agreed_on <= last):
            terms = replace(terms, span=span_of(_by(o.due, a.by), signed_on, done_on))
        elif a.by is not None and last is not None:
            terms = replace(
                terms,
                excused_on=a.agreed_on,
                missed=(a.agreed_on - last).days,
                span=span_of(_by(o.due, a.by), signed_on, done_on),
            )
    return terms


def _by(due: Due, day: Day) -> Due:
    if due.continuous_from is not None or due.continuous_to is not None:
        return replace(due, continuous_to=day)
    return replace(due, by=day, before=None, within_days=None, within_months=None, of=None, parallel_with=None)
