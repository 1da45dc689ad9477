"""The pages about cases say what the code does: their examples run, and no column or key is left out."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from postwar.cases import accord, check_case, due, find_case, header, parameters, reports
from postwar.cases.documents import TABLES
from postwar.core.accord import ACTS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "cases.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\nIt prints:\n\n```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("code", "output"), EXAMPLES)
def test_an_example_prints_what_the_page_shows(code: str, output: str) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue() == output


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) == PAGE.count("```python") == 2


@pytest.mark.parametrize("file", TABLES)
def test_every_column_is_on_the_page(file: str) -> None:
    section = PAGE if file == "provisions.csv" else PAGE.split(f"## `{file}`\n")[1].split("\n## ")[0]
    for column in TABLES[file].all:
        assert f"`{column}`" in section, column


def test_every_key_and_word_of_the_toml_files_is_on_the_page() -> None:
    words = (*header.KEYS, *accord.OBLIGATION, *accord.AMENDMENTS, *accord.CHANGES, *due.DUE, *due.POWER, *due.POWERS,
             *parameters.KEYS, *reports.KEYS, *ACTS)
    assert [word for word in words if not re.search(rf"\b{word}\b", PAGE)] == []


def test_the_toml_on_the_page_is_toml() -> None:
    for text in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL):
        assert tomllib.loads(text.replace("[[provision.obligation.reading]]", "[[reading]]"))


def test_the_walk_through_shows_what_check_says(tmp_path: Path) -> None:
    case = Path(shutil.copytree(find_case("toy"), tmp_path / "my-case"))
    assert check_case(case) == ()
    for file, old, new in (("places.csv", "corridor,orrin,", "corridor,orin,"), ("groups.csv", ",2000,", ",-2000,")):
        text = (case / file).read_text(encoding="utf-8")
        (case / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    shown = "".join(f"{problem}\n" for problem in check_case(case))
    assert f"```text\n{shown}```" in (DOCS / "add-a-case.md").read_text(encoding="utf-8")
    assert shown.splitlines()[1] in PAGE
