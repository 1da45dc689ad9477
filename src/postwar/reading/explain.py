"""Explain: for each claim of a report, why it was read as it was."""

from __future__ import annotations

from postwar.core.case import Names
from postwar.core.claim import Claim, Report
from postwar.reading.lexicon import LANGUAGES, load_lexicon
from postwar.reading.reading import Reading
from postwar.reading.trace import Trace


def explained(report: Report, names: Names) -> tuple[tuple[Claim, Trace], ...]:
    """The claims of a report's sentences and rows of text, each with its trace, in the order of the text.

    Claims that come from the rows of a data file have none and are left out. Raises ``KeyError`` for a language that
    is not read.
    """
    language = report.language.split("-")[0]
    if language not in LANGUAGES:
        raise KeyError(language)
    reading = Reading(report, names, load_lexicon(language), traced=True)
    claims = reading.claims(reading.drafts())
    return tuple((c, reading.traces[c.id]) for c in claims if c.id in reading.traces)


def lines(claim: Claim, trace: Trace | None, anchor: str = "") -> list[str]:
    """What is printed for a claim: the reading on one line, then a line for each thing that decided it, where that is
    kept."""
    head = f"{claim.id} {claim.kind}.{claim.modality} “{' '.join(claim.quote.split())}”"
    if trace is None:
        return [head]
    return [
        head,
        f"  rule      {trace.rule}, by “{trace.cue}”",
        f"  modality  {claim.modality}: {trace.mood}",
        f"  date      {_span(claim)} {trace.date}{f' ({anchor})' if anchor and trace.date else ''}",
        f"  place     {', '.join(claim.place) or '-'}: {trace.place}",
        f"  actor     {', '.join(claim.actor) or '-'}: {trace.actor}",
        f"  source    {', '.join(claim.attributed_to) or '-'}: {trace.source}",
    ]


def _span(claim: Claim) -> str:
    first, last = claim.valid_from, claim.valid_to
    if first is None and last is None:
        return "-:"
    return f"{first}:" if first == last else f"{first or ''}..{last or ''}:"
