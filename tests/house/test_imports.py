"""The import contracts hold, and each of them breaks when it is tried."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

pytestmark = pytest.mark.slow


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the contracts say of the package in a folder."""
    found = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    command = [LINT, "--config", "pyproject.toml", "--no-cache"]
    return subprocess.run(command, cwd=folder, env=found, capture_output=True, text=True)


def test_contracts_hold() -> None:
    result = contracts(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


TRIALS = {
    "a stage imports another": ("situation/derive.py", "import postwar.model.run", "Imports run only down"),
    "a noun imports a stage": ("core/claim.py", "import postwar.cases", "Imports run only down"),
    "a stage imports the order": ("ledger/__init__.py", "import postwar.pipeline", "Imports run only down"),
    "a folder that no floor names": ("attic.py", "", "Imports run only down"),
    "a process imports its neighbour": ("model/processes/handover/process.py",
                                        "import postwar.model.processes.returns.process", "Units of one kind"),
    "a stage imports the face": ("publish/brief.py", "from postwar import __all__",
                                 "Nobody imports the package's own face"),
}


@pytest.mark.parametrize(("file", "line", "contract"), TRIALS.values(), ids=TRIALS.keys())
def test_each_contract_breaks_when_tried(tmp_path: Path, file: str, line: str, contract: str) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "bundled"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / "src/postwar" / file
    before = path.read_text(encoding="utf-8") if path.exists() else '"""New."""\n'
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    result = contracts(tmp_path)
    broken = [text for text in result.stdout.splitlines() if text.endswith("BROKEN") or "not listed" in text]
    assert result.returncode == 1, result.stdout + result.stderr
    assert any(contract in text for text in broken) or contract in result.stdout, result.stdout
