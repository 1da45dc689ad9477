"""Mentions: where a sentence speaks of a place or of somebody, by name or by a word that stands for a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwar.core.actor import Actor
from postwar.core.case import Names
from postwar.core.place import Place
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.names import Name, NameIndex, is_possessive
from postwar.reading.sides import home_of, principals_of, theatre_of
from postwar.reading.tokens import Token, fold, singular, tokenise


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start`` to ``end``; ``places`` and ``actors`` are what it can stand for, best first.

    ``via``: name, word (a common noun that stands for one), both (the two sides), pronoun. ``form`` of a name: plain,
    people, adjective. ``possessive``: followed by a possessive ending. ``kind_word`` is what the noun asks for.
    """

    start: int
    end: int
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    via: str = "name"
    form: str = "plain"
    possessive: bool = False
    word: str = ""
    before: str = ""  # of a word that stands for a name: the word before it
    capital: bool = False  # whether such a word is written with a capital ("the Division")


class Gazetteer:
    """The case's places and actors, and what is known about them: kinds, sides, containment."""

    def __init__(self, names: Names, lexicon: Lexicon) -> None:
        self.places: dict[str, Place] = {p.id: p for p in names.places}
        self.actors: dict[str, Actor] = {a.id: a for a in names.actors}
        self.index = NameIndex(
            [(p.id, _all_names(p.name, p.aliases)) for p in names.places],
            [(a.id, _all_names(a.name, a.aliases)) for a in names.actors],
        )
        self.principals = principals_of(names.actors)
        self.theatre = theatre_of(names.places)
        self.home = home_of(names.places)
        self.groups = {g.id: g for g in names.groups}
        self._words: dict[tuple[str, ...], str] = {}
        for kind, text in lexicon.names["actor_words"].items():
            for phrase in words(text):
                self._words.setdefault(tuple(phrase.split()), kind)
        self._place_words: dict[tuple[str, ...], str] = {}
        for kind, text in lexicon.names["place_words"].items():
            for phrase in words(text):
                self._place_words.setdefault(tuple(phrase.split()), kind)
        self._both = [tuple(p.split()) for p in words(lexicon.names["both"]["words"])]
        self._pronouns = {w: sort for sort, text in lexicon.names["pronouns"].items() for w in words(text)}
        self._first_words = frozenset(
            {
                *(p[0] for p in self._words),
                *(p[0] for p in self._place_words),
                *(p[0] for p in self._both),
                *self._pronouns,
                "there",
                "here",
            }
        )
        self._opens: dict[str, bool] = {}
        self._modifiers: dict[tuple[str, str], set[str]] = {}
        self._heads: dict[str, set[str]] = {}
        self._counts: dict[tuple[str, frozenset[str]], bool] = {}
        self._not_after = frozenset(words(lexicon.names["not_place_after"]))
        self._route_after = frozenset(words(lexicon.names["route_after"]))

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """The ids of the actors of a kind, in the order of the file."""
        return tuple(a.id for a in self.actors.values() if a.kind == kind)

    def of_modifier(self, word: str, form: str) -> str | None:
        """The one armed actor that has ``word`` before a noun of the form in a name or alias ("northern army")."""
        if not self._modifiers:
            for actor in self.actors.values():
                if actor.kind in {"armed force", "mission"}:
                    for name in (actor.name, *actor.aliases):
                        tokens = [t.low for t in tokenise(name) if t.low != "the"]
                        last = next((self._words[(w,)] for w in singular(tokens[-1]) if (w,) in self._words), "any")
                        for low in tokens[:-1]:
                            for sort in ("any", last):
                                self._modifiers.setdefault((low, sort), set()).add(actor.id)
        if word in _NO_MODIFIERS:
            return None
        for sort in (form, "any"):
            found = self._modifiers.get((word, sort), set())
            if len(found) == 1:
                return next(iter(found))
        return None

    def employer(self, person: str) -> str | None:
        """The mission or organisation that a person's name or alias names ("head of the Observer Mission")."""
        own = self.actors[person]
        said = [" ".join(t.low for t in tokenise(n)) for n in (own.name, *own.aliases)]
        for actor in self.actors.values():
            if actor.kind in {"mission", "organisation"} and actor.side == own.side:
                for name in (actor.name, *actor.aliases):
                    low = " ".join(t.low for t in tokenise(name) if t.low != "the")
                    if len(low) > 3 and any(f" {low} " in f" {text} " and low != text for text in said):
                        return actor.id
        return None

    def home_of(self, population: str) -> str | None:
        """The place, not a country, that a population's name tells ("residents of the seven districts")."""
        tokens = tokenise(self.actors[population].name)
        for i in range(len(tokens)):
            got = self.index.match(tokens, i)
            place = next((n.id for n in got[1] if n.sort == "place" and n.form == "plain"), None) if got else None
            if place is not None and self.places[place].kind != "country":
                return place
        return None

    def of_head(self, word: str) -> frozenset[str]:
        """The actors of which an alias of several words ends with ``word`` ("the brigade" of "Hill brigade")."""
        if not self._heads:
            for actor in self.actors.values():
                if actor.kind in {"armed force", "mission", "organisation"}:
                    for name in (actor.name, *actor.aliases):
                        tokens = tokenise(name)
                        if len(tokens) > 1 and tokens[-1].text[0].islower() | (tokens[-1].low in _BODIES):
                            self._heads.setdefault(tokens[-1].low, set()).add(actor.id)
        return frozenset(self._heads.get(word, ())) if word in _BODIES else frozenset()

    def counts(self, actor_id: str, nouns: frozenset[str]) -> bool:
        """Whether the name or an alias of an actor has one of these nouns."""
        key = (actor_id, nouns)
        if key not in self._counts:
            actor = self.actors[actor_id]
            said = {form for name in (actor.name, *actor.aliases) for t in tokenise(name) for form in singular(t.low)}
            self._counts[key] = bool(said & nouns)
        return self._counts[key]

    def mentions(self, tokens: Sequence[Token]) -> list[Mention]:
        """The mentions of one sentence, in order, none overlapping."""
        out: list[Mention] = []
        i = 0
        while i < len(tokens):
            found = self._name_at(tokens, i) or self._word_at(tokens, i)
            if found is None:
                i += 1
                continue
            if found.places or found.actors or found.via != "name":
                out.append(found)
            i = max(found.end, i + 1)
            if found.form == "adjective" and found.actors and i < len(tokens) and tokens[i].low in _ARMS:
                out.append(Mention(i, i + 1, via="word", form="army", word=tokens[i].low, before=tokens[i - 1].low))
                i += 1
        return out

    def _name_at(self, tokens: Sequence[Token], i: int) -> Mention | None:
        hyphened = self._hyphened(tokens, i)
        if hyphened:
            return hyphened
        got = self.index.match(tokens, i)
        if got is None:
            return None
        n, names = got
        if tokens[i].low == "the" and n > 1 and i + 1 < len(tokens):
            inner = self.index.match(tokens, i + 1)
            if inner is not None and inner[0] > n - 1:
                return None
        end = i + n
        if self._part_of_unknown(tokens, i, end, names):
            return Mention(i, end + 1)
        places = tuple(x.id for x in names if x.sort == "place")
        actors = tuple(x.id for x in names if x.sort == "actor")
        form = names[0].form
        places, end = self._route(tokens, places, end)
        return Mention(
            i,
            end,
            places,
            actors,
            "name",
            form,
            end < len(tokens) and is_possessive(tokens[end]),
            " ".join(t.low for t in tokens[i:end]),
        )

    def _hyphened(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """``Russian-brokered``: the first part names somebody, weakly. ``Oster-Tessa``: both parts name places."""
        word = tokens[i].text
        if "-" not in word or self.index.match(tokens, i):
            return None
        head, *rest = word.split("-")
        named = [self._single(part, tokens[i].start) for part in (head, *rest) if part]
        if rest and all(part[:1].isupper() for part in (head, *rest)):
            places = tuple(x.id for names in named for x in names if x.sort == "place" and x.form == "plain")
            if places:
                return Mention(i, i + 1, places, (), "name", "plain", False, tokens[i].low)
        if not head or not named[0]:
            return None
        actors = tuple(x.id for x in named[0] if x.sort == "actor")
        return Mention(i, i + 1, (), actors, "name", "adjective", False, tokens[i].low)

    def _single(self, word: str, start: int) -> tuple[Name, ...]:
        """What a word by itself can stand for."""
        got = self.index.match((Token(word, fold(word), start, start + len(word)),), 0)
        return got[1] if got else ()

    def _part_of_unknown(self, tokens: Sequence[Token], i: int, end: int, names: tuple[Name, ...]) -> bool:
        """Whether the name is only part of another, unknown name ("Oster Street", "the Oster Post")."""
        if end >= len(tokens) or not tokens[i].is_capital:
            return False
        follower = tokens[end]
        if follower.low in self._not_after and (
            follower.is_capital or follower.low in {"street", "airport", "avenue", "university", "stadium", "hotel"}
        ):
            return True
        return (
            bool(
                follower.is_capital
                and i > 0
                and tokens[end - 1].is_capital
                and names[0].sort == "place"
                and names[0].form == "plain"
                and follower.low not in _PLACE_TITLES
                and self.index.match(tokens, end) is None
                and follower.low.isalpha()
                and follower.low not in _CALENDAR
                and not is_possessive(follower)
            )
            and len(tokens[end].text) > 2
        )

    def _route(self, tokens: Sequence[Token], places: tuple[str, ...], end: int) -> tuple[tuple[str, ...], int]:
        """A place before "corridor" or "road": the corridor of that name, if there is one; never the place itself."""
        if not places or end >= len(tokens):
            return places, end
        low = tokens[end].low
        if low in {"corridor", "causeway", "highway", "tunnel", "road"} and self.places[places[0]].kind not in {
            "corridor",
            "line",
        }:
            first = {t.low for t in tokens[max(0, end - 1) : end]}
            for place in self.places.values():
                if place.kind in {"corridor", "line"} and any(
                    first & set(name.lower().split()) for name in (place.name, *place.aliases)
                ):
                    return (place.id,), end + 1
            return (places, end) if low == "road" else ((), end)
        if low in {"district", "province", "region", "county", "city", "town", "village"}:
            wanted = {"city": "town", "county": "district", "province": "region"}.get(low, low)
            same = tuple(p for p in places if self.places[p].kind == wanted)
            return (same or places), end + 1
        return places, end

    def _may_open(self, low: str) -> bool:
        """Whether a word may open a phrase that stands for a name."""
        known = self._opens.get(low)
        if known is None:
            if len(self._opens) >= _REMEMBERED:
                self._opens.clear()
            forms = (low, *singular(low))
            known = self._opens[low] = low in _OPENERS or any(f in self._first_words for f in forms)
        return known

    def _word_at(self, tokens: Sequence[Token], i: int) -> Mention | None:
        low = tokens[i].low
        if not self._may_open(low):
            return None
        for phrase in self._both:
            if low == phrase[0] and tuple(t.low for t in tokens[i : i + len(phrase)]) == phrase:
                return Mention(i, i + len(phrase), (), self.principals, "both", word=" ".join(phrase))
        for n in (3, 2, 1):
            phrase = tuple(t.low for t in tokens[i : i + n])
            if len(phrase) != n:
                continue
            kind = self._words.get(phrase)
            if kind is None and n == 1:
                kind = next((self._words[(s,)] for s in singular(low) if (s,) in self._words), None)
            if kind:
                return Mention(
                    i,
                    i + n,
                    via="word",
                    form=kind,
                    word=" ".join(phrase),
                    possessive=i + n < len(tokens) and is_possessive(tokens[i + n]),
                    before=tokens[i - 1].low if i else "",
                    capital=tokens[i].is_capital,
                )
            place_kind = self._place_words.get(phrase)
            if place_kind and i > 0 and (tokens[i - 1].low in {"the", "this", "that"}):
                return Mention(i, i + n, via="place_word", form=place_kind, word=" ".join(phrase))
        if low in _US:
            return Mention(i, i + 1, via="pronoun", form="us", word=low)
        if low in _AREAS and {"the", "these", "those"} & {t.low for t in tokens[max(0, i - 2) : i]}:
            return Mention(i, i + 1, via="place_word", form="many", word=low)
        if low in _BODIES and i > 0 and tokens[i - 1].low in {"the", "this"}:
            bodies = self.of_head(low)
            if len(bodies) == 1:
                return Mention(i, i + 1, (), tuple(bodies), word=low)
            if bodies:
                before, capital = tokens[i - 1].low, tokens[i].is_capital
                return Mention(i, i + 1, via="word", form="body", word=low, before=before, capital=capital)
        if low in self._pronouns and not (
            low in _QUANTIFIERS
            and i + 1 < len(tokens)
            and (tokens[i + 1].text[0].isdecimal() or self.index.match(tokens, i + 1))
        ):
            return Mention(i, i + 1, via="pronoun", form=self._pronouns[low], word=low)
        if low in {"there", "here"} and not (
            i + 1 < len(tokens)
            and tokens[i + 1].low
            in {"is", "are", "was", "were", "has", "have", "had", "will", "can", "'s", "would", "must", "may", "been"}
        ):
            return Mention(i, i + 1, via="place_word", form="any", word=low)
        return None

    def abroad(self, place: str) -> bool:
        """Whether a place lies outside the country that most places of the settlement lie in."""
        return self.home is not None and place != self.home and not self.lies_in(place, self.home)

    def lies_in(self, inner: str, outer: str) -> bool:
        """Whether a place lies in another, at any depth."""
        seen, todo = {inner}, [inner]
        while todo:
            place = self.places.get(todo.pop())
            for upper in place.within if place else ():
                if upper == outer:
                    return True
                if upper not in seen:
                    seen.add(upper)
                    todo.append(upper)
        return False


_US = frozenset({"we", "our", "us"})
_AREAS = frozenset(words("areas; districts; territories; lands; villages; regions"))
_ARMS = frozenset(
    words("tanks; jets; warplanes; planes; gunners; artillery; gunships; bombers; helicopters; armour; drones")
)
_BODIES = frozenset(
    words(
        "brigade; battalion; division; regiment; contingent; network; commission; committee; council; company; legion; "
        "corps; unit; team; agency; foundation; institute; office; ministry; service; party; league"
    )
)
_REMEMBERED = 20_000  # words of which is kept whether they may open a phrase
_OPENERS = _BODIES | _AREAS | _US
_NO_MODIFIERS = frozenset(
    words("of; and; for; in; the; un; united; international; armed; national; former; joint; new")
)
_QUANTIFIERS = frozenset({"many", "some", "most", "others", "both", "those"})
_PLACE_TITLES = frozenset(words("district; province; region; town; city; village; county; oblast; raion; valley"))
_CALENDAR = frozenset(
    words(
        "monday; tuesday; wednesday; thursday; friday; saturday; sunday; january; february; march; april; may; june; "
        "july; august; september; october; november; december"
    )
)


def _all_names(name: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    bare = name
    for title in ("district", "town", "province", "region"):
        if name.lower().endswith(" " + title):
            bare = name[: -len(title) - 1]
    out = dict.fromkeys(
        (
            name,
            *aliases,
            *(
                (bare,)
                if bare != name and not any(bare == a for a in aliases) and bare[:1].isupper() and " " not in bare
                else ()
            ),
        )
    )
    return tuple(out)
