"""Which claims tell of the same event: reports of one thing stand together, once, with who else says so.

Law. Two claims tell of one event if they are of one kind, their places are the same or one lies in the other, they name
no two parties that exclude each other, and their days meet: two days are one, or for what is done once at a place (a
handover, a capture, an accord) lie at most ``ONCE_DAYS`` apart; a claim without a day is of the last event that it fits
and that its report can have heard of, at most ``HEARD_DAYS`` before. Dated claims make the events, in the order of
their days; undated ones join or stand alone. A running total, or a stretch of more than ``LONGEST`` days, is no event.
Within an event one claim is *recommended*, the others are *triangulation*, each with the reason. Numbers or days that
exclude each other do not part an event: they are its rivals, and both stand. What copies another (``copies``) adds no
origin, and no rival unless it says something else.
Source: roles as IDMC uses the words; the windows are judgement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from postwar.core.claim import Claim
from postwar.core.situation import Event, Telling
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.amounts import bounds_of, counts_unit
from postwar.situation.copies import tellings
from postwar.situation.evidence import Item
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides

ONCE = frozenset({"accord", "amendment", "capture", "ceasefire", "handover", "recognition", "withdrawal"})
KINDS = ONCE | {"casualty", "disarmament", "exchange", "incident", "talks", "transport"}
ONCE_DAYS, HEARD_DAYS, LONGEST = 3, 7, 31


@dataclass
class _Group:
    """The claims of one event while it is put together."""

    items: list[Item] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.items[0].claim.kind

    def days(self) -> list[Day]:
        return sorted({i.day for i in self.items if i.day is not None})


def events(items: Sequence[Item], sides: Sides, reach: Reach) -> tuple[Event, ...]:
    """The events that the claims tell of, by their first day, then by kind; those without a day last.

    ``items``: claims in context, of which those of something that happened count. Their order does not matter.
    """
    told = [i for i in items if i.claim.modality == "happened" and i.claim.kind in KINDS and _is_one_thing(i.claim)]
    groups: list[_Group] = []
    for item in sorted((i for i in told if i.day is not None), key=lambda i: (i.day, _key(i))):
        _place(item, [g for g in groups if _meets(item, g)], groups, sides, reach)
    for item in sorted((i for i in told if i.day is None), key=_key):
        _place(item, [g for g in groups if _heard(item, g)], groups, sides, reach)
    found = [_event(g) for g in groups]
    return tuple(sorted(found, key=lambda e: (e.first is None, e.first or dt.date.min, e.kind, e.id)))


def _is_one_thing(claim: Claim) -> bool:
    """Whether a claim can tell of one event, not of a total or a long while."""
    first, last = claim.valid_from, claim.valid_to
    long = first is not None and last is not None and (last - first).days > LONGEST
    return claim.measure not in ("cumulative", "stock") and not long


def _key(item: Item) -> tuple[Day, str, int, int, str]:
    return item.said, item.claim.report, item.claim.start, item.claim.end, item.claim.id


def _place(item: Item, near: Iterable[_Group], groups: list[_Group], sides: Sides, reach: Reach) -> None:
    """Put a claim to the latest event that it fits, or begin another."""
    fits = [g for g in near if g.kind == item.claim.kind and all(_fits(item, o, sides, reach) for o in g.items)]
    if fits:
        fits[-1].items.append(item)
    else:
        groups.append(_Group([item]))


def _meets(item: Item, group: _Group) -> bool:
    """Whether the days of a dated claim and of an event are those of one thing."""
    apart = ONCE_DAYS if item.claim.kind in ONCE else 0
    assert item.day is not None
    return any(abs((item.day - day).days) <= apart for day in group.days())


def _heard(item: Item, group: _Group) -> bool:
    """Whether a report without a day can be of an event: within its own interval, or as news."""
    first, last = item.claim.valid_from, item.claim.valid_to
    for day in group.days():
        if first is not None or last is not None:
            if (first or dt.date.min) <= day <= (last or item.latest):
                return True
        elif dt.timedelta(0) <= item.said - day <= dt.timedelta(days=HEARD_DAYS):
            return True
    undated = not group.days()
    return undated and any(abs((item.said - o.said).days) <= HEARD_DAYS for o in group.items)


def _fits(item: Item, other: Item, sides: Sides, reach: Reach) -> bool:
    """Whether places and parties of two claims can be those of one event."""
    a, b = item.claim, other.claim
    if a.place and b.place and not any(reach.holds(p, q) or reach.holds(q, p) for p in a.place for q in b.place):
        return False
    if not a.place and not b.place:  # then nothing but who took part tells which
        return (set(a.actor), set(a.target)) == (set(b.actor), set(b.target))
    if not a.place or not b.place:
        return a.kind in ONCE and _parties_fit(item, other, sides)
    return _parties_fit(item, other, sides)


def _parties_fit(item: Item, other: Item, sides: Sides) -> bool:
    """No two parties that exclude each other: who acts in the one may be left out, or acted upon, in the other."""
    some = {*item.claim.actor, *item.claim.target}
    others = {*other.claim.actor, *other.claim.target}
    return not some or not others or sides.share_party(some, others) or sides.meet(some, others)


def _event(group: _Group) -> Event:
    best, *rest = sorted(group.items, key=_rank)
    days = group.days()
    earliest = min(group.items, key=_key)
    told, origins = tellings([best, *sorted(rest, key=_key)])
    lines = [Telling(best.claim.id, "recommended", _merit(best), best.origin)]
    lines += [Telling(i.claim.id, "triangulation", copied or _lacks(i, best), i.origin) for i, copied in told[1:]]
    places = [i.claim.place[0] for i in (best, *rest) if i.claim.place]
    return Event("e-" + earliest.claim.id.removeprefix("c-"), group.kind, places[0] if places else None,
                 days[0] if days else None, days[-1] if days else None, origins, tuple(lines),
                 _rivals(_apart(told)))


def _rank(item: Item) -> tuple[bool, bool, bool, str, Day, str]:
    """A claim before another: with a day, a place, a figure; the better source; the earlier saying."""
    claim = item.claim
    no_figure = claim.low is None and claim.high is None
    return item.day is None, not claim.place, no_figure, item.reliability, item.said, claim.id


def _apart(told: Sequence[tuple[Item, str]]) -> list[Item]:
    """The claims that can be each other's rivals: all but the copies that say what was said before."""
    seen: set[tuple[object, ...]] = set()
    out = []
    for item, copied in told:
        says = (item.day, item.claim.low, item.claim.high, item.claim.bound)
        if not copied or says not in seen:
            out.append(item)
        seen.add(says)
    return out


def _merit(item: Item) -> str:
    """Why a claim is the recommended one."""
    has = [word for word, there in (
        ("a day", item.day is not None), ("a place", bool(item.claim.place)),
        ("a figure", item.claim.low is not None or item.claim.high is not None)) if there]
    return f"says most: {', '.join(has)}" if has else "the first to be said"


def _lacks(item: Item, best: Item) -> str:
    """What an independent report says less than the recommended one."""
    lacks = [word for word, absent in (
        ("no day", item.day is None and best.day is not None), ("no place", not item.claim.place and best.claim.place),
        ("no figure", item.claim.low is None and best.claim.low is not None)) if absent]
    return f"an independent report; {' and '.join(lacks)}" if lacks else "an independent report"


def _rivals(items: Sequence[Item]) -> tuple[tuple[str, str, str], ...]:
    """What cannot be so together: (day or figure, one claim, another), each pair once."""
    found = []
    ordered = sorted(items, key=_key)
    for k, one in enumerate(ordered):
        for other in ordered[k + 1:]:
            if one.day is not None and other.day is not None and one.day != other.day:
                found.append(("day", one.claim.id, other.claim.id))
            if _exclude(one, other):
                found.append(("figure", one.claim.id, other.claim.id))
    return tuple(found)


def _exclude(one: Item, other: Item) -> bool:
    a, b = bounds_of(one), bounds_of(other)
    killed = [bool(cues.KILLED.search(i.claim.quote)) for i in (one, other)]
    if a is None or b is None or not counts_unit(one.claim.unit, other.claim.unit) or killed[0] != killed[1]:
        return False
    return (one.claim.bound != "at_least" and a[1] < b[0]) or (other.claim.bound != "at_least" and b[1] < a[0])
