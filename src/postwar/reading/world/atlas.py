"""Atlas: every place that a text names, those of the case first, those of the world marked as such."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.reading.mentions import Gazetteer
from postwar.reading.segment import sentences
from postwar.reading.tokens import tokenise
from postwar.reading.world.table import WorldPlace
from postwar.reading.world.toponyms import toponyms


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """Characters ``start`` to ``end`` of a text. ``case``: ids of the case's places, best first; ``world``: what else
    it can be, best first, where the case has no such name. ``sort`` as in a
    :class:`~postwar.reading.world.toponyms.Toponym`; one with neither is a place by its wording alone."""

    start: int
    end: int
    text: str
    sort: str
    case: tuple[str, ...] = ()
    world: tuple[WorldPlace, ...] = ()


def places_named(text: str, gazetteer: Gazetteer, language: str = "en") -> list[NamedPlace]:
    """The places that a text names, in its order; a name of the case's actors (an army, a newspaper) is none.

    Assumes clean text, without marks of layout.
    """
    out: list[NamedPlace] = []
    taken: list[tuple[int, int]] = []
    for start, end in sentences(text):
        tokens = tokenise(text, start, end)
        for mention in gazetteer.mentions(tokens):
            if mention.via != "name":
                continue
            first, last = tokens[mention.start].start, tokens[mention.end - 1].end
            if mention.places and not (mention.actors and mention.form != "plain"):
                out.append(NamedPlace(first, last, text[first:last], "place", mention.places))
                taken.append((first, last))
            elif mention.form == "plain":
                taken.append((first, last))
    for name in toponyms(text, language):
        if not any(a < name.end and name.start < b for a, b in taken):
            out.append(NamedPlace(name.start, name.end, name.text, name.sort, (), name.candidates))
    return sorted(out, key=lambda n: (n.start, n.end))
