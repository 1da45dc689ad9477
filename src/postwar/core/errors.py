"""What can go wrong, as a tree; and :class:`Problem`, bad input kept as data.

    PostwarError                 everything this package raises on purpose
    ├── CaseError                a case folder that cannot be used; carries its problems
    ├── ReportError              a report that cannot be opened or decoded
    ├── LedgerError              the books refuse, or do not add up
    ├── RuleError                a rule or what-if that does not parse
    └── AskError                 a question that the books cannot answer as it was put
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the input: where it is, what it is, and what mends it.

    >>> print(Problem("places.csv", 7, "north", "unknown place", "add it to places.csv"))
    places.csv:7: unknown place 'north'; add it to places.csv
    """

    file: str
    line: int | None
    value: str | None
    message: str
    mend: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        value = "" if self.value is None else f" {self.value!r}"
        return f"{where}: {self.message}{value}; {self.mend}"


class PostwarError(Exception):
    """Everything that this package raises on purpose."""


class CaseError(PostwarError):
    """A case folder that cannot be used, with every fault that was found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class ReportError(PostwarError):
    """A report that cannot be opened or decoded."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class LedgerError(PostwarError):
    """The books refuse an entry, or do not add up."""


class RuleError(PostwarError):
    """A rule, or a what-if, that does not parse or names what does not exist: where, what was found, what mends it.

    ``column`` counts characters from 1.

    >>> print(RuleError("no variable", column=7, found="retuned", mend="write 'returned'"))
    column 7: no variable: 'retuned'; write 'returned'
    """

    def __init__(self, message: str, *, column: int | None = None, found: str | None = None, mend: str = "") -> None:
        self.message, self.column, self.found, self.mend = message, column, found, mend
        where = "" if column is None else f"column {column}: "
        value = "" if found is None else f": {found!r}"
        super().__init__(where + message + value + (f"; {mend}" if mend else ""))


class AskError(PostwarError):
    """A question that the books cannot answer as it was put."""
