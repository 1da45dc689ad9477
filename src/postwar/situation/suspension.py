"""When an obligation is suspended, by whom, and on what ground.

A suspension agreed by the parties, or declared by a holder of the right to it, holds: while it lasts nothing falls due
and nothing done against the duty is a breach. A right that the text ties to a breach of another duty needs that breach
in the books: without it the suspension is *unproven* and the obligation is disputed. Whoever declares one without any
right in the text suspends nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.accord import Amendment, Obligation
from postwar.core.time import AsOf, Day
from postwar.situation.amendments import binds
from postwar.situation.evidence import Item
from postwar.situation.sides import Sides

HOLDING = ("agreed", "right")
_NEVER = dt.date.max


@dataclass(frozen=True, slots=True)
class Right:
    """A right to suspend: who holds it, the duty whose breach it answers (empty: any ground), since when that duty is
    broken, whether the breach still stands, and the days of notice."""

    holder: tuple[str, ...]
    answers: str = ""
    broken_on: Day | None = None
    stands: bool = True
    notice_days: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """One suspension, both days inclusive; ``until`` None: it goes on. ``ground``: agreed, right, unproven or none."""

    since: Day
    until: Day | None
    by: tuple[str, ...]
    ground: str
    answers: str = ""
    items: tuple[Item, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it has the effect of a suspension."""
        return self.ground in HOLDING

    def covers(self, day: Day) -> bool:
        """Whether the day lies in it."""
        return self.since <= day and (self.until is None or day <= self.until)


def days_paused(pauses: Sequence[Pause], after: Day, until: Day) -> int:
    """How many days after ``after``, up to and with ``until``, lie in a suspension that holds.

    >>> p = Pause(dt.date(2020, 1, 5), dt.date(2020, 1, 9), (), "agreed")
    >>> days_paused([p, p], dt.date(2020, 1, 6), dt.date(2020, 1, 31))
    3
    """
    days = range(after.toordinal() + 1, until.toordinal() + 1)
    return sum(any(p.holds and p.covers(dt.date.fromordinal(d)) for p in pauses) for d in days)


def pauses_of(
    o: Obligation,
    amendments: Sequence[Amendment],
    paused: Sequence[Item],
    resumed: Sequence[Item],
    rights: Sequence[Right],
    sides: Sides,
    as_of: AsOf,
) -> tuple[Pause, ...]:
    """The suspensions of ``o`` that had begun by ``as_of``, in the order of their first days."""
    known = [a for a in amendments if a.obligation == o.id and a.known_on <= as_of.known and a.agreed_on <= as_of.valid]
    ends = sorted(
        [a.agreed_on for a in known if a.kind == "resume" and binds(a, o, sides)]
        + [i.day or i.latest for i in resumed]
    )
    found: list[Pause] = []
    for a in known:
        if a.kind != "suspend":
            continue
        ground, answers, since = "agreed", "", a.agreed_on
        if not binds(a, o, sides):
            ground, answers, since = _ground(a.parties, a.agreed_on, rights, sides)
        found.append(Pause(since, _end(a.agreed_on, a.by, ends), a.parties, ground, answers))
    for item in paused:
        said = item.day or item.latest
        if any(p.since <= said and (p.until is None or said <= p.until) for p in found):
            continue  # the same suspension told again
        who = tuple(a for a in item.claim.actor if not sides.is_population(a))
        ground, answers, since = _ground(who, said, rights, sides)
        found.append(Pause(since, _end(said, None, ends), who, ground, answers, (item,)))
    return tuple(sorted((p for p in found if p.since <= as_of.valid), key=lambda p: (p.since, p.until or _NEVER)))


def _end(since: Day, last: Day | None, ends: Sequence[Day]) -> Day | None:
    """The last day of a suspension: as agreed, or the day before the duty is taken up again."""
    later = [e - dt.timedelta(days=1) for e in ends if e > since]
    return min([d for d in (last, *later) if d is not None], default=None)


def _ground(who: Sequence[str], said: Day, rights: Sequence[Right], sides: Sides) -> tuple[str, str, Day]:
    """On what right somebody suspends, which breach it answers, and from which day on it has effect."""
    own = [r for r in rights if sides.acts_for(who, r.holder)]
    for right in own:
        since = said + dt.timedelta(days=right.notice_days)
        if not right.answers or (right.stands and right.broken_on is not None and right.broken_on <= said):
            return "right", right.answers, since
    return ("unproven", own[0].answers, said) if own else ("none", "", said)
