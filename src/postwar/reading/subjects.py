"""Subjects: which actors stand in the subject of a verb, as its agent, or after a preposition."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.reading.clauses import Clause
from postwar.reading.discourse import Discourse
from postwar.reading.frames import Frame
from postwar.reading.mentions import Mention
from postwar.reading.sentence import Sentence


class SubjectFinder:
    """Finds actors by their place in a clause; ``talk`` is what the report has spoken of so far."""

    def __init__(self, talk: Discourse) -> None:
        self._talk = talk

    # actors -----------------------------------------------------------------------------------------------------
    def _ids(self, s: Sentence, m: Mention, where: Sequence[str]) -> tuple[str, ...]:
        around = [t.low for t in s.tokens[max(0, m.start - 4) : m.end + 6]]
        return self._talk.actors_of(m, s.mentions, around, where)

    def _actors_in(
        self, s: Sentence, start: int, end: int, where: Sequence[str], frame: Frame, kinds: frozenset[str] | None = None
    ) -> list[str]:
        out: list[str] = []
        sources = s.credited()
        for m in s.mentions:
            if not start <= m.start < end or m.start in sources:
                continue
            if m.via == "name" and (not m.actors or (m.places and m.places[0] in where)):
                continue
            if m.form == "adjective" and self._only_adjective(s, m):
                continue
            if m.via == "word" and self._named_behind(s, m):
                continue
            for a in self._ids(s, m, where):
                if a not in out and (kinds is None or self._talk.gazetteer.actors[a].kind in kinds):
                    out.append(a)
        return out

    def _named_behind(self, s: Sentence, m: Mention) -> bool:
        """Whether a word is told by the name behind it ("a contingent of Adran peacekeepers")."""
        after = next((x for x in s.mentions if x.start >= m.end), None)
        between = [s.low(k) for k in range(m.end, after.start)] if after is not None else []
        named = after is not None and after.via == "name" and bool(after.actors) and after.form != "adjective"
        if not named or after is None or len(between) > 3:
            return False
        theirs = self._talk.gazetteer.actors[after.actors[0]].kind != "state"
        return between[:1] == ["of"] or (theirs and " ".join(between[:2]) in s.lists["subjects.belonging"])

    def _only_adjective(self, s: Sentence, m: Mention) -> bool:
        """Whether an adjective qualifies a thing that is no actor ("a Russian-brokered accord")."""
        if "-" in m.word:
            return True
        return any(x.start == m.end and x.via == "word" and x.form == "population" for x in s.mentions)

    def _subject(
        self, s: Sentence, frame: Frame, start: int, end: int, where: Sequence[str], kinds: frozenset[str] | None = None
    ) -> list[str]:
        clause = s.clauses[frame.clause]
        head = frame.group.start if frame.group else frame.head
        first = self._subject_from(s, clause, head)
        found = self._actors_in(s, max(clause.start, first), head, where, frame, kinds)
        if found:
            return self._coordinated(s, found, max(clause.start, first), head, where, frame)
        if (
            frame.group is not None
            and not frame.group.finite
            and clause.verb is not None
            and clause.verb.end <= frame.group.start
        ):
            found = self._actors_in(s, clause.start, clause.verb.start, where, frame, kinds)
            if found:
                return found
        return self._inherited(s, clause, frame, where, kinds)

    def _subject_from(self, s: Sentence, clause: Clause, head: int) -> int:
        """Where the subject of a verb can begin: after the verb that governs it, if somebody stands between."""
        governors = [g for g in clause.groups if g.end <= head]
        if governors:
            last = max(governors, key=lambda g: g.end)
            if any(
                last.end <= m.start < head and (m.actors or m.via in {"word", "both"}) and m.via != "pronoun"
                for m in s.mentions
            ):
                return last.end
        return clause.start

    def _coordinated(
        self, s: Sentence, found: list[str], start: int, end: int, where: Sequence[str], frame: Frame
    ) -> list[str]:
        """Of several in the subject: those joined by "and"; else only the last one before the verb."""
        if len(found) < 2:
            return found
        if any(start <= m.start < end and m.via == "both" for m in s.mentions):
            return found
        joined = any(s.low(k) in {"and", "&"} for k in range(start, end))
        possessed = [m for m in s.mentions if start <= m.start < end and m.possessive]
        if joined and not possessed:
            return found
        return found[:1] if not possessed else found[-1:]

    def _inherited(
        self, s: Sentence, clause: Clause, frame: Frame, where: Sequence[str], kinds: frozenset[str] | None
    ) -> list[str]:
        if (
            clause.parent is None
            or clause.parent >= frame.clause
            or clause.link not in {"and", "but", "which", "who", "that", "yet", "or", "nor", "whose", ""}
        ):
            return []
        parent = s.clauses[clause.parent]
        dated = {k for t in s.times for k in range(t.start, t.end)}
        own = clause.verb is not None and sum(1 for k in range(clause.start, clause.verb.start) if k not in dated) > 2
        if own:
            return []
        if clause.relative:
            near = [m for m in s.mentions if parent.start <= m.start < clause.start]
            return (
                [
                    a
                    for a in self._ids(s, near[-1], where)
                    if kinds is None or self._talk.gazetteer.actors[a].kind in kinds
                ]
                if near
                else []
            )
        edge = parent.verb.start if parent.verb else parent.end
        return self._actors_in(s, parent.start, edge, where, frame, kinds)

    def _agent(self, s: Sentence, start: int, end: int, head: int, where: Sequence[str]) -> list[str]:
        for m in s.mentions:
            if head <= m.start < end and (m.actors or m.via in {"word", "both"}):
                k = m.start - 1
                counted = {j for f in s.figures for j in range(f.start, f.end)}
                while (
                    k > head
                    and m.start - k < 7
                    and (
                        s.low(k) in {"the", "a", "an", "its", "their", "some", "armed", "several", "former", "local"}
                        or k in counted
                    )
                ):
                    k -= 1
                if s.low(k) == "by":
                    return list(self._ids(s, m, where))
        return []

    def _after_word(
        self, s: Sentence, start: int, end: int, head: int, where: Sequence[str], word: str
    ) -> tuple[str, ...]:
        for m in s.mentions:
            if head <= m.start < end and (m.actors or m.via in {"word", "both"}):
                k = m.start - 1
                while k > head and s.low(k) in {"the", "a", "an", "its", "their"}:
                    k -= 1
                if s.low(k) == word:
                    return self._ids(s, m, where)
        return ()

    def _met_with(self, s: Sentence, frame: Frame) -> str:
        """Whom talks are held with, where the talks are the subject ("talks with the Front resume")."""
        head = frame.group.start if frame.group else frame.head_end
        for m in s.mentions:
            before = s.low(m.start - 1) if s.low(m.start - 1) != "the" else s.low(m.start - 2)
            if before == "with" and m.actors and m.start < head + 3 and frame.kind == "talks":
                return m.actors[0]
        return ""


def everywhere(s: Sentence) -> bool:
    """Whether a sentence speaks of the whole settlement and not of one place."""
    return any(s.phrase_in(p, 0, len(s.tokens)) is not None for p in s.lists["arguments.whole"])
