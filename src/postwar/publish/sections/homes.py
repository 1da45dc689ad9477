"""Homes, mines, services."""

from __future__ import annotations

from postwar.core.variable import Estimate
from postwar.publish.desk import Desk
from postwar.publish.document import Block, Bullets, Cell, Paragraph, Section, Soft, Strong, Table, cell, line
from postwar.publish.prose import counted, interval, joined, sentence, short_day, unit_words
from postwar.publish.sections.notes import note_lines, notes_of
from postwar.publish.terms import PEOPLE, SCOPE_WORDS, VARIABLE_WORDS, words

ELSEWHERE = {*PEOPLE, "force_strength", "killed", "events"}    # the figures that other sections print
ABSENT = {
    "homes": "No report in the books speaks of homes destroyed, damaged or left standing.",
    "mines": "No report in the books speaks of mines or of land cleared of them.",
    "services": "No report in the books speaks of power, water, schools or clinics.",
    "aid": "No report in the books gives an amount of aid or of rebuilding.",
}


def build(desk: Desk) -> Section:
    """Figures of homes and land, what the reports say, and what none of them says."""
    blocks: list[Block] = []
    figures = [f for f in desk.situation.figures if f.variable not in ELSEWHERE]
    if figures:
        blocks.append(
            Table(
                "Homes and land, in the figures that the reports give",
                ("What", "Figure", "Date, basis", "Said by", "Stands on"),
                tuple(_row(desk, f) for f in figures),
            )
        )
    lines = note_lines(desk, ("homes", "mines", "services", "aid"))
    if lines:
        blocks.append(Bullets(lines, role="notes"))
    absent = [
        text
        for name, text in ABSENT.items()
        if not notes_of(desk, (name,))
        and not any(
            f.variable == {"homes": "dwellings_lost", "mines": "hectares_released"}.get(name) for f in figures
        )
    ]
    if absent:
        blocks.append(Paragraph(line(" ".join(absent) + " Not reported is not the same as none."), "remark"))
    return Section("homes", "Homes, mines, services", tuple(blocks))


def _row(desk: Desk, f: Estimate) -> tuple[Cell, ...]:
    what = words(VARIABLE_WORDS, f.variable)
    about = joined((desk.names.of(f.place) if f.place else "", desk.names.of(f.group) if f.group else ""), ", ")
    return (
        cell(Strong(sentence(what)[:-1]), Soft(about)),
        cell(desk.figure(f"{interval(f.low, f.high)} {unit_words(f.unit)}", f.claims)),
        cell(short_day(f.on), Soft(words(SCOPE_WORDS, f.scope))),
        cell(desk.speakers(f.claims)),
        cell(counted(f.origins, "origin")),
    )
