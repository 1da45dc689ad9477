"""One verdict per reading of the text: who holds it, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from postwar.core.accord import Obligation, Reading
from postwar.core.situation import ReadingVerdict
from postwar.core.time import AsOf, Day, parse_day
from postwar.situation import cues
from postwar.situation.evidence import Item
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides
from postwar.situation.verdict import Verdict

_POSTED = ("deployment", "incident", "transport", "border")


def known_readings(o: Obligation, as_of: AsOf) -> tuple[Reading, ...]:
    """The readings voiced by the day the books are known to."""
    return tuple(r for r in o.readings if r.known_on <= as_of.known)


def acts_of_others(
    o: Obligation,
    what: str,
    items: Sequence[Item],
    sides: Sides,
    reach: Reach,
    since: Day | None,
    unnamed: bool = False,
) -> tuple[Item, ...]:
    """The claims of an act, written ``kind`` or ``kind@place``, done since the text binds, by somebody who does not act
    for the obligor; with ``unnamed`` also those that name nobody.

    Whoever sets up a post or a checkpoint guards, whatever kind of claim tells of it; where the reader left out who, it
    is the first actor that the words name."""
    kind, _, place = what.partition("@")
    found = []
    for item in items:
        claim = item.claim
        post = kind == "guard" and claim.kind in _POSTED and bool(cues.POST.search(claim.quote))
        if (claim.kind != kind and not post) or claim.modality != "happened":
            continue
        if since is not None and item.latest < since:
            continue
        where = (place,) if place else o.place
        at = not where or any(reach.holds(w, p) for w in where for p in claim.place)
        acting = [a for a in claim.actor if not sides.is_population(a)]
        if post and not acting:
            acting = [a for a in (sides.first_named(claim.quote),) if a is not None]
        if at and (bool(acting) or unnamed) and not sides.acts_for(acting, o.obligor):
            found.append(item)
    return tuple(found)


def read_as(o: Obligation, reading: Reading) -> Obligation:
    """The obligation as one reading has it: another obligor, another last day."""
    for name, value in reading.changes:
        if name == "obligor":
            o = replace(o, obligor=tuple(v.strip() for v in value.replace(";", ",").split(",") if v.strip()))
        elif name == "by":
            o = replace(o, due=replace(o.due, by=parse_day(value), before=None, within_days=None, within_months=None))
    return o


def reading_verdicts(
    o: Obligation,
    readings: Sequence[Reading],
    judge_as: Callable[[Obligation, tuple[Item, ...]], Verdict],
    done_by_others: Callable[[Obligation, str, bool], tuple[Item, ...]],
) -> tuple[tuple[ReadingVerdict, ...], tuple[Item, ...]]:
    """The verdict under each reading, and the claims that break one of them.

    ``judge_as`` judges an obligation and leaves out the claims that a reading allows; ``done_by_others`` finds the
    claims of an act by others than the obligor, on demand with those that name nobody."""
    out: list[ReadingVerdict] = []
    breaking: list[Item] = []
    for reading in readings:
        read = read_as(o, reading)
        allows = [value for name, value in reading.changes if name == "allows"]
        allowed = tuple(i for value in allows for i in done_by_others(read, value, True))
        verdict = judge_as(read, allowed)
        life, disposition = verdict.life_cycle, verdict.disposition
        hits = [i for name, value in reading.changes if name == "forbids" for i in done_by_others(o, value, False)]
        if hits:
            life, disposition = "violated", "breached"
            breaking += hits
        out.append(ReadingVerdict(reading.id, reading.holder, life, verdict.timeliness[0], disposition, reading.text))
    return tuple(out), tuple(dict.fromkeys(breaking))


def differ(verdicts: Sequence[ReadingVerdict]) -> bool:
    """Whether the readings come to different verdicts: then the obligation is read two ways."""
    return len({(v.life_cycle, v.timeliness, v.disposition) for v in verdicts}) > 1
