"""What the rules of a watch find in a situation, subject by subject.

A rule looks at one day and remembers nothing: on how many days it held, and whether an alert that once fired has ended,
is told by :func:`follow` from the findings of several days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from postwar.core.books import Books
from postwar.core.case import Case
from postwar.core.situation import Check, Situation
from postwar.core.time import Day
from postwar.core.variable import Estimate
from postwar.core.watch import BETWEEN, OFF, ON, Alert, Finding, Watch


def findings(watches: Sequence[Watch], case: Case, situation: Situation, books: Books) -> tuple[Finding, ...]:
    """What every rule finds on the day of a situation, in the order of the rules, then of the subjects.

    >>> from postwar.core.time import AsOf
    >>> day = dt.date(2031, 5, 1)
    >>> case = Case("c", "", "", day, "UTC", None, (), (), ())
    >>> findings([Watch("late", "overdue")], case, Situation("c", AsOf(day, day)), Books(day, 0))
    ()
    """
    look = {"overdue": _overdue, "rival": _rivals, "closed": _closed, "figure": _figures, "silent": _silences}
    return tuple(found for watch in watches for found in look[watch.kind](watch, case, situation, books))


def follow(watches: Sequence[Watch], days: Iterable[tuple[Day, Sequence[Finding]]]) -> tuple[Alert, ...]:
    """The alerts that fire on the last of the days, which come in order.

    A subject's alert begins ``after_days`` after the day from which its rule holds: the finding's ``held_since``, else
    the first day looked at on which it held. It ends once the rule has not held on any day looked at over at least
    ``clear_days``. A day that tells neither changes nothing; for a subject that no finding names any more the rule does
    not hold.

    >>> d = dt.date(2031, 5, 1)
    >>> watch = Watch("road", "closed", after_days=2)
    >>> shut = Finding("road", "north-road", ON, held_since=d)
    >>> [a.since.day for a in follow([watch], [(d + dt.timedelta(1), [shut])])]
    []
    >>> [a.since.day for a in follow([watch], [(d + dt.timedelta(5), [shut])])]
    [3]
    """
    rules = {watch.id: watch for watch in watches}
    courses: dict[tuple[str, str], _Course] = {}
    for day, found in days:
        seen = {(f.watch, f.subject): f for f in found}
        for key in sorted(courses.keys() | seen.keys()):
            course = courses.setdefault(key, _Course(rules[key[0]], key[1]))
            course.look(day, seen.get(key) or Finding(*key, OFF))
    alerts = (course.alert for course in courses.values())
    order = {watch.id: i for i, watch in enumerate(watches)}
    return tuple(sorted((a for a in alerts if a), key=lambda a: (order[a.watch.id], a.since, a.subject)))


class _Course:
    """One rule and subject from day to day."""

    def __init__(self, watch: Watch, subject: str) -> None:
        self.watch, self.subject = watch, subject
        self.alert: Alert | None = None
        self._on_since: Day | None = None
        self._off_since: Day | None = None

    def look(self, day: Day, found: Finding) -> None:
        """Take note of what was found on a day."""
        if found.level == ON:
            self._off_since = None
            self._on_since = found.held_since or self._on_since or day
            fires = self._on_since + dt.timedelta(days=self.watch.after_days)
            if self.alert is not None or day >= fires:
                since = self.alert.since if self.alert is not None else fires
                self.alert = Alert(self.watch, self.subject, since, found)
        elif found.level == OFF:
            self._on_since = None
            self._off_since = self._off_since or day
            if self.alert is not None and (day - self._off_since).days >= self.watch.clear_days:
                self.alert = None


def _wanted(watch: Watch, subject: str) -> bool:
    return not watch.subjects or subject in watch.subjects


def _overdue(watch: Watch, _case: Case, situation: Situation, _books: Books) -> Iterator[Finding]:
    for o in situation.obligations:
        if not _wanted(watch, o.id):
            continue
        if o.timeliness.code != "overdue":
            yield Finding(watch.id, o.id, OFF)
            continue
        days = o.timeliness.days or 0
        readings = sorted({r.id for r in o.readings if r.timeliness == "overdue"})
        detail = o.why if len(readings) in (0, len(o.readings)) else f"{o.why} By reading {', '.join(readings)}."
        since = situation.as_of.valid - dt.timedelta(days=max(0, days - 1))
        yield Finding(watch.id, o.id, ON, since, float(days), "day", detail, o.claims)


def _learnt(books: Books) -> dict[str, Day]:
    """The day on which the books learnt each report."""
    return {document.report.id: document.known_on for document in reversed(books.documents)}


def _rivals(watch: Watch, _case: Case, situation: Situation, books: Books) -> Iterator[Finding]:
    """A contradiction is new on the day on which the books learnt the latest of its claims."""
    learnt = _learnt(books)
    claims = {claim.id: claim for claim in books.claims}
    for check in situation.checks:
        if check.kind != "contradiction" or not check.claims:
            continue
        places = {place for c in check.claims if c in claims for place in claims[c].place}
        if watch.subjects and not places & set(watch.subjects):
            continue
        days = [learnt[claims[c].report] for c in check.claims if c in claims and claims[c].report in learnt]
        day = max(days, default=situation.as_of.known)
        level = ON if (situation.as_of.known - day).days < watch.new_days else OFF
        yield Finding(watch.id, _name(check), level, day, None, "", check.text, check.claims)


def _name(check: Check) -> str:
    """A contradiction has no id: it is named by the first of its claims, which stay when the next report comes."""
    return min(check.claims)


def _closed(watch: Watch, _case: Case, situation: Situation, books: Books) -> Iterator[Finding]:
    learnt = _learnt(books)
    reports = {claim.id: claim.report for claim in books.claims}
    for route in situation.routes:
        if not _wanted(watch, route.id) and not (route.place and route.place in watch.subjects):
            continue
        if route.state == "closed":
            told = [learnt[reports[c]] for c in route.claims if c in reports and reports[c] in learnt]
            since = route.since or min(told, default=situation.as_of.valid)
            days = float((situation.as_of.valid - since).days)
            yield Finding(watch.id, route.id, ON, since, days, "day", "", route.claims)
        else:
            yield Finding(watch.id, route.id, OFF if route.state == "open" else BETWEEN)


def _figures(watch: Watch, _case: Case, situation: Situation, _books: Books) -> Iterator[Finding]:
    for figure in situation.figures:
        if (figure.role, figure.variable) != ("recommended", watch.variable) \
                or (watch.group and figure.group != watch.group) or (watch.place and figure.place != watch.place):
            continue
        subject = "/".join(part or "" for part in (figure.variable, figure.place, figure.group, figure.scope))
        detail = f"{figure.low:g} to {figure.high:g}"
        yield Finding(watch.id, subject, _against(watch, figure), None, figure.value, figure.unit, detail,
                      figure.claims)


def _against(watch: Watch, figure: Estimate) -> str:
    """Where an interval lies: wholly outside the band, wholly inside it by the margin, or neither."""
    low = float("-inf") if watch.low is None else watch.low
    high = float("inf") if watch.high is None else watch.high
    if figure.high < low or figure.low > high:
        return ON
    inside = figure.low >= low + watch.margin and figure.high <= high - watch.margin
    return OFF if inside else BETWEEN


def _silences(watch: Watch, case: Case, situation: Situation, books: Books) -> Iterator[Finding]:
    ids = {name: source.id for source in case.sources for name in (source.id, source.name)}
    last: dict[str, tuple[Day, str]] = {}
    for document in books.documents:
        if document.report.source:
            source = ids.get(document.report.source, document.report.source)
            last[source] = max(last.get(source, (dt.date.min, "")), (document.known_on, document.report.id))
    for source in sorted({ids.get(s, s) for s in watch.subjects} or last):
        if source not in last:
            yield Finding(watch.id, source, ON, None, None, "day", "no report of it is in the books")
            continue
        heard, report = last[source]
        days = (situation.as_of.known - heard).days
        yield Finding(watch.id, source, ON if days > 0 else OFF, heard, float(days), "day", f"the last was {report}")
