"""Anaphora: what bare numbers and words like "the rest" count: the things that were counted before.

"The young men handed in their guns. Some four hundred were collected." - the four hundred are guns. A bare figure or
quantifier in the subject takes the noun that the last figure had, in its own sentence or the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from postwar.reading.figures import Figure
from postwar.reading.grammar import VerbGroup
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.tokens import Token, singular

_QUANTIFIERS = frozenset(
    words("none; all; each; several; rest; remainder; others; those; these; they; them; many; most; some; few; half")
)
_TAKEN = frozenset(
    words("detained; seized; captured; abducted; arrested; kidnapped; held; captive; hostage; prisoner; hostages")
)
_KIND_THEMES = {
    "disarmament": ("weapon", "fighter"),
    "exchange": ("prisoner", "body"),
    "deployment": ("force", "peacekeeper"),
    "withdrawal": ("force", "peacekeeper"),
    "displacement": ("migrant", "people"),
    "return": ("migrant", "people"),
    "casualty": ("people",),
    "housing": ("dwelling",),
    "mines": ("mine",),
}
_UNIT_THEMES = {
    "weapon": "weapon", "soldier": "force", "police": "force", "dwelling": "dwelling", "mine": "mine",
    "household": "migrant", "vehicle": "vehicle",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carried:
    """What the last claim counted: the classes of its noun, its unit and the kind of claim."""

    kind: str
    classes: frozenset[str]
    unit: str | None


def carry(kind: str, said: Sequence[str], unit: str | None, lexicon: Lexicon) -> Carried | None:
    """What a claim of ``kind`` with the words ``said`` hands on; None for kinds that count nothing."""
    themes = _KIND_THEMES.get(kind)
    if themes is None:
        return None
    found = {c for w in said for form in singular(w) for c in lexicon.word_classes.get(form, ()) if c in themes}
    if unit in _UNIT_THEMES and _UNIT_THEMES[unit] in themes:
        found = {_UNIT_THEMES[unit]}
    if kind == "casualty" and set(said) & _TAKEN:
        found |= {"prisoner", "people"}
    if "migrant" in found:
        found.add("people")
    return Carried(kind, frozenset(found or themes[:1]), unit)


def resolve_bare(
    tokens: Sequence[Token],
    figures: list[Figure],
    groups: Sequence[VerbGroup],
    before: Carried | None,
    lexicon: Lexicon,
    own: int | None = None,
) -> tuple[list[Figure], dict[int, frozenset[str]]]:
    """The figures with the units that bare ones take, and for tokens that stand for counted things their classes.

    ``own``: where a force is named in the sentence, to which "of them" then refers.
    """
    starts = {g.start for g in groups}
    out: list[Figure] = []
    stands: dict[int, frozenset[str]] = {}
    last: tuple[frozenset[str], str | None] | None = (before.classes, before.unit) if before else None
    for figure in figures:
        if (
            figure.noun is not None
            and not figure.article
            and figure.unit not in {"day", "year", "share", "money", "km"}
        ):
            said = {c for form in singular(tokens[figure.noun].low) for c in lexicon.word_classes.get(form, ())}
            last = (frozenset(said), figure.unit)
        elif own is not None and own < figure.start and tokens[min(figure.end + 1, len(tokens) - 1)].low == "them":
            stands[figure.start] = frozenset({"force", "peacekeeper"})
            figure = replace(figure, unit="soldier")
        elif last is not None and figure.noun is None and _bare(tokens, figure, starts):
            stands[figure.start] = last[0]
            if figure.unit is None and last[1] is not None and last[1] != "share":
                figure = replace(figure, unit=last[1])
        out.append(figure)
    if last is not None:
        for k, token in enumerate(tokens):
            if token.low in _QUANTIFIERS and k not in stands and _heads_a_clause(tokens, k, starts):
                stands[k] = last[0]
    return out, stands


def _bare(tokens: Sequence[Token], figure: Figure, starts: set[int]) -> bool:
    """Whether a figure stands alone: before a verb, "of them", a mark or the end."""
    if figure.unit not in {None, "share"} or figure.article or figure.by:
        return False
    k = figure.end
    while k < len(tokens) and (tokens[k].low in {"more", "others", "so", "have", "also", "already", "per", "cent"}):
        if k in starts:
            break
        k += 1
    if k >= len(tokens) or k in starts:
        return True
    low = tokens[k].low
    return low in {".", ",", ";", ")", "of", "from", "in", "on", "at", "since", "between", "by", "and", "out"} and not (
        low == "of" and k + 1 < len(tokens) and tokens[k + 1].low not in {"them", "these", "those", "whom", "which"}
    )


def _heads_a_clause(tokens: Sequence[Token], k: int, starts: set[int]) -> bool:
    at = k + 1
    if at < len(tokens) and tokens[at].low == "of":
        return any(j in starts for j in range(at + 1, min(at + 8, len(tokens))))
    return at in starts
