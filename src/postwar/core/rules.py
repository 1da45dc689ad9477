"""Rules of dated questions: a small grammar over variables, and what each form means on many courses at once.

::

    rule   := conj ("or" conj)*        conj := neg ("and" neg)*        neg := "not" neg | "(" rule ")" | atom
    atom   := event "by" DATE | event "from" DATE "to" DATE | series CMP NUMBER "on" DATE      CMP: >= <= > < ==
    event  := reach(series, NUMBER) | fall(series, NUMBER) | rise(series, NUMBER [, N days]) | shut(series, N days)
            | done("obligation")
    series := NAME [ "[" "place" {, "group, force or actor"} "]" ]

A rule is data and is never run as code. Dates are ISO 8601, numbers have no thousands separators.

**The days that a form looks at**, with the origin as day 0:

- ``by D``: from the origin to D, both included. What stands on the origin counts: a level that is reached by then has
  been reached, and an obligation that is done by then is done. A change is counted on the days origin + 1 to D.
- ``from A to B``: the days A to B, both included. A change is counted against the day before A; where A is the origin
  itself, against the origin, for what happened earlier on that day is part of the books already.
- ``on D``: the day D.

A day before the origin or after the last day of the run cannot be judged and raises :class:`AskError`.
"""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from numpy.typing import NDArray

from postwar.core.errors import AskError, RuleError
from postwar.core.rule_tree import (
    DONE,
    And,
    Done,
    Event,
    Fall,
    Not,
    On,
    Or,
    Reach,
    Rise,
    Rule,
    Series,
    Shut,
    Within,
    rule_days,
    rule_series,
    rule_text,
    series_text,
)
from postwar.core.time import Day, iso, parse_day
from postwar.core.variable import VARIABLE_IDS

__all__ = [
    "ALIASES", "DONE", "And", "Done", "Event", "Fall", "Lookup", "Not", "NotGiven", "On", "Or", "Reach", "Rise", "Rule",
    "Series", "Shut", "Within", "evaluate", "parse_rule", "rule_days", "rule_series", "rule_text", "series_text",
]

ALIASES = {"returned": "back_in_region"}
LONGEST = 4000
DEEPEST = 40

_GRAMMAR = r"""
?start: disj
?disj: conj ("or" conj)*
?conj: neg ("and" neg)*
?neg: "not" neg -> negation
    | "(" disj ")"
    | atom
?atom: event "by" DATE -> by
     | event "from" DATE "to" DATE -> window
     | series CMP NUMBER "on" DATE -> on
?event: "reach" "(" series "," NUMBER ")" -> reach
      | "fall" "(" series "," NUMBER ")" -> fall
      | "rise" "(" series "," NUMBER ("," NUMBER "days")? ")" -> rise
      | "shut" "(" series "," NUMBER "days" ")" -> shut
      | "done" "(" STRING ")" -> done
series: NAME ("[" STRING ("," STRING)* "]")?
CMP: ">=" | "<=" | "==" | ">" | "<"
DATE: /\d{4}-\d{2}-\d{2}/
NUMBER: /\d{1,15}(\.\d{1,9})?/
NAME: /[A-Za-z_][A-Za-z0-9_]*/
STRING: /"[^"\n]+"/
%ignore /\s+/
"""

_EXPECTED = {
    "AND": "'and'", "BY": "'by' and a date", "CMP": "one of >= <= > < ==", "COMMA": "a comma",
    "DATE": "a date as YYYY-MM-DD", "DAYS": "'days'", "FROM": "'from' and a date", "LPAR": "'('", "LSQB": "'['",
    "NAME": "a variable", "NUMBER": "a number without sign or separators, as 35000", "ON": "'on' and a date",
    "OR": "'or'", "RPAR": "')'", "RSQB": "']'", "STRING": 'an id in straight double quotes, as "north"',
    "TO": "'to' and a date", "REACH": "reach(…)", "FALL": "fall(…)", "RISE": "rise(…)", "SHUT": "shut(…)",
    "DONE": "done(…)", "NOT": "'not'", "$END": "the end of the rule",
}
_COMPARE: dict[str, Callable[[Any, float], Any]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq,
}

Lookup = Callable[[str, tuple[str, ...]], NDArray[Any]]
"""(variable, index) -> numbers of shape (member, day), day 0 = origin; KeyError or NotGiven where there is none.
For ``done`` the index is the obligation, and the numbers are 1 from the day on which it is done."""


class NotGiven(AskError):
    """A rule asks for a series that nothing gives: the question is then not modelled."""

    def __init__(self, variable: str, index: tuple[str, ...], reason: str = "") -> None:
        self.variable, self.index = variable, index
        super().__init__(reason or f"nothing gives {series_text(variable, index)}")


# --- reading ----------------------------------------------------------------------------------------------------------

@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr")


def parse_rule(text: str) -> Rule:
    """The rule as a tree.

    Raises ``RuleError`` with the column, the text found there and what mends it: for what the grammar does not know,
    a variable of no such name, a day that is not in the calendar, a window that ends before it begins.

    >>> parse_rule('reach(returned["north"], 35000) by 2031-12-31')
    Within(event=Reach(series=Series(variable='back_in_region', index=('north',)), level=35000.0), first=None, \
last=datetime.date(2031, 12, 31))
    >>> parse_rule('reach(retuned["north"], 35000) by 2031-12-31')
    Traceback (most recent call last):
    postwar.core.errors.RuleError: column 7: no such variable: 'retuned'; write 'returned'
    """
    if len(text) > LONGEST:
        raise RuleError(f"a rule of {len(text)} characters", mend=f"write at most {LONGEST}, or ask two questions")
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as fault:
        raise _fault(text, fault) from None
    return _rule(tree, 0)


def _fault(text: str, fault: UnexpectedInput) -> RuleError:
    """The column, what was found there, and what the grammar would take instead."""
    ended = isinstance(fault, UnexpectedToken) and fault.token.type == "$END"
    at = len(text.rstrip()) if ended or fault.pos_in_stream is None else fault.pos_in_stream
    if isinstance(fault, UnexpectedToken):
        expected = set(fault.accepts or fault.expected)
    else:
        expected = set(fault.allowed or ()) if isinstance(fault, UnexpectedCharacters) else set()
    found = "" if ended else (re.match(r"\w[\w.\-]*|\S", text[at:]) or [""])[0]
    if ended:
        return RuleError("the rule ends too early" if text.strip() else "the rule is empty", column=at + 1,
                         mend=_mend("", "", expected))
    return RuleError("not expected here", column=at + 1, found=found, mend=_mend(text[:at], found, expected))


def _mend(before: str, found: str, expected: set[str]) -> str:
    """What to write instead; the usual slips by name."""
    if found == "," and "RPAR" in expected and re.search(r"\d\s*\Z", before):
        return "write numbers without thousands separators, as 35000"
    if found == "(" and re.search(r"\w\s*\Z", before):
        return "write one of reach(…), fall(…), rise(…), shut(…) or done(…)"
    if found == "=":
        return "write == for equals"
    if found in {"“", "”", "„", "'", "‘", "’", "«", "»"}:
        return 'write ids in straight double quotes, as "north"'
    if found.lower() in {"and", "or", "not", "by", "on", "from", "to"} and found != found.lower():
        return f"write {found.lower()!r} in small letters"
    if expected == {"DATE"}:
        return "write a date as YYYY-MM-DD, for instance 2021-12-01"
    names = sorted({_EXPECTED.get(name, name.lower()) for name in expected if name in _EXPECTED})
    return "write " + (", ".join(names[:-1]) + " or " + names[-1] if len(names) > 1 else "".join(names))


def _rule(node: Tree[Token], depth: int) -> Rule:
    if depth > DEEPEST:
        raise RuleError("nested too deep", mend=f"nest at most {DEEPEST} levels")
    kind, parts = node.data, node.children
    if kind == "negation":
        return Not(_rule(_tree(parts[0]), depth + 1))
    if kind == "conj":
        return And(tuple(_rule(_tree(p), depth + 1) for p in parts))
    if kind == "disj":
        return Or(tuple(_rule(_tree(p), depth + 1) for p in parts))
    if kind == "by":
        return Within(_event(_tree(parts[0])), None, _day(parts[1]))
    if kind == "window":
        first, last = _day(parts[1]), _day(parts[2])
        if last < first:
            raise _at(parts[2], "the window ends before it begins", "write the earlier day first")
        return Within(_event(_tree(parts[0])), first, last)
    return On(_series(_tree(parts[0])), str(parts[1]), float(str(parts[2])), _day(parts[3]))


def _event(node: Tree[Token]) -> Event:
    kind, parts = node.data, node.children
    if kind == "done":
        return Done(str(parts[0])[1:-1])
    series, number = _series(_tree(parts[0])), float(str(parts[1]))
    if kind == "reach":
        return Reach(series, number)
    if kind == "fall":
        return Fall(series, number)
    if kind == "shut":
        return Shut(series, _count(parts[1], 0))
    if number <= 0:
        raise _at(parts[1], "a rise of nothing", "write a number above 0")
    return Rise(series, number, _count(parts[2], 1) if len(parts) > 2 else None)


def _series(node: Tree[Token]) -> Series:
    name = str(node.children[0])
    variable = ALIASES.get(name, name)
    if variable not in VARIABLE_IDS:
        known = sorted(VARIABLE_IDS | set(ALIASES))
        near = difflib.get_close_matches(name, known, 1)
        mend = f"write {near[0]!r}" if near else f"write one of {', '.join(known)}"
        raise _at(node.children[0], "no such variable", mend)
    return Series(variable, tuple(str(token)[1:-1] for token in node.children[1:]))


def _count(token: Any, least: int) -> int:
    text = str(token)
    if not text.isdigit() or int(text) < least:
        raise _at(token, "not a number of days", f"write a whole number of {least} or more")
    return int(text)


def _day(token: Any) -> Day:
    try:
        return parse_day(str(token))
    except ValueError:
        raise _at(token, "no such day", "write a day of the calendar as YYYY-MM-DD") from None


def _at(token: Any, message: str, mend: str) -> RuleError:
    return RuleError(message, column=(token.start_pos or 0) + 1, found=str(token), mend=mend)


def _tree(child: Any) -> Tree[Token]:
    assert isinstance(child, Tree)
    return child


# --- judging ----------------------------------------------------------------------------------------------------------

def evaluate(rule: Rule, lookup: Lookup, origin: Day, days: int) -> NDArray[np.bool_]:
    """Whether the rule holds in each member, shape (member,).

    ``lookup`` gives the series, shape (member, day) with day 0 = ``origin`` and ``days`` the index of the last day.
    The module's docstring says which days each form looks at. Raises ``AskError`` for a day before the origin or after
    the run, ``NotGiven`` for a series that ``lookup`` does not have.

    >>> import datetime as dt
    >>> back = np.array([[0, 5, 9], [0, 2, 4]])
    >>> rule = parse_rule('reach(returned["north"], 5) by 2031-01-03')
    >>> evaluate(rule, lambda variable, index: back, dt.date(2031, 1, 1), days=2)
    array([ True, False])
    """
    if isinstance(rule, Not):
        return np.logical_not(evaluate(rule.part, lookup, origin, days))
    if isinstance(rule, (And, Or)):
        found = [evaluate(part, lookup, origin, days) for part in rule.parts]
        return np.asarray((np.logical_and if isinstance(rule, And) else np.logical_or).reduce(found), dtype=np.bool_)
    if isinstance(rule, On):
        at = _index(rule.day, origin, days)
        values = _values(lookup, rule.series.variable, rule.series.index)
        return np.asarray(_COMPARE[rule.compare](values[:, at], rule.number), dtype=np.bool_)
    first = 0 if rule.first is None else _index(rule.first, origin, days)
    return _happens(rule.event, lookup, first, _index(rule.last, origin, days), rule.first is None)


def _index(day: Day, origin: Day, days: int) -> int:
    at = (day - origin).days
    if at < 0:
        raise AskError(f"{iso(day)} lies before the origin {iso(origin)}: that day is a matter for the books")
    if at > days:
        raise AskError(f"{iso(day)} lies {at - days} days after the last day of the run: run it on to that day")
    return at


def _values(lookup: Lookup, variable: str, index: tuple[str, ...]) -> NDArray[Any]:
    try:
        return np.asarray(lookup(variable, index))
    except KeyError:
        raise NotGiven(variable, index) from None


def _happens(event: Event, lookup: Lookup, first: int, last: int, standing: bool) -> NDArray[np.bool_]:
    """Whether an event happens on the days ``first`` to ``last``; ``standing``: what stands on the origin counts."""
    if isinstance(event, Done):
        done = _values(lookup, DONE, (event.obligation,))
        now = done[:, last] >= 1
        return np.asarray(now if standing else now & (done[:, max(first - 1, 0)] < 1), dtype=np.bool_)
    values = _values(lookup, event.series.variable, event.series.index)
    if isinstance(event, Rise):
        return _rises(values[:, max(first - 1, 0):last + 1], event.amount, event.days)
    window = values[:, first:last + 1]
    if isinstance(event, Reach):
        return np.asarray((window >= event.level).any(axis=1), dtype=np.bool_)
    if isinstance(event, Fall):
        return np.asarray((window <= event.level).any(axis=1), dtype=np.bool_)
    count = np.cumsum(np.pad(window == 0, ((0, 0), (1, 0))), axis=1)
    run = event.days + 1
    return np.asarray((count[:, run:] - count[:, :-run] == run).any(axis=1), dtype=np.bool_)


def _rises(values: NDArray[Any], amount: float, days: int | None) -> NDArray[np.bool_]:
    """Whether ``values`` grow by ``amount`` between two days at most ``days`` apart; the first is the day before."""
    if days is None or days >= values.shape[1] - 1:
        return np.asarray((values - np.minimum.accumulate(values, axis=1) >= amount).any(axis=1), dtype=np.bool_)
    found = np.zeros(len(values), dtype=np.bool_)
    for apart in range(1, days + 1):
        found |= (values[:, apart:] - values[:, :-apart] >= amount).any(axis=1)
    return found
