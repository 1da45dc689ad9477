"""A link: that a claim bears, or does not bear, on a provision or an obligation, with every reason for and against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SORTS = ("provision", "obligation")
STATES = ("chosen", "tied", "set aside")
ABOUT = ("kind", "place", "actor", "window", "figure", "words", "link", "sense")
STANDS = ("for", "against", "open")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. ``about``: kind (fits the act), place (the same, inside, of), actor (obligor, beneficiary, other),
    window (its day), figure (what it counts), words (in common), link (the reader's own link to the provision), sense
    (what the sentence says besides). ``stands``: for, against, or open where the claim or the text leaves it unsaid."""

    about: str
    stands: str
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """One candidate of a claim. ``state``: ``chosen``; ``tied``, where others fit just as well and all are kept; ``set
    aside``. ``shows`` is what the claim does for an obligation (done, begun, broken, …), empty for a provision."""

    claim: str                     # claim id
    to: str                        # id of the provision or obligation
    sort: str                      # one of SORTS
    state: str                     # one of STATES
    reasons: tuple[Reason, ...]
    shows: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the claim is taken to bear on it."""
        return self.state != "set aside"


def chosen_of(links: Iterable[Link]) -> tuple[str, ...]:
    """The ids of what a claim is taken to bear on, ties included.

    >>> kind = Reason("kind", "for", "a return, as the clause")
    >>> chosen_of([Link("c-1", "p7", "provision", "chosen", (kind,)), Link("c-1", "p1", "provision", "set aside", ())])
    ('p7',)
    """
    return tuple(link.to for link in links if link.holds)


def link_to_json(link: Link) -> dict[str, Any]:
    """The link as a JSON object."""
    return {"to": link.to, "sort": link.sort, "state": link.state, "shows": list(link.shows),
            "reasons": [{"about": r.about, "stands": r.stands, "words": r.words} for r in link.reasons]}
