"""Branch coverage of the obligation engine by its own tests: ``python benchmarks/coverage_obligations.py``.

Prints a line for each module that is not covered whole, and the share; exit status 1 below 100 %.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "src/postwar/situation"
MODULES = (
    "access", "acts", "amendments", "amounts", "attribution", "bearing", "belief", "clause_graph", "dates", "done_once",
    "due", "evidence", "grades", "judge", "kept", "obligations", "powers", "readings", "reasons", "reparation",
    "shares", "stages", "suspension", "verdict", "why",
)


def measure() -> int:
    """Runs the tests of the engine under coverage.py and prints what they leave out."""
    tests = sorted(str(p) for p in (ROOT / "tests/science").glob("test_obligation*.py") if "mutation" not in p.name)
    with tempfile.TemporaryDirectory() as folder:
        coverage = [sys.executable, "-m", "coverage"]
        data = f"--data-file={folder}/data"
        files = ",".join(str(ENGINE / f"{m}.py") for m in MODULES)
        run = [*coverage, "run", data, "--branch", f"--include={files}", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        subprocess.run([*run, *tests], cwd=ROOT, check=True)
        report = [*coverage, "report", data, "--show-missing", "--skip-covered", "--fail-under=100"]
        return subprocess.run(report, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(measure())
