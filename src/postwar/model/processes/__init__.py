"""The registry: every process of the model, in plain sight. One line here and one folder beside it add a process."""

from __future__ import annotations

from postwar.model.process import Process
from postwar.model.processes.contingent.process import Contingent
from postwar.model.processes.departure.process import Departure
from postwar.model.processes.handover.process import Handover
from postwar.model.processes.resumption.process import Resumption
from postwar.model.processes.returns.process import Returns

REGISTRY: tuple[Process, ...] = (
    Handover(),       # stream 1
    Departure(),      # stream 2
    Returns(),        # stream 3
    Contingent(),     # stream 4
    Resumption(),     # stream 5
)
