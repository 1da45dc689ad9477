"""A verdict on one obligation, and all that it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from postwar.core.accord import Obligation
from postwar.core.time import Day
from postwar.situation.access import Blind
from postwar.situation.amendments import Terms
from postwar.situation.bearing import Bearing
from postwar.situation.evidence import Item
from postwar.situation.suspension import Pause, days_paused


@dataclass(frozen=True, slots=True)
class Verdict:
    """The axes of one verdict, what it stands on, and the parts of its reason.

    ``broken_on`` is the first day on which the duty was broken, kept also where the breach was mended later;
    ``mended_by`` are the claims that it was made good."""

    life_cycle: str
    timeliness: tuple[str, int | None]
    disposition: str
    grade: int
    done_on: Day | None = None
    done_by: Day | None = None
    share: float | None = None
    support: tuple[Item, ...] = ()
    against: tuple[Item, ...] = ()
    reasons: tuple[str, ...] = ()
    ended_on: Day | None = field(default=None)
    broken_on: Day | None = None
    mended_by: tuple[Item, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the obligation is behind its obligor."""
        return self.life_cycle == "fulfilled"

    @property
    def reason(self) -> str:
        """The first part of its reason; empty where it needs none."""
        return self.reasons[0] if self.reasons else ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a verdict is made of: the obligation, its terms, what bears on it, what it waits on, the day asked for.

    ``waits`` are conditions not yet met, ``late_triggers`` those met only after the obligation's own last day;
    ``share`` is how much of it a figure says is done; ``binds_from`` the day on which its last condition was met;
    ``pauses`` its suspensions; ``blind`` that the access log has nobody who could see its places; ``repairs`` that it
    makes a breach good, so that what was done before the breach does not count."""

    o: Obligation
    terms: Terms
    bearing: Bearing
    today: Day
    waits: tuple[str, ...]
    late_triggers: tuple[str, ...]
    share: float | None
    ends_on: Day | None  # of a duty with a term, the last day of the term
    binds_from: Day | None
    pauses: tuple[Pause, ...]
    blind: Blind | None
    repairs: bool

    @property
    def opens(self) -> Day | None:
        """The first day on which it binds: its window's, or that on which its last condition was met."""
        return max((d for d in (self.terms.span.opens, self.binds_from) if d is not None), default=None)

    def paused_on(self, day: Day) -> Pause | None:
        """The suspension that holds on a day."""
        return next((p for p in self.pauses if p.holds and p.covers(day)), None)

    def binding(self, items: Iterable[Item], last: Day | None) -> tuple[Item, ...]:
        """The claims of what can have been while the duty bound: not before it did, after ``last``, or in a suspension.

        Of an event without a day the report's day bounds it from above: it counts as before the last day only where
        it was told by then."""
        opens = self.opens
        return tuple(
            i
            for i in items
            if (opens is None or i.latest >= opens)
            and (last is None or (i.day or i.latest) <= last)
            and self.paused_on(i.day or i.latest) is None
        )

    def out_of_sight(self, after: Day = dt.date.min) -> tuple[Item, ...]:
        """The claims that observers had no access, of those said after a day that no later one lifts."""
        seen = max((i.said for i in self.bearing.seen), default=dt.date.min)
        return tuple(i for i in self.bearing.unseen if i.said > seen and i.said >= after)

    def timed(self, code: tuple[str, int | None], end: Day) -> tuple[str, int | None]:
        """Timeliness without the days that a suspension took out of it, up to ``end``."""
        name, days = code
        latest = self.terms.span.latest
        if days is None or latest is None:
            return code
        left = days - days_paused(self.pauses, latest, end)
        if left > 0:
            return name, left
        return ("on_time" if name == "late" else "not_due"), None
