"""The clause graph: which obligations wait on which, and what hangs on one of them."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.accord import Obligation
from postwar.core.agenda import Wait
from postwar.core.case import Case
from postwar.core.time import Day
from postwar.situation.dates import SIGNING

HANGS = ("after", "counts_from", "parallel")  # what a delay of one puts off in another


def clause_graph(case: Case, known: Day | None = None) -> tuple[Wait, ...]:
    """Every edge of the clauses known on a day, in the order of the text; the signing is no node.

    >>> from postwar.core.accord import Accord
    >>> import datetime as dt
    >>> clause_graph(Case("c", "", "", dt.date(2020, 1, 1), "UTC", None, (), (), (), accord=Accord(None)))
    ()
    """
    seen = [p for p in case.accord.provisions if known is None or p.known_on <= known]
    obligations = [o for p in seen for o in p.obligations]
    ids = {o.id for o in obligations}
    edges = [edge for o in obligations for edge in _edges(o)]
    return tuple(dict.fromkeys(e for e in edges if {e.source, e.target} <= ids))


def _edges(o: Obligation) -> list[Wait]:
    found = [Wait(name, o.id, "after") for name in o.after if name != SIGNING]
    if o.due.of and o.due.of != SIGNING:
        found.append(Wait(o.due.of, o.id, "counts_from"))
    if o.due.parallel_with:
        found.append(Wait(o.due.parallel_with, o.id, "parallel"))
    for remedy in o.remedies:
        kind = "repairs" if remedy.kind == "repair" else "suspends"
        found += [Wait(o.id, name, kind) for name in remedy.obligation]
    return found


def hanging_on(graph: Sequence[Wait], obligation: str) -> tuple[str, ...]:
    """The obligations that a delay of one puts off, directly or through others, the nearest first.

    >>> hanging_on((Wait("a", "b", "after"), Wait("b", "c", "parallel"), Wait("a", "d", "repairs")), "a")
    ('b', 'c')
    """
    found: list[str] = []
    queue = [obligation]
    while queue:
        here = queue.pop(0)
        for edge in graph:
            if edge.source == here and edge.kind in HANGS and edge.target not in (obligation, *found):
                found.append(edge.target)
                queue.append(edge.target)
    return tuple(found)
