"""When an obligation falls due, and who may renew or end it."""

from __future__ import annotations

from collections.abc import Mapping

from postwar.cases.fields import Ids
from postwar.cases.located import Block
from postwar.core.accord import Due, Power
from postwar.core.time import Day, add_months

DUE = ("from", "by", "before", "from_days", "from_months", "within_days", "within_months", "of", "parallel_with",
       "continuous_from", "continuous_to")
COUNTED = ("within_days", "within_months", "from_days", "from_months")
POWER = ("kind", "holder", "term_years", "renews_years", "notice_months", "from", "note")
POWERS = ("renewal", "notice", "suspension", "ruling")
LONGEST_TERM = 36_525
"""A hundred years in days: a longer term is a slip of the pen."""

LAST_DAYS = ("by", "before", "within_days", "within_months", "continuous_from")
"""Each of these says by itself when the duty ends or binds: an obligation has at most one of them."""


def read_due(obligation: Block, ids: Mapping[str, Ids], days: Mapping[str, Day | None]) -> Due:
    """The ``due`` table of an obligation. ``days`` gives the days of events that are known from the case itself."""
    block = obligation.block("due")
    if block is None:
        return Due()
    block.allow(DUE)
    due = Due(
        from_=block.day("from"), by=block.day("by"), before=block.day("before"),
        within_days=whole_number(block, "within_days"), within_months=whole_number(block, "within_months"),
        of=block.one_id("of", ids["start"]) or None,
        parallel_with=block.one_id("parallel_with", ids["obligation"]) or None,
        continuous_from=block.day("continuous_from"), continuous_to=block.day("continuous_to"),
        from_days=whole_number(block, "from_days"), from_months=whole_number(block, "from_months"))
    if _one_last_day(block) and _of_goes_with_within(block):
        for low, high in (("from", "by"), ("from", "before"), ("continuous_from", "continuous_to")):
            if not block.in_order(low, high, _day(due, low), _day(due, high)):
                break
        _check_months(block, due, days)
    return due


def _day(due: Due, key: str) -> Day | None:
    day: Day | None = getattr(due, "from_" if key == "from" else key)
    return day


def whole_number(block: Block, key: str) -> int | None:
    """A whole number of days or months; a fraction is noted."""
    number = block.number(key, least=0, most=LONGEST_TERM)
    if number is None or number.is_integer():
        return None if number is None else int(number)
    block.fault(key, block.raw(key), f"{key} is not a whole number:", "count in whole days or months")
    return None


def _one_last_day(block: Block) -> bool:
    given = [key for key in LAST_DAYS if block.raw(key) is not None]
    if len(given) > 1:
        block.fault(given[1], " and ".join(given), "due says twice when:", f"keep one of {', '.join(given)}")
        return False
    start = "continuous_from" in given or block.absent("continuous_from")
    if block.raw("continuous_to") is not None and not start:
        block.fault("continuous_to", None, "continuous_to without continuous_from",
                    "say from when it binds, or write by")
        return False
    return True


def _of_goes_with_within(block: Block) -> bool:
    within = [key for key in COUNTED if block.raw(key) is not None]
    of = block.raw("of")
    if within and of is None and not block.absent("of"):
        block.fault(within[0], None, f"{within[0]} of what?", 'add of = "signing", or of = an obligation or event')
        return False
    if of is not None and not within and not any(block.absent(key) for key in COUNTED):
        block.fault("of", of, "of without a term:", "add within_days, within_months, from_days or from_months")
        return False
    return True


def _check_months(block: Block, due: Due, days: Mapping[str, Day | None]) -> None:
    start = days.get(due.of or "")
    if start is not None and due.within_months is not None:
        _check_shift(block, "within_months", start, due.within_months)


def _check_shift(block: Block, key: str, start: Day, months: int) -> Day | None:
    """The day some months off, noted where the calendar has no such day."""
    try:
        return add_months(start, months)
    except (ValueError, OverflowError):
        block.fault(key, block.raw(key), f"{months} months from {start} falls on no day, by {key} =",
                    "give the day itself, or a term that ends on one")
        return None


def read_power(obligation: Block, ids: Mapping[str, Ids]) -> Power | None:
    """The ``power`` table of an obligation, if it has one."""
    block = obligation.block("power")
    if block is None:
        return None
    block.allow(POWER)
    holder = block.ids("holder", ids["actor"])
    if block.raw("holder") in (None, []) and not block.absent("holder"):
        block.fault(None, block.raw("kind"), "a power has no holder:", "name the actors who may use it")
    notice = whole_number(block, "notice_months")
    power = Power(
        kind=block.choice("kind", POWERS), holder=holder, term_years=block.number("term_years", above=0, most=999),
        renews_years=block.number("renews_years", above=0, most=999), notice_months=notice, from_=block.day("from"),
        note=block.text("note"))
    if power.from_ is not None and power.term_years is not None:
        _check_term(block, power.from_, power.term_years, notice)
    return power


def _check_term(block: Block, start: Day, years: float, notice: int | None) -> None:
    """The end of the term, and the last day for notice, must be days of the calendar."""
    months = years * 12
    if not float(months).is_integer():
        block.fault("term_years", years, "the term is not a whole number of months:", "count in twelfths of a year")
        return
    end = _check_shift(block, "term_years", start, int(months))
    if end is not None and notice is not None:
        _check_shift(block, "notice_months", end, -notice)
