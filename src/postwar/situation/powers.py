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
    """A term in force: from, until (its last day is the day before the same date), and the last day for notice.

    ``noticed_on`` is the day of a notice in time, with which it ends; ``late_notice`` that of one given too late."""

    since: Day
    until: Day
    notice_by: Day | None
    renewals: int
    years: float
    noticed_on: Day | None = None
    late_notice: Day | None = None
    notices: tuple[Item, ...] = ()


def notices_of(o: Obligation, items: Sequence[Item], sides: Sides) -> tuple[Item, ...]:
    """The claims that a holder of the power gave notice."""
    if o.power is None:
        return ()
    return tuple(
        i
        for i in items
        if i.claim.kind == "mandate"
        and i.claim.modality == "happened"
        and cues.NOTICE.search(i.claim.quote)
        and (o.provision in i.claim.provision or not i.claim.provision)
        and sides.acts_for(i.claim.actor, o.power.holder)
    )


def term_of(o: Obligation, signed_on: Day | None, today: Day, notices: Sequence[Item] = ()) -> Term | None:
    """The term that runs on ``today`` under the obligation's power; None where it names no term.

    A term that renews of itself has renewed as often as the calendar asks, up to the first that a notice in time ends;
    a notice given too late ends none."""
    power = o.power
    since = (power.from_ if power is not None else None) or signed_on
    if power is None or power.term_years is None or since is None:
        return None
    given = sorted(n.day or n.latest for n in notices)
    begin, until = since, add_months_either_way(since, round(12 * power.term_years))[0]
    renewals, late = 0, None
    while True:
        notice_by = add_months_either_way(until, -power.notice_months)[0] if power.notice_months else None
        own = [g for g in given if begin <= g <= until]
        in_time = [g for g in own if notice_by is None or g <= notice_by]
        late = min((g for g in own if g not in in_time), default=late)
        if in_time or not power.renews_years or until > today:
            break
        renewals += 1
        begin, until = until, add_months_either_way(until, round(12 * power.renews_years))[0]
    return Term(
        since, until, notice_by, renewals, power.term_years, min(in_time, default=None), late, tuple(notices)
    )


def judge_end(o: Obligation, term: Term, verdict: Verdict, today: Day) -> Verdict:
    """An end before the term: within a holder's power (notice given in time), outside it, or with no power reported.

    Without notice by a holder of the power the end is *disputed*: the text names whose power it was, and nobody is
    reported to have used it. An end by notice given too late is *breached*. A term that notice ended is over."""
    if term.noticed_on is not None and today >= term.until and verdict.life_cycle in ("in_effect", "fulfilled"):
        support = tuple(dict.fromkeys((*verdict.support, *term.notices)))
        return replace(
            verdict, life_cycle="terminated", disposition="compliant", support=support, reasons=("term over",),
            ended_on=term.until,
        )
    if verdict.life_cycle != "terminated" or o.power is None or verdict.ended_on is None:
        return verdict
    given = min((n.day or n.latest for n in term.notices), default=None)
    if given is None or o.power.notice_months is None:
        return verdict
    in_time = add_months_either_way(given, o.power.notice_months)[0] <= verdict.ended_on
    return replace(
        verdict,
        disposition="compliant" if in_time else "breached",
        support=tuple(dict.fromkeys((*verdict.support, *term.notices))),
        reasons=("notice in time",) if in_time else ("notice late",),
        broken_on=None if in_time else verdict.ended_on,
    )
