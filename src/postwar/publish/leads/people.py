"""People: how many left, where they are counted, how many are counted back, and what nobody says."""

from __future__ import annotations

from postwar.core.variable import Estimate
from postwar.publish.desk import Desk, run_on
from postwar.publish.document import Line, capital, line
from postwar.publish.leads.lead import MANY_PEOPLE, Lead, weigh
from postwar.publish.prose import near_day, plain_interval

COUNTS = ("displaced", "back_in_region", "back_home")


def lead(desk: Desk) -> Lead:
    """Always told."""
    found = [f for f in (desk.main_figure(v) for v in COUNTS) if f is not None]
    if not found:
        return Lead(0, lambda: line("No report in the books gives a figure for people who left or came back."), True)
    earlier = {(f.variable, f.group, f.place, f.low, f.high) for f in desk.previous.figures} if desk.previous else None
    now = {(f.variable, f.group, f.place, f.low, f.high) for f in found}
    large = max(f.high for f in found) >= MANY_PEOPLE
    weight = weigh(desk, max(f.on for f in found), earlier is not None and not now <= earlier, large)
    return Lead(weight, lambda: _sentence(desk), always=True)


def _sentence(desk: Desk) -> Line:
    left, back, home = (desk.main_figure(v) for v in COUNTS)
    if left is not None and back is not None and desk.days_ago(back.on) > desk.days_ago(left.on):
        back = None  # they were counted back before the others left
    elsewhere = _elsewhere(desk, left)
    parts: list[Line] = []
    if left is not None:
        parts.append(_clause(desk, left, "left their homes", f"by {_on(desk, left)}", {left.group}))
    if elsewhere is not None:
        where = desk.names.spoken(elsewhere.place or "")
        parts.append(_clause(desk, elsewhere, f"are counted in {where}", f"by {_on(desk, elsewhere)}", set()))
    groups = {left.group} if left is not None else set()
    if back is not None:
        parts.append(
            _clause(desk, back, "are counted back in the region", f"by {_on(desk, back)}", {back.group} - groups)
        )
    if home is not None:
        parts.append(_clause(desk, home, "are counted back in their own homes", "", {home.group} - groups))
    own = "; nobody says how many are in their own homes" if back is not None and home is None else ""
    told = [i for f in (left, elsewhere, back, home) if f is not None for i in f.claims]
    return line(capital(run_on(parts, "; ")), own, " ", desk.mark(told), ".")


def _elsewhere(desk: Desk, left: Estimate | None) -> Estimate | None:
    """The same people as counted where they came: a figure of the group at a place outside its home."""
    if left is None or left.group is None:
        return None
    home = {left.place, *(p for g in desk.case.groups if g.id == left.group for p in g.home)}
    inside = {p.id for p in desk.case.places if set(p.within) & home}
    found = [
        f
        for f in desk.situation.figures
        if f.variable == "displaced" and f.role == "recommended" and f.group == left.group
        and f.place and f.place not in home | inside and abs((f.on - left.on).days) <= 60
    ]  # fmt: skip
    return max(found, key=lambda f: (f.value, f.on), default=None)


def _clause(desk: Desk, f: Estimate, did: str, by: str, groups: set[str | None]) -> Line:
    """“about 73,000 to 93,000 people of the valley left their homes by 4 May”"""
    who = next(iter(groups - {None}), None) if groups else None
    people = " people" if groups else ""
    if who is not None:
        name = desk.names.spoken(who)
        people = f" people ({name})" if name.startswith(("families", "households")) else f" {name}"
    figure = desk.opens(plain_interval(f.low, f.high), f.claims)
    return line(figure, f"{people} {did}{' ' + by if by else ''}")


def _on(desk: Desk, f: Estimate) -> str:
    return near_day(f.on, desk.situation.as_of.valid)
