"""Spans: where a sentence may name a place, by the table and by how such names are built; nothing is decided here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from postwar.reading.world.cues import Cues
from postwar.reading.world.pieces import Line, Piece
from postwar.reading.world.spelling import key_of
from postwar.reading.world.table import WorldTable

LONGEST = 7  # pieces of a name
_ROAD_NUMBER = re.compile(r"\d{1,4}[A-Za-z]?\Z")


@dataclass(slots=True)
class Span:
    """Pieces ``start`` to ``end`` of a line. ``build``: table, short, region, people, feature, street, road, unknown.

    ``key`` is what the table knows it by; ``weight`` how well known that is; ``score`` what the words around it tell.
    """

    line: Line
    start: int
    end: int
    build: str
    key: str
    weight: int = 0
    score: int = 0
    reasons: list[str] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Where it begins in the text."""
        return self.line.pieces[self.start].start

    @property
    def last(self) -> int:
        """Where it ends in the text."""
        return self.line.pieces[self.end - 1].end

    def tell(self, points: int, reason: str) -> None:
        """Add what a cue tells."""
        self.score += points
        self.reasons.append(reason)


class SpanFinder:
    """Finds spans with one table and the cues of one language."""

    def __init__(self, table: WorldTable, cues: Cues) -> None:
        self.table, self.cues = table, cues

    def spans(self, line: Line) -> list[Span]:
        """The spans of a line, the longest at each place, none within another."""
        out: list[Span] = []
        k = 0
        while k < len(line.pieces):
            found = self._at(line, k)
            if found is None:
                k += 1
            else:
                out.append(found)
                k = found.end
        return out

    def _at(self, line: Line, k: int) -> Span | None:
        piece = line.pieces[k]
        if piece.short:
            return self._short(line, k, piece)
        if not piece.capital:
            return None
        if len(piece.text) == 1 and k + 1 < len(line.pieces) and line.pieces[k + 1].glued:
            return None
        road = self._road(line, k)
        if road is not None:
            return road
        run = self._run(line, k)
        named = self._named(line, k, run)
        built = self._built(line, k, run)
        if built is not None and (named is None or built.end > named.end):
            return built
        return named or self._unknown(line, k)

    def _unknown(self, line: Line, k: int) -> Span | None:
        """A run of capitals that no list has."""
        end = k
        while (
            end < min(k + 4, len(line.pieces))
            and line.capital(end)
            and not line.pieces[end].short
            and (not self.cues.has("not.words", line.low(end)) or (end > k and line.pieces[end].low in _PLACELIKE))
        ):
            end += 1
        if (
            end == k
            or end > k + 3
            or line.title
            or any(self._personal(line.low(m)) for m in range(k, end))
            or (line.pieces[k].text.isupper() and len(line.pieces[k].text) < 5)
        ):
            return None
        return Span(line, k, end, "unknown", self._key(line, k, end))

    def _short(self, line: Line, k: int, piece: Piece) -> Span:
        key = self.cues.short[piece.short]
        return Span(line, k, k + 1, "short", key or key_of(piece.text), self.table.weight(key) or 10**8)

    def _run(self, line: Line, k: int) -> int:
        """The end of the run of capitals that begins at ``k``; small words and stops inside it allowed."""
        pieces, end, at = line.pieces, k + 1, k + 1
        while at < len(pieces) and at - k < LONGEST:
            piece = pieces[at]
            if piece.glued and not piece.capital:
                break
            if piece.capital:
                at += 1
                end = at
            elif (
                self.cues.has("features.inside", piece.low)
                or (piece.text == "." and _dotted(pieces[at - 1]) and at + 1 < len(pieces) and pieces[at + 1].capital)
                or (piece.text in {"'s", "’s"} and at + 1 < len(pieces) and pieces[at + 1].capital)
            ):
                at += 1
            else:
                break
        return end

    def _named(self, line: Line, k: int, run: int) -> Span | None:
        """The longest name of the table, of the regions or of the peoples that begins at ``k``."""
        text = line.pieces
        for end in range(run, k, -1):
            if not text[end - 1].capital:
                continue
            key = self._key(line, k, end)
            if end == k + 1 and (len(key) < 3 or self.cues.has("not.words", key) or self._letters(line, k)):
                break
            if end > k + 1 and self.cues.has("not.names", key):
                return None
            if key in self.cues.peoples:
                return Span(line, k, end, "people", key, 0)
            if key in self.cues.regions:
                return Span(line, k, end, "region", key, 10**8)
            if key in self.table and not (end > k + 1 and self._loose(line, k, end)):
                build = "feature" if end > k + 1 and self.cues.has("features.behind", line.low(end - 1)) else "table"
                return Span(line, k, end, build, key, self.table.weight(key))
        return None

    def _letters(self, line: Line, k: int) -> bool:
        """Whether a word stands for a name by its letters ("HIV"): in a line that has words in small letters."""
        text = line.pieces[k].text
        return (
            len(text) <= 5
            and text.isupper()
            and any(p.text.islower() and len(p.text) > 1 for p in line.pieces)
            and line.low(k + 1) not in {"-", "—", "–"}
        )

    def _loose(self, line: Line, k: int, end: int) -> bool:
        """Whether a name of several pieces only looks like one: it begins or ends with a word that no name has."""
        low = line.low(k)
        if line.low(k + 1) == "of" and self.cues.has("before.of_place", low):
            return True
        return low in {"the", "in", "of", "and", "on", "at", "a"} or (
            low in self.table.given and line.low(end - 1) in self.table.surnames and end - k == 2
        )

    def _built(self, line: Line, k: int, run: int) -> Span | None:
        """A name made with a word for a feature: "Neches River", "Lake Lanier", "Oak Street"."""
        has, low = self.cues.has, line.low(k)
        if has("features.before", low) and (line.capital(k + 1) or (line.low(k + 1) == "of" and line.capital(k + 2))):
            return self._headed(line, k, run)
        if has("features.vague", low) or (has("not.words", low) and not has("features.directions", low)):
            return None
        for end in range(min(run, k + 5), k + 1, -1):
            kind = self._feature(line, k, end)
            if not kind or (k + 2 == end and has("features.directions", low)):
                continue
            if kind == "street":
                end += line.low(end) == "." and line.low(end - 1) in _SHORT_STREETS
                end += has("features.directions", line.low(end)) and line.capital(end)
            key = self._key(line, k, end)
            return Span(line, k, end, kind, key, self.table.weight(key))
        return None

    def _feature(self, line: Line, k: int, end: int) -> str:
        """Whether a run ends in a word for a feature or a street."""
        word, pieces = line.low(end - 1), line.pieces
        if not pieces[end - 1].capital or line.low(end) == "patrol" or any(p.glued for p in pieces[k + 1 : end]):
            return ""
        if any(not p.capital and p.text != "." for p in pieces[k : end - 1]):
            return ""
        if self.cues.has("features.behind", word):
            return "feature"
        return "street" if self.cues.has("features.streets", word) else ""

    def _personal(self, low: str) -> bool:
        return low in self.table.given or self.cues.has("people.given", low) or self.cues.has("people.titles", low)

    def _headed(self, line: Line, k: int, run: int) -> Span | None:
        at = k + 1 if line.capital(k + 1) else k + 2
        inner = self._named(line, at, run)
        if self.cues.has("features.loose", line.low(k)) and at == k + 1 and inner is None:
            return None
        end = inner.end if inner is not None and inner.build == "table" else at + 1
        if self.cues.has("not.words", line.low(at)) and end == at + 1:
            return None
        return Span(line, k, end, "feature", self._key(line, k, end), 0)

    def _road(self, line: Line, k: int) -> Span | None:
        """A numbered road: "Highway 19", "County Road 43"."""
        for at in range(k, min(k + 3, len(line.pieces))):
            if not line.pieces[at].capital:
                return None
            if self.cues.has("features.roads", line.low(at)) or (line.low(at) == "road" and at > k):
                if at + 1 < len(line.pieces) and _ROAD_NUMBER.match(line.pieces[at + 1].text):
                    return Span(line, k, at + 2, "road", self._key(line, k, at + 2), 0)
                return None
        return None

    def _key(self, line: Line, start: int, end: int) -> str:
        """The key of a run of pieces, hyphens and blanks between them as in the text."""
        out, behind = "", -1
        for piece in line.pieces[start:end]:
            out += (" " if piece.start > behind and out else "") + piece.text
            behind = piece.end
        return key_of(out)


_SHORT_STREETS = frozenset({"st", "rd", "ave", "dr", "blvd"})
_PLACELIKE = frozenset({"city", "town", "park", "island", "station"})


def _dotted(piece: Piece) -> bool:
    return piece.low in {"st", "ste", "mt", "ft", "n", "s", "e", "w"}
