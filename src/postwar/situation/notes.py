"""Claims that belong in a section of the brief though no engine moves them."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.situation import Note
from postwar.situation import cues
from postwar.situation.evidence import Item

SECTION_OF = {
    "housing": "homes",
    "mines": "mines",
    "services": "services",
    "heritage": "living",
    "border": "living",
    "election": "living",
    "ambiguity": "living",
    "incident": "incidents",
    "casualty": "incidents",
    "aid": "aid",
    "reconstruction": "aid",
    "support": "support",
    "history": "history",
}


def section_of(item: Item) -> str | None:
    """The section that a claim belongs in; None where an engine takes it. A risk that opens something is an opening."""
    claim = item.claim
    if claim.kind == "risk":
        return (
            "opening"
            if claim.polarity == "opening" or (claim.polarity is None and cues.OPENING.search(claim.quote))
            else "risk"
        )
    return SECTION_OF.get(claim.kind)


def note_lines(items: Sequence[Item]) -> tuple[Note, ...]:
    """One note a claim, sections in alphabetical order, then in the order of the saying; claims of one kind whose
    words overlap make one note."""
    notes: list[tuple[str, Item, list[str]]] = []
    for item in items:
        section = section_of(item)
        if section is None:
            continue
        twin = next((n for n in notes if n[0] == section and _overlap(n[1], item)), None)
        if twin is not None:
            twin[2].append(item.claim.id)
        else:
            notes.append((section, item, [item.claim.id]))
    notes.sort(key=lambda n: n[0])
    return tuple(Note(section, i.claim.kind, i.claim.modality, i.claim.place, tuple(ids)) for section, i, ids in notes)


def _overlap(a: Item, b: Item) -> bool:
    return (
        a.claim.report == b.claim.report
        and a.claim.kind == b.claim.kind
        and a.claim.modality == b.claim.modality
        and a.claim.start < b.claim.end
        and b.claim.start < a.claim.end
    )
