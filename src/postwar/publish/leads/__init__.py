"""The sentences that can open a brief: one module each, one line here to add one. What is told of them is chosen by
what the books hold: how recent it is, how large, whether it has changed."""

from __future__ import annotations

from collections.abc import Callable

from postwar.publish.desk import Desk
from postwar.publish.leads import accord, control, expected, forces, killed, people, positions, routes
from postwar.publish.leads.lead import Lead

LEADS: tuple[Callable[[Desk], Lead | None], ...] = (
    accord.lead,  # promises kept and not kept
    control.lead,  # places that changed hands
    forces.lead,  # the force that keeps the peace
    people.lead,  # people who left and came back
    killed.lead,  # people killed since the fighting stopped
    routes.lead,  # whether the roads are open
    expected.lead,  # the return that is awaited
    positions.lead,  # what the text leaves open, and who has said what of it
)
