"""Terms that renew and notices that end them: until when a duty with a term runs, and whose power it was to end it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from postwar.core.accord import Obligation
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.dates import add_months_either_way
from postwar.situation.evidence import Item
from postwar.situation.sides import Sides
from postwar.situation.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Term:
    """A term in force: from, until (its last day is the day before the same date), and the last day for notice."""

    since: Day
    until: Day
    notice_by: Day | None
    renewals: int
    years: float


def term_of(o: Obligation, signed_on: Day | None, today: Day) -> Term | None:
    """The term that runs on ``today`` under the obligation's power; None where it names no term.

    A term that renews of itself is taken to have renewed as often as the calendar asks; a notice is judged apart."""
    power = o.power
    since = (power.from_ if power is not None else None) or signed_on
    if power is None or power.term_years is None or since is None:
        return None
    until = add_months_either_way(since, round(12 * power.term_years))[0]
    renewals = 0
    while power.renews_years and until <= today:
        renewals += 1
        until = add_months_either_way(until, round(12 * power.renews_years))[0]
    notice_by = add_months_either_way(until, -power.notice_months)[0] if power.notice_months else None
    return Term(since, until, notice_by, renewals, power.term_years)


def _notices(o: Obligation, items: Sequence[Item]) -> list[Item]:
    return [
        i
        for i in items
        if i.claim.kind == "mandate"
        and i.claim.modality == "happened"
        and cues.NOTICE.search(i.claim.quote)
        and (o.provision in i.claim.provision or not i.claim.provision)
    ]


def judge_end(o: Obligation, term: Term, verdict: Verdict, items: Sequence[Item], sides: Sides) -> Verdict:
    """An end before the term: within a holder's power (notice given in time), outside it, or with no power reported.

    Without notice by a holder of the power the end is *disputed*: the text names whose power it was, and nobody is
    reported to have used it. An end by notice given too late is *breached*."""
    if verdict.life_cycle != "terminated" or o.power is None:
        return verdict
    notices = [n for n in _notices(o, items) if sides.acts_for(n.claim.actor, o.power.holder)]
    if not notices or verdict.ended_on is None or term.notice_by is None:
        return verdict
    given = min(n.day or n.latest for n in notices)
    months = o.power.notice_months or 0
    in_time = add_months_either_way(given, months)[0] <= verdict.ended_on
    return replace(
        verdict,
        disposition="compliant" if in_time else "breached",
        support=tuple(dict.fromkeys((*verdict.support, *notices))),
        reasons=("notice in time",) if in_time else ("notice late",),
    )
