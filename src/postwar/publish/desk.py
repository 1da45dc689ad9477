"""What every section writes from: the case, the situation, the outlook, the books, and the three ledgers of a document
(names already introduced, marks already cited, words already quoted)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postwar.core.accord import Obligation
from postwar.core.books import Books
from postwar.core.case import Case
from postwar.core.claim import Claim, Report
from postwar.core.outlook import Outlook
from postwar.core.situation import ObligationState, PositionState, Situation
from postwar.core.time import Day
from postwar.core.variable import Estimate
from postwar.publish.document import Cited, Line, Marks, Quote, Soft, Strong, Title, Words, line
from postwar.publish.marks import MarkBook
from postwar.publish.names import NameBook
from postwar.publish.prose import MONTHS, clean, list_of, short_day
from postwar.publish.quotes import WINDOW, WORDS_A_CLAIM, QuoteBook
from postwar.publish.terms import ACT_WORDS, words
from postwar.publish.verdicts import verdict

FIGURE = re.compile(
    rf"(?<![\w-])(?:\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}|\d+(?:,\d{{3}})*(?:\.\d+)?%?)(?![\w-])"
)
NEGATION = re.compile(r"\b(?:no|not|never|none|nobody|nothing|without|den(?:y|ies|ied)|reject\w*)\b|n['’]t\b", re.I)
RECENT = 180  # days: what is older is no news
MARKS = 4  # marks printed after one statement; the others are counted


class Desk:
    """One document in the making. Sections are built in the order in which they are read, because a name's first use
    gives all its names."""

    def __init__(
        self, case: Case, situation: Situation, outlook: Outlook, books: Books, previous: Situation | None
    ) -> None:
        self.case, self.situation, self.outlook = case, situation, outlook
        self.books, self.previous = books, previous
        self.names = NameBook(case)
        self.marks = MarkBook(case, books)
        self.quotes = QuoteBook(books)
        self._obligations = {o.id: o for o in case.accord.obligations}
        self._sources = {s.id: s for s in case.sources}
        self._settle_own_words()

    def _settle_own_words(self) -> None:
        """The scarce words go first to what somebody says in so many words on a topic on which the text is silent."""
        silent = list(dict.fromkeys(topic for _, topic, _ in self.situation.silences))
        asked = {(t.id, actor) for t in self.case.accord.topics for actor in t.expected_of}
        held = [p for p in self.situation.positions if p.topic in silent and self.quotes.spoken(self.stance(p))]
        for position in sorted(held, key=lambda p: ((p.topic, p.actor) not in asked, silent.index(p.topic))):
            self.quotes.of(self.stance(position), WORDS_A_CLAIM)

    def settle_quotes(self) -> None:
        """Then to what the opening sentences stand on, once these are written; then to other positions, to figures, and
        to what stands against what. Nothing but a figure is ever cut: half a stance can be another stance."""
        s, opening = self.situation, self.claims(self.marks.cited)
        for claim in sorted(opening, key=lambda c: c.low is None and c.high is None):
            self.quotes.of(claim, WINDOW, cut=claim.low is not None or claim.high is not None)
        for position in s.positions:
            self.quotes.of(self.stance(position), WORDS_A_CLAIM)
        for figure in sorted(s.figures, key=lambda f: f.role != "recommended"):
            for claim in self.claims(figure.claims)[:2]:
                if claim.low is not None or claim.high is not None:
                    self.quotes.of(claim, WINDOW, cut=True)
        rest = [i for c in s.control for r in c.rivals for i in r.claims] + [i for c in s.checks for i in c.claims]
        rest += [i for n in s.notes if n.section in ("risk", "opening", "homes") for i in n.claims]
        for claim in self.claims(dict.fromkeys(rest)):
            self.quotes.of(claim)

    def stance(self, position: PositionState) -> Claim:
        """The claim that voices a position: the one with its words, else the first."""
        claims = self.claims(position.claims)
        return next((c for c in claims if clean(c.quote) == clean(position.stance)), claims[0])

    def denies(self, claim: Claim) -> bool:
        """Whether a claim's words are what somebody denies, with no denial in the words themselves."""
        return claim.modality == "denied" and not NEGATION.search(claim.quote)

    def claim(self, claim_id: str) -> Claim:
        """The claim of that id; ``KeyError`` if the books hold none."""
        return self.marks.claims[claim_id]

    def claims(self, ids: Iterable[str]) -> list[Claim]:
        """The claims among these ids (an id may also name a provision or an amendment)."""
        return [self.marks.claims[i] for i in ids if i in self.marks.claims]

    def report(self, claim: Claim) -> Report:
        """The report that makes a claim."""
        return self.books.report_of(claim)

    def day_of(self, claim: Claim) -> Day:
        """The day that a claim tells of, no later than the brief; where it gives none the day of its report."""
        report = self.report(claim)
        told = claim.valid_to or claim.valid_from or claim.said_on or report.published_at or self.books.known
        return min(told, self.situation.as_of.valid)

    def verdict(self, state: ObligationState) -> str:
        """The verdict on an obligation in a line."""
        return verdict(state, self.obligation(state).due.continuous_from is not None)

    def obligation(self, state: ObligationState) -> Obligation:
        """The obligation that a verdict is about."""
        return self._obligations[state.id]

    def event_name(self, some_id: str) -> str:
        """Another obligation or event that a due day counts from, in words."""
        other = self._obligations.get(some_id)
        if other is None:
            event = next((e.name for e in self.case.accord.events if e.id == some_id), some_id)
            return clean(event).replace("_", " ")
        return f"the {words(ACT_WORDS, other.act).lower()} of {self.marks.ref(some_id).label}"

    def source_name(self, source: str) -> str:
        """The display name of a source."""
        return clean(self._sources[source].name) if source in self._sources else clean(source) or "source not named"

    def published(self, report: Report) -> str:
        """Who published a report, and when."""
        when = short_day(report.published_at) if report.published_at else "undated"
        return f"{self.outlet(report)}, {when}"

    def outlet(self, report: Report) -> str:
        """The display name of a report's source; of a restricted one, marked so."""
        return self.source_name(report.source) + (" (restricted)" if report.restricted else "")

    def speaker(self, claim: Claim) -> str:
        """Who says it: whom the report credits, and the report's own source."""
        outlet = self.outlet(self.report(claim))
        if not claim.attributed_to:
            return outlet
        return f"{list_of(self.names.plain(i) for i in sorted(set(claim.attributed_to)))}, in {outlet}"

    def speakers(self, ids: Iterable[str]) -> str:
        """Everybody who says it, each once, in alphabetical order."""
        return "; ".join(sorted({self.speaker(c) for c in self.claims(ids)}))

    def main_figure(self, variable: str, group: str | None = None) -> Estimate | None:
        """Of several recommended figures of a variable one of the last half year, then the largest, then the one on
        most origins; of one group where it is given."""
        found = [
            f
            for f in self.situation.figures
            if f.variable == variable and f.role == "recommended" and (group is None or f.group == group)
        ]
        return max(
            found, key=lambda f: (self.days_ago(f.on) <= RECENT, f.value, f.origins, f.on, f.scope), default=None
        )

    def days_ago(self, on: Day) -> int:
        """How many days before the day of the brief."""
        return (self.situation.as_of.valid - on).days

    def figure(self, text: str, ids: Iterable[str]) -> Line:
        """A figure that opens to its words, with its marks."""
        refs = self.marks.refs(ids)
        return line(Cited(text, refs), " ", self.mark(ids)) if refs else line(text)

    def mark(self, ids: Iterable[str], most: int = MARKS) -> Line:
        """The marks of what something stands on, or nothing; of many the first ``most``, and how many more."""
        made = self.marks.marks(ids)
        if not made.refs:
            return ()
        rest = len(made.refs) - most
        return (made,) if rest < 2 else (Marks(made.refs[:most]), Soft(f" and {rest} more"))

    def opens(self, text: str, ids: Iterable[str]) -> Line:
        """A figure that opens to its words, its marks being beside it already."""
        refs = self.marks.refs(ids)
        return line(Cited(text, refs)) if refs else line(text)

    def worded(self, text: str, ids: Iterable[str]) -> Line:
        """A sentence of another stage: reports by their marks, every number and day in it opening to its words."""
        for report_id in sorted(self.marks.number, key=len, reverse=True):
            text = re.sub(rf"\b[Rr]eport {re.escape(report_id)}", self.marks.report_mark(report_id).label, text)
        refs, parts, at = self.marks.refs(ids), line(), 0
        for match in FIGURE.finditer(text) if refs else ():
            parts = line(parts, text[at : match.start()], Cited(match.group(), refs))
            at = match.end()
        return line(parts, text[at:])

    def quote(self, claim: Claim, words: int = WINDOW, cut: bool = False) -> Line:
        """Somebody's words as far as the limits allow, else a pointer to them, with the mark."""
        shown = self.quotes.of(claim, words, cut)
        if not shown.text:
            return line(Soft("its words are in "), self.marks.marks((claim.id,)))
        return line(Quote(shown.text), " ", self.marks.marks((claim.id,)))

    def named(self, some_id: str) -> Line:
        """A name with weight; at its first use the other names in use beside it."""
        also = self.names.also(some_id)
        return line(Strong(self.names.plain(some_id)), Soft(f" {also}") if also else "")

    def titled(self, report: Report) -> Line:
        """A report's own title, with its address."""
        return line(Title(clean(report.title) or report.id, report.url))


def run_on(line_parts: Iterable[Line], by: str = "; ") -> Line:
    """Lines joined into one."""
    made: list[object] = []
    for n, part in enumerate(line_parts):
        if n:
            made.append(Words(by))
        made.extend(part)
    return tuple(made)  # type: ignore[arg-type]
