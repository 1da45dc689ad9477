"""What a claim bears on and tells of, as lines of text: candidates with their reasons, an event with its claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from postwar.core.claim import Claim
from postwar.core.link import Link
from postwar.core.situation import Event
from postwar.core.time import iso
from postwar.publish.prose import counted

SIGNS = {"for": "+", "against": "-", "open": "?"}
EVENT_WORDS = 12


def link_lines(links: Iterable[Link], indent: str = "") -> list[str]:
    """Each candidate on a line, those that hold first, with its reasons: + for, - against, ? open.

    >>> from postwar.core.link import Reason
    >>> link_lines([Link("c-1", "p7", "provision", "chosen", (Reason("kind", "for", "return, as the clause"),))])
    ['provision p7, chosen: + kind: return, as the clause']
    """
    lines = []
    for link in sorted(links, key=lambda one: not one.holds):
        shows = f" ({', '.join(link.shows)})" if link.shows else ""
        lines.append(f"{indent}{link.sort} {link.to}, {link.state}{shows}: {reason_words(link)}")
    return lines


def reason_words(link: Link, signs: Sequence[str] = ("for", "against", "open")) -> str:
    """The reasons of a link in a row, only those that stand as asked for."""
    return "; ".join(f"{SIGNS[r.stands]} {r.about}: {r.words}" for r in link.reasons if r.stands in signs)


def event_words(event: Event) -> str:
    """What an event is, and by how many it is told.

    >>> event_words(Event("e-1", "handover", "mill", None, None, 1, ()))
    'e-1, handover, mill, no day said: 0 claims of 1 independent origin'
    """
    first, last = iso(event.first), iso(event.last)
    when = "no day said" if first is None else first if first == last else f"{first} to {last}"
    of_whom = f"{counted(len(event.tellings), 'claim')} of {counted(event.origins, 'independent origin')}"
    return f"{event.id}, {event.kind}, {event.place or 'no place said'}, {when}: {of_whom}"


def event_lines(event: Event, claims: Mapping[str, Claim]) -> list[str]:
    """An event, the role of each claim that tells of it with the reason, and what of them cannot be so together."""
    lines = [f"event: {event_words(event)}"]
    for telling in event.tellings:
        claim = claims.get(telling.claim)
        words = claim.quote.split() if claim is not None else []
        said = " ".join(words[:EVENT_WORDS]) + (" …" if len(words) > EVENT_WORDS else "")
        report = f" in {claim.report}" if claim is not None else ""
        lines.append(f"  {telling.role}: {telling.claim}{report}, {telling.reason}" + (f": “{said}”" if said else ""))
    lines += [f"  contradiction of {of}: {one} and {other}; both stand" for of, one, other in event.rivals]
    return lines
