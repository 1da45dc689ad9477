"""The five axes of a verdict in plain words. "Not observed" is never "not done"."""

from __future__ import annotations

from collections.abc import Callable

from postwar.core.accord import Due, Obligation
from postwar.core.situation import ObligationState, ReadingVerdict, Timeliness
from postwar.publish.names import NameBook
from postwar.publish.prose import (
    clean,
    counted,
    days_long,
    in_hundred,
    joined,
    number,
    percent_span,
    short_day,
    unit_words,
)
from postwar.publish.terms import ACT_WORDS, LIFE_WORDS, words

NOT_OBSERVED = "“Not observed” means that no report in the books says so, which is not the same as not done."


def timeliness_words(code: str, days: int | None) -> str:
    """When it was done against when it was due.

    >>> timeliness_words("late", 10), timeliness_words("overdue", 1)
    ('10 days late', '1 day past its last day')
    """
    late = days_long(days) if days else "some days"
    table = {
        "not_due": "not due yet",
        "on_time": "on time",
        "late": f"{late} late",
        "overdue": f"{late} past its last day",
        "no_deadline": "no date in the text",
        "deadline_ambiguous": "its day can be read in two ways",
    }
    return words(table, code)


def _amended(t: Timeliness) -> str:
    """What a later agreement changed, empty where the first text leads to the same."""
    if t.original_code is None or (t.original_code, t.original_days) == (t.code, t.days):
        return ""
    if t.original_code in ("no_deadline", "not_due"):
        return "a day agreed later" if t.original_code == "no_deadline" else "moved forward from a later day"
    return f"{days_long(t.original_days)} after the first date" if t.original_days else "moved from the first date"


def verdict(state: ObligationState, standing: bool = False) -> str:
    """The verdict on one obligation in a line: life cycle, timeliness, disposition; ``standing`` where it binds every
    day.

    Where the readings of the text lead to different verdicts the line says so, and each stands in its own section.
    """
    split = "the readings of the text differ" if readings_differ(state) else ""
    return joined((_so_far(state, standing), "" if standing else _timed(state), split))


def _so_far(state: ObligationState, standing: bool) -> str:
    """How far it has come, whatever its day."""
    if state.disposition == "not_observed":
        return "not observed"
    if state.disposition == "unverifiable":
        return "cannot be verified: observers had no access"
    if state.disposition == "repaired":
        return "a breach was reported, and made good"
    if state.life_cycle == "violated":
        return "reported as not kept"
    if state.disposition == "partial" and state.life_cycle == "in_effect":
        return _partly(state.share, standing)
    held = {
        "partial": "partly",
        "breached": "a breach is reported",
        "excused": "excused",
        "disputed": "a party disputes that it is kept",
        "contradictory": "the reports contradict each other",
    }.get(state.disposition, "")
    done = words(LIFE_WORDS, state.life_cycle)
    on_time = f"{done}, {_when(state)}" if state.life_cycle == "fulfilled" and _when(state) else done
    return joined((on_time, held))


def _partly(share: float | None, standing: bool) -> str:
    if standing:
        return "kept in part"
    return "begun, partly done" if share is None else f"begun, about {percent_span(share, share)} done"


def _when(state: ObligationState) -> str:
    """When a thing that is done was done."""
    t, amended = state.timeliness, _amended(state.timeliness)
    if t.code == "no_deadline":
        return ""
    return f"{timeliness_words(t.code, t.days)}{f' as amended; {amended}' if amended else ''}"


def _timed(state: ObligationState) -> str:
    """Where a thing that is not done stands against its day."""
    t, amended = state.timeliness, _amended(state.timeliness)
    partly = state.disposition == "partial"
    if state.life_cycle != "in_effect" or state.disposition in ("compliant", "breached", "disputed"):
        return ""
    if t.code == "no_deadline":
        return "no date, so no breach" if partly else ""
    if t.code == "overdue" and not partly:
        return f"its day was {days_long(t.days)} ago" if t.days else "its day has passed"
    if t.code == "on_time":
        return ""
    return timeliness_words(t.code, t.days) + (f" ({amended})" if amended else "")


def reading_verdict(reading: ReadingVerdict, standing: bool = False) -> str:
    """The verdict under one reading, in a few words."""
    if reading.disposition == "not_observed":
        return "not observed"
    if reading.disposition == "partial" and reading.life_cycle == "in_effect":
        return _partly(None, standing)
    when = (
        timeliness_words(reading.timeliness, None) if reading.timeliness in ("on_time", "deadline_ambiguous") else ""
    )
    held = {
        "partial": "in part",
        "repaired": "a breach was reported, and made good",
        "excused": "excused",
        "disputed": "a party disputes that it is kept",
        "contradictory": "the reports contradict each other",
        "unverifiable": "cannot be verified",
    }.get(reading.disposition, "")
    standing_words = words(LIFE_WORDS, reading.life_cycle)
    return joined((standing_words, when if reading.life_cycle == "fulfilled" else "", held), ", ")


def readings_differ(state: ObligationState) -> bool:
    """Whether the readings of an obligation's text lead to more than one verdict, and no ruling settles it."""
    if any(r.upheld for r in state.readings):
        return False
    return len({(r.life_cycle, r.timeliness, r.disposition) for r in state.readings}) > 1


def belief_words(state: ObligationState) -> tuple[str, str]:
    """The probability of the verdict, and apart from it the confidence: they never share a sentence."""
    word = "" if state.belief.word.startswith(("below", "above")) else f", {state.belief.word}"
    return (
        f"That this is so: {in_hundred(state.belief.p)}{word}." if state.belief.word else "",
        f"Confidence: {state.belief.confidence}." if state.belief.confidence else "",
    )


def promise(obligation: Obligation, names: NameBook) -> str:
    """What was promised, from the fields of the obligation."""
    what = clean(obligation.object.partition(";")[0]) or names.listed(obligation.place)
    if obligation.quantity is not None and number(obligation.quantity) not in what:
        what += f" ({number(obligation.quantity)} {unit_words(obligation.unit, obligation.quantity)})"
    act = ACT_WORDS.get(obligation.act, obligation.act.replace("_", " ").capitalize())
    lead = {"may": "Permission: ", "must_not": "Prohibition: "}.get(obligation.mode, "")
    return f"{lead}{act}: {what}"


def promise_remark(obligation: Obligation) -> str:
    """What the case remarks on the promise: what follows the first semicolon of its object."""
    return clean(obligation.object.partition(";")[2])


def promise_terms(obligation: Obligation, names: NameBook) -> str:
    """Who owes it to whom, and what it leaves out."""
    by = f"by {names.listed(obligation.obligor)}" if obligation.obligor else "by whom the text does not say"
    lead = "to" if obligation.act in ("handover", "release", "pay") else "for"
    to = f"{lead} {names.listed(obligation.beneficiary)}" if obligation.beneficiary else ""
    if len(obligation.obligor) > 1 and set(obligation.obligor) == set(obligation.beneficiary):
        to = "toward each other"
    left_out = f"except {names.listed(obligation.except_)}" if obligation.except_ else ""
    return joined((by, to, left_out), ", ")


def due_words(due: Due, state: ObligationState | None = None, other: Callable[[str], str] = str) -> str:
    """When it falls due by the text, in words. ``other`` names another obligation or event.

    >>> import datetime as dt
    >>> due_words(Due(by=dt.date(2031, 5, 4))), due_words(Due())
    ('by 4 May 2031', 'no date')
    """
    if due.continuous_from or due.continuous_to:
        start = f"from {short_day(due.continuous_from)}" if due.continuous_from else ""
        return "on every day " + joined(
            (start, f"to {short_day(due.continuous_to)}" if due.continuous_to else "with no end"), " "
        )
    first = f"from {short_day(due.from_)}" if due.from_ else ""
    last = f"by {short_day(due.by)}" if due.by else f"before {short_day(due.before)}" if due.before else ""
    if first or last:
        return joined((first, last), " ")
    if due.of:
        return _counted(due, state, other)
    if due.parallel_with:
        return f"at the same time as {other(due.parallel_with)}"
    return "no date"


def _counted(due: Due, state: ObligationState | None, other: Callable[[str], str]) -> str:
    """A last day that counts from an event, and how long after it the window opens where the text says so."""
    if due.within_days is None and due.within_months is None:
        return "no date"
    of = other(due.of) if due.of else "signing"
    gap = _length(due.from_days, due.from_months)
    last = f", that is by {short_day(state.original_due)}" if state and state.original_due else ""
    first = f"not before {gap} after and " if gap else ""
    return f"{first}within {_length(due.within_days, due.within_months)} of {of}{last}"


def _length(days: int | None, months: int | None) -> str:
    return counted(days, "day") if days is not None else counted(months, "month") if months is not None else ""
