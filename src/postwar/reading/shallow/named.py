"""Names in a language that inflects them: a name is found by its stem and the endings that the language allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postwar.core.case import Names
from postwar.reading.shallow.stems import folded
from postwar.reading.tokens import Token, tokenise

VOWELS = "аеиоуыэюяьaeiouy"
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens ``start`` to ``end`` name a place or an actor of the case, or a place by its adjective."""

    start: int
    end: int
    place: str = ""
    actor: str = ""
    adjective: bool = False


class InflectedNames:
    """Finds the case's names among tokens, the longest first."""

    def __init__(self, names: Names, endings: Mapping[str, str]) -> None:
        self._noun = frozenset(("", *folded(endings["noun"])))
        self._adjective = frozenset(folded(endings["adjective"]))
        self._inside = frozenset(folded(endings["inside"]))
        self._rows: dict[str, list[tuple[tuple[str, ...], bool, str, str]]] = {}
        for sort, rows in (("place", names.places), ("actor", names.actors)):
            for row in rows:
                for alias in dict.fromkeys((row.name, *row.aliases)):
                    parts = [t for t in tokenise(alias) if t.is_word]
                    stems = tuple(_stem(t.low) for t in parts)
                    if stems and len(stems[0]) >= SHORTEST:
                        entry = (stems, parts[0].is_capital, sort, row.id)
                        self._rows.setdefault(stems[0][:SHORTEST], []).append(entry)
        for entries in self._rows.values():
            entries.sort(key=lambda r: (-len(r[0]), tuple(-len(s) for s in r[0]), r))

    def find(self, tokens: Sequence[Token]) -> list[Named]:
        """The names of a sentence in order, none overlapping. Of a name that is both, the place is meant behind a word
        for being in, going to or coming from it, else the actor."""
        out: list[Named] = []
        i = 0
        while i < len(tokens):
            found = self._at(tokens, i)
            out += found
            i = found[0].end if found else i + 1
        return out

    def _at(self, tokens: Sequence[Token], i: int) -> list[Named]:
        best: list[Named] = []
        for stems, capital, sort, row_id in self._rows.get(tokens[i].low[:SHORTEST], ()):
            if best and len(stems) < best[0].end - i:
                break
            if i + len(stems) > len(tokens) or (capital and not tokens[i].is_capital):
                continue
            forms = [self._form(stem, tokens[i + k].low) for k, stem in enumerate(stems)]
            if all(forms):
                adjective = len(stems) == 1 and forms[0] == "adjective"
                place, actor = (row_id, "") if sort == "place" else ("", row_id)
                best.append(Named(i, i + len(stems), place, actor, adjective))
        one = list(dict.fromkeys(best))
        inside = i > 0 and tokens[i - 1].low in self._inside
        actors = [n for n in one if n.actor]
        return [n for n in one if n.place] if inside and len(actors) < len(one) else actors or one

    def _form(self, stem: str, low: str) -> str:
        """Whether a word is a form of a name: noun, adjective, or neither (empty)."""
        if not low.startswith(stem):
            return ""
        rest = low[len(stem):]
        return "noun" if rest in self._noun else "adjective" if rest in self._adjective else ""


def _stem(low: str) -> str:
    """A folded word without its own ending: what stays the same when it is inflected.

    >>> _stem("шуша"), _stem("лачин"), _stem("лачинскии"), _stem("баку")
    ('шуш', 'лачин', 'лачинск', 'бак')
    """
    bare = low
    while len(bare) > SHORTEST and bare[-1] in VOWELS:
        bare = bare[:-1]
    return bare
