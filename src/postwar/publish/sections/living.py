"""Living side by side: incidents, daily life, what is unclear in the terms of living together."""

from __future__ import annotations

from postwar.core.variable import Estimate
from postwar.publish.desk import Desk
from postwar.publish.document import Block, Bullets, Cell, Paragraph, Section, Soft, Strong, Table, cell, line
from postwar.publish.prose import counted, interval, joined, list_of, sentence, short_day, unit_words
from postwar.publish.sections.notes import note_lines
from postwar.publish.terms import VARIABLE_WORDS, words

DAILY = {
    # what daily life needs an answer to -> words by which a report would speak of it
    "policing": ("police", "policing", "patrol"),
    "papers": ("passport", "identity card", "documents", "papers"),
    "courts": ("court", "judge"),
    "power and water": ("electricity", "power line", "water", "gas supply"),
    "schools": ("school", "pupil", "teacher"),
    "land and homes that two families may claim": ("property", "land", "ownership", "compensation"),
    "places of worship": ("church", "mosque", "monastery", "shrine", "cemetery"),
}


def build(desk: Desk) -> Section:
    """What the reports say of living together, and which matters none of them names."""
    blocks: list[Block] = []
    figures = [f for f in desk.situation.figures if f.variable in ("killed", "events")]
    if figures:
        blocks.append(
            Table(
                "People killed and incidents, in the figures that the reports give",
                ("What", "Figure", "Date", "Said by", "Stands on"),
                tuple(_row(desk, f) for f in figures),
            )
        )
    lines = note_lines(desk, ("living", "incidents", "support"))
    if lines:
        blocks.append(Bullets(lines, role="notes"))
    text = " ".join(c.quote.casefold() for c in desk.books.claims)
    absent = [name for name, cues in DAILY.items() if not any(cue in text for cue in cues)]
    if absent:
        blocks.append(Paragraph(line(f"Not arranged, or not reported: {list_of(absent)}."), "remark"))
    if not blocks:
        blocks.append(Paragraph(line("No report in the books speaks of this.")))
    return Section("living", "Living side by side", tuple(blocks))


def _row(desk: Desk, f: Estimate) -> tuple[Cell, ...]:
    about = joined((desk.names.of(f.place) if f.place else "", desk.names.of(f.group) if f.group else ""), ", ")
    return (
        cell(Strong(sentence(words(VARIABLE_WORDS, f.variable))[:-1]), Soft(about)),
        cell(desk.figure(f"{interval(f.low, f.high)} {unit_words(f.unit)}", f.claims)),
        cell(short_day(f.on)),
        cell(desk.speakers(f.claims)),
        cell(counted(f.origins, "origin")),
    )
