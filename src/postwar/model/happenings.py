"""Named events: a kind and the places and actors that it is about, and how many of them the books hold."""

from __future__ import annotations

from postwar.core.outlook import SeriesKey
from postwar.model.geography import containers
from postwar.model.state import Setting

EVENTS = "events"


def event_key(about: str) -> SeriesKey:
    """The series that counts an event written as in ``parameters.toml``: its kind, then whom and what it is about.

    >>> event_key("accord;north;south"), event_key("exchange")
    (('events', 'accord', 'north;south'), ('events', 'exchange', ''))
    """
    kind, _, rest = about.partition(";")
    return EVENTS, kind, rest


def told(setting: Setting, about: str) -> int:
    """How many events of this kind and place the books hold, from the ceasefire to the origin; 0 for one about actors,
    because the books do not say whose an event is."""
    kind, *ids = about.split(";")
    wanted = set(ids)
    if not wanted <= set(setting.layout.places):
        return 0
    return sum(e.kind == kind and e.first is not None and setting.case.ceasefire_on <= e.first <= setting.origin
               and (not wanted or (
                   e.place is not None and bool(wanted & {e.place, *containers(setting.case, e.place)})))
               for e in setting.situation.events)
