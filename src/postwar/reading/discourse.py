"""Discourse: what a report has spoken of so far, so that "the mission", "its army" and "there" find their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from postwar.core.time import Day
from postwar.reading.anaphora import Carried
from postwar.reading.closed_words import DETERMINERS, PREPOSITIONS
from postwar.reading.dates import When
from postwar.reading.lexicon import word_list
from postwar.reading.mentions import Gazetteer, Mention
from postwar.reading.tokens import fold, singular, tokenise

_LARGER = {
    "district": ("district", "zone", "region"),
    "town": ("town", "village", "district"),
    "village": ("village", "town"),
    "region": ("region", "zone", "district"),
    "corridor": ("corridor", "line"),
    "zone": ("zone", "district", "region", "corridor"),
    "line": ("line",),
    "country": ("country",),
    "site": ("site", "corridor"),
    "any": ("town", "village", "district", "region", "zone", "country", "site", "corridor", "line"),
}
_NOT_UPROOTED = word_list("discourse.not_uprooted")
_UPROOTED = word_list("discourse.uprooted")
_UPROOTED_WORDS = word_list("discourse.uprooted_words")
_ARMED = word_list("discourse.armed")
_RANKS = word_list("discourse.ranks")
_OWN = word_list("discourse.own")
_HOMEWARD = word_list("discourse.homeward")
_SELF = word_list("discourse.self")
_GENERIC = word_list("discourse.generic")


@dataclass(slots=True)
class Discourse:
    """Runs along a report. ``actors`` and ``places`` hold ids, latest last."""

    gazetteer: Gazetteer
    actors: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    speaker: tuple[str, ...] = ()
    last_kinds: tuple[str, ...] = ()
    last_day: Day | None = None
    last_actor: tuple[str, ...] = ()
    receiver: tuple[str, ...] = ()
    subject: str = ""
    carried: Carried | None = None
    uprooted: str = ""  # the population that the last claim of flight or return was about
    issuer: tuple[str, ...] = ()  # who publishes, where that is an actor of the case: "we" in a statement
    scene: tuple[str, ...] = ()  # where the last claim of this paragraph happened
    several: tuple[str, ...] = ()  # the last group of places, what "the areas" means
    kind: str = ""  # of the claim whose roles are looked for
    last_place: tuple[str, ...] = ()  # of the last claim that has one
    scene_when: When | None = None  # when the last incident of this paragraph happened
    doers: dict[str, str] = field(default_factory=dict)  # who did what the last claim of a kind tells
    weak: set[str] = field(default_factory=set)

    def note(self, mentions: Sequence[Mention], aside: Sequence[tuple[int, int]] = ()) -> None:
        """Remember the names of a sentence that has been read; not the places ``aside``, where somebody only spoke."""
        self.subject = next((m.actors[0] for m in mentions if m.actors and m.form != "adjective"), "")
        for m in mentions:
            if m.via == "name" and not (m.places and not m.actors and any(a <= m.start < b for a, b in aside)):
                self._note_one(m)
        del self.actors[:-60], self.places[:-60]

    def _note_one(self, m: Mention) -> None:
        if m.actors and m.form == "plain":
            self.actors.append(m.actors[0])
        if m.places and not (m.actors and m.form == "adjective"):
            self.places.append(m.places[0])
            if m.actors:
                self.weak.add(m.places[0])
            else:
                self.weak.discard(m.places[0])

    def open_with(self, mentions: Sequence[Mention], weak: bool) -> None:
        """Remember the places of a title or a dateline; a dateline's are only what "this city" may mean."""
        for m in mentions:
            for place in m.places[:1] if not m.actors or weak else ():
                self.places.append(place)
                if weak:
                    self.weak.add(place)

    # actors -----------------------------------------------------------------------------------------------------
    def actors_of(
        self, m: Mention, mentions: Sequence[Mention], words: Sequence[str] = (), places: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """The ids that a mention stands for, given those before it in the sentence and the words around it."""
        if m.via == "both":
            if m.word.endswith("armies"):
                return tuple(x for a in m.actors for x in self._of_side("army", a))
            return m.actors
        if m.via == "name":
            if m.form == "people":
                return self.population(words, places, m.actors) or m.actors[:1]
            if m.form == "adjective" and m.actors:
                return self._qualified(m, mentions)
            return m.actors[:1]
        if m.via == "pronoun":
            if m.actors:
                return m.actors
            if m.form == "us":
                return self.issuer
            found = self._pronoun(m, mentions, words)
            return (found,) if found else ()
        return self._by_word(m, mentions, words, places)

    def _recent(self, mentions: Sequence[Mention], before: int) -> list[str]:
        return self.actors + [
            m.actors[0] for m in mentions if m.actors and m.via == "name" and m.start < before and m.form != "people"
        ]

    def _qualified(self, m: Mention, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """An adjective of a people with the noun after it: that side's army, its government."""
        after = next((x for x in mentions if x.start == m.end and x.via == "word"), None)
        side = self.gazetteer.actors[m.actors[0]].side
        if after is not None and after.form == "army":
            forces = [
                a.id for a in self.gazetteer.actors.values() if a.kind == "armed force" and a.side == side and side
            ]
            return (forces[0],) if forces else m.actors[:1]
        return m.actors[:1]

    def _by_word(
        self, m: Mention, mentions: Sequence[Mention], words: Sequence[str], places: Sequence[str]
    ) -> tuple[str, ...]:
        actors = self.gazetteer.actors
        recent = self._recent(mentions, m.start)
        if self._is_issuer(m):
            return self.issuer
        if m.form == "body":
            return _latest_of(sorted(self.gazetteer.of_head(m.word)), recent)
        adjective = next(
            (
                x
                for x in mentions
                if x.end == m.start
                and x.actors
                and x.form in {"adjective", "plain"}
                and x.via == "name"
                and not x.possessive
            ),
            None,
        )
        owner = next((x for x in mentions if x.possessive and x.actors and 0 <= m.start - x.end <= 3), None)
        mine = next(
            (x for x in mentions if x.via == "pronoun" and x.word in _OWN and x.actors and x.end == m.start), None
        )
        head = owner or adjective or mine
        if m.form in {"army", "mission", "rebel", "police"} and head is None:
            known = self.gazetteer.of_modifier(m.before, m.form)
            if known is not None:
                return (known,)
        if m.form == "population":
            found = self.population(words, places, head.actors if head else ())
            return found
        if head is not None and head.actors and m.form in {"state", "army", "police"}:
            return self._of_side(m.form, head.actors[0])
        kinds = {
            "mission": ("mission",),
            "mediator": ("mediator",),
            "rebel": ("armed force", "de-facto authority"),
        }.get(m.form)
        if m.form == "police":
            rows = [
                a.id
                for a in actors.values()
                if a.kind == "armed force" and "police" in fold(" ".join((a.name, *a.aliases)))
            ]
            if len(rows) == 1 and head is None:
                return (rows[0],)
        if m.form == "rebel" and m.word.split()[-1] in _RANKS:
            armed = self._armed_wing(recent)
            if armed:
                return armed
        if m.form == "rebel":
            states = {a.side for a in actors.values() if a.kind == "state"}
            rows = [
                a.id
                for a in actors.values()
                if a.kind in {"armed force", "de-facto authority"} and a.side not in states
            ] or [a.id for a in actors.values() if a.kind == "de-facto authority"]
            return _latest_of(rows, recent)
        if kinds:
            return _latest_of([a.id for a in actors.values() if a.kind in kinds], recent)
        if m.form == "state":
            rows = [a.id for a in actors.values() if a.kind in {"state", "de-facto authority"}]
            own = [p for p in self.gazetteer.principals if actors[p].kind == "state"]
            last = next((a for a in reversed(recent) if a in rows), None)
            if len(own) == 1:
                return (own[0],)
            return (last,) if last else (own[0],) if len(own) == 1 else ()
        if m.form in {"army", "police"}:
            own = [p for p in self.gazetteer.principals if actors[p].kind == "state"]
            last = next(
                (
                    a
                    for a in reversed(recent)
                    if actors[a].kind in {"state", "armed force", "mission", "de-facto authority"}
                ),
                None,
            )
            if last is None or not actors[last].side:
                last = next((a for a in reversed(recent) if actors[a].side and actors[a].kind != "person"), last)
            if len(own) == 1 and (m.word in {"army", "military", "police"} or last is None):
                return self._of_side(m.form, own[0])
            return (last,) if last else ()
        return self._aliased(m, words)

    def _is_issuer(self, m: Mention) -> bool:
        """Whether a word stands for who publishes the report ("the Division", "this Government" in its statement)."""
        if not self.issuer or m.before not in _SELF:
            return False
        return self.gazetteer.counts(self.issuer[0], frozenset({m.word})) and (m.before != "the" or m.capital)

    def _armed_wing(self, recent: Sequence[str]) -> tuple[str, ...]:
        """The armed force of the side, other than a state's, that was last spoken of."""
        actors = self.gazetteer.actors
        states = {a.side for a in actors.values() if a.kind == "state"}
        last = next((a for a in reversed(recent) if actors[a].side and actors[a].side not in states), None)
        if last is not None:
            if actors[last].kind == "armed force":
                return (last,)
            rows = [a.id for a in actors.values() if a.kind == "armed force" and a.side == actors[last].side]
            return tuple([a for a in rows if self.gazetteer.counts(a, _ARMED)] or rows)[:1]
        return ()

    def _aliased(self, m: Mention, words: Sequence[str]) -> tuple[str, ...]:
        cue = {
            "prisoner": ("prisoner", "detainee"),
            "fighter": ("fighter", "combatant"),
            "experts": ("expert", "analyst"),
            "court": ("court", "tribunal"),
        }.get(m.form, ())
        for a in self.gazetteer.actors.values():
            names = " ".join(fold(n) for n in (a.name, *a.aliases))
            if any(c in names for c in cue) and (m.form == "court" or a.kind in {"population", "organisation"}):
                return (a.id,)
        return (
            self._by_word(Mention(m.start, m.end, via="word", form="rebel", word=m.word), (), words, ())
            if m.form == "fighter"
            else ()
        )

    def _of_side(self, kind: str, actor_id: str) -> tuple[str, ...]:
        """The army, police or government of an actor's side; the actor itself where the file lists none."""
        actors = self.gazetteer.actors
        actor = actors[actor_id]
        if kind in {"army", "police"}:
            cue = "police" if kind == "police" else ""
            rows = [a for a in actors.values() if a.kind == "armed force" and a.side and a.side == actor.side]
            police = [a for a in rows if any("police" in fold(n) for n in (a.name, *a.aliases))]
            rows = police if cue else [a for a in rows if a not in police]
            return (rows[0].id,) if rows else (actor_id,)
        return (actor_id,)

    def _pronoun(self, m: Mention, mentions: Sequence[Mention], words: Sequence[str]) -> str | None:
        actors = self.gazetteer.actors
        recent = [*self.actors, self.subject] if self.subject else list(self.actors)
        recent += [a for x in mentions if x.start < m.start for a in self._antecedent(x, mentions)]
        kinds = {
            "person": ("person",),
            "thing": ("state", "organisation", "armed force", "mission", "de-facto authority", "mediator"),
            "many": ("population", "mission", "armed force", "de-facto authority"),
        }[m.form]
        if m.form == "many" and (_HOMEWARD & set(words) or m.word in {"many", "some", "most", "others"}):
            kinds = ("population",)
        found = next((a for a in reversed(recent) if actors[a].kind in kinds), None)
        if found is None and m.form == "many":
            rows = self.gazetteer.of_kind("population")
            return rows[0] if len(rows) == 1 and m.word in {"many", "they", "some", "most"} else None
        return found

    def _antecedent(self, m: Mention, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """Whom a pronoun behind a mention in the same sentence may take up."""
        if m.via == "word" and m.form in {"state", "rebel", "mission"}:
            return self._by_word(m, mentions, (), ())[:1]
        named = m.actors and m.via == "name" and m.form == "plain" and "-" not in m.word
        return m.actors[:1] if named else ()

    def population(self, words: Sequence[str], places: Sequence[str], of: Sequence[str] = ()) -> tuple[str, ...]:
        """The population that the words, the places and a people's name point to; empty where they do not tell.

        Whoever flees or returns is no captive and, where another is known, no fighter.
        """
        actors = self.gazetteer.actors
        rows = [actors[i] for i in self.gazetteer.of_kind("population")]
        if self.kind in {"displacement", "return"}:
            rows = [r for r in rows if not self.gazetteer.counts(r.id, _NOT_UPROOTED)] or rows
        if len(rows) == 1:
            return (rows[0].id,)
        bag = {form for w in words for form in singular(w)}
        around = self._place_words(places)
        sides = {actors[a].side for a in of if actors[a].side}
        controllers = {
            actors[c].side
            for p in places
            for c in [self.gazetteer.places[p].controller if p in self.gazetteer.places else None]
            if c in actors
        }
        best: list[tuple[float, int, str]] = []
        for n, row in enumerate(rows):
            own = {t.low for name in (row.name, *row.aliases) for t in tokenise(name) if t.low.isalpha()}
            own = {form for t in own for form in singular(t)} - _GENERIC - PREPOSITIONS - DETERMINERS
            score = 3.0 * len(own & bag) + 2.0 * min(2, len(own & around))
            score += 4.0 if row.side in sides else (-4.0 if sides else 0.0)
            score += 1.0 if row.side in controllers else 0.0
            score += 1.5 if row.id in self.actors[-8:] else 0.0
            score += 2.5 if row.id == self.uprooted else 0.0
            score += 0.6 if self.kind == "return" and self.gazetteer.counts(row.id, _UPROOTED) else 0.0
            score += 1.5 if bag & _UPROOTED_WORDS and self.gazetteer.counts(row.id, _UPROOTED) else 0.0
            best.append((-score, n, row.id))
        best.sort()
        return (best[0][2],) if best and best[0][0] < -0.9 else ()

    def _place_words(self, places: Sequence[str]) -> set[str]:
        out: set[str] = set()
        todo, seen = list(places), set(places)
        while todo:
            place = self.gazetteer.places.get(todo.pop())
            if place is None or place.kind == "country":
                continue
            out |= {t.low for name in (place.name, *place.aliases) for t in tokenise(name)}
            for upper in place.within:
                if upper not in seen:
                    seen.add(upper)
                    todo.append(upper)
        return out - _GENERIC - {"region", "district", "town"}

    # places -----------------------------------------------------------------------------------------------------
    def places_of(self, m: Mention, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """The place ids of a mention: by name, or the last place of the kind that a word asks for."""
        if m.via == "name":
            return m.places[:1]
        if m.via != "place_word":
            return ()
        if m.form == "many":
            inside = list(
                dict.fromkeys(x.places[0] for x in mentions if x.places and not x.actors and x.start < m.start)
            )
            return tuple(inside) if len(inside) > 1 else self.several
        recent = self.places + [x.places[0] for x in mentions if x.places and x.start < m.start]
        for kinds in (_LARGER.get(m.form, ()),):
            found = (
                next((p for p in reversed(recent) if self.gazetteer.places[p].kind in kinds[:1]), None)
                if m.form != "any"
                else None
            )
            found = found or next((p for p in reversed(recent) if self.gazetteer.places[p].kind in kinds), None)
            if found:
                return (found,)
        rows = [p.id for p in self.gazetteer.places.values() if p.kind == m.form]
        return (rows[0],) if len(rows) == 1 else ()


def _latest_of(rows: Sequence[str], recent: Sequence[str]) -> tuple[str, ...]:
    found = next((a for a in reversed(recent) if a in rows), None)
    if found:
        return (found,)
    return (rows[0],) if rows else ()
