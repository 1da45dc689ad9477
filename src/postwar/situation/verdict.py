"""One verdict on one obligation: life cycle, timeliness, disposition, with the claims that it stands on.

Three laws, by the kind of duty: one done once, one kept day by day, and a prohibition, which mirrors a duty: what
would fulfil the duty breaks the prohibition. *No report* is never *not done*; *no access* is never *compliant*.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from postwar.core.accord import Obligation
from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.acts import act_of
from postwar.situation.amendments import Terms
from postwar.situation.amounts import MET_SHARE, NEAR_SHARE, amount_done
from postwar.situation.bearing import Bearing, Bearings
from postwar.situation.dates import judge_time
from postwar.situation.evidence import Item, settle_day


@dataclass(frozen=True, slots=True)
class Verdict:
    """The axes of one verdict, what it stands on, and the parts of its reason."""

    life_cycle: str
    timeliness: tuple[str, int | None]
    disposition: str
    grade: int
    done_on: Day | None = None
    done_by: Day | None = None
    share: float | None = None
    support: tuple[Item, ...] = ()
    against: tuple[Item, ...] = ()
    reasons: tuple[str, ...] = ()
    ended_on: Day | None = field(default=None)

    @property
    def done(self) -> bool:
        """Whether the obligation is behind its obligor."""
        return self.life_cycle == "fulfilled"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a verdict is made of: the obligation, its terms, what bears on it, what it waits on, the day asked for.

    ``waits`` are conditions not yet met, ``late_triggers`` those met only after the obligation's own last day;
    ``share`` is how much of it a figure says is done."""

    o: Obligation
    terms: Terms
    bearing: Bearing
    today: Day
    waits: tuple[str, ...] = ()
    late_triggers: tuple[str, ...] = ()
    share: float | None = None
    ends_on: Day | None = None  # of a duty with a term, the last day of the term


def judge(f: Facts, bearings: Bearings) -> Verdict:
    """The verdict under the text as it stands."""
    if f.terms.waived or f.terms.replaced:
        life = "discharged" if f.terms.waived else "superseded"
        return Verdict(life, ("no_deadline", None), "excused", 0, support=f.terms.claims, reasons=("waived",))
    if f.o.mode == "must_not":
        return _forbidden(f, bearings)
    if f.o.mode == "may":
        return _permitted(f, bearings)
    if act_of(f.o.act).lasting or f.terms.span.continuous:
        return _kept(f)
    return _once(f, bearings)


def _done_days(
    f: Facts, bearings: Bearings, items: tuple[Item, ...]
) -> tuple[float, Day | None, Day | None, list[Item]]:
    """Share of the places done, the day that the last of them was done, the day by which, and the claims."""
    days: list[Day] = []
    bounds: list[Day] = []
    used: list[Item] = []
    undated = False
    covered = bearings.covered(f.o, items)
    for _, reaching in sorted(covered.items()):
        if not reaching and not f.o.place:
            continue
        if not reaching:
            continue
        used += reaching
        day = settle_day([(i.day, i) for i in reaching if i.day is not None])
        if day is None:
            undated = True
            bounds.append(min(i.latest for i in reaching))
        else:
            days.append(day)
            bounds.append(day)
    n = sum(bool(v) for v in covered.values())
    share = round(n / len(covered), 2)
    done_on = max(days) if days and not undated else None
    return share, done_on, max(bounds, default=None), list(dict.fromkeys(used))


def _completes(f: Facts, item: Item) -> bool:
    """Whether the words of one claim say that the whole of an amount was done."""
    if cues.ONGOING.search(item.claim.quote) or cues.PARTITIVE.search(item.claim.quote):
        return False
    if cues.FINISHED.search(item.claim.quote):
        return True
    return f.o.act == "withdraw" and item.day is not None and f.o.quantity is None


def _once(f: Facts, bearings: Bearings) -> Verdict:
    act, b = act_of(f.o.act), f.bearing
    done = tuple(i for i in b.done if not _before_window(f, i))
    if act.whole_by == "amount":
        share, on, by, used = _amount(f, bearings, done)
    else:
        share, on, by, used = _done_days(f, bearings, done)
    if used and share is not None and share >= 1.0:
        denials = tuple(i for i in b.denied if i.said > (by or f.today))
        return _fulfilled(f, on, by, tuple(used), denials)
    return _open(f, share if used else None, tuple(used))


def _before_window(f: Facts, item: Item) -> bool:
    """Whether a claim tells of a time before the window opened: of a staged amount, it belongs to an earlier stage."""
    opens = f.terms.span.opens
    return opens is not None and f.o.quantity is not None and item.latest < opens


def _amount(
    f: Facts, bearings: Bearings, items: tuple[Item, ...]
) -> tuple[float | None, Day | None, Day | None, list[Item]]:
    ending = tuple(i for i in items if _completes(f, i))
    counted = amount_done(f.o, items)
    if counted is not None and f.o.quantity:
        if counted.reached_by is not None:
            return 1.0, counted.reached_on, counted.reached_by, list(items)
        if not ending:
            middle = min(1.0, (counted.low + counted.high) / (2 * f.o.quantity))
            within = (
                counted.high >= f.o.quantity * MET_SHARE and f.o.quantity * NEAR_SHARE <= counted.low < f.o.quantity
            )
            return (0.99 if within else round(min(middle, 0.99), 2)), None, None, list(items)
    if ending:
        _, on, by, used = _done_days(f, bearings, ending)
        if used:
            return 1.0, on, by, used
    return f.share, None, None, list(items)


def _fulfilled(f: Facts, on: Day | None, by: Day | None, used: tuple[Item, ...], denials: tuple[Item, ...]) -> Verdict:
    span, terms = f.terms.span, f.terms
    code, days = judge_time(span, on, by, f.today)
    if denials:
        return Verdict("in_effect", (code, days), "contradictory", 2, on, by, None, used, denials, ("denied",))
    if on is not None and span.opens is not None and on < span.opens:
        return Verdict("violated", (code, days), "breached", 2, on, by, None, used, (), ("early",))
    if terms.excused_on is not None:
        late = terms.missed + (days or 0 if code == "late" else 0)
        return Verdict("fulfilled", ("late", late), "excused", 3, on, by, None, used, (), ("excused",))
    if code == "late" and f.late_triggers:
        return Verdict("fulfilled", (code, days), "excused", 3, on, by, None, used, (), ("trigger",))
    dated = [(i.day, i) for i in used if i.day is not None]
    one_event = len(f.o.place) <= 1 and act_of(f.o.act).whole_by == "event"
    codes = {judge_time(span, d, d, f.today)[0] for d, _ in dated} if one_event else set()
    if len(codes) > 1:
        return Verdict("fulfilled", (code, days), "contradictory", 3, on, by, None, used, (), ("days differ",))
    return Verdict("fulfilled", (code, days), "compliant", 3, on, by, None, used)


def _open(f: Facts, share: float | None, used: tuple[Item, ...]) -> Verdict:
    b, terms = f.bearing, f.terms
    code, days = judge_time(terms.span, None, None, f.today)
    begun = (*used, *b.begun)
    if f.waits and not begun:
        overdue = code == "overdue"
        return Verdict(
            "not_triggered",
            ("not_due", None),
            "excused" if overdue else "not_observed",
            0,
            support=b.agreed,
            reasons=("waits",),
        )
    grade = 0 if not begun else 2 if share is not None and share >= 0.5 else 1
    support = begun or b.agreed
    if terms.excused_on is not None:
        missed = terms.missed + (days or 0 if code == "overdue" else 0)
        return Verdict(
            "in_effect", ("overdue", missed), "excused", grade, share=share, support=support, reasons=("excused",)
        )
    if b.unseen and not begun:
        return Verdict("in_effect", (code, days), "unverifiable", grade, support=b.unseen, reasons=("unseen",))
    refused = tuple(i for i in b.denied if terms.span.latest is not None and i.latest > terms.span.latest)
    if code == "overdue" and refused and not used:
        return Verdict("violated", (code, days), "breached", grade, support=refused, reasons=("denied",))
    if used or b.begun:
        near = share is not None and share >= 0.99
        return Verdict(
            "in_effect",
            (code, days),
            "compliant" if near and code != "overdue" else "partial",
            grade,
            share=share,
            support=support,
            against=b.denied,
            reasons=("begun",),
        )
    return Verdict(
        "in_effect", (code, days), "not_observed", grade, support=support, against=b.denied, reasons=("unreported",)
    )


def _kept(f: Facts) -> Verdict:
    """A duty kept day by day, from when it binds to its last day."""
    b, span = f.bearing, f.terms.span
    last = f.ends_on if f.ends_on is not None else span.last
    code: tuple[str, int | None] = ("no_deadline", None) if last is None else ("not_due", None)
    if (f.waits or (span.opens is not None and f.today < span.opens)) and not b.done:
        return Verdict("not_triggered", ("not_due", None), "not_observed", 0, support=b.agreed, reasons=("waits",))
    if b.ended:
        ended = max(i.day or i.latest for i in b.ended)
        if last is not None and ended < last:
            return Verdict("terminated", code, "disputed", 1, support=b.ended, reasons=("ended early",), ended_on=ended)
    if b.broken:
        return _broken(b, code)
    if last is not None and f.today > last:
        return _ran_out(b, last, code)
    if b.unseen and (not b.done or max(i.said for i in b.unseen) > max(i.said for i in b.done)):
        return Verdict("in_effect", code, "unverifiable", 1 if b.done else 0, support=b.unseen, reasons=("unseen",))
    denied = tuple(i for i in b.denied if i.own_voice)
    if denied and max(i.said for i in denied) > max((i.said for i in b.done), default=dt.date.min):
        return Verdict("in_effect", code, "breached", 1 if b.done else 0, support=denied, reasons=("denied",))
    if b.done:
        return Verdict("in_effect", code, "compliant", 3, support=b.done, against=b.denied, reasons=("kept",))
    begun = 1 if b.begun else 0
    ahead = (*b.begun, *b.agreed)
    return Verdict("in_effect", code, "not_observed", begun, support=ahead, against=b.denied, reasons=("unreported",))


def _ran_out(b: Bearing, last: Day, code: tuple[str, int | None]) -> Verdict:
    """A duty whose last day has passed: kept to its end where it is told as kept, else over and not observed."""
    if b.done:
        return Verdict("fulfilled", ("on_time", None), "compliant", 3, last, last, support=b.done, reasons=("ran out",))
    return Verdict("discharged", code, "not_observed", 0, reasons=("ran out",))


def _broken(b: Bearing, code: tuple[str, int | None]) -> Verdict:
    """A duty against which an event is reported: kept again where a later claim says so; *disputed* where only parties
    that report it, and it is denied."""
    against = (*b.denied, *b.unbroken)
    again = tuple(i for i in b.done if all(_precedes(breach, i, b.done) for breach in b.broken))
    if again:
        return Verdict(
            "in_effect", code, "partial", 2, support=(*again, *b.broken), against=b.unbroken, reasons=("kept again",)
        )
    word = "disputed" if b.unbroken and not any(i.own_voice for i in b.broken) else "breached"
    return Verdict("violated", code, word, 1 if b.done else 0, support=b.broken, against=against, reasons=("broken",))


def _precedes(breach: Item, kept: Item, all_kept: tuple[Item, ...]) -> bool:
    """Whether a breach came before a day on which the duty is told as kept. A report that tells of an event without a
    day and of the day on which it was over tells of them in that order."""
    ends = [i.day for i in all_kept if i.day is not None and i.claim.report == breach.claim.report]
    last = breach.day or min((breach.latest, *ends))
    when = kept.day or kept.latest
    return when > last or (breach.day is None and kept.day in ends and when == last)


def _forbidden(f: Facts, bearings: Bearings) -> Verdict:
    """A prohibition mirrors the duty: what would fulfil the duty breaks it."""
    span, b = f.terms.span, f.bearing
    inside = [
        i
        for i in b.done
        if (span.opens is None or i.latest >= span.opens)
        and (span.latest is None or (i.day or i.latest) <= span.latest)
    ]
    over = span.latest is not None and f.today > span.latest
    code: tuple[str, int | None] = ("no_deadline", None) if span.latest is None or over else ("not_due", None)
    if inside:
        _, on, by, used = _done_days(f, bearings, tuple(inside))
        return Verdict("violated", code, "breached", 0, on, by, support=tuple(used or inside), reasons=("forbidden",))
    if b.unseen:
        return Verdict("in_effect", code, "unverifiable", 0, support=b.unseen, reasons=("unseen",))
    life = "discharged" if over else "in_effect"
    if b.denied:
        return Verdict(life, code, "compliant", 3, support=b.denied, reasons=("kept",))
    return Verdict(life, code, "not_observed", 0, reasons=("unreported",))


def _permitted(f: Facts, bearings: Bearings) -> Verdict:
    """A permission is used or not; it is never overdue and never broken by not being used."""
    share, on, by, used = _done_days(f, bearings, f.bearing.done)
    if used and share >= 1.0:
        opens = f.terms.span.opens
        if on is not None and opens is not None and on < opens:
            return Verdict(
                "violated", ("no_deadline", None), "breached", 2, on, by, support=tuple(used), reasons=("early",)
            )
        return Verdict("fulfilled", ("no_deadline", None), "compliant", 3, on, by, support=tuple(used))
    return Verdict("in_effect", ("no_deadline", None), "not_observed", 0, support=f.bearing.agreed, reasons=("unused",))
