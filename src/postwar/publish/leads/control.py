"""Control: the places that changed hands, other than by a dated promise that the brief already tells."""

from __future__ import annotations

from postwar.publish.desk import Desk
from postwar.publish.document import Line, line
from postwar.publish.holdings import Holding, holdings, surrounding
from postwar.publish.leads.accord import done_states
from postwar.publish.leads.lead import MANY_PLACES, Lead, latest, weigh
from postwar.publish.prose import counted, list_of, near_day
from postwar.publish.terms import HOW_WORDS

NAMED = 2


def lead(desk: Desk) -> Lead | None:
    """Of each holder the places that passed to it; told of the holder of whom most is new."""
    told = {p for o in done_states(desk) for p in desk.obligation(o).place}
    before = {p.id: p.controller for p in desk.case.places}
    earlier = {c.place: c.actor for c in desk.previous.control} if desk.previous is not None else None
    found: dict[str, list[Holding]] = {}
    for h in holdings(desk.case, desk.situation.control, desk.names.plain):
        c = h.control
        if c.actor and c.state != "agreed" and c.actor != before.get(c.place) and not told & _reached(desk, h):
            found.setdefault(c.actor, []).append(h)

    def news(rows: list[Holding]) -> list[Holding]:
        return [h for h in rows if earlier is not None and earlier.get(h.control.place) != h.control.actor]

    def weight(actor: str) -> int:
        rows = news(found[actor]) or found[actor]
        on = latest(desk, (i for h in rows for i in h.control.claims))
        return weigh(desk, on, bool(news(rows)), _size(rows) >= MANY_PLACES)

    if not found:
        return None
    actor = max(sorted(found), key=lambda a: (weight(a), _size(found[a])))
    rows = news(found[actor]) or found[actor]
    return Lead(weight(actor), lambda: _sentence(desk, actor, rows, bool(news(rows))))


def _reached(desk: Desk, h: Holding) -> set[str]:
    """These places and those round them: a town inside a district that was handed over is told with it."""
    return set(h.places).union(*(surrounding(desk.case, p) for p in h.places))


def _size(rows: list[Holding]) -> int:
    return sum(len(h.places) + len(h.inside) for h in rows)


def _sentence(desk: Desk, actor: str, rows: list[Holding], new: bool) -> Line:
    rows = sorted(rows, key=lambda h: (-len(h.inside), -len(h.places), desk.names.plain(h.places[0])))
    places = [p for h in rows for p in h.places]
    named = [desk.names.spoken(p) for p in places[:NAMED]]
    more = _size(rows) - len(named)
    who = list_of([*named, *([f"{counted(more, 'more place')}"] if more else [])])
    verb = "is" if len(named) + more == 1 else "are"
    claims = [i for h in rows for i in h.control.claims]
    how = {h.control.how for h in rows}
    since = {h.control.since for h in rows}
    by = HOW_WORDS[next(iter(how))] if how <= {"handover"} or how <= {"capture"} else ""
    when = next(iter(since)) if len(since) == 1 else None
    told = line(f" {by}" if by else "")
    if when is not None:
        told = line(told, " since ", desk.opens(near_day(when, desk.situation.as_of.valid), claims))
    elif since == {None}:
        told = line(told, f"; {'the day is' if by else 'how and on which day is'} not in these reports")
    now = "now " if new else ""
    claimed = all(h.control.state == "claimed" for h in rows)
    said = "claimed by one side to be" if claimed else "reported"
    head = f"{who} {verb} {now}{said} under the control of {desk.names.spoken(actor)}"
    return line(head[:1].upper() + head[1:], told, " ", desk.mark(claims), ".")
