"""The provisions of an accord as their own words tell them: about what, where, by whom, by when, how many."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from postwar.core.time import Day
from postwar.reading.layout import Block
from postwar.reading.lexicon import Lexicon, forms_of, words
from postwar.reading.mentions import Gazetteer, Mention
from postwar.reading.segment import sentences
from postwar.reading.sentence import Sentence
from postwar.reading.tokens import Token, singular

Parsed = tuple[Sentence, frozenset[str], Sequence[tuple[Day | None, Day | None]]]
"""A sentence of a provision, the kinds that the rules of reports find in it, and the days that it names."""
TIME_UNITS = frozenset({"day", "year", "share", "km", "km2", None})
_STEM = 6  # letters by which two forms of a word are held to be one
_NOUNS = {
    "armed force": frozenset({"force", "fighter"}), "mission": frozenset({"force", "peacekeeper"}),
    "population": frozenset({"people", "migrant"}),
}
_ACTOR_WORDS = {"army": "armed force", "mission": "mission", "police": "armed force", "population": "population"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One provision. ``actors`` are named; ``sorts`` are the kinds of actors that its words stand for; ``left_out`` the
    places that it excepts; ``open_place`` whether it names a place that the case does not have ("the line of contact");
    ``figures`` are its numbers with their units; ``last`` is the last day that it names; ``terms`` its words."""

    id: str
    kinds: frozenset[str]
    places: frozenset[str]
    left_out: frozenset[str]
    open_place: bool
    actors: frozenset[str]
    sorts: frozenset[str]
    first: Day | None
    last: Day | None
    figures: tuple[tuple[float, str | None], ...]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class About:
    """A kind that a clause is about where one of the verbs, with none of ``barred`` behind it, stands with one of the
    nouns: classes, words, or "name"."""

    kind: str
    verbs: tuple[tuple[str, ...], ...]
    nouns: frozenset[str]
    barred: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinkWords:
    """The words of a language by which clauses are told apart (``links.toml``)."""

    about: tuple[About, ...]
    near: dict[str, frozenset[str]]
    act: dict[str, frozenset[str]]
    alike: tuple[str, ...]
    excepting: tuple[tuple[str, ...], ...]
    empty: frozenset[str]
    doers: frozenset[str]
    placed: frozenset[str]
    bases: dict[str, tuple[tuple[str, str], ...]]


@cache
def link_words(language: str) -> LinkWords:
    """The link words of a language, read once."""
    folder = files("postwar.reading").joinpath("lexicon", language, "links.toml")
    data: dict[str, Any] = tomllib.loads(folder.read_text(encoding="utf-8"))
    about = tuple(
        About(row["kind"], tuple(tuple(v.split()) for v in words(row["verbs"])), frozenset(row["nouns"].split()),
              frozenset(row.get("not", "").split()))
        for row in data["about"]
    )
    text = data["words"]
    return LinkWords(
        about,
        {kind: frozenset(near.split()) for kind, near in data["near"].items()},
        {kind: frozenset(words(nouns)) for kind, nouns in data["act"].items()},
        tuple(text["alike"].split()),
        tuple(tuple(w.split()) for w in words(text["except"])),
        frozenset(words(text["empty"])),
        frozenset(text["doers"].split()),
        frozenset(text["placed"].split()),
        forms_of(language, {verb[0] for row in about for verb in row.verbs}),
    )


def terms_of(tokens: Sequence[Token], lexicon: Lexicon, told: LinkWords) -> frozenset[str]:
    """The words of a text that tell one clause from another: by their stems, or by a class whose members are alike."""
    out = set()
    for t in tokens:
        if len(t.low) < 4 or not t.low.isalpha() or t.low in told.empty:
            continue
        classes = {c for form in singular(t.low) for c in lexicon.word_classes.get(form, ())}
        alike = next((c for c in told.alike if c in classes), None)
        out.add(f"any {alike}" if alike else t.low[:_STEM])
    return frozenset(out)


def read_clause(provision: str, read: Iterator[Parsed], lexicon: Lexicon) -> Clause:
    """The clause of a provision from its sentences, each with the kinds that the rules of reports find and its days."""
    told = link_words(lexicon.language)
    kinds, sorts, terms = set[str](), set[str](), set[str]()
    places, left_out, actors = set[str](), set[str](), set[str]()
    days: list[tuple[Day | None, Day | None]] = []
    figures: list[tuple[float, str | None]] = []
    open_place = False
    for s, found, when in read:
        days += when
        kinds |= found | _about(s, lexicon, told)
        named: set[int] = set()
        for m in s.mentions:
            named |= set(range(m.start, m.end)) if m.via == "name" else set()
            if m.places and not m.actors:
                (left_out if _is_left_out(s.tokens, m, told) else places).add(m.places[0])
            open_place |= m.via == "place_word" and not m.places and m.form == "line"
            if m.via in {"name", "both", "word"}:
                actors |= set(m.actors if m.via == "both" else m.actors[:1])
            if m.via == "word" and not m.actors and m.form in _ACTOR_WORDS:
                sorts.add(_ACTOR_WORDS[m.form])
        dated = {k for said in s.times for k in range(said.start, said.end)}
        terms |= terms_of([t for k, t in enumerate(s.tokens) if k not in named | dated], lexicon, told)
        figures += [(f.low, f.unit) for f in s.figures if f.low is not None]
    firsts, lasts = [a for a, _ in days if a], [b for _, b in days if b]
    return Clause(
        provision, frozenset(kinds), frozenset(places), frozenset(left_out - places), open_place, frozenset(actors),
        frozenset(sorts), min(firsts, default=None), max(lasts, default=None), tuple(figures), frozenset(terms),
    )


def sentences_of(text: str) -> Iterator[tuple[Block, int, int]]:
    """The sentences of a provision's text, each in a block of its own text."""
    block = Block("paragraph", text, list(range(len(text))))
    for a, b in sentences(text):
        yield block, a, b


def _about(s: Sentence, lexicon: Lexicon, told: LinkWords) -> frozenset[str]:
    """The kinds that verbs and nouns of a sentence of an accord tell; a named actor stands for the noun of its sort."""
    named = {k for m in s.mentions if m.via == "name" for k in range(m.start, m.end)}
    low = [t.low for k, t in enumerate(s.tokens) if k not in named]
    nouns = {form for t in low for form in singular(t)}
    nouns |= {c for word in tuple(nouns) for c in lexicon.word_classes.get(word, ())}
    for m in s.mentions:
        if m.via == "name" and m.places:
            nouns.add("name")
        if m.via == "name" and m.actors:
            nouns |= _NOUNS.get(s.gazetteer.actors[m.actors[0]].kind, frozenset())
        if m.via == "word" and m.form == "mission":
            nouns.add("peacekeeper")
    return frozenset(
        row.kind for row in told.about if row.nouns & nouns and any(_stands(v, low, row, told) for v in row.verbs)
    )


def _stands(verb: tuple[str, ...], low: Sequence[str], row: About, told: LinkWords) -> bool:
    """Whether a verb stands in a sentence, its particle within five words behind it and no barred word next to it."""
    head, *rest = verb
    for k, word in enumerate(low):
        behind = low[k + 1 : k + 6]
        stands = any(base == head for base, _ in told.bases.get(word, ())) and all(r in behind for r in rest)
        if stands and not row.barred & set(behind[:1]):
            return True
    return False


def _is_left_out(tokens: Sequence[Token], m: Mention, told: LinkWords) -> bool:
    """Whether a clause excepts a place: "except the north road", "leaves the mill out"."""
    before = [t.low for t in tokens[max(0, m.start - 4) : m.start] if t.low not in {"the", "of", "for"}]
    if any(tuple(before[-len(p) :]) == p for p in told.excepting):
        return True
    after = tokens[m.end].low if m.end < len(tokens) else ""
    return after == "out" and bool(before) and before[-1].startswith("leav")


def lies(gazetteer: Gazetteer, place: str, places: frozenset[str]) -> str:
    """How a place lies to those of a clause: ``same``, ``inside``, ``around``, or ``elsewhere``.

    ``around`` is a place that holds one of theirs."""
    if place in places:
        return "same"
    if any(gazetteer.lies_in(place, own) for own in places):
        return "inside"
    return "around" if any(gazetteer.lies_in(own, place) for own in places) else "elsewhere"
