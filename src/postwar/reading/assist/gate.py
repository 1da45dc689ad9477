"""The gate: what a language model points at becomes a claim only if every part of it is the report's own.

In this order, and the first that fails is the reason: the quote is verbatim, in one sentence of the report's text,
with nothing hidden in it, and its paragraph does not speak to a program; each slot's words lie in the quote, or are
marked as inherited and lie elsewhere in the report; places and actors are the case's; the day and the figure parse, by
the same grammars as the rules use; "happened" is not against the words of the sentence, nor against what the rules read
in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from postwar.core.claim import Claim, claim_id
from postwar.reading.assist.addressed import holds_hidden, is_addressed
from postwar.reading.assist.edges import NOT_AGREED, hedge_of, holds_encoded, in_comment, is_turned, is_whole
from postwar.reading.assist.pointers import LENT, Pointer, Refusal, Slot
from postwar.reading.dates import When
from postwar.reading.figures import Figure
from postwar.reading.layout import Block
from postwar.reading.lexicon import words
from postwar.reading.reading import Reading
from postwar.reading.segment import sentences
from postwar.reading.tokens import tokenise

LONGEST = 600
"""Characters of a quote: a clause has fewer."""
NOT_DONE = ("planned", "demanded", "conditional", "denied")
_FIRM = frozenset({"agreed", "happened", "planned"})
PAST = frozenset({"happened", "denied"})


@dataclass(frozen=True, slots=True)
class _Spot:
    """A quote where it stands: the block, its span there, the span of its sentence, and the span in the raw text."""

    block: Block
    start: int
    end: int
    sentence: tuple[int, int]
    raw: tuple[int, int]


class Gate:
    """Takes or refuses the pointers at one report. ``claims`` are what the rules read in it."""

    def __init__(self, reading: Reading, claims: Sequence[Claim], reader: str) -> None:
        self._reading, self._claims, self._reader = reading, tuple(claims), reader
        self._spans = [(block, [tuple(span) for span in sentences(block.text)]) for block in reading.blocks]
        self._not_done = _phrases(reading.lexicon.modality)

    def admit(self, pointer: Pointer) -> Claim | Refusal:
        """The claim that a pointer makes, or why it makes none."""
        spot = self._spot(pointer)
        if isinstance(spot, str):
            return Refusal(pointer.quote, spot)
        where = self._unfit(spot, pointer)
        if where:
            return Refusal(pointer.quote, where)
        ids = self._ids(pointer, spot)
        if isinstance(ids, str):
            return Refusal(pointer.quote, ids)
        when = self._when(pointer, spot)
        figure = self._figure(pointer, spot)
        for found in (when, figure):
            if isinstance(found, str):
                return Refusal(pointer.quote, found)
        assert isinstance(when, When) and not isinstance(figure, str)
        against = self._against(pointer, spot)
        if against:
            return Refusal(pointer.quote, against)
        return self._claim(pointer, spot, ids, when, figure)

    def _spot(self, pointer: Pointer) -> _Spot | str:
        """Where the quote stands, once and in one sentence; else what is wrong with it."""
        quote, text = pointer.quote, self._reading.report.text
        if not quote.strip() or len(quote) > LONGEST:
            return f"its quote is empty or longer than {LONGEST} characters"
        if (pointer.start is None) != (pointer.end is None):
            return "it gives one offset of two"
        if pointer.start is not None and pointer.end is not None:
            if not 0 <= pointer.start < pointer.end <= len(text) or text[pointer.start:pointer.end] != quote:
                return "its quote is not what stands at its offsets"
            held = [s for s in self._standing(quote) if s.raw == (pointer.start, pointer.end)]
            return held[0] if held else "its quote does not stand in one sentence of the report's text"
        found = self._standing(quote)
        if not found:
            return "its quote does not stand in one sentence of the report's text"
        return found[0] if len(found) == 1 else "its quote stands at several places and has no offsets"

    def _standing(self, quote: str) -> list[_Spot]:
        out = []
        for block, spans in self._spans:
            at = block.text.find(quote)
            while at >= 0:
                end = at + len(quote)
                inside = next((s for s in spans if s[0] <= at and end <= s[1]), None)
                if inside is not None and is_whole(block.text, at, end):
                    out.append(_Spot(block, at, end, (inside[0], inside[1]), block.raw(at, end)))
                at = block.text.find(quote, at + 1)
        return out

    def _unfit(self, spot: _Spot, pointer: Pointer) -> str:
        """Why words from this place are never taken; empty where they may be."""
        raw = self._reading.report.text[slice(*spot.raw)]
        if holds_hidden(raw) or holds_hidden(pointer.quote):
            return "its quote holds characters that are not seen"
        if is_turned(self._reading.report.text, *spot.raw):
            return "its quote stands where the direction of writing is turned"
        if in_comment(self._reading.report.text, spot.raw[0]):
            return "its quote stands in a comment that is not seen"
        said = spot.block.text
        if is_addressed(said) or holds_encoded(said):  # what such a paragraph goes on to say is no report either
            return "its quote stands in words that speak to a program"
        return ""

    def _ids(self, pointer: Pointer, spot: _Spot) -> Mapping[str, tuple[str, ...]] | str:
        """The ids of places and actors; else which words are not in place or name nobody of the case."""
        found: dict[str, tuple[str, ...]] = {}
        for name in LENT:
            ids: list[str] = []
            for slot in pointer.slots[name]:
                if not self._stands(slot, spot, name):
                    return f"the words of {name} ({slot.words!r}) do not stand where it says"
                one = self._named(slot.words, name)
                if one is None:
                    return f"{name} {slot.words!r} names none of the case"
                ids.append(one)
            found[name] = tuple(dict.fromkeys(ids))
        return found

    def _stands(self, slot: Slot, spot: _Spot, name: str = "") -> bool:
        """Whether the words of a slot stand where it says, as whole words. Whom a claim is credited to is never lent by
        another sentence: that would be an attribution of the helper's own."""
        if not slot.inherited:
            return _at(slot.words, spot.block.text, spot.start, spot.end) >= 0
        if name == "attributed_to":
            return _at(slot.words, spot.block.text, *spot.sentence) >= 0
        return any(_at(slot.words, b.text, 0, len(b.text)) >= 0 and not is_addressed(b.text) for b, _ in self._spans)

    def _named(self, text: str, slot: str) -> str | None:
        """The place or actor of the case that words name."""
        mentions = self._reading.gazetteer.mentions(tokenise(text))
        for m in mentions:
            ids = m.places if slot == "place" else m.actors
            if m.via == "name" and ids:
                return ids[0]
        return None

    def _when(self, pointer: Pointer, spot: _Spot) -> When | str:
        given = pointer.slots["when"]
        if not given:
            return When(None, None, "none")
        if len(given) > 1:
            return "it gives more than one time"
        if given[0].inherited or not self._stands(given[0], spot):
            return f"its time ({given[0].words!r}) does not stand in its quote"
        said = self._reading.times.times(tokenise(given[0].words))
        if len(said) != 1:
            return f"its time ({given[0].words!r}) does not parse"
        at = _at(given[0].words, spot.block.text, spot.start, spot.end)
        end = at + len(given[0].words)
        tokens = tokenise(spot.block.text, *spot.sentence)
        for whole in self._reading.times.times(tokens):
            first, last = tokens[whole.start].start, tokens[whole.end - 1].end
            if first < end and at < last and not at <= first < last <= end:
                return f"its time ({given[0].words!r}) is part of {spot.block.text[first:last]!r}"
        direction = -1 if pointer.modality in PAST else 1
        return self._reading.times.resolve(said[0], self._reading.anchor, direction)

    def _figure(self, pointer: Pointer, spot: _Spot) -> Figure | str | None:
        given = pointer.slots["figure"]
        if not given:
            return None
        if len(given) > 1:
            return "it gives more than one figure"
        if given[0].inherited or not self._stands(given[0], spot):
            return f"its figure ({given[0].words!r}) does not stand in its quote"
        at = _at(given[0].words, spot.block.text, spot.start, spot.end)
        tokens = tokenise(spot.block.text, *spot.sentence)
        dated = frozenset(k for t in self._reading.times.times(tokens) for k in range(t.start, t.end))
        figures = [f for f in self._reading.figures.figures(tokens, dated)
                   if tokens[f.start].start < at + len(given[0].words) and at < tokens[f.end - 1].end]
        if len(figures) != 1 or (figures[0].low is None and figures[0].high is None):
            return f"its figure ({given[0].words!r}) does not parse"
        return figures[0]

    def _against(self, pointer: Pointer, spot: _Spot) -> str:
        """Why it did not happen, or is not agreed, where the pointer says so; empty where nothing speaks against it."""
        tokens = tokenise(spot.block.text, *spot.sentence)
        hedge = hedge_of(tokens, spot.start, spot.end)
        if hedge in (NOT_AGREED if pointer.modality in _FIRM else ()):
            return f"it says {pointer.modality}, and {hedge!r} says that it is open"
        if pointer.modality != "happened":
            return ""
        if hedge:
            return f"it says happened, and {hedge!r} says that it is not"
        if tokens and tokens[-1].text == "?":
            return "it says happened, and the sentence asks"
        sentence = [t.low for t in tokens]
        joined = f" {' '.join(sentence)} "
        for modality, phrases in self._not_done.items():
            cue = next((p for p in phrases if f" {p} " in joined), None)
            if cue is not None:
                return f"it says happened, and {cue!r} in the sentence says {modality}"
        a, b = spot.raw
        for claim in self._claims:
            if claim.kind == pointer.kind and claim.start < b and a < claim.end and claim.modality != "happened":
                return f"it says happened, and the rules read {claim.modality}"
        return ""

    def _claim(self, pointer: Pointer, spot: _Spot, ids: Mapping[str, tuple[str, ...]], when: When,
               figure: Figure | None) -> Claim:
        report, (start, end) = self._reading.report, spot.raw
        low, high = (figure.low, figure.high) if figure else (None, None)
        made = Claim(
            "", report.id, start, end, report.text[start:end], pointer.kind, pointer.modality, ids["actor"],
            ids["target"], ids["place"], when.first, when.last, when.basis, low, high, figure.bound if figure else None,
            figure.unit if figure else None, figure.of if figure else None, ids["attributed_to"], reader=self._reader)
        return replace(made, id=claim_id(report.sha256, start, end, made.kind, made.actor, made.place, low, high))


def _phrases(modality: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """The words of a language that say that a thing was not done, or not yet, by modality."""
    out = {}
    for name in NOT_DONE:
        section = modality.get(name, {})
        told = [*words(section.get("phrases", "")), *words(section.get("words", "")), *words(section.get("modals", ""))]
        out[name] = tuple(dict.fromkeys(told))
    return out


def _at(words: str, text: str, start: int, end: int) -> int:
    """Where words stand whole in a part of a text; -1 where they do not."""
    at = text.find(words, start, end)
    while at >= 0 and not is_whole(text, at, at + len(words)):
        at = text.find(words, at + 1, end)
    return at
