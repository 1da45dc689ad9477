"""How much of somebody's words one brief shows: at most 25 words a claim and a tenth of any report.

Beyond that the reader gets a pointer to where the words stand. Words that two claims share are counted once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from postwar.core.books import Books
from postwar.core.claim import Claim, blanked, quoted_words
from postwar.publish.prose import clean

WORDS_A_CLAIM = 25
SHARE_OF_REPORT = 0.1
WINDOW = 7  # words shown round a figure: enough to read it, few enough that others keep theirs
SHORTEST = 5  # fewer words than this say nothing alone: a pointer is fairer

OPENING = ("“", "«", "„", '"', "‘")  # marks that begin somebody's own words

_TOKEN = re.compile(r"\S+")
_LETTERED = re.compile(r"\w")
_FIGURE = re.compile(
    r"\d|\b(?:tens|dozens|hundreds|thousands|millions|half|third|quarter|two|three|four|five|six|seven|"
    r"eight|nine|ten|all|no)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of a claim that may be printed; ``text`` is empty where only the pointer is left."""

    text: str
    whole: bool


class QuoteBook:
    """The quotes of one document. Each claim's share is settled once, at its first use."""

    def __init__(self, books: Books) -> None:
        self._forms = {d.report.id: d.report.form for d in books.documents}
        self._texts = {d.report.id: d.report.text for d in books.documents}
        self._tokens = {
            d.report.id: [
                m.span()
                for m in _TOKEN.finditer(blanked(d.report.text, d.report.form))
                if _LETTERED.search(m.group())
            ]
            for d in books.documents
        }
        self._shown: dict[str, set[int]] = {report: set() for report in self._tokens}
        self._settled: dict[str, Shown] = {}

    def budget(self, report: str) -> int:
        """How many words of a report one document may show."""
        return int(SHARE_OF_REPORT * len(self._tokens[report]))

    def used(self, report: str) -> int:
        """How many words of a report this document shows so far."""
        return len(self._shown[report])

    def spoken(self, claim: Claim) -> bool:
        """Whether the report gives these words as somebody's own, in quotation marks."""
        before = self._texts[claim.report][: claim.start]
        return before.endswith(OPENING) or claim.quote.startswith(OPENING)

    def of(self, claim: Claim, words: int = WINDOW, cut: bool = False) -> Shown:
        """The words of a claim that this document shows, once and for all: the whole quote where it has no more than
        ``words``; a longer one only where ``cut`` allows a piece of it, round its figure."""
        if claim.id not in self._settled:
            self._settled[claim.id] = self._settle(claim, min(words, WORDS_A_CLAIM), cut)
        return self._settled[claim.id]

    def fill(self, claims: Iterable[Claim]) -> None:
        """Give what is left of each report's share to claims not shown yet, whole ones, the shortest first."""

        def size(claim: Claim) -> tuple[int, str]:
            return len(claim.quote.split()), claim.id

        for claim in sorted(claims, key=size):
            if not self._settled.get(claim.id, Shown("", False)).text:
                self._settled[claim.id] = self._settle(claim, WORDS_A_CLAIM, False)

    def _settle(self, claim: Claim, words: int, cut: bool) -> Shown:
        tokens = self._tokens[claim.report]
        inside = [i for i, (a, b) in enumerate(tokens) if a < claim.end and b > claim.start]
        texts = self._words(claim, inside)
        tries = [inside] if len(inside) <= words else []
        if cut:
            tries += [_window(texts, inside, size) for size in (words, SHORTEST)]
        for chosen in tries:
            if chosen and self._fits(claim.report, chosen):
                self._shown[claim.report].update(chosen)
                return self._cut(claim, inside, chosen)
        return Shown("", False)

    def _words(self, claim: Claim, inside: list[int]) -> list[str]:
        text, tokens = self._texts[claim.report], self._tokens[claim.report]
        return [text[slice(*tokens[i])] for i in inside]

    def _fits(self, report: str, chosen: list[int]) -> bool:
        return len(self._shown[report] | set(chosen)) <= self.budget(report)

    def _cut(self, claim: Claim, inside: list[int], chosen: list[int]) -> Shown:
        text, tokens = self._texts[claim.report], self._tokens[claim.report]
        start = max(claim.start, tokens[chosen[0]][0])
        end = min(claim.end, tokens[chosen[-1]][1])
        whole = len(chosen) == len(inside)
        if whole:
            start, end = claim.start, claim.end
        left = "" if whole or chosen[0] == inside[0] else "… "
        right = "" if whole or chosen[-1] == inside[-1] else " …"
        said = quoted_words(text[start:end], self._forms[claim.report])
        return Shown(left + inner_marks(clean(said)) + right, whole)


def _window(words: list[str], inside: list[int], size: int) -> list[int]:
    """The stretch of ``size`` words round the first figure in a quote, or its beginning."""
    if len(inside) <= size:
        return inside
    figure = next((i for i, word in enumerate(words) if _FIGURE.search(word)), 0)
    start = max(0, min(figure - size // 3, len(inside) - size))
    return inside[start : start + size]


def inner_marks(text: str) -> str:
    """Quotation marks inside a quote become single ones; a pair round the whole of it goes, and so does a lone one.

    >>> inner_marks('“No,” he said, "never"'), inner_marks('"No."'), inner_marks('“No, I')
    ('‘No,’ he said, ‘never’', 'No.', 'No, I')
    """
    if sum(text.count(mark) for mark in "“”«»\"") == 1:
        text = text.strip("“”«»\" ")
    text = re.sub(r'^[“"«]([^“”"«»]*)[”"»]$', r"\1", text)
    text = re.sub(r'"([^"]*)"', r"‘\1’", text)
    return text.replace("“", "‘").replace("”", "’").replace("«", "‘").replace("»", "’").replace('"', "’")
