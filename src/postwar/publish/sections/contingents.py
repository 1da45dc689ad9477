"""Peacekeepers and the corridor: forces with strength and term, routes with their state."""

from __future__ import annotations

from postwar.core.accord import Obligation
from postwar.core.situation import ForceState, RouteState
from postwar.core.time import Day, add_months
from postwar.publish.desk import Desk
from postwar.publish.document import (
    Block,
    Bullets,
    Cell,
    Heading,
    Line,
    Paragraph,
    Section,
    Soft,
    Strong,
    Table,
    cell,
    line,
)
from postwar.publish.prose import counted, interval, joined, list_of, number, sentence, short_day, unit_words
from postwar.publish.terms import FORCE_WORDS, ROUTE_WORDS, words


def build(desk: Desk) -> Section:
    """Table of forces, who may end or extend their term, table of routes, what is said of incidents."""
    blocks: list[Block] = [*_forces(desk), *_strengths(desk), *_powers(desk), *_routes(desk)]
    if not blocks:
        blocks.append(Paragraph(line("The case names no force and no route, and no report speaks of any.")))
    return Section("forces", "Peacekeepers and the corridor", tuple(blocks))


def _forces(desk: Desk) -> list[Block]:
    if not desk.situation.forces:
        return []
    return [
        Table(
            "Forces, with the strength that is reported and the strength that the text names",
            ("Force", "Reported strength", "By the text", "Term", "State"),
            tuple(_force(desk, f) for f in desk.situation.forces),
        )
    ]


def _force(desk: Desk, f: ForceState) -> tuple[Cell, ...]:
    row = next((r for r in desk.case.forces if r.id == f.id), None)
    strength = (
        desk.figure(interval(f.low, f.high), f.claims)
        if f.low is not None or f.high is not None
        else line("not stated ", desk.mark(f.claims))
        if f.claims
        else line("no report")
    )
    agreed = [
        o.id for o in desk.case.accord.obligations if row and o.quantity is not None and o.quantity == row.strength
    ]
    mandated = cell(desk.figure(number(row.strength), agreed)) if row and row.strength else cell("–")
    until = desk.opens(short_day(f.until), f.claims) if f.until else line("–")
    years = _years(f.term_years) if f.term_years else ""
    since = line("since ", desk.opens(short_day(f.since), f.claims)) if f.since else ()
    return (
        cell(desk.named(f.id), Soft(desk.names.listed(f.place))),
        cell(strength),
        mandated,
        cell(line(until, f" ({years})" if years and f.until else years)),
        cell(words(FORCE_WORDS, f.state), since),
    )


def _strengths(desk: Desk) -> list[Block]:
    """Every reported strength as a figure with its interval."""
    items = []
    for f in desk.situation.figures:
        if f.variable == "force_strength":
            about = joined((desk.names.of(i) for i in (f.group, f.place) if i), ", ")
            figure = desk.figure(f"{interval(f.low, f.high)} {unit_words(f.unit)}", f.claims)
            role = "" if f.role == "recommended" else "; for comparison"
            said = f" on {short_day(f.on)}, said by {desk.speakers(f.claims)}; {counted(f.origins, 'origin')}{role}."
            items.append(line(f"{about}: " if about else "", figure, said))
    if not items:
        return []
    head = "Strength, in the figures that the reports give; each interval holds nine in ten"
    return [Heading(line(head)), Bullets(tuple(items))]


def _years(years: float) -> str:
    return f"{number(years)} {'year' if years == 1 else 'years'}"


def _powers(desk: Desk) -> list[Block]:
    items = tuple(_power(desk, o) for o in desk.case.accord.obligations if o.power is not None)
    return [Heading(line("Who may end or extend it")), Bullets(items)] if items else []


def _power(desk: Desk, o: Obligation) -> Line:
    p = o.power
    assert p is not None
    term = f"a term of {_years(p.term_years)}" if p.term_years else "no term"
    start = f" from {short_day(p.from_)}" if p.from_ else ""
    renews = f", renewed for {number(p.renews_years)} more" if p.renews_years else ""
    notice = ""
    if p.notice_months:
        last = _last_notice(o)
        notice = f" unless notice is given {p.notice_months} months before its end" + (
            f", that is by {short_day(last)}" if last else ""
        )
    who = desk.names.listed(p.holder, "or") or "nobody is named"
    return line(
        desk.figure(f"{term[:1].upper()}{term[1:]}{start}{renews}{notice}", [o.id]),
        f". Who may give it: {who}. ",
        Soft(sentence(p.note)),
    )


def _last_notice(o: Obligation) -> Day | None:
    p = o.power
    if p is None or p.from_ is None or p.term_years is None or p.notice_months is None:
        return None
    try:
        return add_months(p.from_, round(12 * p.term_years) - p.notice_months)
    except ValueError:
        return None  # a term that ends on no day: the text itself must say which


def _routes(desk: Desk) -> list[Block]:
    if not desk.situation.routes:
        return []
    groups: dict[tuple[str, str, str, str], list[RouteState]] = {}
    for r in desk.situation.routes:
        groups.setdefault((r.place or r.id, r.state, r.guard or "", str(r.since)), []).append(r)
    return [
        Heading(line("Routes")),
        Table(
            "Routes: whether they let traffic through, and who guards them",
            ("Route", "State", "Guard", "Since"),
            tuple(_route(desk, group) for group in groups.values()),
        ),
        Paragraph(line("“Not observed” means that no report says that the route is open or closed."), "remark"),
    ]


def _route(desk: Desk, group: list[RouteState]) -> tuple[Cell, ...]:
    r, ids = group[0], {x.id for x in group}
    rows = [x for x in desk.case.routes if x.id in ids]
    pairs = dict.fromkeys((x.from_place, x.to_place) for x in rows)
    ends = [f"{desk.names.of(a)} – {desk.names.of(b)}" for a, b in pairs]
    traffic = sorted({t for x in rows for t in x.traffic})
    about = joined((*ends, list_of(traffic)), "; ")
    claims = [i for x in group for i in x.claims]
    return (
        cell(desk.named(r.place) if r.place else Strong(about), Soft(about if r.place else "")),
        cell(line(words(ROUTE_WORDS, r.state), " ", desk.mark(claims))),
        cell(desk.names.of(r.guard) if r.guard else "not stated"),
        cell(desk.opens(short_day(r.since), claims) if r.since else "not stated"),
    )
