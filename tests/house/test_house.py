"""The house rules that a machine can see."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import postwar

ROOT = Path(__file__).parents[2]
SOURCE = sorted(p for p in (ROOT / "src/postwar").rglob("*.py") if "bundled" not in p.parts)
CODE = [p for p in SOURCE if not p.name.startswith("test_")]
VAGUE = {"utils", "util", "helpers", "helper", "misc", "common", "base", "manager", "handler", "v2"}


def test_the_face_is_sorted_and_every_name_on_it_is_there() -> None:
    assert postwar.__all__ == sorted(postwar.__all__)
    for name in postwar.__all__:
        assert (getattr(postwar, name).__doc__ or "").strip(), f"{name} has no docstring"


def test_a_name_that_is_not_on_the_face_is_refused() -> None:
    with pytest.raises(AttributeError, match="no public name 'nothing'"):
        _ = postwar.nothing


@pytest.mark.parametrize("path", SOURCE, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_modules_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{path} has no docstring"
    assert not VAGUE & set(re.split(r"[_.]", path.stem)), f"{path.name} names no thing"


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_public_functions_and_classes_say_what_they_do(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
            and not node.name.startswith("_") and not ast.get_docstring(node)]
    assert not bare, f"{path}: no docstring on {bare}"


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_no_wall_clock_no_hidden_randomness(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"np\.random|import random\b|from random\b", text), f"{path} draws from hidden state"
    if not {"cli", "ledger"} & set(path.parts):
        assert not re.search(r"\.today\(\)|\.now\(|time\.time\(", text), f"{path} reads the clock"


def test_core_reads_nothing_and_draws_nothing() -> None:
    for path in (p for p in CODE if "core" in p.parts):
        names = {alias.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                 if isinstance(node, ast.Import) for alias in node.names}
        assert not names & {"os", "sys", "pathlib", "sqlite3", "socket", "random", "locale"}, path
        assert "open(" not in path.read_text(encoding="utf-8"), path


def test_code_names_no_settlement() -> None:
    """A case is data: no place, actor or clause of a bundled case is known to the code."""
    words = re.compile(r"karabakh|azerbaijan|armenia|lachin|stepanakert|aliyev|pashinyan|yarrin", re.I)
    hits = ((p, words.search(p.read_text(encoding="utf-8"))) for p in CODE)
    found = [f"{p.relative_to(ROOT)}: {m.group()}" for p, m in hits if m]
    assert not found, found


def test_every_stage_has_its_page() -> None:
    for page in ("cases", "reading", "ledger", "situation", "accord", "model", "outlook", "publish", "replay", "terms",
                 "watch", "add-a-case", "add-a-process", "add-a-reader", "add-a-chart"):
        assert (ROOT / "docs" / f"{page}.md").is_file(), f"docs/{page}.md is missing"


def test_links_in_the_docs_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http:", "https:", "mailto:")):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} points to {target}"


def test_modules_import_without_the_heavy_libraries() -> None:
    """Reading and checking must start fast: charts load matplotlib only when they draw."""
    code = "import sys, postwar.cli; print('matplotlib' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
