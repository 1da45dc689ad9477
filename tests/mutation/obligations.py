"""Mutation testing of the obligation engine: ``python tests/mutation/obligations.py [MODULE …] [--every N] [--show]``.

Each mutant runs in a process of its own, forked before the engine is loaded, against the tables of cases with every
axis on record, the examples in the docstrings, the single steps and laws, and the course of each case by day. Prints,
for each module, how many were killed, and with ``--show`` those that were not.
"""

from __future__ import annotations

import argparse
import doctest
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tests" / "mutation")]

import numpy  # noqa: E402, F401  (loaded once, before the forks)
from mutants import Mutant, mutants, with_fault  # noqa: E402

from postwar.core import (  # noqa: E402, F401
    accord,
    actor,
    books,
    case,
    claim,
    likelihood,
    place,
    situation,
    variable,
    words,
)

MODULES = (
    "access", "acts", "amendments", "amounts", "attribution", "bearing", "belief", "clause_graph", "dates",
    "done_once", "due", "evidence", "grades", "judge", "kept", "obligations", "powers", "readings", "reasons",
    "reparation", "shares", "stages", "suspension", "verdict", "why",
)
PROSE = ("acts", "reasons", "why", "due", "dates", "clause_graph")  # words of these are not spoilt
SECONDS = 60
SUITES = ("test_obligation_laws.py", "test_obligations_due.py")


class _Faulty(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module with a fault in it, and all others as they are."""

    def __init__(self, name: str, source: str, mutant: Mutant) -> None:
        self._name, self._source, self._mutant = name, source, mutant

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """The spec of the faulty module."""
        return importlib.util.spec_from_loader(name, self) if name == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        """Runs the module with its fault."""
        exec(compile(with_fault(self._source, self._mutant), self._name, "exec"), module.__dict__)


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    sys.modules[path.stem] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_tests(name: str) -> None:
    """The tests of the engine, in the order in which they find most; ``AssertionError`` where one fails."""
    golden = _load(ROOT / "tests" / "golden" / "test_obligation_verdicts.py")
    rows = golden.built
    record = golden.VERDICTS.read_text(encoding="utf-8")
    for data in rows.CASES:
        assert "\n".join((f"# {data['name']}", f"as of {data['as_of']}", *rows.verdict_lines(data), "")) in record
    if name.rpartition(".")[2] in ("acts", "bearing", "evidence"):
        golden.test_what_bears_on_a_duty_is_what_is_on_record()
    assert doctest.testmod(importlib.import_module(name), verbose=False).failed == 0
    for suite in SUITES:
        path = ROOT / "tests" / "science" / suite
        if not path.exists():
            continue
        for test_name, test in sorted(vars(_load(path)).items()):
            for given in _given(test) if test_name.startswith("test_") else ():
                test(*given)
    golden.test_every_verdict_changes_on_the_days_on_record()


def _given(test: Any) -> list[tuple[Any, ...]]:
    """What a test is to be called with: once with nothing, or with each row of its table; never where it needs what
    only the test runner gives it."""
    marks = getattr(test, "pytestmark", [])
    if not marks:
        return [()] if test.__code__.co_argcount == 0 or hasattr(test, "hypothesis") else []
    if [m.name for m in marks] != ["parametrize"]:
        return []
    one = "," not in marks[0].args[0]
    return [(row,) if one else tuple(row) for row in marks[0].args[1]]


def _child(name: str, source: str, mutant: Mutant) -> int:
    """Whether one mutant is killed, tried in a process of its own."""
    sys.meta_path.insert(0, _Faulty(name, source, mutant))
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        signal.alarm(SECONDS)
        try:
            run_tests(name)
        except BaseException:
            return 1
    return 0


def survivors(module: str, jobs: int = 1, every: int = 1) -> tuple[int, list[Mutant]]:
    """How many mutants of a module were tried (each ``every``-th), and those that no test noticed."""
    name = f"postwar.situation.{module}"
    source = (ROOT / "src/postwar/situation" / f"{module}.py").read_text(encoding="utf-8")
    tried = list(mutants(source, words=module not in PROSE))[::every]
    running: dict[int, Mutant] = {}
    alive: list[Mutant] = []
    for mutant in (*tried, None):
        while running and (mutant is None or len(running) >= jobs):
            process, status = os.wait()
            done = running.pop(process)
            if status == 0:
                alive.append(done)
        if mutant is not None:
            process = os.fork()
            if process == 0:
                os._exit(_child(name, source, mutant))
            running[process] = mutant
    return len(tried), sorted(alive, key=lambda m: (m.line, m.node))


def main(argv: Sequence[str] | None = None) -> int:
    """Tries the mutants of the modules named; all of them where none is."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="only each N-th mutant")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args(argv)
    total = left = 0
    for module in args.modules or MODULES:
        if not (ROOT / "src/postwar/situation" / f"{module}.py").exists():
            continue
        tried, alive = survivors(module, args.jobs, args.every)
        total, left = total + tried, left + len(alive)
        print(f"{module:14} {tried - len(alive):4} of {tried:4} killed", flush=True)
        for mutant in alive if args.show else ():
            print(f"    {module}.py:{mutant.line}: {mutant.what}", flush=True)
    print(f"{'all':14} {total - left:4} of {total:4} killed: {(total - left) / max(total, 1):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
