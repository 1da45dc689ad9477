"""In five sentences: of all that could open the brief, the five for which most speaks, in their fixed order."""

from __future__ import annotations

from postwar.publish.desk import Desk
from postwar.publish.document import Bullets, Section
from postwar.publish.leads import LEADS

SENTENCES = 5


def build(desk: Desk) -> Section:
    """Five sentences, each of which can be said aloud by itself, in the order of :data:`LEADS`, which settles ties."""
    found = [made for lead in LEADS if (made := lead(desk)) is not None]
    chosen = sorted(found, key=lambda one: (not one.always, -one.weight))[:SENTENCES]
    items = tuple(one.write() for one in sorted(chosen, key=found.index))
    return Section("five", "In five sentences", (Bullets(items, ordered=True, role="lead"),))
