"""What came of a question or a promise, by the books: yes, no, or not settled by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Question
from postwar.core.errors import AskError, RuleError
from postwar.core.rules import DONE, NotGiven, evaluate, parse_rule, rule_series
from postwar.core.situation import Situation
from postwar.core.time import Day, iso
from postwar.core.variable import VARIABLES, Estimate

Numbers = NDArray[np.float64]
KINDS = {v.id: v.kind for v in VARIABLES}
_MOST = 4
_ABOVE_ALL = 1e15
"""Above every number that a rule can name (``core.rules``)."""


@dataclass(frozen=True)
class Reported:
    """What the books say of all days, as known at the end: ``course`` (variable, place, group) to figures, oldest
    first; ``last`` the situation of the last day. ``known`` is the day up to which the books had heard."""

    last: Situation
    known: Day
    course: Mapping[tuple[str, str, str], Sequence[Estimate]] = field(default_factory=dict)

    def figures(self, variable: str, place: str, group: str) -> Sequence[Estimate]:
        """The figures of a place and group; with a group of "" those without one, or of the only group there."""
        exact = self.course.get((variable, place, group), ())
        if exact or group:
            return exact
        near = [found for key, found in self.course.items() if key[:2] == (variable, place)]
        return near[0] if len(near) == 1 else ()


def resolve(question: Question, origin: Day, books: Reported) -> tuple[bool | None, str]:
    """Whether the question came out yes, or None with the reason why the books do not say.

    A figure stands from its own day until the next. After the last one a running total lies between it and anything
    above, and any other number is open: the question is settled only if both ends of every series give one answer. The
    books are silent on wars, routes and single events that nobody told of, so that such questions are not settled here.
    """
    if question.closes_on > books.known:
        return None, f"closes on {iso(question.closes_on)}, after the last day of the books, {iso(books.known)}"
    try:
        if question.void_if and _answers(question.void_if, origin, question.closes_on, books) != {False}:
            return None, "whether it became void is not settled by the books"
    except (AskError, RuleError):
        pass                                     # nothing tells of the void rule: as in an outlook, it did not happen
    try:
        answers = _answers(question.rule, origin, question.closes_on, books)
    except (AskError, RuleError) as fault:
        return None, str(fault)
    if len(answers) > 1:
        return None, f"no figure of {iso(question.closes_on)} or later settles it"
    return answers.pop(), ""


def _answers(text: str, origin: Day, last: Day, books: Reported) -> set[bool]:
    """The answers that a rule has with every series at either end of what the books leave open."""
    rule, days = parse_rule(text), (last - origin).days
    names = sorted(rule_series(rule))
    if len(names) > _MOST:
        raise AskError(f"a rule over more than {_MOST} series is not settled from the books")
    ends = {name: _ends(name, origin, days, books) for name in names}
    return {bool(evaluate(rule, _chosen(dict(zip(names, choice, strict=True))), origin, days)[0])
            for choice in product(*(ends[name] for name in names))}


def _chosen(series: Mapping[tuple[str, tuple[str, ...]], Numbers]) -> Callable[[str, tuple[str, ...]], Numbers]:
    return lambda variable, index: series[variable, index]


def _ends(name: tuple[str, tuple[str, ...]], origin: Day, days: int, books: Reported) -> tuple[Numbers, ...]:
    """A series by day from the origin, shape (1, day): one where the books settle it, else its lower and upper end."""
    variable, index = name
    if variable == DONE:
        return (_done(index[0], origin, days, books),)
    if variable == "in_control" and len(index) == 2:
        return (_held(index[0], index[1], origin, days, books),)
    figures = books.figures(variable, *(*index, "", "")[:2]) if len(index) <= 2 else ()
    if not figures or figures[0].on > origin:
        raise NotGiven(variable, index, f"the books have no figure of {variable} by {iso(origin)} to settle it from")
    at = np.array([max((f.on - origin).days, 0) for f in figures])
    values = np.array([f.value for f in figures])
    which = np.searchsorted(at, np.arange(days + 1), side="right") - 1
    known = values[which].astype(np.float64)
    if at[-1] >= days:
        return (known[None],)
    low, high = known.copy(), known.copy()
    after = np.arange(days + 1) > at[-1]
    high[after] = _ABOVE_ALL
    if KINDS.get(variable) != "cumulative":
        low[after] = 0.0
    return low[None], high[None]


def _done(obligation: str, origin: Day, days: int, books: Reported) -> Numbers:
    state = next((o for o in books.last.obligations if o.id == obligation), None)
    if state is None or state.disposition == "unverifiable":
        raise NotGiven(DONE, (obligation,), f"the books do not say whether {obligation} was done")
    done = np.zeros(days + 1)
    if state.done_on is not None:
        done[max((state.done_on - origin).days, 0):] = 1.0
    return done[None]


def _held(place: str, actor: str, origin: Day, days: int, books: Reported) -> Numbers:
    control = next((c for c in books.last.control if c.place == place), None)
    if control is None or control.actor is None or control.since is None or control.state == "contested":
        raise NotGiven("in_control", (place, actor), f"the books do not say since when one side holds {place}")
    since = np.arange(days + 1) >= (control.since - origin).days
    if control.actor == actor:
        return since.astype(np.float64)[None]
    if not since.all():
        raise NotGiven("in_control", (place, actor), f"the books do not say who held {place} before {control.since}")
    return np.zeros((1, days + 1))
