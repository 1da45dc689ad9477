"""Accounts that contradict each other: figures of one thing are one dispute, however many pairs were compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postwar.core.claim import Claim
from postwar.core.situation import Check
from postwar.publish.desk import Desk, run_on
from postwar.publish.document import Line, line
from postwar.publish.prose import said, sentence, short_day
from postwar.publish.terms import KIND_WORDS, words

TOLD = 4  # figures of one dispute that are printed; the others are counted


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims that contradict each other, and what was said of each comparison; ``figures`` where all of them count."""

    claims: tuple[Claim, ...]
    texts: tuple[str, ...]
    figures: bool


def disputes(desk: Desk, checks: Iterable[Check]) -> tuple[Dispute, ...]:
    """The contradictions among these, in their order: comparisons of the same claims are one, and so are figures of one
    kind that are linked by a claim in common."""
    found: list[Dispute] = []
    for check in checks:
        if check.kind != "contradiction":
            continue
        new = _dispute(desk, check)
        for n, old in enumerate(found):
            if _one(old, new):
                claims = {c.id: c for c in (*old.claims, *new.claims)}
                ordered = tuple(sorted(claims.values(), key=lambda c: (desk.day_of(c), c.report, c.start)))
                found[n] = Dispute(ordered, tuple(dict.fromkeys((*old.texts, *new.texts))), old.figures)
                break
        else:
            found.append(new)
    return tuple(found)


def _dispute(desk: Desk, check: Check) -> Dispute:
    claims = tuple(sorted(desk.claims(check.claims), key=lambda c: (desk.day_of(c), c.report, c.start)))
    return Dispute(claims, (check.text,), all(said(c) for c in claims) and len({c.kind for c in claims}) == 1)


def _one(a: Dispute, b: Dispute) -> bool:
    ids, others = {c.id for c in a.claims}, {c.id for c in b.claims}
    if ids == others:
        return True
    return a.figures and b.figures and bool(ids & others) and a.claims[0].kind == b.claims[0].kind


def dispute_line(desk: Desk, d: Dispute) -> Line:
    """Who says what, each figure opening to its words; of other accounts the comparison itself."""
    ids = [c.id for c in d.claims]
    if not d.figures:
        return line(desk.worded(sentence(d.texts[0]), ids), " ", desk.mark(ids))
    kind = words(KIND_WORDS, d.claims[0].kind)
    places = desk.names.listed(p for c in d.claims for p in c.place[:1])
    told = run_on(line(desk.opens(said(c), [c.id]), f" on {short_day(desk.day_of(c))} ({desk.speaker(c)})")
                  for c in d.claims[:TOLD])  # fmt: skip
    more = f"; and {len(d.claims) - TOLD} more" if len(d.claims) > TOLD else ""
    return line(f"{kind[:1].upper()}{kind[1:]}{f', {places}' if places else ''}: ", told, more, ". ", desk.mark(ids))
