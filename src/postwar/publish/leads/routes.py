"""Routes: one that a report has open or closed."""

from __future__ import annotations

from postwar.core.situation import RouteState
from postwar.publish.desk import Desk
from postwar.publish.document import Line, line
from postwar.publish.leads.lead import Lead, latest, weigh
from postwar.publish.prose import near_day
from postwar.publish.terms import ROUTE_WORDS, words


def lead(desk: Desk) -> Lead | None:
    """The route of which a report tells last; a closed one before an open one, then the order of the case."""
    told = [r for r in desk.situation.routes if r.state in ("open", "closed", "restricted") and r.claims]
    if not told:
        return None
    earlier = {r.id: r.state for r in desk.previous.routes} if desk.previous is not None else None
    first = desk.case.ceasefire_on
    r = max(told, key=lambda x: (latest(desk, x.claims) or first, x.state != "open", -told.index(x)))
    changed = earlier is not None and earlier.get(r.id) != r.state
    return Lead(weigh(desk, r.since or latest(desk, r.claims), changed, False), lambda: _sentence(desk, r))


def _sentence(desk: Desk, r: RouteState) -> Line:
    name = desk.names.spoken(r.place) if r.place else f"the route {desk.names.plain(r.id)}"
    since = (
        line(" since ", desk.opens(near_day(r.since, desk.situation.as_of.valid), r.claims))
        if r.since
        else line("; since when is not in these reports")
    )
    guard = f", guarded by {desk.names.spoken(r.guard)}," if r.guard and r.guard != r.place else ""
    head = f"{name[:1].upper()}{name[1:]}{guard} is reported {words(ROUTE_WORDS, r.state)}"
    return line(head, since, " ", desk.mark(r.claims), ".")
