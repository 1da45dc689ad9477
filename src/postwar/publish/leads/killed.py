"""People killed since the fighting stopped, as far as a report counts them."""

from __future__ import annotations

from postwar.core.variable import Estimate
from postwar.publish.desk import Desk
from postwar.publish.document import Line, line
from postwar.publish.leads.lead import Lead, weigh
from postwar.publish.prose import near_day, plain_interval

MANY = 25  # deaths in a year from which the base-rate data count a conflict


def lead(desk: Desk) -> Lead | None:
    """The main figure of people killed, where there is one."""
    f = desk.main_figure("killed")
    if f is None:
        return None
    earlier = desk.previous.figure("killed", f.group, f.place) if desk.previous is not None else f
    changed = earlier is None or (earlier.low, earlier.high) != (f.low, f.high)
    return Lead(weigh(desk, f.on, changed, f.high >= MANY), lambda: _sentence(desk, f))


def _sentence(desk: Desk, f: Estimate) -> Line:
    number = plain_interval(f.low, f.high)
    where = f" in {desk.names.spoken(f.place)}" if f.place else ""
    people = "person is" if f.low == f.high == 1 else "people are"
    told = f"{number[:1].upper()}{number[1:]} {people}"
    when = near_day(f.on, desk.situation.as_of.valid)
    return line(
        desk.opens(told, f.claims),
        f" reported killed{where} since the fighting stopped, as of {when} ",
        desk.mark(f.claims),
        ".",
    )
