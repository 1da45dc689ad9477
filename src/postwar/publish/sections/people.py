"""People: every figure with its basis, date, who said it and on how many origins it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from postwar.core.actor import Group
from postwar.core.claim import Claim
from postwar.core.situation import Expected
from postwar.core.time import Day
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
    clean,
    counted,
    interval,
    joined,
    list_of,
    number,
    rounded,
    said,
    sentence,
    short_day,
    unit_words,
)
from postwar.publish.series import Series, series_of
from postwar.publish.terms import KIND_WORDS, MEASURE_WORDS, PEOPLE, SCOPE_WORDS, VARIABLE_WORDS, words

PLANNED = (30, 180, 365)  # days ahead for which there is a planning figure, and the last day
APART = 1.5  # the last day is at least so many times as far ahead as the one before it
HEAD = ("Who", "Figure", "Basis, date", "Said by", "Stands on")
PERCENTILES = (0.1, 0.5, 0.9)  # low, middle, high, as planners name them


def build(desk: Desk) -> Section:
    """Table of figures, those still away (derived), the planning figure and its fan, the groups the case counts."""
    figures = [f for f in desk.situation.figures if f.variable in PEOPLE]
    figures.sort(
        key=lambda f: (PEOPLE.index(f.variable), f.group or "", f.place or "", f.role != "recommended", f.scope, f.on)
    )
    main = [f for f in figures if f.role == "recommended"]
    rows = [
        *(_row(desk, f) for f in main),
        *_gap_rows(desk, figures),
        *(_expected_row(desk, e) for e in desk.situation.expected if e.kind in ("return", "displacement")),
    ]
    caption = "People, in the figures that the reports give; each interval holds nine in ten"
    table = Table(caption, HEAD, tuple(rows), "people")
    blocks: list[Block] = [table, *_away(desk), *_compared(desk, figures), *_planning(desk), *_groups(desk)]
    return Section("people", "People", tuple(blocks))


def _compared(desk: Desk, figures: list[Estimate]) -> list[Block]:
    """Counts of another kind, day or time, which stand beside the main ones and are not fused with them."""
    rows = tuple(_row(desk, f) for f in figures if f.role != "recommended")
    caption = "Older counts, and counts of another kind; none of them is added to those above"
    return [Heading(line("For comparison")), Table(caption, HEAD, rows, "people")] if rows else []


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
    seen = any(c.evidence == "witnessed" for c in desk.claims(f.claims))
    return (
        _who(desk, f.variable, f.group, f.place),
        cell(desk.figure(f"{interval(f.low, f.high)}{unit}", f.claims), as_said if worded else ""),
        cell(short_day(f.on), Soft(basis)),
        cell(desk.speakers(f.claims)),
        cell(
            counted(f.origins, "origin"),
            Soft("part of it seen by a reporter") if seen else "",
        ),
    )


def _as_said(f: Estimate, claim: Claim) -> str:
    """The figure of a claim as it was said; of a population, the whole that the claim is a part of."""
    if f.variable == "population" and claim.kind != "population" and claim.of is not None:
        return f"out of {number(claim.of)}"
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
    """What the two counts would leave, where the count of those back is the later one; derived, and said to be."""
    left = desk.main_figure("displaced")
    back = desk.main_figure("back_in_region", left.group) if left is not None else None
    if desk.situation.figure("away") is not None or left is None or back is None:
        return []
    if back.on < left.on:
        why = (
            f"not computed: the last count of people back ({short_day(back.on)}) was made before the last count of "
            f"people who left ({short_day(left.on)})."
        )
        return [Paragraph(line(Strong("Still away: "), why))]
    low, high = max(0.0, left.low - back.high), max(0.0, left.high - back.low)
    unsure = "not computed as a figure; the two counts may cover different journeys. If they covered the same people: "
    derived = desk.figure(f"{interval(low, high)} people", [*left.claims, *back.claims])
    return [Paragraph(line(Strong("Still away: "), unsure, derived, " (derived)."))]


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


def planned_days(days: Sequence[Day], origin: Day) -> list[Day]:
    """The days of the planning figures: those of :data:`PLANNED`, and the last day where it stands well apart.

    >>> ends = [dt.date(2031, 1, 31), dt.date(2031, 6, 30), dt.date(2031, 12, 31), dt.date(2032, 2, 1)]
    >>> [str(d) for d in planned_days(ends, dt.date(2031, 1, 1))]
    ['2031-01-31', '2031-06-30', '2032-02-01']
    """
    if not days:
        return []
    last = days[-1]
    span = (last - origin).days
    wanted = [origin + dt.timedelta(days=n) for n in PLANNED if n <= span / APART]
    return sorted({min(days, key=lambda d: (abs((d - on).days), d)) for on in wanted} | {last})


def _planning_rows(desk: Desk, s: Series) -> list[tuple[Cell, ...]]:
    """One row a day; days on which all printed figures are the same share a row."""
    found: dict[tuple[str, ...], list[Day]] = {}
    for on in planned_days(s.days, desk.outlook.origin):
        at = s.at(on)
        if set(PERCENTILES) <= set(at):
            found.setdefault(tuple(number(rounded(at[q])) for q in PERCENTILES), []).append(on)
    rows = []
    for figures, days in found.items():
        when = short_day(days[0]) if len(days) == 1 else f"{short_day(days[0])} to {short_day(days[-1])}"
        who = _who(desk, s.variable, s.who or None, s.place or None)
        rows.append((who, cell(when), *(cell(line(Cited(text, (RUN,)))) for text in figures)))
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
    return cell(desk.named(g.id)), cell(size), cell(short_day(g.as_of)), cell(line(Citation(sentence(clean(g.source)))))
