"""From a verdict to the words it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.link import Link
from postwar.core.situation import Event, ObligationState
from postwar.core.time import Day


@dataclass(frozen=True, slots=True)
class Ground:
    """One claim under a verdict: what it does for it, who says it and when, its independent origin where that is not
    the report's own, and its grade: the letter of the source (missing where it cannot be judged, or where it is an
    authority's own) and the number of the item (missing where nothing allows to judge it)."""

    claim: str
    effect: str                    # for | against | repairs | moves | suspends | one reading
    source: str
    report: str
    said: Day
    origin: str
    grade: str
    link: Link | None = None       # why the claim bears on this obligation
    event: Event | None = None     # the event that it tells of, with who else does


@dataclass(frozen=True, slots=True)
class Chain:
    """The verdict on one obligation, the clause it is of, its claims, what it waits on and what hangs on it,
    and the claims that were set aside."""

    state: ObligationState
    provision: str                 # the clause in the project's own words
    grounds: tuple[Ground, ...]
    waits_on: tuple[str, ...]
    hangs: tuple[str, ...]
    aside: tuple[tuple[str, Link], ...] = ()   # claims whose words are of the clause and that show nothing of it
