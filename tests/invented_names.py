"""An invented settlement's names for the reader: two sides, a mission, three districts and a corridor."""

from __future__ import annotations

import datetime as dt
import hashlib

from postwar.core.actor import Actor, Group
from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.core.place import Place
from postwar.reading.read import read_report

MONDAY = dt.date(2014, 5, 12)


def actor_of(row: str) -> Actor:
    """An actor from its row: id, name, aliases, kind, side."""
    key, name, aliases, kind, side = row.split("|")
    return Actor(key, name, tuple(a for a in aliases.split(";") if a), kind, side)


def place_of(row: str) -> Place:
    """A place from its row: id, name, aliases, kind, what it lies in, who held it."""
    key, name, aliases, kind, within, controller = row.split("|")
    return Place(
        key,
        name,
        tuple(a for a in aliases.split(";") if a),
        kind,
        tuple(w for w in within.split(";") if w),
        None,
        None,
        None,
        controller or None,
        "",
    )


_ACTORS_ROWS = """
veska|Republic of Veska|Veska;Ostrava City;Veskan government|state|veska
veskan-army|Veskan armed forces|Veskan army;Veskan troops|armed force|veska
hill-front|Hill Front|the Front;hill rebels|armed force|hill
kassia|Kassia|Dorn|state|
hill-mission|Observer Mission in the Hills|Hill Mission;observers;peacekeepers|mission|
crossing-aid|Crossing Aid||organisation|
kassian-senate|Kassian Senate|Senate of Kassia;its Senate|organisation|
contact-group|Tarn Group|the Tarn Group|mediator|
irena-vol|Irena Vol|Vol;President Vol|person|veska
hill-people|People of the Hills|Hill people;hill families|population|hill
experts|Unnamed experts|experts;analysts|organisation|
"""
ACTORS = tuple(actor_of(row) for row in _ACTORS_ROWS.strip().splitlines())
_PLACES_ROWS = """
country-veska|Veska||country||veska
hills|The Hills|Hills;Hill province;the region|region|country-veska|hill-front
oster|Oster district|Oster|district|hills|hill-front
ulm|Ulm district|Ulm|district|hills|hill-front
tarn|Tarn|Tarn|district|hills|hill-front
oster-corridor|Oster corridor|the corridor|corridor|oster|hill-mission
millbridge|Millbridge||town|ulm|hill-front
dorn|Dorn||town||kassia
three-districts|Three hill districts|three hill districts;buffer zone|zone|hills|hill-front
"""
PLACES = tuple(place_of(row) for row in _PLACES_ROWS.strip().splitlines())
NAMES = Names(
    "invented",
    ACTORS,
    PLACES,
    (Group("hill-people", "Hill people", (), ("hills",), (), 90000, 110000, None, None, ""),),
    (
        ("v1", "Oster district passes to Veska by 20 May 2014"),
        ("v2", "Observers guard the Oster corridor for three years"),
        ("v3", "Prisoners are exchanged"),
        ("v4", "Hill families return to their homes"),
    ),
)


def report(text: str, day: dt.date | None = MONDAY) -> Report:
    """A report with that text, published on that day."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Report("r", "", "", day, None, "", "en", text, digest)


def claims(text: str, day: dt.date | None = MONDAY, names: Names = NAMES) -> tuple[Claim, ...]:
    """What is read in a text."""
    return read_report(report(text, day), names)[0]


def of_kind(found: tuple[Claim, ...], kind: str) -> list[Claim]:
    """The claims of one kind."""
    return [c for c in found if c.kind == kind]
