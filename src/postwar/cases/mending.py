"""Mends the problems of a case that have one safe mend: what was misspelt in a closed list, or written in another form.

A reference to a row is never changed: an id that is near can be another place or person. Each mend changes one value
on one line, where it stands there exactly once; whatever is less certain is left to a person. The file is written once,
beside the old one, and then takes its place.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from postwar.cases.catalogue import rule_of
from postwar.cases.folder import find_case
from postwar.cases.load import check_case
from postwar.core.errors import Problem

_MEANT = re.compile(r"did you mean '?([^'?]+)'?\?\Z")
_DAY = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\Z")
_GROUPED = re.compile(r"-?\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?:\.\d+)?\Z")
ROUNDS = 5
"""How often a case is checked again: one mend can bring another problem to light."""


@dataclass(frozen=True, slots=True)
class Mended:
    """One mend: the problem, and what stands there now."""

    problem: Problem
    now: str


def fix_case(case: str | Path) -> tuple[tuple[Mended, ...], tuple[Problem, ...]]:
    """Mend what is safe to mend in a folder; what was mended, and what is left for a person.

    A bundled case is not changed. Raises ``CaseError`` where there is no such folder."""
    folder = find_case(case)
    done: list[Mended] = []
    if folder.resolve().is_relative_to(find_case("toy").resolve().parent):
        return (), check_case(folder)
    for _ in range(ROUNDS):
        found = [mend for problem in check_case(folder) if (mend := _mend(folder, problem)) is not None]
        if not found:
            break
        for file in sorted({mend.problem.file for mend in found}):
            done += _apply(folder / file, [m for m in found if m.problem.file == file])
    return tuple(done), check_case(folder)


def _mend(folder: Path, problem: Problem) -> Mended | None:
    """The one mend of a problem; None where there is none, or more than one."""
    rule = rule_of(problem)
    if rule is None or not rule.fix or problem.line is None or problem.value is None:
        return None
    now = {"key": _meant, "day": _day, "number": _number, "list": _list}[rule.fix](problem)
    if not now or now == problem.value or not (folder / problem.file).is_file():
        return None
    return Mended(problem, now)


def _meant(problem: Problem) -> str:
    found = _MEANT.match(problem.mend)
    return found[1] if found is not None else ""


def _day(problem: Problem) -> str:
    """The day of a text year/month/day: of the other orders it cannot be told which is the month."""
    found = _DAY.match(problem.value or "")
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found is not None else ""


def _number(problem: Problem) -> str:
    value = problem.value or ""
    return re.sub(r"[, \u00a0\u202f]", "", value) if _GROUPED.match(value) else ""


def _list(problem: Problem) -> str:
    value = problem.value or ""
    return f'["{value}"]' if value and not re.search(r'["\\\[\]{},]', value) else ""


def _apply(path: Path, mends: Iterable[Mended]) -> list[Mended]:
    """The mends that change just one value on their line; the file is written once."""
    text = path.read_bytes().decode("utf-8")
    lines = text.splitlines(keepends=True)
    done = []
    for mend in mends:
        n = (mend.problem.line or 1) - 1
        changed = _changed(lines[n], mend, path.suffix) if n < len(lines) else None
        if changed is not None:
            lines[n] = changed
            done.append(mend)
    if done:
        _write(path, "".join(lines))
    return done


def _changed(row: str, mend: Mended, suffix: str) -> str | None:
    """The line with the value replaced; None where it does not stand there once and alone."""
    value, now = mend.problem.value or "", mend.now
    if suffix == ".toml" and now.startswith("["):
        value = f'"{value}"'
    edge = r"(?<![\w.-])" if value[0] not in "\"'" else ""
    found = list(re.finditer(rf"{edge}{re.escape(value)}(?![\w.-])", row))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    quoted = row[start - 1 : start] in ('"', "'") and row[end : end + 1] == row[start - 1 : start]
    bare = suffix == ".toml" and rule_is(mend, "number", "day") and quoted
    if bare or (suffix == ".csv" and rule_is(mend, "number") and quoted):
        start, end = start - 1, end + 1
    return row[:start] + now + row[end:]


def rule_is(mend: Mended, *fixes: str) -> bool:
    """Whether a mend is of one of these kinds."""
    rule = rule_of(mend.problem)
    return rule is not None and rule.fix in fixes


def _write(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(path.stat().st_mode)
    os.replace(name, path)
