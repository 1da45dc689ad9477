"""A sentence with everything that is seen in it before any claim is read: names, times, figures, verbs, clauses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from postwar.reading.clauses import Clause
from postwar.reading.dates import TimeExpression
from postwar.reading.figures import Figure
from postwar.reading.layout import Block
from postwar.reading.lexicon import Lexicon
from postwar.reading.mentions import Gazetteer, Mention
from postwar.reading.tokens import Token, singular
from postwar.reading.verb_groups import VerbGroup

_SOURCE = 8  # words that the name of a source takes at most
_MOVERS = frozenset({"armed force", "mission"})


# what only qualifies the noun behind it, if that is somebody ("arms monitors", "mine victims")
_MODIFIERS = ("weapon", "mine", "route", "dwelling", "vehicle", "money", "relief")
_AGENTS = ("people", "force", "peacekeeper", "official", "fighter", "casualty")


@lru_cache(maxsize=8192)
def _parts(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.split())


@lru_cache(maxsize=1024)
def _by_first(phrases: tuple[tuple[str, ...], ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases of a set by their first words."""
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        out[phrase[0]] = (*out.get(phrase[0], ()), phrase)
    return out


@dataclass(slots=True)
class Sentence:
    """One sentence of a block; all spans inside it count tokens."""

    block: Block
    tokens: tuple[Token, ...]
    mentions: list[Mention]
    times: list[TimeExpression]
    figures: list[Figure]
    groups: list[VerbGroup]
    clauses: list[Clause]
    lexicon: Lexicon
    gazetteer: Gazetteer
    quoted: list[tuple[int, int]] = field(default_factory=list)
    hole: tuple[int, int] | None = None
    stands: dict[int, frozenset[str]] = field(default_factory=dict)  # tokens that stand for things counted before
    carried: str = ""  # the kind of the claim in which they were counted
    _seen: dict[str, list[int]] = field(default_factory=dict)
    _words: dict[str, list[int]] = field(default_factory=dict)
    _phrases: dict[str, list[int]] = field(default_factory=dict)
    _by_class: dict[str, set[int]] = field(default_factory=dict)
    _inside: frozenset[int] | None = None
    _credited: frozenset[int] | None = None
    _lows: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """The folded words, once."""
        self._lows = tuple(t.low for t in self.tokens)

    @property
    def lists(self) -> dict[str, frozenset[str]]:
        """The language's lists of words, by ``module.name``."""
        return self.lexicon.lists

    def low(self, i: int) -> str:
        """The folded word at ``i``, or an empty string outside the sentence."""
        return self._lows[i] if 0 <= i < len(self._lows) else ""

    def view(self, clause: Clause) -> Sentence:
        """The sentence as a clause sees it: without what stands in the clause's hole."""
        if clause.hole is None:
            return self
        a, b = clause.hole
        return replace(
            self,
            mentions=[m for m in self.mentions if not a <= m.start < b],
            times=[t for t in self.times if not a <= t.start < b],
            figures=[f for f in self.figures if not a <= f.start < b],
            hole=clause.hole,
            _seen={},
        )

    def positions(self, name: str) -> list[int]:
        """Where a class of nouns, a word set or a sort of mention stands, by its name in the lexicon."""
        if name not in self._seen:
            found = self._find(name)
            self._seen[name] = (
                found if self.hole is None else [k for k in found if not self.hole[0] <= k < self.hole[1]]
            )
        return self._seen[name]

    def has(self, name: str, start: int, end: int) -> bool:
        """Whether ``name`` stands anywhere in ``start`` to ``end``."""
        return any(start <= k < end for k in self.positions(name))

    def _find(self, name: str) -> list[int]:
        special = getattr(self, "_find_" + name, None)
        out = set(special()) if special else set()
        if name in self.lexicon.classes:
            out |= self._classed().get(name, set())
        if name in self.lexicon.sets:
            out |= self._of_set(self.lexicon.sets[name])
        return sorted(out)

    def _classed(self) -> dict[str, set[int]]:
        """Where the nouns of each class stand."""
        if self._by_class:
            return self._by_class
        table, out = self.lexicon.word_classes, self._by_class
        for k, token in enumerate(self.tokens):
            forms = [*singular(token.low)]
            if "-" in token.low:
                forms += singular(token.low.rsplit("-", 1)[1])
            for form in forms:
                for name in table.get(form, ()):
                    out.setdefault(name, set()).add(k)
            if k + 1 < len(self.tokens) and token.low in self.lexicon.openers:
                for pair in singular(token.low + " " + self.tokens[k + 1].low):
                    for name in table.get(pair, ()):
                        out.setdefault(name, set()).update({k, k + 1})
        heads = {k for name in _AGENTS for k in out.get(name, ())}
        for name in _MODIFIERS:
            if name in out:
                out[name] = {k for k in out[name] if not (k + 1 in heads and k not in heads)}
        for k, names in self.stands.items():
            for name in sorted(names):
                out.setdefault(name, set()).add(k)
        out.setdefault("", set())
        return out

    def _of_set(self, phrases: tuple[tuple[str, ...], ...]) -> set[int]:
        out = set()
        firsts = _by_first(phrases)
        self._where("")
        named = self.in_names()
        for word in self._words.keys() & firsts.keys():
            for phrase in firsts[word]:
                for k in self._words[word]:
                    if k in named and (len(phrase) == 1 or k + len(phrase) - 2 in named):
                        continue
                    if len(phrase) == 1 or all(self.low(k + n) == w for n, w in enumerate(phrase)):
                        out.add(k)
        return out

    def credited(self) -> frozenset[int]:
        """The words that only name a source ("according to the observers"): nobody there does what is told."""
        if self._credited is None:
            found: set[int] = set()
            for phrase in self.lexicon.source_phrases:
                at = self.phrase_in(phrase, 0, len(self.tokens))
                while at is not None:
                    end = at + phrase.count(" ") + 1
                    stop = min(end + _SOURCE, len(self.tokens))
                    ends = self.lists["sentence.source_ends"]
                    end = next((k for k in range(end, stop) if not self.tokens[k].is_word or self.low(k) in ends), stop)
                    found.update(range(at, end))
                    at = self.phrase_in(phrase, end, len(self.tokens))
            self._credited = frozenset(found)
        return self._credited

    def in_names(self) -> frozenset[int]:
        """The words within names of actors that say nothing by themselves (no guard and no home in "Home Guard")."""
        if self._inside is None:
            self._inside = frozenset(
                k
                for m in self.mentions
                if m.via == "name" and m.actors
                for k in range(m.start, m.end - 1)
                if self.tokens[k].is_capital
            )
        return self._inside

    def _where(self, word: str) -> list[int]:
        if not self._words:
            for k, t in enumerate(self.tokens):
                self._words.setdefault(t.low, []).append(k)
        return self._words.get(word, [])

    def says(self, word: str) -> bool:
        """Whether a word stands anywhere in the sentence."""
        return bool(self._where(word))

    def phrase_in(self, phrase: str, start: int, end: int) -> int | None:
        """Where a phrase begins within ``start`` to ``end``, or None."""
        places = self._phrases.get(phrase)
        if places is None:
            parts = _parts(phrase)
            places = [k for k in self._where(parts[0]) if all(self.low(k + n) == w for n, w in enumerate(parts))]
            self._phrases[phrase] = places
        if not places:
            return None
        n = phrase.count(" ") + 1
        return next((k for k in places if start <= k and k + n <= end), None)

    # sorts of mention -----------------------------------------------------------------------------------------
    def _actor_kind(self, m: Mention, kinds: frozenset[str], wordkinds: frozenset[str]) -> bool:
        if m.via == "word":
            return m.form in wordkinds
        return any(self.gazetteer.actors[a].kind in kinds for a in m.actors)

    def _find_place(self) -> list[int]:
        return [
            m.start
            for m in self.mentions
            if (m.places and not (m.form in {"adjective", "people"} and m.actors)) or m.via == "place_word"
        ]

    def _find_actor(self) -> list[int]:
        return [
            m.start
            for m in self.mentions
            if (m.actors and m.form not in {"adjective", "people"})
            or m.via in {"both", "pronoun"}
            or (m.via == "word" and m.form not in {"population", "prisoner", "experts"})
        ]

    def _find_actor_object(self) -> list[int]:
        return [m.start for m in self.mentions if m.actors]

    def _find_population(self) -> list[int]:
        return [
            m.start
            for m in self.mentions
            if self._actor_kind(m, frozenset({"population"}), frozenset({"population"}))
            or m.form == "people"
            or (m.form == "adjective" and any(g.start == m.end for g in self.groups))
        ]

    def _find_army_actor(self) -> list[int]:
        return [
            m.start
            for m in self.mentions
            if self._actor_kind(m, _MOVERS, frozenset({"army", "rebel", "mission", "police"}))
        ]

    def _find_mission_actor(self) -> list[int]:
        return [m.start for m in self.mentions if self._actor_kind(m, frozenset({"mission"}), frozenset({"mission"}))]

    def _find_state_side(self) -> list[int]:
        return [
            m.start
            for m in self.mentions
            if m.form not in {"adjective", "people"}
            and self._actor_kind(
                m, frozenset({"state", "de-facto authority", "armed force"}), frozenset({"state", "army", "rebel"})
            )
        ]

    def _find_peacekeeper_person(self) -> list[int]:
        return sorted({*self.positions("peacekeeper"), *self.positions("mission_actor")})

    def _find_former_fighter(self) -> list[int]:
        """Fighters by their word, and populations whose name has such a word."""
        known = self.lexicon.classes["fighter"]
        named = [
            m.start
            for m in self.mentions
            for a in m.actors[:1]
            if self.gazetteer.actors[a].kind == "population" and self.gazetteer.counts(a, known)
        ]
        armed = {m.end for m in self.mentions for a in m.actors[:1] if self.gazetteer.actors[a].kind == "armed force"}
        named += [k for k in sorted(armed) if self.low(k) in {"members", "member", "elements", "cadres", "men"}]
        soldiers = {k for k, t in enumerate(self.tokens) if t.low in {"soldier", "soldiers"}}
        return sorted({*named, *self.positions("fighter")} - soldiers)

    def _find_returnee_group(self) -> list[int]:
        """Populations that the case calls returnees."""
        known = frozenset({"returnee"})
        return [m.start for m in self.mentions for a in m.actors[:1] if self.gazetteer.counts(a, known)]

    def _find_bare_place(self) -> list[int]:
        """Places named without a preposition before them."""
        return [
            m.start
            for m in self.mentions
            if m.places
            and not m.actors
            and not m.possessive
            and self.low(m.start - 1) not in self.lists["sentence.away"] | {"of", "near"}
        ]

    def _find_thing(self) -> list[int]:
        return [k for k, t in enumerate(self.tokens) if t.is_word]

    def _find_prisoner(self) -> list[int]:
        known = self.lexicon.classes["prisoner"]
        return [
            m.start
            for m in self.mentions
            for a in m.actors[:1]
            if self.gazetteer.actors[a].kind == "population" and self.gazetteer.counts(a, known)
        ]

    def _find_captive_place(self) -> list[int]:
        return [
            k
            for k, t in enumerate(self.tokens)
            if t.low in {"prison", "jail", "custody", "prisons", "jails", "detention", "bars", "cells", "captivity"}
        ]

    def _find_anybody(self) -> list[int]:
        names = ("people", "force", "fighter", "official", "peacekeeper", "migrant", "population", "prisoner")
        kin = {k for k, t in enumerate(self.tokens) if t.low in self.lists["sentence.kin"]}
        counted = {f.start for f in self.figures if f.unit in {"person", "soldier", "police", None}}
        return sorted({k for n in names for k in self.positions(n)} | kin | counted)

    def _find_person_actor(self) -> list[int]:
        """Persons by their names."""
        kinds = frozenset({"person", "mediator"})
        return [m.start for m in self.mentions if m.via == "name" and self._actor_kind(m, kinds, frozenset())]

    def _find_both(self) -> list[int]:
        return [m.start for m in self.mentions if m.via == "both"]

    def _find_pronoun(self) -> list[int]:
        return [
            m.start
            for m in self.mentions
            if m.via == "pronoun"
            and m.form == "many"
            and self._peopled(m)
            and m.word in {"they", "many", "some", "most", "others", "those", "both"}
        ]

    def _peopled(self, m: Mention) -> bool:
        return not m.actors or self.gazetteer.actors[m.actors[0]].kind == "population"

    def _find_figure(self) -> list[int]:
        return [f.start for f in self.figures if not f.article]

    def _find_time(self) -> list[int]:
        return [t.start for t in self.times]

    def _find_duration(self) -> list[int]:
        return [f.start for f in self.figures if f.unit in {"day", "year"}]

    def peoples(self, figure: Figure) -> bool:
        """Whether a figure is how many live in a place ("a country of three million people")."""
        return (
            figure.unit in {"person", "household"}
            and self.low(figure.start - 1) == "of"
            and self.low(figure.start - 2) in self.lists["sentence.peopled"]
        )

    def object_place(self, group: VerbGroup) -> int | None:
        """A place straight after a verb, with no preposition between: an object that is handed, not a way."""
        named = {k for m in self.mentions if m.actors and not m.places for k in range(m.start, m.end)}
        for k in range(group.end, min(group.end + 8, len(self.tokens))):
            if self.low(k) in self.lists["sentence.away"] or any(g.start == k for g in self.groups):
                return None
            if k not in named and (k in self.positions("place") or k in self.positions("territory")):
                return k
        return None

    def moved_place(self, group: VerbGroup) -> int | None:
        """The place that a verb hands on: its object, or before a passive verb what stands there bare."""
        if not group.passive:
            return self.object_place(group)
        places = sorted({*self.positions("place"), *self.positions("territory")})
        bare = [
            k for k in places if k < group.start and self.low(k - 1) not in {"in", "at", "near", "from", "to", "into"}
        ]
        return bare[-1] if bare else None

    def subject_is(self, group: VerbGroup, names: tuple[str, ...]) -> bool:
        """Whether what stands shortly before a verb group is a thing of these names, nearer than any people."""
        hits = {k for n in names for k in self.positions(n)}
        people = {*self.positions("migrant"), *self.positions("population")}
        near = [k for k in hits | people if 0 <= group.start - k <= 6]
        return bool(near) and max(near) in hits - people
