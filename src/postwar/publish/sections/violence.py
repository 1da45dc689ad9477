"""Renewed violence: the base rates of the same event first, then the model, by horizon, whoever starts it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from postwar.core.outlook import BaseRate, Forecast
from postwar.core.time import Day
from postwar.core.words import likelihood_word, printed_probability
from postwar.publish.assumptions import mixture
from postwar.publish.desk import Desk
from postwar.publish.document import Block, Cell, Cited, Heading, Line, Paragraph, Strong, Table, cell, line
from postwar.publish.head import NOT_FOR
from postwar.publish.marks import RATES, RUN
from postwar.publish.prose import counted, half_up, number, percent_span, sentence
from postwar.publish.series import simulation_error, yes_rows

TIERS = {
    # the levels of fighting as the project's terms define them
    "1": "war resumes, as the base-rate data define it, whoever starts it",
    "2": "fighting with 25 or more deaths in 12 months, whoever starts it",
    "3": "fighting with 1,000 or more deaths, or a change of control by force, whoever starts it",
}
WHOLE_YEARS = (365, 730, 1095, 1826)  # days ahead for which the model is printed, and the last day
APART = 90  # days: a last day nearer to a printed one is not printed beside it
YEAR = 365.25
FEW = 50  # a rate on fewer cases is printed in steps of ten points


def violence(desk: Desk) -> list[Block]:
    """Base rates, the model, the caution, and how the war is taken to have ended."""
    rates, rows = desk.outlook.base_rates, _rows(desk)
    blocks: list[Block] = [Heading(line("Renewed violence"))]
    if not rates and not rows:
        none = line("Not modelled in this outlook, and no base rate is at hand. ", NOT_FOR)
        return [*blocks, Paragraph(none, "caution")]
    if rates:
        blocks += _rates(rates)
    if rows:
        blocks.append(_model(desk, rows))
    ended = mixture(desk)
    taken = line(" This run takes the war to have ended by: ", Cited(ended, (RUN,)), ".") if ended else ()
    compared = (
        "The comparison group is a judgement, so each is shown. The groups describe other wars, "
        "not these parties, and know nothing of arms or aims."
    )
    return [*blocks, Paragraph(line(NOT_FOR), "caution"), Paragraph(line(compared, taken), "remark")]


def steps(desk: Desk, p: float) -> Line:
    """The probability in steps, and its word: of the number that is printed, so that the two agree."""
    text = printed_probability(p, rests_on(desk)).replace(" %", "%")
    word = likelihood_word(float(text.rstrip("%")) / 100 if text[0].isdigit() else p)
    return line(Cited(text, (RUN,)), "" if word.startswith(("below", "above")) else f", {word}")


def rests_on(desk: Desk) -> int:
    """How many cases the base rates rest on: the widest group."""
    return max((r.n for r in desk.outlook.base_rates), default=FEW - 1)


def error_words(desk: Desk, probabilities: Iterable[float]) -> str:
    """The largest simulation error among some probabilities."""
    members = desk.outlook.effective_members or desk.outlook.members
    most = max((simulation_error(p, members) for p in probabilities), default=0.0)
    return f"simulation error up to ±{counted(max(1, half_up(100 * most)), 'point')}"


def _rates(rates: tuple[BaseRate, ...]) -> list[Block]:
    """One table for each event: a row for each comparison group, a column for each number of years."""
    events: dict[str, list[BaseRate]] = {}
    for r in rates:
        events.setdefault(r.event, []).append(r)
    return [_event_rates(event, found) for event, found in events.items()]


def _event_rates(event: str, rates: list[BaseRate]) -> Table:
    """What all groups have in common, such as how long the peace had held already, stands in the caption."""
    years = sorted({r.horizon_years for r in rates})
    held = {r.group.partition(", ")[2] for r in rates}
    common = held.pop() if len(held) == 1 else ""
    groups: dict[tuple[str, int], dict[float, BaseRate]] = {}
    for r in rates:
        groups.setdefault((r.group.partition(", ")[0] if common else r.group, r.n), {})[r.horizon_years] = r
    rows = (
        (cell(Strong(group)), *(cell(_share(found[y]) if y in found else "–") for y in years), cell(f"{n:,}"))
        for (group, n), found in groups.items()
    )
    return Table(
        f"Base rate: {event}{f', {common}' if common else ''}; share of the cases within so many years of the end of "
        "the fighting, with its 95% interval",
        ("Comparison group", *(counted_years(y) for y in years), "Cases"),
        tuple(rows),
        "rates",
    )


def counted_years(years: float) -> str:
    """A number of years as the head of a column.

    >>> counted_years(1), counted_years(5.0), counted_years(0.5)
    ('1 year', '5 years', '6 months')
    """
    if years < 1:
        return counted(half_up(12 * years), "month")
    return f"{number(years)} {'year' if years == 1 else 'years'}"


def _share(r: BaseRate) -> Line:
    return line(Cited(f"{half_up(100 * r.p)}% ({percent_span(r.low, r.high)})", (RATES,)))


def _rows(desk: Desk) -> list[Forecast]:
    """By horizon, never by day or place: whole years ahead, and the last day."""
    rows = [r for r in yes_rows(desk.outlook, "war_tier:") if r.location == desk.outlook.case]
    if not rows:
        return []
    wanted = {desk.outlook.origin + dt.timedelta(days=d) for d in WHOLE_YEARS}
    last = max(r.target_end_date for r in rows)
    picked = {r.target_end_date for r in rows if r.target_end_date in wanted}
    if not any((last - on).days < APART for on in picked):
        picked.add(last)
    return [r for r in rows if r.target_end_date in picked]


def horizon(origin: Day, on: Day) -> str:
    """How far ahead a day is, in years where it is whole ones, else in months or days.

    >>> horizon(dt.date(2030, 12, 2), dt.date(2031, 12, 2)), horizon(dt.date(2030, 12, 2), dt.date(2032, 8, 30))
    ('1 year ahead', '21 months ahead')
    """
    days = (on - origin).days
    years = half_up(days / YEAR)
    if years and abs(days - YEAR * years) < 3:
        return f"{counted(years, 'year')} ahead"
    return f"{counted(half_up(12 * days / YEAR), 'month')} ahead" if days > APART else f"{days:,} days ahead"


def _model(desk: Desk, rows: list[Forecast]) -> Table:
    """One row for each event, one column for each horizon."""
    days = sorted({r.target_end_date for r in rows})
    found = {(r.target.split(":")[1], r.target_end_date): r for r in rows}
    tiers = list(dict.fromkeys(tier for tier, _ in found))
    return Table(
        f"The same events in this model, by horizon; {error_words(desk, (r.value for r in rows))}",
        ("Event", *(horizon(desk.outlook.origin, on) for on in days)),
        tuple(_event(desk, tier, [found.get((tier, on)) for on in days]) for tier in sorted(tiers)),
        "war",
    )


def _event(desk: Desk, tier: str, rows: list[Forecast | None]) -> tuple[Cell, ...]:
    name = TIERS.get(tier, f"fighting reaches level {tier}, whoever starts it")
    return cell(Strong(sentence(name)[:-1])), *(cell(steps(desk, r.value)) if r else cell("–") for r in rows)
