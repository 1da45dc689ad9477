"""By whom a breach is said to have been done: a belief of its own, apart from that in the breach."""

from __future__ import annotations

from collections.abc import Iterable

from postwar.core.situation import Attribution
from postwar.situation.belief import believe
from postwar.situation.evidence import Item, ids_of
from postwar.situation.sides import Sides
from postwar.situation.verdict import Verdict

BREACHES = ("broken", "forbidden", "early")


def attributed(verdict: Verdict, parties: Iterable[str], sides: Sides) -> tuple[Attribution, ...]:
    """Who is named as the one that broke a duty, each with the belief in it; one line without a name where the claims
    name nobody; nothing where no event broke it.

    For a name speak the claims that give it; against it those that give only another, and the denials."""
    if not set(BREACHES) & set(verdict.reasons):
        return ()
    named: dict[str, list[Item]] = {}
    for item in verdict.support:
        for actor in item.claim.actor:
            if not sides.is_population(actor):
                named.setdefault(sides.principal(actor), []).append(item)
    if not named:
        return (Attribution((), believe((), (), tuple(parties), sides), ids_of(verdict.support)),)
    lines = []
    for who, items in sorted(named.items()):
        others = [i for i in verdict.support if i.claim.actor and i not in items]
        belief = believe(items, (*others, *verdict.against), tuple(parties), sides)
        lines.append(Attribution((who,), belief, ids_of(items)))
    return tuple(lines)
