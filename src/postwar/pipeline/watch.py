"""The order of a watch: the situation on every day on which the books learnt something, and the alerts that follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from postwar.cases import load_case
from postwar.cases.watch import load_watches
from postwar.core.books import Books
from postwar.core.case import Case
from postwar.core.errors import Problem
from postwar.core.situation import Situation
from postwar.core.time import AsOf, Day
from postwar.core.watch import Alert, Finding, Watch
from postwar.ledger import Ledger
from postwar.pipeline.output import Progress, silent
from postwar.pipeline.settlement import Selection, opened, situation_of
from postwar.situation.watching import findings, follow


@dataclass(frozen=True, slots=True)
class Watched:
    """The alerts that fire, with the case, the books and the situation of the day that they are of."""

    case: Case
    books: Books
    situation: Situation
    alerts: tuple[Alert, ...]
    problems: tuple[Problem, ...]


def watch(selection: Selection, rules: str | Path | None = None, progress: Progress = silent) -> Watched:
    """The alerts that fire on a day as known on a day, by the rules of a file (default: the case's ``watch.toml``).

    Nothing is remembered from one call to the next: an alert that holds on until it has been clear for some days is
    found by deriving the situation anew on every day on which the books learnt something, and on the eve of each where
    a rule waits before it ends an alert, since only days without a report can show that a source fell silent.

    Raises ``CaseError`` for rules that cannot be used, ``AskError`` for a day that the books do not reach.
    """
    watches = load_watches(selection.case, rules)
    with opened(selection, progress) as (case, ledger, as_of, problems):
        books, situation = situation_of(case, ledger, as_of, selection.as_seq)
        days = _days_to_look_at(books, as_of, any(w.clear_days for w in watches))
        course = [*_looked_at(selection.case, watches, ledger, days, books.seq, progress),
                  (as_of.known, findings(watches, case, situation, books))]
    return Watched(case, books, situation, follow(watches, course), tuple(problems))


def _days_to_look_at(books: Books, as_of: AsOf, eves: bool) -> list[Day]:
    """The days before the one asked for on which the books learnt something, and their eves where these count."""
    learnt = {d.known_on for d in books.documents}
    before = {day - dt.timedelta(days=1) for day in learnt} if eves else set()
    first = min(learnt, default=as_of.known)
    return sorted(day for day in learnt | before if first <= day < min(as_of.known, as_of.valid))


def _looked_at(case_id: str, watches: Sequence[Watch], ledger: Ledger, days: Sequence[Day], seq: int,
               progress: Progress) -> Iterator[tuple[Day, Sequence[Finding]]]:
    for n, day in enumerate(days, 1):
        progress(f"looking at day {n} of {len(days)}: {day}")
        case = load_case(case_id, day)
        books, situation = situation_of(case, ledger, AsOf(valid=day, known=day), seq)
        yield day, findings(watches, case, situation, books)
