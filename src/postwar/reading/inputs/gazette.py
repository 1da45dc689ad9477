"""Gazette: whom and where the cells of a register name, as far as the case knows them."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from postwar.core.case import Names
from postwar.core.errors import Problem
from postwar.reading.lexicon import load_lexicon
from postwar.reading.mentions import Gazetteer
from postwar.reading.tokens import fold, tokenise

_ASIDE = re.compile(r"\s*\([^()]*\)")
MOST_PROBLEMS = 50  # names that are told one by one


@lru_cache(maxsize=4)
def gazette_of(names: Names) -> Gazette:
    """The gazette of a case."""
    return Gazette(names)


class Gazette:
    """Resolves whole cells: by the exact name or alias first, else by the names within the cell."""

    def __init__(self, names: Names) -> None:
        self._gazetteer = Gazetteer(names, load_lexicon("en"))
        self._actors = {fold(n): a.id for a in reversed(names.actors) for n in (a.name, *a.aliases)}
        self._places = {fold(n): p.id for p in reversed(names.places) for n in (p.name, *p.aliases)}
        self.place = lru_cache(maxsize=4096)(self._place)
        self.actor = lru_cache(maxsize=4096)(self._actor)

    def places_in(self, text: str) -> frozenset[str]:
        """The places that a text names."""
        return frozenset(p for m in self._gazetteer.mentions(tokenise(text)) for p in m.places if m.via != "word")

    def _place(self, cell: str) -> str | None:
        bare = " ".join(_ASIDE.sub("", cell).split())
        exact = self._places.get(fold(bare))
        if exact or not bare:
            return exact
        tokens = tokenise(bare[:200])
        named = [m for m in self._gazetteer.mentions(tokens) if m.places and m.via == "name"]
        whole = [m for m in named if m.start == 0]
        return (
            whole[0].places[0]
            if whole and all(not t.is_word or _is_kind(t.low) for t in tokens[whole[0].end :])
            else None
        )

    def _actor(self, cell: str) -> str | None:
        bare = " ".join(_ASIDE.sub("", cell).split())
        exact = self._actors.get(fold(bare))
        if exact or not bare:
            return exact
        named = [m for m in self._gazetteer.mentions(tokenise(bare[:200])) if m.actors and m.via in {"name", "both"}]
        return max(named, key=lambda m: (m.end - m.start, -m.start)).actors[0] if named else None


def _is_kind(word: str) -> bool:
    return word in {
        "district",
        "town",
        "city",
        "village",
        "province",
        "region",
        "municipality",
        "rayon",
        "raion",
        "oblast",
    }


class Unknown:
    """Counts the names that the case does not know, to tell each once with the line where it first stands."""

    def __init__(self, report: str) -> None:
        self._report = report
        self._first: dict[tuple[str, str], int] = {}
        self._seen: Counter[tuple[str, str]] = Counter()

    def note(self, what: str, value: str, line: int) -> None:
        """A name of a place or an actor that is not known."""
        key = (what, value)
        self._first.setdefault(key, line)
        self._seen[key] += 1

    def problems(self) -> list[Problem]:
        """A problem for each name, the most frequent first; beyond a limit one for all the rest.

        >>> unknown = Unknown("r")
        >>> unknown.note("place", "Ulm", 2), unknown.note("place", "Ulm", 3)
        (None, None)
        >>> print(unknown.problems()[0])
        r:2: place is not in the case (2 rows) 'Ulm'; add it to places.csv, or leave it unresolved
        """
        order = sorted(self._seen, key=lambda key: (-self._seen[key], self._first[key], key))
        out = [
            Problem(
                self._report,
                self._first[what, value],
                value,
                f"{what} is not in the case ({self._seen[what, value]} rows)",
                f"add it to {what}s.csv, or leave it unresolved",
            )
            for what, value in order[:MOST_PROBLEMS]
        ]
        if len(order) > MOST_PROBLEMS:
            rest = len(order) - MOST_PROBLEMS
            out.append(
                Problem(
                    self._report, None, str(rest), "further names are not in the case:", "see places.csv, actors.csv"
                )
            )
        return out
