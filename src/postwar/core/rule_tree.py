"""The tree of a question's rule: what was parsed, frozen, and its one canonical spelling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from postwar.core.time import Day, iso

DONE = "done"


@dataclass(frozen=True, slots=True)
class Series:
    """A variable and its index: place first, then group, force or actor. Without them all are summed."""

    variable: str
    index: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """The series is at least ``level`` on some day."""

    series: Series
    level: float


@dataclass(frozen=True, slots=True)
class Fall:
    """The series is at most ``level`` on some day."""

    series: Series
    level: float


@dataclass(frozen=True, slots=True)
class Rise:
    """The series grows by at least ``amount`` between two days of the window, or within any ``days`` days of it."""

    series: Series
    amount: float
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Shut:
    """The series is zero on more than ``days`` days in a row."""

    series: Series
    days: int


@dataclass(frozen=True, slots=True)
class Done:
    """The obligation is done."""

    obligation: str


Event = Reach | Fall | Rise | Shut | Done


@dataclass(frozen=True, slots=True)
class Within:
    """An event from ``first`` to ``last``, both included; ``first`` None is the origin (``by``)."""

    event: Event
    first: Day | None
    last: Day


@dataclass(frozen=True, slots=True)
class On:
    """A comparison on one day."""

    series: Series
    compare: str
    number: float
    day: Day


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is not."""

    part: Rule


@dataclass(frozen=True, slots=True)
class And:
    """True where all parts are."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True where any part is."""

    parts: tuple[Rule, ...]


Rule = Within | On | Not | And | Or


def series_text(variable: str, index: tuple[str, ...] = ()) -> str:
    """A series as a rule writes it.

    >>> series_text("away", ("north", "northerners"))
    'away["north","northerners"]'
    """
    return variable + ("[" + ",".join(f'"{i}"' for i in index) + "]" if index else "")


def rule_text(rule: Rule) -> str:
    """The rule in its one canonical spelling: ``parse_rule(rule_text(rule)) == rule`` for every rule that was parsed.

    >>> from postwar.core.rules import parse_rule
    >>> rule_text(parse_rule('not ( fall( returned , 3.0 )  by 2031-01-01 )'))
    'not fall(back_in_region, 3) by 2031-01-01'
    """
    if isinstance(rule, Within):
        when = f"by {iso(rule.last)}" if rule.first is None else f"from {iso(rule.first)} to {iso(rule.last)}"
        return f"{_event_text(rule.event)} {when}"
    if isinstance(rule, On):
        return f"{_spelt(rule.series)} {rule.compare} {_number(rule.number)} on {iso(rule.day)}"
    if isinstance(rule, Not):
        inner = rule_text(rule.part)
        return f"not ({inner})" if isinstance(rule.part, (And, Or)) else f"not {inner}"
    word = " and " if isinstance(rule, And) else " or "
    return word.join(f"({rule_text(p)})" if isinstance(p, (And, Or)) else rule_text(p) for p in rule.parts)


def _event_text(event: Event) -> str:
    if isinstance(event, Done):
        return f'done("{event.obligation}")'
    if isinstance(event, Shut):
        return f"shut({_spelt(event.series)}, {event.days} days)"
    if isinstance(event, Rise):
        days = "" if event.days is None else f", {event.days} days"
        return f"rise({_spelt(event.series)}, {_number(event.amount)}{days})"
    return f"{'reach' if isinstance(event, Reach) else 'fall'}({_spelt(event.series)}, {_number(event.level)})"


def _spelt(series: Series) -> str:
    return series_text(series.variable, series.index)


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else np.format_float_positional(value, trim="-")


def _atoms(rule: Rule) -> tuple[Within | On, ...]:
    if isinstance(rule, (Within, On)):
        return (rule,)
    parts = (rule.part,) if isinstance(rule, Not) else rule.parts
    return tuple(atom for part in parts for atom in _atoms(part))


def rule_series(rule: Rule) -> frozenset[tuple[str, tuple[str, ...]]]:
    """The series that a rule asks for, as (variable, index); an obligation is ``("done", (id,))``.

    >>> from postwar.core.rules import parse_rule
    >>> sorted(rule_series(parse_rule('done("a1") by 2031-01-01 and not reach(war_tier, 2) by 2031-01-01')))
    [('done', ('a1',)), ('war_tier', ())]
    """
    found = set()
    for atom in _atoms(rule):
        of = atom.event if isinstance(atom, Within) else atom
        found.add((DONE, (of.obligation,)) if isinstance(of, Done) else (of.series.variable, of.series.index))
    return frozenset(found)


def rule_days(rule: Rule) -> tuple[Day, ...]:
    """Every day that a rule names, in order, each once.

    >>> from postwar.core.rules import parse_rule
    >>> [str(d) for d in rule_days(parse_rule('rise(killed["north"], 1) from 2031-02-01 to 2031-03-01'))]
    ['2031-02-01', '2031-03-01']
    """
    days: set[Day] = set()
    for atom in _atoms(rule):
        days.update({atom.day} if isinstance(atom, On) else {atom.last} | ({atom.first} if atom.first else set()))
    return tuple(sorted(days))
