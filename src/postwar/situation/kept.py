"""The verdict on a duty that is kept day by day, from when it binds to its last day."""

from __future__ import annotations

import datetime as dt

from postwar.core.time import Day
from postwar.situation.bearing import Bearing
from postwar.situation.evidence import Item
from postwar.situation.verdict import Facts, Verdict

Code = tuple[str, int | None]


def judge_kept(f: Facts) -> Verdict:
    """The verdict on a duty that binds on every day of its window."""
    b, span = f.bearing, f.terms.span
    last = f.ends_on if f.ends_on is not None else span.last
    code: Code = ("no_deadline", None) if last is None else ("not_due", None)
    if (f.waits or (f.opens is not None and f.today < f.opens)) and not b.done:
        return Verdict("not_triggered", ("not_due", None), "not_observed", 0, support=b.agreed, reasons=("waits",))
    if b.ended:
        return _ended(b, last, code)
    broken = f.binding(b.broken, last)
    if broken:
        return _broken(b, broken, code)
    if last is not None and f.today > last:
        return _ran_out(b.done, last, code)
    return _running(f, code)


def _running(f: Facts, code: Code) -> Verdict:
    """A duty that binds today and that no event is told against."""
    b = f.bearing
    grade = 1 if b.done else 0
    kept = max((i.said for i in b.done), default=dt.date.min)
    unseen = f.out_of_sight()
    if unseen and max(i.said for i in unseen) > kept:
        return Verdict("in_effect", code, "unverifiable", grade, support=unseen, reasons=("unseen",))
    denied = tuple(i for i in b.denied if i.own_voice)
    if denied and max(i.said for i in denied) > kept:
        broken_on = min(i.day or i.latest for i in denied)
        return Verdict("in_effect", code, "breached", grade, support=denied, reasons=("denied",), broken_on=broken_on)
    if f.blind is not None and f.blind.since > kept:
        return Verdict("in_effect", code, "unverifiable", grade, against=b.denied, reasons=("blind",))
    if b.done:
        return Verdict("in_effect", code, "compliant", 3, support=b.done, against=b.denied, reasons=("kept",))
    ahead = (*b.begun, *b.agreed)
    begun = 1 if b.begun else 0
    return Verdict("in_effect", code, "not_observed", begun, support=ahead, against=b.denied, reasons=("unreported",))


def _ended(b: Bearing, last: Day | None, code: Code) -> Verdict:
    """A duty that is told as ended: early, without a last day in the text, or with its last day."""
    ended = max(i.day or i.latest for i in b.ended)
    if last is not None and ended >= last:
        return _ran_out((*b.done, *b.ended), last, code)
    reason = "ended early" if last is not None else "ended"
    return Verdict("terminated", code, "disputed", 1, support=b.ended, reasons=(reason,), ended_on=ended)


def _ran_out(kept: tuple[Item, ...], last: Day, code: Code) -> Verdict:
    """A duty whose last day has passed: kept to its end where it is told as kept, else over and not observed."""
    if kept:
        return Verdict("fulfilled", ("on_time", None), "compliant", 3, last, last, support=kept, reasons=("ran out",))
    return Verdict("discharged", code, "not_observed", 0, reasons=("ran out",))


def _broken(b: Bearing, broken: tuple[Item, ...], code: Code) -> Verdict:
    """A duty against which an event is reported: kept again where a later claim says so; *disputed* where only parties
    that report it, and it is denied."""
    against = (*b.denied, *b.unbroken)
    since = min(i.day or i.latest for i in broken)
    again = tuple(i for i in b.done if all(_precedes(breach, i, b.done) for breach in broken))
    if again:
        support = (*again, *broken)
        return Verdict(
            "in_effect", code, "partial", 2, support=support, against=b.unbroken, reasons=("kept again",),
            broken_on=since,
        )
    word = "disputed" if b.unbroken and not any(i.own_voice for i in broken) else "breached"
    grade = 1 if b.done else 0
    proven = since if word == "breached" else None
    return Verdict(
        "violated", code, word, grade, support=broken, against=against, reasons=("broken",), broken_on=proven
    )


def _precedes(breach: Item, kept: Item, all_kept: tuple[Item, ...]) -> bool:
    """Whether a breach came before a day on which the duty is told as kept. A report that tells of an event without a
    day and of the day on which it was over tells of them in that order."""
    ends = [i.day for i in all_kept if i.day is not None and i.claim.report == breach.claim.report]
    last = breach.day or min((breach.latest, *ends))
    when = kept.day or kept.latest
    return when > last or (breach.day is None and kept.day in ends and when == last)
