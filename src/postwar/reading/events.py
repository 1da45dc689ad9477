"""Events: kinds of claim told by what is spoken of and what happens to it, for wordings that no frame names.

A frame asks for particular verbs. An event asks for a theme (weapons, prisoners, troops, families, a road) in the
subject or the object of a verb, and for the sense of that verb: motion and its direction, giving, gathering, harm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postwar.reading.clauses import Clause
from postwar.reading.lexicon import EventRule, Lexicon, Rule
from postwar.reading.sentence import Sentence
from postwar.reading.tokens import singular
from postwar.reading.verb_groups import VerbGroup

_PATHS = frozenset(
    {("out", "of"), ("back", "to"), ("back", "into"), ("away", "from"), ("into",), ("home",), ("toward",), ("towards",)}
)
_LOOK_AHEAD = 12  # tokens behind a verb in which its object can stand


@dataclass(frozen=True, slots=True)
class Event:
    """A rule that fits, with its head at ``head`` to ``end``; ``group`` is its verb group (None: a noun)."""

    rule: Rule
    head: int
    end: int
    group: VerbGroup | None
    theme: int
    arriving: bool = False  # somebody comes somewhere, whether in flight or on the way home

    @property
    def kind(self) -> str:
        """The kind of claim."""
        return self.rule.kind


class EventFinder:
    """Finds events by the senses and themes of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rules = [
            (e, Rule(e.kind, 9000 + n, actor=e.actor, target=e.target)) for n, e in enumerate(lexicon.events)
        ]
        self._acts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for act, verbs in lexicon.acts.items():
            for verb in verbs:
                base, *rest = verb.split()
                self._acts.setdefault(base, []).append((tuple(rest), act))
        self._ways = {way: [tuple(p.split()) for p in phrases] for way, phrases in lexicon.ways.items()}
        self._nouns: dict[str, list[tuple[tuple[str, ...], EventRule, Rule]]] = {}
        for event, rule in self._rules:
            for noun in event.nouns:
                parts = tuple(noun.split())
                self._nouns.setdefault(parts[0], []).append((parts, event, rule))

    def of_verb(self, s: Sentence, clause: Clause, group: VerbGroup) -> Event | None:
        """The event that a verb group and its subject or object tell, or None."""
        acts = self._acts_of(s, clause, group)
        if not acts:
            return None
        heads = subject_heads(s, clause, group)
        after = object_heads(s, clause, group)
        way = self._way(s, clause, group)
        for event, rule in self._rules:
            if not acts & event.acts or (event.passive and not (group.passive or acts & {"harm"})):
                continue
            if event.way and way not in event.way:
                continue
            if event.beside and not any(s.has(name, clause.start, clause.end) for name in event.beside):
                continue
            for name in event.theme:
                theme = _first(s, name, heads if group.passive or not after else [*after, *heads])
                if theme is not None:
                    arriving = bool(acts & event.acts & {"arrive"}) and not acts & {"uproot", "leave"}
                    return Event(rule, group.main, group.main + 1, group, theme, arriving)
        return None

    def of_nouns(self, s: Sentence, clause: Clause) -> Iterable[Event]:
        """The events that nouns tell ("the removal of the brigade")."""
        for k in range(clause.start, clause.end):
            if not clause.holds(k):
                continue
            for form in singular(s.low(k)):
                for parts, event, rule in self._nouns.get(form, ()):
                    if any(s.low(k + n) != w for n, w in enumerate(parts) if n):
                        continue
                    end = k + len(parts)
                    if s.low(end) != "of":
                        continue
                    for name in event.theme:
                        theme = _first(s, name, range(end, min(end + 9, clause.end)))
                        if theme is not None and not any(
                            s.low(j) in s.lists["events.stops"] | {","} for j in range(end + 1, theme)
                        ):
                            yield Event(rule, k, end, None, theme)
                            break

    def _acts_of(self, s: Sentence, clause: Clause, group: VerbGroup) -> frozenset[str]:
        out = set()
        for base in group.bases:
            for rest, act in self._acts.get(base, ()):
                if not rest or all(
                    any(s.low(k) == w for k in range(group.main + 1, min(clause.end, group.main + 6))) for w in rest
                ):
                    out.add(act)
        if not out and not group.passive and self._directed(s, clause, group):
            out.add("move")
        return frozenset(out)

    def _directed(self, s: Sentence, clause: Clause, group: VerbGroup) -> bool:
        """Whether a verb of no known sense leads somewhere: its manner hardly matters ("rumbled out of the valley")."""
        low = tuple(s.low(k) for k in range(group.end, min(clause.end, group.end + 2)))
        return low[:2] in _PATHS or low[:1] in _PATHS

    def _way(self, s: Sentence, clause: Clause, group: VerbGroup) -> str:
        """Where motion leads, by the words behind the verb."""
        verbs = {k for g in s.groups if g is not group for k in range(g.start, g.end)}
        span = range(group.main + 1, min(clause.end, group.main + 14))
        low = ["" if k in verbs else s.low(k) for k in span]
        for name in ("home", "out", "in"):
            for phrase in self._ways.get(name, ()):
                n = len(phrase)
                if any(tuple(low[j : j + n]) == phrase for j in range(len(low))):
                    return name
        return ""


def subject_heads(s: Sentence, clause: Clause, group: VerbGroup) -> list[int]:
    """The tokens of a verb's subject without what hangs on it by a preposition; its own, else its parent's."""
    out = _heads(s, clause, clause.start, group.start)
    words_in = [k for k in out if s.tokens[k].is_word]
    if len(words_in) <= 1 and clause.parent is not None and clause.parent < len(s.clauses):
        parent = s.clauses[clause.parent]
        if (clause.relative or clause.link in {"and", "but", "or", "nor", ""}) and parent.start <= clause.start:
            edge = parent.verb.start if parent.verb and not clause.relative else clause.start
            out = [*out, *_heads(s, parent, parent.start if not clause.relative else max(parent.start, edge - 6), edge)]
    return out


def _heads(s: Sentence, clause: Clause, start: int, end: int) -> list[int]:
    out: list[int] = []
    hanging = False
    closes = {t.end for t in s.times} | {m.end for m in s.mentions if m.places}
    for k in range(start, end):
        if not clause.holds(k):
            continue
        if k in closes or s.low(k) in {",", ";", ":", "—", "–", "and"}:
            hanging = False
        if s.low(k) in s.lists["events.stops"] or (s.low(k) == "of" and not _measures(s, k)):
            hanging = True
        if not hanging:
            out.append(k)
    return out


def _measures(s: Sentence, k: int) -> bool:
    """Whether what stands before an "of" only measures what follows it ("hundreds of", "the last of")."""
    word = s.low(k - 1)
    counted = any(f.start <= k - 1 < f.end or f.end == k for f in s.figures)
    return counted or word in s.lists["events.measures"] or not s.tokens[k - 1].is_word


def object_heads(s: Sentence, clause: Clause, group: VerbGroup) -> list[int]:
    """The tokens of a verb's object: what stands behind it before a preposition or another verb."""
    out: list[int] = []
    verbs = {g.start for g in s.groups}
    for k in range(group.end, min(clause.end, group.end + _LOOK_AHEAD)):
        if k in verbs or s.low(k) in s.lists["events.stops"] | {";", ":", "that", "which", "who"}:
            if s.low(k) in {"out", "off", "over", "in", "up", "down"} and k == group.end:
                continue
            break
        out.append(k)
    return out


def _first(s: Sentence, name: str, within: Iterable[int]) -> int | None:
    found = set(s.positions(name))
    return next((k for k in within if k in found), None)
