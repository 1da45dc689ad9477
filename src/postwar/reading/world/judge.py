"""Judge: what the words around a span tell of it."""

from __future__ import annotations

from postwar.reading.world.cues import Cues
from postwar.reading.world.pieces import Piece
from postwar.reading.world.spans import Span
from postwar.reading.world.table import KNOWN, WorldTable

STRONG, MIDDLING, WEAK = 3, 2, 1
_BUILT = frozenset({"feature", "street", "road", "short", "region"})  # places by how they are built
_POSSESSIVE = frozenset({"'s", "'"})
_DASHES = frozenset("-—–")
_AHEAD = 5  # capitals behind a name among which the head of an organisation's name is sought


class Judge:
    """Weighs spans with one table and the cues of one language."""

    def __init__(self, table: WorldTable, cues: Cues) -> None:
        self.table, self.cues, self.has = table, cues, cues.has

    def weigh(self, span: Span) -> None:
        """Put on a span what its neighbours tell."""
        if span.build in {"street", "road"}:
            return
        if "$" in {span.line.low(span.end), span.line.low(span.start - 1)}:
            return span.tell(-STRONG, "money")
        if not self._person_before(span) and span.build not in _BUILT | {"people"}:
            self._before(span)
        if not self._part_of_person(span) and (span.build not in _BUILT or span.build in {"region", "short"}):
            self._behind(span)

    def _person_before(self, span: Span) -> bool:
        """Whether what stands before makes it a person's name; the reason is put on it."""
        line, k = span.line, span.start - 1
        low = line.low(k)
        if self._titled(span, low):
            span.tell(-STRONG, "title")
        elif span.build in _BUILT:
            return False
        elif low == "." and self._initial(line.pieces[k - 1]) and (k < 2 or line.capital(k - 2)):
            span.tell(-STRONG, "initial")
        elif line.capital(k) and not line.title and not line.pieces[span.start].glued:
            return self._capital_before(span, low)
        else:
            return False
        return True

    def _titled(self, span: Span, low: str) -> bool:
        line, k = span.line, span.start - 1
        if low == "." and line.capital(k - 1):
            return self.has("people.titles", line.low(k - 1))
        return line.capital(k) and not line.title and self.has("people.titles", low) and not self._office(span, low)

    def _office(self, span: Span, low: str) -> bool:
        """Whether a title belongs to an office, and a country follows it."""
        return span.weight >= KNOWN and low in {"secretary", "center", "state"}

    def _initial(self, piece: Piece) -> bool:
        return len(piece.text) == 1 and piece.text.isupper()

    def _capital_before(self, span: Span, low: str) -> bool:
        if (low in self.table.given or self.has("people.given", low)) and not self.has("not.words", low):
            if span.end - span.start == 1:
                span.tell(-STRONG, "given name")
                return True
        elif span.start > 1 and not self._free(low) and span.build != "people":
            span.tell(-MIDDLING, "capital before")
            return True
        return False

    def _free(self, low: str) -> bool:
        """Whether a capital word may stand before a place's name without being part of it."""
        lists = ("features.directions", "not.words", "organisations.open", "before.strong", "before.weak")
        return low in self.cues.peoples or any(self.has(name, low) for name in lists)

    def _before(self, span: Span) -> None:
        line, k = span.line, span.start - 1
        low = line.low(k)
        if line.pieces[span.start].glued and low in {"d", "r"}:
            return span.tell(STRONG, "of a party")
        if low == "the":
            low = line.low(k - 1)
            if self.has("before.strong", low) and span.weight < KNOWN:
                return None
        if low == "of":
            noun = line.low(k - 1)
            if self.has("before.of_name", noun):
                return span.tell(-STRONG, "of a name")
            placed = self.has("before.of_place", noun)
            return span.tell(STRONG if placed else WEAK, "of" if placed else "of any")
        if self.has("before.strong", low):
            return span.tell(STRONG, low)
        return span.tell(WEAK, low) if self.has("before.weak", low) else None

    def _part_of_person(self, span: Span) -> bool:
        """Whether what stands behind makes it a person's, a saint's or two peoples' name."""
        line, low = span.line, span.line.low(span.end)
        next_one = line.pieces[span.end] if span.end < len(line.pieces) else None
        if span.key.startswith("st ") and low in _POSSESSIVE and span.key[3:] in self.table.given:
            span.tell(-STRONG, "saint's")
        elif span.build == "people" and (
            (low in {"american", "americans"} and next_one is not None and next_one.glued)
            or (span.key.startswith("american") and line.pieces[span.start].glued)
        ):
            span.tell(-STRONG, "two peoples")
        elif (
            next_one is not None
            and next_one.capital
            and span.end - span.start == 1
            and span.key in self.table.given
            and not self.has("organisations.open", low)
        ):
            span.tell(-STRONG, "given name")
        elif self.has("people.behind", low):
            span.tell(-STRONG, "behind a person")
        else:
            return False
        return True

    def _behind(self, span: Span) -> None:
        line, k = span.line, span.end
        low = line.low(k)
        next_one = line.pieces[k] if k < len(line.pieces) else None
        if self.has("after.not_place", low):
            return span.tell(-STRONG, "no place")
        if span.start == 0 and low in _DASHES and line.pieces[0].text.isupper():
            return span.tell(STRONG, "dateline")
        if next_one is not None and next_one.glued and not next_one.capital:
            return span.tell(STRONG if self.has("after.hyphened", low) else -WEAK, "hyphen")
        if next_one is not None and next_one.capital and not next_one.glued and not line.title:
            return self._capital_behind(span, low)
        if low == "," and self._contained(span, k + 1):
            return span.tell(STRONG, "in a wider place")
        if low == "," and self._explained(span, k + 1):
            return span.tell(STRONG, "apposition")
        if low in {"family", "families"} and span.key in self.table.surnames:
            return span.tell(-STRONG, "family")
        if self.has("after.strong", low):
            return span.tell(STRONG if low not in {"law", "today", "state"} else WEAK, low)
        if span.build == "table" and span.weight < KNOWN and self.has("people.verbs", low):
            return span.tell(-WEAK, "speaks")
        return None

    def _capital_behind(self, span: Span, low: str) -> None:
        if self._of_organisation(span, low):
            return span.tell(-STRONG, "organisation")
        if span.build in {"short", "region", "people"}:
            return None
        if self.has("organisations.open", low) or self.has("people.titles", low):
            return span.tell(WEAK, "open")
        free = self.has("not.words", low) or low in self.cues.peoples or self.has("features.behind", low)
        if free or self.table.weight(low) >= KNOWN:
            return None
        return span.tell(-MIDDLING, "capital behind")

    def _of_organisation(self, span: Span, low: str) -> bool:
        """Whether the capitals behind end in the head of an organisation's, a newspaper's, a team's name."""
        line = span.line
        if (low, line.low(span.end + 1)) in {("department", "of"), ("state", "university")}:
            return True
        for k in range(span.end, min(span.end + _AHEAD, len(line.pieces))):
            if not line.capital(k):
                return False
            if span.build == "people" and k < span.end + 3 and self.has("organisations.peoples", line.low(k)):
                return True
            if self.has("organisations.open", line.low(k)) and span.build != "people":
                return False
            if self.has("organisations.tails", line.low(k)):
                return True
        return False

    def _contained(self, span: Span, k: int) -> bool:
        """Whether a wider place follows behind a comma ("Alton, Ill.", "Salina, Kansas")."""
        line = span.line
        if k >= len(line.pieces):
            return False
        if line.pieces[k].short or line.pieces[k].text in self.cues.codes:
            return True
        for n in (3, 2, 1):
            if k + n <= len(line.pieces) and line.capital(k) and line.capital(k + n - 1):
                key = " ".join(line.low(m) for m in range(k, k + n))
                if self.table.weight(key) >= KNOWN or key in self.cues.regions:
                    return not line.capital(k + n)
        return False

    def _explained(self, span: Span, k: int) -> bool:
        """Whether an apposition calls it a place ("Prisi, a village ...")."""
        line = span.line
        return line.low(k) in {"a", "an"} and any(
            self.has("apposition.nouns", line.low(m)) and line.low(m + 1) not in _POSSESSIVE
            for m in range(k + 1, k + 4)
        )
