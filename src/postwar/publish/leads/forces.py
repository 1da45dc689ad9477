"""The force that keeps the peace: whether it is reported in place, how strong, for how long."""

from __future__ import annotations

from postwar.core.situation import ForceState
from postwar.publish.desk import RECENT, Desk
from postwar.publish.document import Line, line
from postwar.publish.leads.lead import Lead, latest, weigh
from postwar.publish.prose import near_day, plain_interval

VERBS = {"ended": "has ended", "agreed": "is agreed, and no report has it in place"}
LARGE = 1_000


def lead(desk: Desk) -> Lead:
    """The force with most to tell: one that is reported, then the largest."""
    found = [f for f in desk.situation.forces if f.claims or f.low is not None or f.high is not None]
    if not found:
        return Lead(0, lambda: line("No report in the books speaks of a force that keeps the peace."))
    f = max(found, key=lambda one: (one.state == "reported", one.high or one.low or 0.0, len(one.claims), one.id))
    before = next((x for x in desk.previous.forces if x.id == f.id), None) if desk.previous is not None else f
    changed = before is None or (before.low, before.high, before.state) != (f.low, f.high, f.state)
    weight = weigh(desk, latest(desk, f.claims), changed, (f.high or 0.0) >= LARGE, standing=1)
    return Lead(weight, lambda: _sentence(desk, f))


def _sentence(desk: Desk, f: ForceState) -> Line:
    counted_at = desk.main_figure("force_strength", f.id) or desk.main_figure("force_strength")
    claims = [*f.claims]
    if counted_at is not None:
        strength = line(
            " with ", desk.opens(f"{plain_interval(counted_at.low, counted_at.high)} personnel", counted_at.claims)
        )
        if desk.days_ago(counted_at.on) > RECENT:
            strength = line(
                strength, f" at the last count, on {near_day(counted_at.on, desk.situation.as_of.valid)}"
            )
        claims = [*counted_at.claims, *claims]
    elif f.low is not None or f.high is not None:
        low, high = f.low if f.low is not None else f.high, f.high if f.high is not None else f.low
        strength = line(" with ", desk.opens(f"{plain_interval(low or 0.0, high or 0.0)} personnel", f.claims))
    else:
        strength = line(", and no report gives its strength")
    term = (
        line("; its term runs to ", desk.opens(near_day(f.until, desk.situation.as_of.valid), f.claims))
        if f.until
        else ()
    )
    renews = any(
        o.power and o.power.renews_years and o.act in ("stay", "deploy") for o in desk.case.accord.obligations
    )
    name = desk.names.spoken(f.id)
    head = f"{name[:1].upper()}{name[1:]} {VERBS.get(f.state, 'is reported in place')}"
    return line(head, strength, term, " and can be renewed" if term and renews else "", " ", desk.mark(claims), ".")
