"""The right to restricted evidence: which key there is, whether it is asked for, and which reports are restricted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from postwar.core.claim import HIDDEN, Report
from postwar.core.errors import Problem
from postwar.ledger import Key, load_key
from postwar.reading.read import open_reports

Opened = tuple[Report | None, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Right:
    """``key_file`` opens what a ledger has sealed; ``shown`` asks for restricted evidence in the output."""

    key_file: str | None = None
    shown: bool = False

    @property
    def key(self) -> Key | None:
        """The key in the file; ``LedgerError`` where there is none in it."""
        return None if self.key_file is None else load_key(self.key_file)


NO_RIGHT = Right()


def marked(names: Sequence[str], stdin: bytes | None = None, sources: Set[str] = frozenset(),
           all_of_them: bool = False) -> Iterator[Opened]:
    """The reports that names stand for, with their problems; restricted are those that say so, those whose source or
    origin is one of ``sources``, or all of them. The problems of these name nothing of them.

    >>> list(marked(["no-such-report.txt"], all_of_them=True))[0][1][0].file
    'a restricted report'
    """
    for report, problems in open_reports(names, stdin):
        if report is None:
            yield None, tuple(_unnamed(problem) for problem in problems) if all_of_them else problems
        elif report.restricted or all_of_them or not sources.isdisjoint((report.source, report.origin)):
            yield replace(report, restricted=True), tuple(_unnamed(problem) for problem in problems)
        else:
            yield report, problems


def _unnamed(problem: Problem) -> Problem:
    """A problem without what it is in, and without the words at fault."""
    return Problem(HIDDEN, problem.line, None, "a fault in it is not shown", "read it with --with-restricted to see it")


def told(report: Report, problems: Sequence[Problem], right: Right = NO_RIGHT) -> tuple[Problem, ...]:
    """The problems of a report as they may be told."""
    return tuple(problems) if right.shown or not report.restricted else tuple(_unnamed(p) for p in problems)


def called(report: Report) -> str:
    """What a report is called where anybody may read it: its id, if it is not restricted."""
    return HIDDEN if report.restricted else report.id
