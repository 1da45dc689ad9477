"""People: every figure with its basis, date, who said it and on how many origins it stands."""

from __future__ import annotations

import datetime as dt

from postwar.core.actor import Group
from postwar.core.claim import Claim
from postwar.core.situation import Expected
from postwar.core.variable import Estimate
from postwar.publish.charts.fan import chart
from postwar.publish.desk import Desk
from postwar.publish.document import (
    Block,
    Cell,
    Citation,
    Cited,
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
from postwar.publish.marks import RUN
from postwar.publish.prose import (
    as_given,
    counted,
    interval,
    joined,
    list_of,
    number,
    rounded,
    said,
    short_day,
    unit_words,
)
from postwar.publish.series import Series, series_of
from postwar.publish.terms import KIND_WORDS, MEASURE_WORDS, PEOPLE, SCOPE_WORDS, VARIABLE_WORDS, words

PLANNED = (30, 90, 180)  # days ahead for which there is a planning figure, and the last day
PERCENTILES = (0.1, 0.5, 0.9)  # low, middle, high, as planners name them


def build(desk: Desk) -> Section:
    """Table of figures, those still away (derived), the planning figure and its fan, the groups the case counts."""
    figures = [f for f in desk.situation.figures if f.variable in PEOPLE]
    figures.sort(
        key=lambda f: (PEOPLE.index(f.variable), f.group or "", f.place or "", f.role != "recommended", f.scope, f.on)
    )
    rows = [
        *(_row(desk, f) for f in figures),
        *_gap_rows(desk, figures),
        *(_expected_row(desk, e) for e in desk.situation.expected if e.kind in ("return", "displacement")),
    ]
    table = Table(
        "People, in the figures that the reports give; each interval holds nine in ten",
        ("Who", "Figure", "Basis, date", "Said by", "Stands on"),
        tuple(rows),
        "people",
    )
    blocks: list[Block] = [table, *_away(desk), *_planning(desk), *_groups(desk)]
    return Section("people", "People", tuple(blocks))


def _who(desk: Desk, variable: str, group: str | None, place: str | None) -> Cell:
    what = words(VARIABLE_WORDS, variable)
    return cell(
        Strong(what[:1].upper() + what[1:]),
        Soft(joined((desk.names.of(group) if group else "", desk.names.of(place) if place else ""), ", ")),
    )


def _row(desk: Desk, f: Estimate) -> tuple[Cell, ...]:
    worded = list(dict.fromkeys(w for w in (_as_said(f, c) for c in desk.claims(f.claims)) if w))
    as_said = Soft("as said: " + list_of(worded[:3])) if worded else Soft("")
    basis = joined((words(MEASURE_WORDS, f.measure), words(SCOPE_WORDS, f.scope)), ", ")
    unit = "" if f.unit == "person" else f" {unit_words(f.unit)}"
    role = "" if f.role == "recommended" else "for comparison"
    seen = any(c.evidence == "witnessed" for c in desk.claims(f.claims))
    return (
        _who(desk, f.variable, f.group, f.place),
        cell(desk.figure(f"{interval(f.low, f.high)}{unit}", f.claims), as_said if worded else ""),
        cell(short_day(f.on), Soft(basis)),
        cell(desk.speakers(f.claims)),
        cell(
            counted(f.origins, "origin"),
            Soft(role) if role else "",
            Soft("part of it seen by a reporter") if seen else "",
        ),
    )


def _as_said(f: Estimate, claim: Claim) -> str:
    """The figure of a claim as it was said; of a population, the whole that the claim is a part of."""
    if f.variable == "population" and claim.kind != "population" and claim.of is not None:
        return f"of {number(claim.of)}"
    return said(claim)


def _gap_rows(desk: Desk, figures: list[Estimate]) -> list[tuple[Cell, ...]]:
    held = {f.variable for f in figures}
    return [
        (_who(desk, v, None, None), cell("not known"), cell("–"), cell("–"), cell("gap: no report gives it"))
        for v in PEOPLE
        if v not in held and v not in ("away", "population")
    ]


def _expected_row(desk: Desk, e: Expected) -> tuple[Cell, ...]:
    who = desk.names.listed(e.group) or "People, not said which"
    where = desk.names.listed(e.place)
    figure = (
        desk.figure(as_given(e.low, e.high), e.claims)
        if e.low is not None or e.high is not None
        else line("no figure ", desk.mark(e.claims))
    )
    waits = desk.claims(e.depends_on)
    after = (
        line(
            Soft("waits on " + list_of(dict.fromkeys(words(KIND_WORDS, c.kind) for c in waits))),
            " ",
            desk.mark(c.id for c in waits),
        )
        if waits
        else line("")
    )
    what = "expected to return" if e.kind == "return" else "expected to leave"
    return (
        cell(
            Strong(who),
            Soft(f"{what}{' to ' + where if where and e.kind == 'return' else ', ' + where if where else ''}"),
        ),
        cell(figure),
        cell(f"by {short_day(e.by)}" if e.by else "no day", Soft("an expectation, not a count")),
        cell(desk.speakers(e.claims)),
        cell("not reported as happened", after),
    )


def _away(desk: Desk) -> list[Block]:
    s = desk.situation
    back = desk.main_figure("back_in_region")
    left = desk.main_figure("displaced", back.group) if back is not None else None
    if s.figure("away") is not None or left is None or back is None:
        return []
    low, high = max(0.0, left.low - back.high), max(0.0, left.high - back.low)
    ids = [*left.claims, *back.claims]
    return [
        Paragraph(
            line(
                Strong("Still away: "),
                "not computed as a figure; the two counts may cover different journeys. If they "
                "covered the same people: ",
                desk.figure(f"{interval(low, high)} people", ids),
                " (derived).",
            )
        )
    ]


def _planning(desk: Desk) -> list[Block]:
    found = chart.choose(series_of(desk.outlook), desk.situation)
    if not found:
        return []
    blocks: list[Block] = [Heading(line("Planning figures"))]
    rows = tuple(row for one in found for row in _planning_rows(desk, one))
    if rows:
        blocks.append(
            Table(
                "People, as the model runs it; a planning figure is a named percentile, not a prediction",
                ("Series", "By", "Low (P10)", "Middle (P50)", "High (P90)"),
                rows,
            )
        )
    picture = chart.picture(
        desk.case, desk.situation, desk.outlook, {c.id: c for c in desk.books.claims}, desk.names.plain
    )
    if picture is not None:
        blocks.append(picture)
    return blocks


def _planning_rows(desk: Desk, s: Series) -> list[tuple[Cell, ...]]:
    days = s.days
    wanted = [desk.outlook.origin + dt.timedelta(days=n) for n in PLANNED] + list(days[-1:])
    picked = (
        sorted({min(days, key=lambda d: (abs((d - on).days), d)) for on in wanted if on <= days[-1]}) if days else []
    )
    rows = []
    for on in picked:
        at = s.at(on)
        if not set(PERCENTILES) <= set(at):
            continue
        rows.append(
            (
                _who(desk, s.variable, s.who or None, s.place or None),
                cell(short_day(on)),
                *(cell(line(Cited(number(rounded(at[q])), (RUN,)))) for q in PERCENTILES),
            )
        )
    return rows


def _groups(desk: Desk) -> list[Block]:
    groups = [g for g in desk.case.groups if g.low is not None or g.high is not None]
    if not groups:
        return []
    return [
        Heading(line("Groups that the case counts")),
        Table(
            "Sizes that the case starts from, each with its source",
            ("Group", "Size", "As of", "Source"),
            tuple(_group(desk, g) for g in groups),
            "groups",
        ),
    ]


def _group(desk: Desk, g: Group) -> tuple[Cell, ...]:
    size: Line = desk.figure(f"{interval(g.low, g.high)} {unit_words('person')}", [g.id])
    return cell(Strong(desk.names.of(g.id))), cell(size), cell(short_day(g.as_of)), cell(line(Citation(g.source)))
