"""The order of a review: what there is to look at, each claim with its words and with how each field was come by.

    1  the claims in a state of review             ledger.Ledger.to_review
    2  read their reports again, with traces       reading.explain.explained
    3  say of each field whether it was said       here
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from postwar.core.case import Names
from postwar.core.claim import Claim, Report, blanked, claim_to_json
from postwar.core.time import Day
from postwar.ledger import FIELDS, Ledger, Reviewed
from postwar.reading.explain import explained
from postwar.reading.readers import page_of_report
from postwar.reading.trace import Trace
from postwar.situation.evidence import sentence_around

SAID, INHERITED, INFERRED, BY_HAND, UNTOLD = "said", "inherited", "inferred", "by hand", "untold"
"""How a field was come by: from words in the quote; carried on from words outside it; inferred from the report's own
day or from other text; set by a person; or not told (a table, another language, a reading by another program)."""
_LINKED = ("provision", "group", "measure", "scope", "evidence")
_TRACES = {"place": "place", "actor": "actor", "attributed_to": "source", "modality": "mood"}
_DATED = ("valid_from", "valid_to", "date_basis")
_FIGURES = ("low", "high", "bound", "unit", "of")


@dataclass(frozen=True, slots=True)
class Mark:
    """How one field was come by, and the words or the rule that decided it."""

    value: Any
    how: str
    why: str
    state: str


@dataclass(frozen=True, slots=True)
class ToReview:
    """A claim to be reviewed, the sentence around its quote, and a mark for each field that it has."""

    reviewed: Reviewed
    sentence: str
    marks: Mapping[str, Mark]
    provisions: tuple[tuple[str, str], ...]


def to_review(names: Names, ledger: Ledger, states: Collection[str], known: Day | None = None) -> tuple[ToReview, ...]:
    """The claims whose reading is in one of some states, in order of entry, each with what a reviewer needs."""
    found = ledger.to_review(states, known)
    reports = {r.document.report.sha256: r.document.report for r in found}
    traces = {sha256: _traces(report, names) for sha256, report in reports.items()}
    texts = dict(names.provisions)
    return tuple(ToReview(r, marked_sentence(r.document.report, r.claim),
                          _marks(r, traces[r.document.report.sha256].get((r.original or r.claim).id)),
                          tuple((p, texts.get(p, "")) for p in r.claim.provision)) for r in found)


def _traces(report: Report, names: Names) -> dict[str, Trace]:
    """What decided each claim of a report, where it is read with traces."""
    try:
        return {claim.id: trace for claim, trace in explained(report, names)}
    except KeyError:
        return {}


def marked_sentence(report: Report, claim: Claim) -> str:
    """The sentence that holds a claim's quote, with the quote between brackets.

    >>> note = Report("n", "A", "", None, None, "", "en", "It rained. The army left on Monday. Then sun.", "ab" * 32)
    >>> marked_sentence(note, Claim("c", "n", 11, 24, "The army left", "withdrawal", "happened"))
    '[The army left] on Monday.'
    """
    first, last = _block_around(report, claim)
    text = blanked(report.text, report.form)[first:last]
    sentence = sentence_around(text, claim.start - first, claim.end - first)
    quote = " ".join(text[claim.start - first:claim.end - first].split())
    before, found, after = sentence.partition(quote)
    return f"{before}[{quote}]{after}" if found and quote else f"[{quote}]"


def _block_around(report: Report, claim: Claim) -> tuple[int, int]:
    """The characters of the paragraph that holds a claim's quote; of the whole report where none does."""
    for block in page_of_report(report).blocks:
        first, last = block.raw(0, len(block.text))
        if first <= claim.start and claim.end <= last:
            return first, last
    return 0, len(report.text)


def _marks(reviewed: Reviewed, trace: Trace | None) -> dict[str, Mark]:
    values = claim_to_json(reviewed.claim)
    marks = {}
    for field in FIELDS:
        value = values[field]
        if value is not None and value != [] and field not in ("start", "end"):
            how, why = (BY_HAND, "") if field in reviewed.by_hand else how_of(field, reviewed.claim, trace)
            marks[field] = Mark(value, how, why, reviewed.field_state(field))
    return marks


def how_of(field: str, claim: Claim, trace: Trace | None) -> tuple[str, str]:
    """How a field of a claim was come by, and what says so."""
    if field in _DATED:
        why = "" if trace is None else trace.date
        if claim.date_basis in ("dateline", "inferred"):
            return INFERRED, why
        return (INHERITED if "from what stands before" in why else SAID, why)
    if field in _FIGURES:
        return SAID, "in the quote"
    if field in _LINKED or field == "depends_on":
        return INFERRED, "from the case and the words of the clause"
    if trace is None:
        return UNTOLD, ""
    if field == "kind":
        return SAID, f"{trace.rule}, by “{trace.cue}”"
    why = getattr(trace, _TRACES.get(field, ""), "")
    return (INHERITED if why.startswith("carried on") else SAID if why else UNTOLD), why
