"""Every problem of a case has a code, an explanation and an example; what is safe to mend is mended, no more."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from postwar.cases import check_case, find_case
from postwar.cases.catalogue import FIXES, code_of, explain, rule_of, rules, with_code
from postwar.cases.mending import fix_case
from postwar.core.errors import AskError, Problem

CASES = Path(__file__).parents[2] / "src/postwar/cases"


def broken_rows() -> ModuleType:
    """The broken cases of the neighbouring test."""
    name = "broken_case_rows"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("test_broken_case.py"))
        assert spec is not None and spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


def messages() -> list[tuple[str, str]]:
    """Every message that the code of cases can give, with its parts that vary filled in."""
    found = []
    for path in sorted(CASES.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            place = {"fault": 2, "add": 3}.get(node.func.attr)
            if place is not None and len(node.args) == place + 2:
                found += [(f"{path.name}:{node.lineno}", text) for text in _texts(node.args[place])]
    return found


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in node.values)]
    return []


def test_every_message_of_the_code_has_a_rule() -> None:
    found = messages()
    assert len(found) > 50
    parts = {"7 without a new": "extend without a new", "7 of what": "within_days of what"}
    filled = [(where, next((text.replace(a, b) for a, b in parts.items() if a in text), text)) for where, text in found]
    assert [m for m in filled if rule_of(Problem("f", 1, None, m[1], "")) is None] == []


@pytest.mark.slow
def test_most_codes_have_a_broken_case_in_the_neighbouring_test() -> None:
    module = broken_rows()
    rows = [*module.TABLES, *module.RULES, *module.ACCORD, *module.PARAMETERS, *module.OTHERS]
    codes = {code_of(Problem("f", 1, None, row.says.partition(" '")[0], "")) for row in rows}
    assert len(codes - {""}) > 40


def test_the_catalogue_is_whole() -> None:
    codes = [rule.code for rule in rules()]
    assert codes == sorted(set(codes)) and all(re.fullmatch(r"PW\d{3}", code) for code in codes)
    for rule in rules():
        assert rule.title and rule.what.endswith((".", "?")) and rule.wrong and rule.right, rule.code
        assert rule.fix in ("", *FIXES) and re.compile(rule.match), rule.code


def test_a_code_is_explained_and_an_unknown_one_names_its_neighbours() -> None:
    text = explain("pw113")
    assert text[0] == "PW113  not a number" and "not    low = \"26,000\"" in text and "--fix" in text[-1]
    assert explain("PW301")[-1] == "mended by hand"
    with pytest.raises(AskError, match="no rule 'PW999'"):
        explain("PW999")
    with pytest.raises(AskError, match="they run from PW001 to PW702"):
        explain("x")
    assert with_code(Problem("f", 1, None, "something new", "do it")) == "f:1: something new; do it"


REMEDY = 'due = {by = 2019-03-20}'
ROWS = {
    "a misspelt key": ("provisions.toml", "obligor = [\"valley-guard\"]", "obligator = [\"valley-guard\"]", "PW108"),
    "a misspelt word": ("provisions.toml", 'kind = "postpone"', 'kind = "postpon"', "PW202"),
    "a misspelt column": ("actors.csv", "id,name,aliases,kind,side", "id,name,alias,kind,side", "PW103"),
    "a day with strokes": ("provisions.toml", "agreed_on = 2019-03-29", 'agreed_on = "2019/03/29"', "PW116"),
    "one word for a list": ("provisions.toml", 'obligor = ["valley-guard"]', 'obligor = "valley-guard"', "PW117"),
    "a number with separators": ("groups.csv", ",2000,", ',"2,000",', "PW113"),
}
LEFT = {
    "a reference": ("places.csv", "corridor,orrin,", "corridor,orin,", "PW201"),
    "a day in another order": ("provisions.toml", "agreed_on = 2019-03-29", 'agreed_on = "29/03/2019"', "PW116"),
    "half a day": ("provisions.toml", "{within_days = 60,", "{within_days = 60.5,", "PW114"),
    "a remedy of nothing": ("provisions.toml", REMEDY, REMEDY + '\nremedy = [{kind = "repair"}]', "PW304"),
    "a repair with notice": (
        "provisions.toml", REMEDY, REMEDY + '\nremedy = [{kind = "repair", obligation = ["a7"], notice_days = 3}]',
        "PW305"),
    "a reading of unknown acts": (
        "provisions.toml", '{forbids = "guard@sarn-road"}', '{outside = "guard@sarn-road by nobody"}', "PW201"),
    "a reading of unknown kinds": ("provisions.toml", '{forbids = "guard@sarn-road"}', '{outside = "gard"}', "PW201"),
    "a reading of no place": ("provisions.toml", '{forbids = "guard@sarn-road"}', '{place = "moon"}', "PW201"),
    "a negative quantity": ("provisions.toml", '{forbids = "guard@sarn-road"}', "{quantity = -2}", "PW115"),
    "no day": ("provisions.toml", '{forbids = "guard@sarn-road"}', '{before = "soon"}', "PW116"),
}


def spoilt(folder: Path, file: str, old: str, new: str) -> Path:
    """The toy case with one thing changed."""
    case = Path(shutil.copytree(find_case("toy"), folder / "case"))
    text = (case / file).read_bytes().decode("utf-8")
    assert old in text
    (case / file).write_bytes(text.replace(old, new, 1).encode("utf-8"))
    return case


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_what_is_safe_to_mend_is_mended_and_nothing_else_is_touched(tmp_path: Path, name: str) -> None:
    file, old, new, code = ROWS[name]
    case = spoilt(tmp_path, file, old, new)
    assert {code_of(p) for p in check_case(case)} == {code}
    done, left = fix_case(case)
    assert [code_of(m.problem) for m in done] == [code] and left == ()
    toy = find_case("toy")
    for path in sorted(p for p in toy.rglob("*") if p.is_file()):
        assert (case / path.relative_to(toy)).read_bytes() == path.read_bytes(), path
    assert fix_case(case) == ((), ())


@pytest.mark.slow
@pytest.mark.parametrize("name", LEFT)
def test_what_only_a_person_can_mend_is_left(tmp_path: Path, name: str) -> None:
    file, old, new, code = LEFT[name]
    case = spoilt(tmp_path, file, old, new)
    before = (case / file).read_bytes()
    done, left = fix_case(case)
    assert done == () and {code_of(p) for p in left} == {code}
    assert (case / file).read_bytes() == before


@pytest.mark.slow
def test_a_value_that_stands_twice_on_its_line_is_left(tmp_path: Path) -> None:
    case = spoilt(tmp_path, "provisions.toml", 'kind = "postpone"', 'kind = "postpon" # was postpon')
    done, left = fix_case(case)
    assert done == () and [code_of(p) for p in left] == ["PW202"]


def test_a_bundled_case_is_never_changed() -> None:
    assert fix_case("toy") == ((), ())


def test_an_access_log_is_read_and_its_faults_are_named(tmp_path: Path) -> None:
    case = Path(shutil.copytree(find_case("toy"), tmp_path / "case"))
    head = "id,observer,place,state,from,to,known_on,source\n"
    (case / "access.csv").write_text(
        head + "l1,observer-mission,orrin,shut,2019-04-02,,2019-04-03,Bulletin\n", encoding="utf-8")
    assert check_case(case) == ()
    (case / "access.csv").write_text(
        head + "l1,nobody,moon,closd,2019-04-02,2019-04-01,2019-04-03,\n", encoding="utf-8")
    assert [code_of(p) for p in check_case(case)] == ["PW118", "PW201", "PW201", "PW202", "PW110"]
