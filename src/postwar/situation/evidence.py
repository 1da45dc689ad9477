"""Claims in their context: the report that makes each, the day that it speaks of, and its independent origin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from postwar.core.books import Books
from postwar.core.claim import Claim, Report
from postwar.core.time import AsOf, Day
from postwar.situation import cues
from postwar.situation.origins import Origins

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|\n\s*\n")
_TOLD = ("happened", "denied")  # modalities whose dates say when something was so


@dataclass(frozen=True, slots=True)
class Item:
    """A claim in context. ``origin`` is the claim's, ``report_origin`` that of the report that carries it.

    ``day`` is the day of the event where the words give exactly one; ``latest`` the last day on which it can have
    been: the end of its interval, or the day the report appeared, which bounds it from above."""

    claim: Claim
    report: Report
    said: Day
    day: Day | None
    latest: Day
    origin: str
    report_origin: str
    reliability: str
    sentence: str
    after: str = ""  # the sentence that follows
    event: str = ""  # what a reviewer decided of the event, where one did and none says otherwise

    @property
    def own_voice(self) -> bool:
        """Whether the report says it itself, or its reporter saw it."""
        return not self.claim.attributed_to or self.origin == self.report_origin

    @property
    def words(self) -> str:
        """The quote with its white space made single."""
        return " ".join(self.claim.quote.split())


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of ``text`` that holds the span, white space made single.

    >>> sentence_around("It rained. The hills passed to Toyland on Monday. Then sun.", 15, 20)
    'The hills passed to Toyland on Monday.'
    """
    first, last = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    return " ".join(text[first:last].split())


def sentence_after(text: str, end: int) -> str:
    """The sentence of ``text`` after the one in which ``end`` lies; empty if there is none.

    >>> sentence_after("Ten came back. They came by bus. More follow.", 5)
    'They came by bus.'
    """
    here = next((m for m in _SENTENCE_END.finditer(text) if m.start() >= end), None)
    if here is None:
        return ""
    return sentence_around(text, here.end(), here.end() + 1)


def collect_items(books: Books, as_of: AsOf, origins: Origins) -> tuple[Item, ...]:
    """The claims that can already be so on ``as_of.valid``, oldest saying first, in an order that does not depend on
    the order of entry.

    A claim of something that happened counts from its first day in the world; one without a date from the day on
    which its report appeared; anything said of the future, and every position, from the day of the saying. What is
    dated after its report appeared is ahead; an undated clause that is itself a condition (*once*, *when … has been*,
    *only after*) tells of nothing that happened.
    """
    reports = {d.report.id: (d.report, d.known_on) for d in books.documents}
    events = _events(books)
    items: list[Item] = []
    for claim in books.claims:
        if claim.report in reports:
            item = _in_context(claim, *reports[claim.report], origins, events.get(claim.id, ""))
            told = item.claim.modality in _TOLD
            begins = item.claim.valid_from or item.claim.valid_to or item.said if told else item.said
            if begins <= as_of.valid and item.said <= as_of.known:
                items.append(item)
    items.sort(key=lambda i: (i.said, i.claim.report, i.claim.start, i.claim.end, i.claim.kind, i.claim.id))
    return tuple(items)


def _events(books: Books) -> dict[str, str]:
    """What reviewers decided of the event of each claim, where they agree."""
    said: dict[str, set[str]] = {}
    for review in books.reviews:
        if review.scheme == "event":
            said.setdefault(review.claim, set()).add(review.state)
    return {claim: next(iter(states)) for claim, states in said.items() if len(states) == 1}


def _in_context(claim: Claim, report: Report, known_on: Day, origins: Origins, event: str) -> Item:
    """One claim with its report, its days, its origin and the sentences around it."""
    published = report.published_at or known_on
    sentence = sentence_around(report.text, claim.start, claim.end)
    claim = _as_told(claim, published, sentence, event)
    point = claim.valid_from if claim.valid_from == claim.valid_to else None
    if point == published and (claim.kind == "control" or _is_sighting(claim)):
        point = None  # "now holds" dates the seeing, not the beginning
    told = claim.modality in _TOLD
    latest = min(claim.valid_to or published, published) if told else published
    return Item(
        claim,
        report,
        min(claim.said_on or published, published),
        point,
        max(latest, claim.valid_from or latest),
        origins.of_claim(claim),
        origins.of_report(claim.report),
        origins.reliability(claim.report),
        sentence,
        sentence_after(report.text, claim.end),
        event,
    )


def _is_sighting(claim: Claim) -> bool:
    """Whether a claim tells that somebody is somewhere now, not that he came."""
    return claim.kind in ("guard", "deployment") and bool(cues.PRESENT.search(claim.quote))


def _as_told(claim: Claim, published: Day, sentence: str, event: str) -> Claim:
    """The claim with the modality that its own words, those before it and its days allow; what reviewers say could not
    be substantiated is told as somebody's judgement, and carries nothing that happened."""
    if claim.modality not in _TOLD:
        return claim
    if event == "not_substantiated":
        return replace(claim, modality="assessed")
    if claim.valid_from is not None and claim.valid_from > published:  # of an amendment, the new term that is agreed
        return replace(claim, modality="agreed" if claim.kind == "amendment" else "planned")
    undated = claim.valid_from is None and claim.valid_to is None
    words = " ".join(claim.quote.split())
    waited_on = cues.is_waited_on(sentence.partition(words)[0]) and not cues.is_waited_on(words)
    if claim.modality == "happened" and undated and (cues.names_a_condition(words) or waited_on):
        return replace(claim, modality="conditional")
    return claim


def ids_of(items: list[Item] | tuple[Item, ...]) -> tuple[str, ...]:
    """The claims' ids, each once, in the order of the items."""
    return tuple(dict.fromkeys(i.claim.id for i in items))


def settle_day(dated: Sequence[tuple[Day, Item]]) -> Day | None:
    """The day that most origins give; on a tie one in a report's own voice, then of most reports, then the earliest."""
    by_day: dict[Day, list[Item]] = {}
    for day, item in dated:
        by_day.setdefault(day, []).append(item)

    def weight(day: Day) -> tuple[int, int, int, int]:
        given = by_day[day]
        return (
            len({i.origin for i in given}),
            int(any(i.own_voice for i in given)),
            len({i.claim.report for i in given}),
            -day.toordinal(),
        )

    return max(by_day, key=weight) if by_day else None


def n_origins(items: Iterable[Item]) -> int:
    """How many independent origins some claims have."""
    return len({i.origin for i in items})
