"""Compiled code is kept in the user's cache by version; where it cannot be, the run warns and compiles."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from postwar.model.compiled import cache

SOURCE = str(Path(cache.__file__).parents[3])
DRAW = ("import numpy as np; from postwar.model.compiled.samplers import draw_binomial as b; "
        "print(b(900, 0.3, np.uint64(1), np.uint64(0), 4, 1, np.uint64(9), 0))")


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {k: v for k, v in os.environ.items() if k not in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME")}
    return subprocess.run([sys.executable, "-c", code], env={**given, "PYTHONPATH": SOURCE, **environment},
                          capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.slow
def test_a_second_process_finds_what_the_first_compiled(tmp_path: Path) -> None:
    first = python(DRAW, HOME=str(tmp_path))
    kept = sorted((tmp_path / ".cache" / "postwar").rglob("*.nbc"))
    assert first.returncode == 0 and first.stderr == "" and kept
    times = [p.stat().st_mtime_ns for p in kept]
    second = python(DRAW, HOME=str(tmp_path))
    assert second.stdout == first.stdout and [p.stat().st_mtime_ns for p in kept] == times
    assert sorted((tmp_path / ".cache" / "postwar").rglob("*.nbc")) == kept


@pytest.mark.slow
def test_an_unwritable_home_warns_and_compiles(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = python(DRAW, HOME=str(tmp_path / "file"))
    assert done.returncode == 0 and int(done.stdout) > 0
    assert "RuntimeWarning" in done.stderr and "compiled anew" in done.stderr


@pytest.mark.slow
def test_who_asks_for_no_run_or_for_the_plain_engine_loads_no_compiler() -> None:
    code = ("import sys, postwar.cli, postwar.model.run; from postwar.model.kernels import kernels; "
            "from postwar.model.rates import Network; kernels('plain', Network([], 1)); print('numba' in sys.modules)")
    assert python(code).stdout.strip() == "False"


def test_the_folder_is_named_by_version_and_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text("1")
    before = cache.source_digest(tmp_path)
    (tmp_path / "test_a.py").write_text("2")
    assert cache.source_digest(tmp_path) == before
    (tmp_path / "b.py").write_text("3")
    assert cache.source_digest(tmp_path) != before
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    mine = cache.cache_folder()
    assert mine.parent == Path("/somewhere/postwar") and str(sys.implementation.cache_tag) in mine.name
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/given")
    assert cache.cache_folder() == Path("/given") / mine.name
    monkeypatch.setenv("NUMBA_CACHE_DIR", f"/given/{mine.name}")
    assert cache.cache_folder() == Path("/given") / mine.name
