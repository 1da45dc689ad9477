"""Claiming: drafts become claims with ids and preconditions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from postwar.core.claim import Claim, Report, claim_id
from postwar.reading.draft import Draft
from postwar.reading.lexicon import word_list
from postwar.reading.trace import Trace

READER = "rules@1"
_CIVIL = word_list("claiming.civil")
_COMBATANT = word_list("claiming.combatant")


@dataclass(frozen=True, slots=True)
class Made:
    """A claim with what is still asked of its draft: the number of its sentence, its clause there, its trace."""

    claim: Claim
    sentence: int
    clause: int
    trace: Trace | None = None


def claim_of(report: Report, d: Draft) -> Claim:
    """The claim of a draft, with its span in the raw text; its id and its links come later."""
    start, end = d.sentence.block.raw(d.start, d.end)
    f = d.figure
    return Claim(
        id="",
        report=report.id,
        start=start,
        end=end,
        quote=report.text[start:end],
        kind=d.kind,
        modality=d.modality,
        actor=d.roles.actor,
        target=d.roles.target,
        place=d.roles.place,
        valid_from=d.when.first,
        valid_to=d.when.last,
        date_basis=d.when.basis,
        low=f.low if f else None,
        high=f.high if f else None,
        bound=f.bound if f else None,
        unit=d.unit,
        of=f.of if f else None,
        attributed_to=d.attributed,
        reader=READER,
        measure=d.measure,
        scope=d.scope,
        said_on=d.said.first,
        evidence=d.evidence,
        polarity=_polarity(d),
        status=_status(d),
    )


def _polarity(d: Draft) -> str | None:
    if d.kind != "risk":
        return None
    return "opening" if {"opportunity", "chance", "chances", "window"} & set(d.words) else "risk"


def _status(d: Draft) -> str | None:
    if d.kind != "casualty":
        return None
    words = set(d.words)
    if words & _CIVIL:
        return "civilian"
    return "combatant" if words & _COMBATANT else "unknown"


def numbered(report: Report, made: list[Made]) -> list[Made]:
    """The claims with their ids, the same under any version of the reader."""
    count: Counter[tuple[object, ...]] = Counter()
    out = []
    for m in made:
        c = m.claim
        key = (c.start, c.end, c.kind, c.actor, c.place, c.low, c.high)
        out.append(replace(m, claim=replace(c, id=claim_id(report.sha256, *key, count[key]))))
        count[key] += 1
    return out


def dependent(made: list[Made]) -> list[Made]:
    """A planned thing hangs on the conditions that the same sentence states for it."""
    conditions: dict[int, list[Made]] = {}
    for m in made:
        if m.claim.modality == "conditional":
            conditions.setdefault(m.sentence, []).append(m)
    out = []
    for m in made:
        found = conditions.get(m.sentence, ())
        needs = tuple(c.claim.id for c in found if c.claim.id != m.claim.id and c.clause != m.clause)
        hangs = bool(needs) and m.claim.modality in {"planned", "agreed", "demanded"}
        out.append(replace(m, claim=replace(m.claim, depends_on=needs)) if hangs else m)
    return out
