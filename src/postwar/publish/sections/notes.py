"""Lines of things that no engine moves (homes, mines, services, incidents, risks): who says it, in whose words.

Passages of one kind are one line: ten analysts who call a clause unclear are not ten findings.
"""

from __future__ import annotations

from collections.abc import Iterable

from postwar.core.claim import Claim
from postwar.core.situation import Note
from postwar.publish.desk import Desk
from postwar.publish.document import Line, Strong, line
from postwar.publish.prose import counted, joined, said, span
from postwar.publish.terms import KIND_WORDS, MODALITY_WORDS, words

QUOTED = 3  # passages of one line whose words are shown
FEW = 3  # passages of one line whose figures and days are printed


def notes_of(desk: Desk, sections: Iterable[str]) -> list[Note]:
    """The notes of some sections, in the order of the situation."""
    wanted = set(sections)
    return [n for n in desk.situation.notes if n.section in wanted]


def note_lines(desk: Desk, sections: Iterable[str]) -> tuple[Line, ...]:
    """The notes of some sections, those of one kind and modality as one line."""
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in notes_of(desk, sections):
        groups.setdefault((note.kind, note.modality), []).append(note)
    return tuple(_line(desk, kind, modality, notes) for (kind, modality), notes in groups.items())


def _line(desk: Desk, kind: str, modality: str, notes: list[Note]) -> Line:
    claims = desk.claims(dict.fromkeys(i for n in notes for i in n.claims))
    head = words(KIND_WORDS, kind)
    places = desk.names.listed(p for n in notes for p in n.place)
    many = counted(len(claims), "passage") if len(claims) > FEW else ""
    facts = "" if many else joined(dict.fromkeys(_facts(c) for c in claims), "; ")
    about = joined((words(MODALITY_WORDS, modality), many, places, facts), "; ")
    shown = [c for c in claims if desk.quotes.of(c).text][:QUOTED]
    rest = [c for c in claims if c not in shown]
    parts = line(Strong(f"{head[:1].upper()}{head[1:]}:"), f" {about}. ")
    for claim in shown:
        parts = line(parts, f"{desk.speaker(claim)}: ", desk.quote(claim), " ")
    if rest:
        parts = line(parts, "Also " if shown else "", f"{_voices(desk, rest)} ", desk.mark(c.id for c in rest))
    return parts


def _facts(claim: Claim) -> str:
    dated = span(claim.valid_from, claim.valid_to) if claim.valid_from or claim.valid_to else ""
    return joined((said(claim), dated), ", ")


def _voices(desk: Desk, claims: list[Claim]) -> str:
    return desk.speakers(c.id for c in claims)
