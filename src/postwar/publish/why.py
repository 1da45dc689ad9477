"""The chain from a verdict to the words under it, as lines of text."""

from __future__ import annotations

from typing import Any

from postwar.core.books import Books
from postwar.core.case import Case
from postwar.core.chain import Chain, Ground
from postwar.core.link import link_to_json
from postwar.core.situation import Attribution, Situation, event_to_json
from postwar.core.time import iso
from postwar.core.words import likelihood_word
from postwar.publish.links import event_words, reason_words
from postwar.publish.names import NameBook
from postwar.publish.prose import counted, in_hundred, list_of, short_day
from postwar.publish.quotes import WORDS_A_CLAIM, QuoteBook
from postwar.publish.verdicts import promise, promise_terms, reading_verdict, timeliness_words

EFFECT_WORDS = {
    "for": "for it",
    "against": "against it",
    "repairs": "makes it good",
    "moves": "moves its day",
    "suspends": "suspends it",
    "one reading": "under one reading",
}


def chain_lines(case: Case, books: Books, situation: Situation, chain: Chain, scheme: str = "icd203") -> list[str]:
    """The verdict on one obligation, its five axes, and under them the claims, each with its words and its source.

    ``scheme`` names the words for likelihood; the number stands beside them, and confidence in a line of its own."""
    state, names = chain.state, NameBook(case)
    o = next(o for o in case.accord.obligations if o.id == state.id)
    out = [
        f"{state.id}  {promise(o, names)}, {promise_terms(o, names)}",
        f"clause       {chain.provision}",
        f"as of        {situation.as_of.valid}, known on {situation.as_of.known}",
        f"life cycle   {state.life_cycle.replace('_', ' ')}",
        f"timeliness   {_timeliness(chain)}",
        f"disposition  {state.disposition.replace('_', ' ')}",
        f"because      {state.why}",
        f"likelihood   {in_hundred(state.belief.p)}, {likelihood_word(state.belief.p, scheme)}",
        f"confidence   {state.belief.confidence}",
    ]
    out += [f"broken by    {_attributed(a, names, scheme)}" for a in state.attribution]
    for reading in state.readings:
        out.append(f"read by      {names.listed(reading.holder)}: {reading.text} → {reading_verdict(reading)}")
    out += [f"waits on     {', '.join(chain.waits_on)}"] if chain.waits_on else []
    out += [f"hangs on it  {', '.join(chain.hangs)}"] if chain.hangs else []
    quotes = QuoteBook(books)
    claims = {c.id: c for c in books.claims}
    for ground in chain.grounds:
        shown = quotes.of(claims[ground.claim], WORDS_A_CLAIM, True)
        words = f"“{shown.text}”" if shown.text else f"words not shown here: postwar show {ground.claim}"
        out.append(f"{EFFECT_WORDS[ground.effect]:17} {words}")
        out.append(f"{'':17} {source_words(case, ground)}")
        out += [f"{'':17} {words}" for words in review_words(books, ground.claim)]
        if ground.link is not None:
            out.append(f"{'':17} {ground.link.state}: {reason_words(ground.link)}")
        if ground.event is not None and len(ground.event.tellings) > 1:
            out.append(f"{'':17} event {event_words(ground.event)}")
    for claim, link in chain.aside:
        shown = quotes.of(claims[claim], WORDS_A_CLAIM, True)
        words = f"“{shown.text}”" if shown.text else f"words not shown here: postwar show {claim}"
        out.append(f"{'set aside':17} {words}")
        out.append(f"{'':17} {claim} · {reason_words(link, ('against',))}")
    return out if chain.grounds else [*out, "no claim in the books bears on it"]


def chain_to_json(chain: Chain) -> dict[str, Any]:
    """The chain as a JSON object: the verdict, each claim under it with its link and event, and what was set aside."""
    state = chain.state
    return {
        "obligation": state.id, "provision": state.provision, "clause": chain.provision, "because": state.why,
        "life_cycle": state.life_cycle, "disposition": state.disposition, "timeliness": state.timeliness.code,
        "waits_on": list(chain.waits_on), "hangs": list(chain.hangs),
        "claims": [{
            "id": g.claim, "effect": g.effect, "source": g.source, "report": g.report, "said": iso(g.said),
            "origin": g.origin or None, "grade": g.grade or None,
            "link": None if g.link is None else link_to_json(g.link),
            "event": None if g.event is None else event_to_json(g.event)} for g in chain.grounds],
        "set_aside": [{"id": claim, "link": link_to_json(link)} for claim, link in chain.aside],
    }


def review_words(books: Books, claim: str) -> list[str]:
    """What reviewers decided of a claim: whether it was read rightly, and whether the event took place."""
    return [f"{r.scheme} {r.state.removeprefix('reading_').replace('_', ' ')}, says {r.who}, {short_day(r.known_on)}"
            + (f": {r.why}" if r.why else "")
            for r in books.reviews if r.claim == claim and r.scheme in ("reading", "event")]


def _timeliness(chain: Chain) -> str:
    t, state = chain.state.timeliness, chain.state
    text = timeliness_words(t.code, t.days)
    if t.most is not None:
        text += f" (from {counted(t.least or 0, 'day')} to {counted(t.most, 'day')} late)"
    if t.original_code is not None:
        text += f"; by the first text {timeliness_words(t.original_code, t.original_days)}"
    return f"{text} · {state.due_text}" if state.due_text else text


def _attributed(line: Attribution, names: NameBook, scheme: str) -> str:
    if not line.actor:
        return "attribution undetermined: the claims name nobody"
    likely = f"{in_hundred(line.belief.p)}, {likelihood_word(line.belief.p, scheme)}"
    return f"{names.listed(line.actor)}, by {counted(len(line.claims), 'claim')}: {likely}"


def source_words(case: Case, ground: Ground) -> str:
    """Who says it, when, from whom it has it where that is another, and how good the source is."""
    listed = {s.id: s.name for s in case.sources}
    origins = [listed.get(o, case.name_of(o)) for o in ground.origin.split("+") if o]
    other = f", after {list_of(origins)}" if origins else ""
    grade = f", grade {ground.grade}" if ground.grade else ""
    return f"{ground.claim} · {ground.source}, {short_day(ground.said)}{other}{grade}"
