"""The sections of the brief, in the order in which they are read: one module each, one line here to add one."""

from __future__ import annotations

from collections.abc import Callable

from postwar.publish.desk import Desk
from postwar.publish.document import Section
from postwar.publish.sections import (
    ahead,
    contingents,
    decisions,
    holders,
    homes,
    living,
    missing,
    people,
    positions,
    promised,
    readings,
    since,
    sources,
    summary,
)

SECTIONS: tuple[Callable[[Desk], Section], ...] = (
    summary.build,  # In five sentences
    since.build,  # Since the last issue
    decisions.build,  # Needs a person today
    promised.build,  # Promised and done
    holders.build,  # Who holds what
    contingents.build,  # Peacekeepers and the corridor
    people.build,  # People
    homes.build,  # Homes, mines, services
    living.build,  # Living side by side
    positions.build,  # Status and mediators
    readings.build,  # What is read two ways
    ahead.build,  # What may come next
    missing.build,  # What we do not know, and whom to ask
    sources.build,  # Who says so: last, because it lists what the others cited
)
