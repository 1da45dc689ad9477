"""The verdict on a duty that is done once: whether, when, how much of it, and in time or not."""

from __future__ import annotations

import datetime as dt

from postwar.core.time import Day
from postwar.situation import cues
from postwar.situation.acts import act_of
from postwar.situation.amounts import MET_SHARE, NEAR_SHARE, amount_done
from postwar.situation.bearing import Bearings
from postwar.situation.dates import judge_time
from postwar.situation.evidence import Item, settle_day
from postwar.situation.verdict import Facts, Verdict

_A_DAY = dt.timedelta(days=1)


def judge_once(f: Facts, bearings: Bearings) -> Verdict:
    """The verdict on a duty that is behind its obligor once it is done."""
    done = tuple(i for i in f.bearing.done if not _before_it_counts(f, i))
    if act_of(f.o.act).whole_by == "amount":
        share, on, by, used = _amount(f, bearings, done)
    else:
        share, on, by, used = done_days(f, bearings, done)
    if used and share is not None and share >= 1.0:
        return _fulfilled(f, on, by, tuple(used), bearings)
    return _open(f, share if used else None, tuple(used))


def done_days(
    f: Facts, bearings: Bearings, items: tuple[Item, ...]
) -> tuple[float, Day | None, Day | None, list[Item]]:
    """Share of the places done, the day that the last of them was done, the day by which, and the claims."""
    days: list[Day] = []
    bounds: list[Day] = []
    used: list[Item] = []
    covered = bearings.covered(f.o, items)
    for _, reaching in sorted(covered.items()):
        if not reaching:
            continue
        used += reaching
        day = settle_day([(i.day, i) for i in reaching if i.day is not None])
        days += [day] if day is not None else []
        bounds.append(day or min(i.latest for i in reaching))
    n = sum(bool(v) for v in covered.values())
    done_on = max(days) if days and len(days) == len(bounds) else None
    return round(n / len(covered), 2), done_on, max(bounds, default=None), list(dict.fromkeys(used))


def _before_it_counts(f: Facts, item: Item) -> bool:
    """Whether a claim tells of a time before the duty could be done: of a staged amount, or an election, before its
    window opened; of what makes a breach good, before the breach."""
    if f.repairs and f.binds_from is not None and item.latest < f.binds_from:
        return True
    opens = f.terms.span.opens
    again = f.o.quantity is not None or f.o.act == "elect"  # what is done more than once
    return opens is not None and again and item.latest < opens


def _completes(f: Facts, item: Item) -> bool:
    """Whether the words of one claim say that the whole of an amount was done."""
    words = item.claim.quote
    if cues.ONGOING.search(words) or cues.PARTITIVE.search(words) or cues.RESUMED.search(words):
        return False
    if cues.OF_A_SERIES.search(words) and f.o.stage is None:
        return False  # a part that is complete is not the whole
    if cues.FINISHED.search(words):
        return True
    whole = f.o.act == "withdraw" and f.o.quantity is None and item.claim.low is None and item.claim.high is None
    return whole and item.day is not None  # so many who left are not all


def _amount(
    f: Facts, bearings: Bearings, items: tuple[Item, ...]
) -> tuple[float | None, Day | None, Day | None, list[Item]]:
    ending = tuple(i for i in items if _completes(f, i))
    counted = amount_done(f.o, bearings.counted(f.o, items))
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
        _, on, by, used = done_days(f, bearings, ending)
        if used:
            return 1.0, on, by, used
    return f.share, None, None, list(items)


def _fulfilled(f: Facts, on: Day | None, by: Day | None, used: tuple[Item, ...], bearings: Bearings) -> Verdict:
    span = f.terms.span
    code, days = judge_time(span, on, by, f.today)
    denials = tuple(i for i in f.bearing.denied if i.said > (by or f.today))
    if denials:
        return Verdict("in_effect", (code, days), "contradictory", 2, on, by, None, used, denials, ("denied",))
    unseen = f.out_of_sight(by or dt.date.min)
    if (unseen or f.blind is not None) and bearings.own_word(f.o, used):
        open_code = judge_time(span, None, None, f.today)
        return Verdict(
            "in_effect", open_code, "unverifiable", 2, None, None, None, used, unseen, ("own word",)
        )
    if on is not None and span.opens is not None and on < span.opens:
        return Verdict("violated", (code, days), "breached", 2, on, by, None, used, (), ("early",), broken_on=on)
    if f.terms.excused_on is not None:
        return _after_late_amendment(f, on, by, used, (code, days))
    if code == "late" and f.late_triggers:
        return Verdict("fulfilled", (code, days), "excused", 3, on, by, None, used, (), ("trigger",))
    timed = f.timed((code, days), on or f.today)
    if timed != (code, days):
        return Verdict("fulfilled", timed, "excused", 3, on, by, None, used, (), ("paused",))
    if _days_differ(f, used):
        return Verdict("fulfilled", timed, "contradictory", 3, on, by, None, used, (), ("days differ",))
    return Verdict("fulfilled", timed, "compliant", 3, on, by, None, used)


def _days_differ(f: Facts, used: tuple[Item, ...]) -> bool:
    """Whether some claims have one event in time and others late."""
    if len(f.o.place) > 1 or act_of(f.o.act).whole_by != "event":
        return False
    return len({judge_time(f.terms.span, i.day, i.day, f.today)[0] for i in used if i.day is not None}) > 1


def _after_late_amendment(
    f: Facts, on: Day | None, by: Day | None, used: tuple[Item, ...], code: tuple[str, int | None]
) -> Verdict:
    """A duty done under a later day that was agreed only when the first had passed: the days missed until the agreement
    stay; done before it, it is as late as it was; done after the new day too, the excuse had run out."""
    terms = f.terms
    done = on or by
    if done is not None and terms.passed is not None and terms.excused_on is not None and done < terms.excused_on:
        late = (done - terms.passed).days
        timed: tuple[str, int | None] = ("late", late) if late > 0 else ("on_time", None)
        word = "excused" if late > 0 else "compliant"
        return Verdict("fulfilled", timed, word, 3, on, by, None, used, (), ("excused",))
    more = (code[1] or 0) if code[0] == "late" else 0
    word = "compliant" if more else "excused"
    return Verdict("fulfilled", ("late", terms.missed + more), word, 3, on, by, None, used, (), ("excused",))


def _open(f: Facts, share: float | None, used: tuple[Item, ...]) -> Verdict:
    """A duty that is not told as done."""
    b, terms = f.bearing, f.terms
    code, days = f.timed(judge_time(terms.span, None, None, f.today), f.today)
    begun = (*used, *b.begun)
    if f.waits and not begun:
        word = "excused" if code == "overdue" else "not_observed"
        return Verdict("not_triggered", ("not_due", None), word, 0, support=b.agreed, reasons=("waits",))
    grade = 0 if not begun else 2 if share is not None and share >= 0.5 else 1
    support = begun or b.agreed
    if terms.excused_on is not None:
        if code != "overdue":
            held = ("overdue", terms.missed)
            return Verdict("in_effect", held, "excused", grade, share=share, support=support, reasons=("excused",))
        days = terms.missed + (days or 0)
    timed = (code, days)
    if f.out_of_sight() and not begun:
        return Verdict("in_effect", timed, "unverifiable", grade, support=f.out_of_sight(), reasons=("unseen",))
    latest = terms.span.latest
    refused = tuple(i for i in b.denied if latest is not None and i.latest > latest)
    if latest is not None and code == "overdue" and refused and not used:
        day = latest + _A_DAY
        return Verdict("violated", timed, "breached", grade, support=refused, reasons=("denied",), broken_on=day)
    if begun:
        near = share is not None and share >= 0.99 and code != "overdue"
        word = "compliant" if near else "partial"
        return Verdict(
            "in_effect", timed, word, grade, share=share, support=support, against=b.denied, reasons=("begun",)
        )
    if f.blind is not None:
        return Verdict("in_effect", timed, "unverifiable", grade, against=b.denied, reasons=("blind",))
    return Verdict(
        "in_effect", timed, "not_observed", grade, support=support, against=b.denied, reasons=("unreported",)
    )
