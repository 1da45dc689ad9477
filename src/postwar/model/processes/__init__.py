"""The registry: every process of the model, in plain sight. One line here and one folder beside it add a process."""

from __future__ import annotations

from postwar.model.process import Process
from postwar.model.processes.clearance.process import Clearance
from postwar.model.processes.contingent.process import Contingent
from postwar.model.processes.corridor.process import Corridor
from postwar.model.processes.departure.process import Departure
from postwar.model.processes.destruction.process import Destruction
from postwar.model.processes.flight.process import Flight
from postwar.model.processes.fulfilment.process import Fulfilment
from postwar.model.processes.handover.process import Handover
from postwar.model.processes.hosting.process import Hosting
from postwar.model.processes.incidents.process import Incidents
from postwar.model.processes.organised_return.process import OrganisedReturn
from postwar.model.processes.rebuilding.process import Rebuilding
from postwar.model.processes.resumption.process import Resumption
from postwar.model.processes.returns.process import Returns
from postwar.model.processes.talks.process import Talks
from postwar.model.processes.tension.process import Tension

REGISTRY: tuple[Process, ...] = (
    Handover(),         # stream 1
    Departure(),        # stream 2
    Returns(),          # stream 3
    Contingent(),       # stream 4
    Resumption(),       # stream 5
    Flight(),           # stream 6
    Corridor(),         # stream 7
    Incidents(),        # stream 8
    Talks(),            # stream 9
    Clearance(),        # stream 10
    Rebuilding(),       # stream 11
    OrganisedReturn(),  # stream 12
    Destruction(),      # stream 13
    Fulfilment(),       # stream 18
    Hosting(),          # stream 19
    Tension(),          # stream 20
)
"""Streams 14 and 15 are for processes of others (tests, plug-ins), 16 and 17 the engine's own."""
