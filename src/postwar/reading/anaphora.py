"""Anaphora: what bare numbers and words like "the rest" count: the things that were counted before.

"The young men handed in their guns. Some four hundred were collected." - the four hundred are guns. A bare figure or
quantifier in the subject takes the noun that the last figure had, in its own sentence or the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from postwar.reading.figures import Figure
from postwar.reading.lexicon import Lexicon, word_list
from postwar.reading.tokens import Token, singular
from postwar.reading.verb_groups import VerbGroup

_QUANTIFIERS = word_list("anaphora.quantifiers")
_ARMED = word_list("anaphora.armed")
_TAKEN = word_list("anaphora.taken")
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
            if tokens[figure.noun].low == "men" and last is not None and last[0] & _ARMED:
                stands[figure.start] = stands[figure.noun] = last[0]
                figure = replace(figure, unit=last[1] if last[1] in {"soldier", "police", "person"} else figure.unit)
            else:
                last = (frozenset(said), figure.unit)
        elif own is not None and own < figure.start and tokens[min(figure.end + 1, len(tokens) - 1)].low == "them":
            stands[figure.start] = frozenset({"force", "peacekeeper"})
            figure = replace(figure, unit="soldier")
        elif last is not None and figure.noun is None and _bare(tokens, figure, starts):
            stands[figure.start] = last[0]
            if figure.unit is None and last[1] is not None and last[1] != "share":
                figure = replace(figure, unit=last[1])
        out.append(figure)
    out = [f for f in _shares_of(tokens, out) if not _difference(tokens, f)]
    if last is not None:
        for k, token in enumerate(tokens):
            if token.low in _QUANTIFIERS and k not in stands and _heads_a_clause(tokens, k, starts):
                stands[k] = last[0]
    return out, stands


def _difference(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a figure only says by how much another is larger ("340 fewer than in May")."""
    after = [t.low for t in tokens[figure.end : figure.end + 2]]
    return len(after) == 2 and after[0] in {"fewer", "less", "more", "higher", "lower"} and after[1] == "than"


def _shares_of(tokens: Sequence[Token], figures: list[Figure]) -> list[Figure]:
    """ "Of its 212 mortars, only 90 …": the first figure is what the second is a part of."""
    out = list(figures)
    for n, whole in enumerate(figures[:-1]):
        at = whole.start - 1
        while at > 0 and tokens[at].low in {
            "the",
            "its",
            "their",
            "some",
            "about",
            "these",
            "those",
            "estimated",
            "an",
            "his",
            "all",
        }:
            at -= 1
        opened = at == 0 or (at > 0 and not tokens[at - 1].is_word)
        part = figures[n + 1]
        marked = any(t.low == "," for t in tokens[whole.end : part.start])
        if tokens[at].low != "of" or not opened or not marked or whole.low is None or whole.article:
            continue
        if part.unit in {None, whole.unit, "share"} and part.of is None and part.noun in {None, whole.noun}:
            out[n + 1] = replace(part, unit=part.unit or whole.unit, of=whole.low)
            out.remove(whole)
    return out


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
