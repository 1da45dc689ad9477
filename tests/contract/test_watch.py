"""A watch: what its rules find, when an alert begins and ends, how it is printed, and what its rules may say."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from postwar.cases import load_case
from postwar.cases.watch import load_watches
from postwar.cli import main
from postwar.core.books import Books, Document
from postwar.core.case import Case
from postwar.core.claim import Report, Source
from postwar.core.errors import CaseError
from postwar.core.situation import RouteState, Situation
from postwar.core.time import AsOf
from postwar.core.variable import Estimate
from postwar.core.watch import BETWEEN, OFF, ON, Finding, Watch
from postwar.pipeline import Selection, ingest, watch
from postwar.situation.watching import findings, follow

FIRST = dt.date(2031, 5, 1)
CASE = Case("c", "Case", "", FIRST, "UTC", None, (), (), (), sources=(Source("desk", "Harbour Desk", "", "B"),))


def day(n: int) -> dt.date:
    return FIRST + dt.timedelta(days=n)


def at(n: int, level: str, since: int | None = None) -> tuple[dt.date, list[Finding]]:
    return day(n), [Finding("w", "x", level, None if since is None else day(since))]


@pytest.mark.parametrize(("after", "clear", "course", "since"), [
    pytest.param(0, 0, [at(0, ON)], 0, id="at once"),
    pytest.param(0, 0, [at(0, ON), at(1, OFF)], None, id="over at once"),
    pytest.param(0, 0, [at(0, ON), at(1, BETWEEN)], 0, id="between changes nothing"),
    pytest.param(0, 0, [at(0, BETWEEN)], None, id="between begins nothing"),
    pytest.param(2, 0, [at(0, ON, 0), at(1, ON, 0)], None, id="not long enough"),
    pytest.param(2, 0, [at(0, ON, 0), at(2, ON, 0)], 2, id="just long enough"),
    pytest.param(2, 0, [at(9, ON, 0)], 2, id="it began before anybody looked"),
    pytest.param(2, 0, [at(0, ON), at(1, OFF), at(2, ON), at(3, ON)], None, id="an interruption counts anew"),
    pytest.param(0, 3, [at(0, ON), at(1, OFF), at(3, OFF)], 0, id="not clear for long enough"),
    pytest.param(0, 3, [at(0, ON), at(1, OFF), at(4, OFF)], None, id="clear for long enough"),
    pytest.param(0, 3, [at(0, ON), at(1, OFF), at(3, ON), at(5, OFF)], 0, id="clear is counted anew too"),
    pytest.param(0, 0, [at(0, ON), (day(1), [])], None, id="a subject that is gone does not hold"),
])
def test_an_alert_begins_and_ends(after: int, clear: int, course: list[tuple[dt.date, list[Finding]]],
                                  since: int | None) -> None:
    alerts = follow([Watch("w", "closed", after_days=after, clear_days=clear)], course)
    assert [a.since for a in alerts] == ([] if since is None else [day(since)])


def one(rule: Watch, situation: Situation, books: Books | None = None) -> list[tuple[str, str]]:
    found = findings([rule], CASE, situation, books or Books(situation.as_of.known, 0))
    return [(f.subject, f.level) for f in found]


@pytest.mark.parametrize(("low", "high", "level"), [
    (10, 20, ON), (90, 110, BETWEEN), (101, 130, BETWEEN), (105, 130, OFF), (210, 220, ON), (190, 210, BETWEEN)])
def test_a_figure_is_outside_only_with_its_whole_interval(low: float, high: float, level: str) -> None:
    rule = Watch("w", "figure", variable="killed", low=100, high=200, margin=5)
    figure = Estimate("killed", "cumulative", "all", None, "north", "person", FIRST, (low + high) / 2, low, high, ())
    assert one(rule, Situation("c", AsOf(FIRST, FIRST), figures=(figure,))) == [("killed/north//all", level)]


@pytest.mark.parametrize(("state", "level"), [
    ("closed", ON), ("open", OFF), ("restricted", BETWEEN), ("not_observed", BETWEEN)])
def test_a_route_that_nobody_tells_of_is_neither_open_nor_closed(state: str, level: str) -> None:
    route = RouteState("road", "corridor", state, None, FIRST, ())
    situation = Situation("c", AsOf(FIRST, FIRST), routes=(route,))
    assert one(Watch("w", "closed"), situation) == [("road", level)]
    assert one(Watch("w", "closed", subjects=("corridor",)), situation) == [("road", level)]
    assert one(Watch("w", "closed", subjects=("other",)), situation) == []


def test_a_source_is_known_by_its_id_and_by_its_name() -> None:
    report = Report("r", "Harbour Desk", "", FIRST, None, "", "en", "Words.", "0" * 64)
    books = Books(day(9), 1, (Document(report, FIRST, 1, 0),))
    situation = Situation("c", AsOf(day(9), day(9)))
    for name in ("desk", "Harbour Desk"):
        found = findings([Watch("w", "silent", subjects=(name, "nobody"))], CASE, situation, books)
        assert [(f.subject, f.level, f.value) for f in found] == [("desk", ON, 9.0), ("nobody", ON, None)]


@pytest.mark.slow
def test_a_late_report_changes_no_earlier_answer(tmp_path: Path) -> None:
    early, late = dt.date(2019, 5, 10), dt.date(2019, 6, 12)
    reports = load_case("toy").reports
    alerts = []
    for name, rest in (("first", ()), ("both", reports[4:])):
        ledger = str(tmp_path / name)
        list(ingest("toy", reports[:4], ledger, known_on=early))
        list(ingest("toy", rest, ledger, known_on=late))
        alerts.append(watch(Selection("toy", ledger, as_of=early, known_on=early)).alerts)
    assert alerts[0] == alerts[1] != ()
    assert watch(Selection("toy", ledger)).alerts != alerts[1]


@pytest.mark.slow
def test_each_alert_opens_to_words(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["watch", "karabakh-2020", "--as-of", "2023-01-15"]
    assert main(words) == 1
    text = capsys.readouterr().out
    claim = re.search(r"c-[0-9a-f]{16}", text)
    assert claim and re.search(r"closed for 3[34] days\n  since 1[45] December 2022", text)
    assert main(["show", claim[0], "--case", "karabakh-2020"]) == 0
    assert "Lachin corridor" in capsys.readouterr().out
    assert main([*words, "--json"]) == 1
    alerts = json.loads(capsys.readouterr().out)
    assert [a["kind"] for a in alerts] == ["closed", "silent"] and claim[0] in alerts[0]["claims"]
    assert main([*words, "--rss"]) == 1
    feed = ElementTree.fromstring(capsys.readouterr().out.partition("\n")[2])
    assert len(feed.findall("channel/item")) == 2
    assert len({guid.text for guid in feed.findall("channel/item/guid")}) == 2


@pytest.mark.slow
def test_nothing_fires_and_all_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "few.toml"
    rules.write_text('[[watch]]\nid = "many"\nkind = "figure"\nvariable = "killed"\nhigh = 1000000\n', encoding="utf-8")
    assert main(["watch", "toy", "--rules", str(rules)]) == 0
    assert "0 alerts" in capsys.readouterr().out


@pytest.mark.parametrize(("rule", "fault"), [
    ('kind = "overdo"', "unknown kind 'overdo'; did you mean 'overdue'?"),
    ('kind = "overdue"\nobligation = ["a9"]', "unknown obligation in obligation: 'a9'"),
    ('kind = "closed"\nafter_day = 2', "unknown key 'after_day'; did you mean 'after_days'?"),
    ('kind = "closed"\nafter_days = -1', "negative after_days"),
    ('kind = "closed"\nafter_days = 1.5', "after_days is not a whole number"),
    ('kind = "silent"\nroute = ["sarn-road"]', "unknown key 'route'"),
    ('kind = "figure"\nvariable = "killed"', "a figure has no band"),
    ('kind = "figure"\nvariable = "kiled"\nlow = 3', "unknown variable in variable: 'kiled'"),
    ('kind = "figure"\nvariable = "killed"\nlow = 3\nhigh = 2', "high lies below low"),
    ('kind = "rival"\n[[watch]]\nid = "w"\nkind = "rival"', "duplicate id, first in line 2: 'w'"),
])
def test_a_faulty_rule_is_named_with_its_line(tmp_path: Path, rule: str, fault: str) -> None:
    rules = tmp_path / "watch.toml"
    rules.write_text(f'[[watch]]\nid = "w"\n{rule}\n', encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load_watches("toy", rules)
    assert any(fault in str(p) and re.match(r"watch\.toml:\d+: ", str(p)) for p in caught.value.problems)


def test_no_rules_is_said(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="there are no rules to watch by"):
        load_watches("toy", tmp_path / "none.toml")


@pytest.mark.slow
def test_the_page_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(__file__).parents[2] / "docs/watch.md").read_text(encoding="utf-8")
    code, printed = (re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL) for kind in ("python", "text"))
    assert code and printed
    exec(compile(code[1], "docs/watch.md", "exec"), {})
    assert capsys.readouterr().out == printed[1]
