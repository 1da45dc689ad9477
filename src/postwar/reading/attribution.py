"""Attribution: who is credited for what, and on which day it was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwar.reading.clauses import Clause
from postwar.reading.dates import TimeExpression
from postwar.reading.discourse import Discourse
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.mentions import Mention
from postwar.reading.sentence import Sentence
from postwar.reading.verb_groups import VerbGroup

_QUOTES = frozenset('"“”«»„')


@dataclass(frozen=True, slots=True)
class Saying:
    """A clause of saying: which one, who says it, when, and which clauses it covers."""

    clause: int
    speakers: tuple[str, ...]
    named: bool
    time: TimeExpression | None
    covers: frozenset[int]


class AttributionReader:
    """Finds sayings by the words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        a = lexicon.attribution
        self._verbs = frozenset(words(a["verbs"]))
        self._weak = frozenset(words(a["weak"]))
        self._phrases = words(a["phrases"])
        self._hearsay = words(a["hearsay"])
        self._witnessed = words(a["witnessed"])
        self._record = words(a["record"])

    def report_verbs(self, groups: Sequence[VerbGroup]) -> frozenset[int]:
        """The tokens of those verbs that may be verbs of saying."""
        return frozenset(
            g.main for g in groups if g.finite and not g.passive and g.bases[0] in self._verbs - self._weak
        )

    def sayings(self, s: Sentence, talk: Discourse) -> list[Saying]:
        """The sayings of a sentence."""
        out = []
        for n, clause in enumerate(s.clauses):
            if (
                clause.verb is None
                or clause.verb.bases[0] not in self._verbs
                or (clause.verb.passive and clause.verb.bases[0] not in {"quote"})
            ):
                continue
            covers = self._covered(s, n, clause)
            if covers:
                speakers, named = self._speaker(s, clause, talk, n)
                time = next(
                    (t for t in s.times if clause.verb.end <= t.start <= clause.verb.end + 6 and t.start < clause.end),
                    None,
                )
                out.append(Saying(n, speakers, named, time, covers))
        return out

    def _covered(self, s: Sentence, n: int, clause: Clause) -> frozenset[int]:
        assert clause.verb is not None
        following = s.clauses[n + 1] if n + 1 < len(s.clauses) else None
        weak = clause.verb.bases[0] in self._weak
        later = frozenset(range(n + 1, len(s.clauses)))
        if n and self._trails(s, n, clause):
            return frozenset(range(n)) | later
        if following is not None:
            opens = following.link == "that" or following.link in {"whether", "how", "why", "what"}
            marked = any(
                s.low(k) in _QUOTES | {":"} for k in range(clause.verb.end, min(following.start + 1, len(s.tokens)))
            )
            straight = (
                following.link == ""
                and not weak
                and not any(s.low(k) in {",", ";"} for k in range(clause.verb.end, following.start + 1))
            )
            if opens or marked or straight:
                return later
        if any(a <= clause.start - 1 < b or a >= clause.verb.end for a, b in s.quoted):
            return later | frozenset(range(n))
        return frozenset()

    def _trails(self, s: Sentence, n: int, clause: Clause) -> bool:
        """Whether the clause comes after what is said (", the mission said on Monday.")."""
        assert clause.verb is not None
        before = s.low(clause.start - 1)
        if s.low(clause.start) == "," or before in {","} or before in _QUOTES:
            tail = [k for k in range(clause.verb.end, clause.end) if s.tokens[k].is_word]
            small = sum(1 for k in tail if not any(t.start <= k < t.end for t in s.times))
            last = (
                n + 1 >= len(s.clauses) or s.low(clause.end - 1) in {";", ".", "—", "–"} or s.low(clause.end) in {";"}
            )
            aside = s.low(clause.end - 1) == "," and clause.end - clause.start <= 5
            return (
                small <= 6
                and (last or aside)
                and clause.link not in {"and", "but", "which", "who", "while", "when", "as"}
            )
        return False

    def _speaker(self, s: Sentence, clause: Clause, talk: Discourse, n: int) -> tuple[tuple[str, ...], bool]:
        assert clause.verb is not None
        low = [s.low(k) for k in range(clause.start, clause.end)]
        mentions = [m for m in s.mentions if clause.start <= m.start < clause.verb.start]
        if not mentions:
            mentions = (
                [m for m in s.mentions if clause.verb.end <= m.start < min(clause.end, clause.verb.end + 8)]
                if clause.link in {"", "as"} and n and clause.verb.start - clause.start <= 2
                else []
            )
        found = _credited(s, talk, mentions)
        if found:
            return found, True
        if (
            clause.link in {"and", "but", "who", "which", "yet"}
            and clause.verb.start - clause.start <= 2
            and clause.parent is not None
            and clause.parent < n
        ):
            parent = s.clauses[clause.parent]
            end = parent.verb.start if parent.verb else parent.end
            found = _credited(s, talk, [m for m in s.mentions if parent.start <= m.start < end])
            if found:
                return found, True
        return (), any(w in {"who", "it", "he", "she", "they"} for w in low)

    def by_phrase(self, s: Sentence, talk: Discourse, start: int, end: int) -> tuple[str, ...] | None:
        """Who is credited by a phrase ("according to …") in or beside a span; None where there is no such phrase."""
        for phrase in self._phrases:
            at = s.phrase_in(phrase, 0, len(s.tokens))
            if at is None:
                continue
            behind = at + len(phrase.split())
            found = _credited(s, talk, [m for m in s.mentions if behind <= m.start <= behind + 4][:1])
            if found is not None:
                return found
        if len(s.tokens) > 2:
            colon = next((k for k in range(1, min(8, len(s.tokens))) if s.low(k) == ":"), None)
            lead = [m for m in s.mentions if colon is not None and m.end == colon and m.start <= 2]
            if lead and lead[0].actors:
                return talk.actors_of(lead[0], s.mentions)
        return None

    def evidence(self, s: Sentence, start: int, end: int, attributed: bool, first: int, last: int) -> str:
        """What the claim rests on, by the words of its sentence."""
        whole = (0, len(s.tokens))
        if any(s.phrase_in(p, *whole) is not None for p in self._witnessed):
            return "witnessed"
        if any(s.phrase_in(p, *whole) is not None for p in self._hearsay):
            return "relayed"
        if attributed:
            return "stated"
        if any(s.phrase_in(p, start, end) is not None for p in self._record):
            return "record"
        return "unsourced"

    def witnesses(self, s: Sentence, start: int, end: int) -> tuple[str, ...]:
        """The reporters that a span names as witnesses."""
        for phrase in self._witnessed:
            at = s.phrase_in(phrase, start, end)
            if at is not None and phrase.startswith(("journalists", "correspondent", "reporters")):
                near = [m for m in s.mentions if at - 3 <= m.start <= at + 2 and m.actors]
                if near:
                    return near[0].actors[:1]
        return ()


def _credited(s: Sentence, talk: Discourse, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The actor that a run of mentions credits: a person before an organisation before its place."""
    out: list[tuple[int, tuple[str, ...]]] = []
    for m in mentions:
        ids = talk.actors_of(m, s.mentions)
        if not ids:
            continue
        kind = talk.gazetteer.actors[ids[0]].kind
        rank = 0 if kind == "person" else 3 if kind == "population" else 1
        out.append((rank, ids))
    out.sort(key=lambda r: r[0])
    return out[0][1] if out else ()
