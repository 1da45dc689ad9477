"""The catalogue of problems: the code of each, what it means, how it looks and how it is mended."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from postwar.cases.faults import mend_by
from postwar.core.errors import AskError, Problem

FIXES = ("key", "day", "number", "list")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem. ``fix`` says how it is mended by machine, where that is safe; empty: a person decides."""

    code: str
    title: str
    match: str
    what: str
    wrong: str
    right: str
    fix: str = ""


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of problems.toml, in its order.

    >>> rules()[0].code
    'PW001'
    """
    text = files("postwar.cases").joinpath("problems.toml").read_text(encoding="utf-8")
    return tuple(Rule(**row) for row in tomllib.loads(text)["problem"])


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(rule.match), rule) for rule in rules())


def rule_of(problem: Problem) -> Rule | None:
    """The rule that a problem breaks; None for one that is not about a case.

    >>> rule_of(Problem("places.csv", 6, "orin", "unknown place in within:", "add it")).code
    'PW201'
    """
    return next((rule for pattern, rule in _patterns() if pattern.match(problem.message)), None)


def code_of(problem: Problem) -> str:
    """The code of a problem; empty where it has none."""
    rule = rule_of(problem)
    return "" if rule is None else rule.code


def with_code(problem: Problem) -> str:
    """A problem on one line, its code at the end.

    >>> print(with_code(Problem("places.csv", 6, "orin", "unknown place in within:", "did you mean 'orrin'?")))
    places.csv:6: unknown place in within: 'orin'; did you mean 'orrin'? [PW201]
    """
    code = code_of(problem)
    return f"{problem} [{code}]" if code else str(problem)


def explain(code: str) -> list[str]:
    """What a code means, with an example, as lines of text; ``AskError`` where there is no such code.

    >>> explain("pw306")[0]
    'PW306  an obligation waits on itself'
    """
    rule = next((r for r in rules() if r.code == code.upper()), None)
    if rule is None:
        known = [r.code for r in rules()]
        raise AskError(f"no rule {code!r}: {mend_by(code.upper(), known, f'they run from {known[0]} to {known[-1]}')}")
    mended = "mended by `postwar check CASE --fix`, where one mend is possible" if rule.fix else "mended by hand"
    return [f"{rule.code}  {rule.title}", "", rule.what, "", f"not    {rule.wrong}", f"but    {rule.right}", "", mended]
