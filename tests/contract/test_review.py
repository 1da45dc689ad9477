"""Decisions from the command line: what a reviewer enters moves the answers from its day on, and no day before."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from postwar.cases import load_case
from postwar.cli import main
from postwar.ledger import Ledger

pytestmark = pytest.mark.slow
EVE, DAY = "2019-06-01", "2019-06-02"
AUTHOR = ["--who", "M. Ito", "--why", "read again", "--known-on", DAY]
Say = Callable[..., str]


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("books") / "toy.ledger"
    assert main(["ingest", "toy", *load_case("toy").reports, "--ledger", str(path), "--known-on", EVE]) == 0
    return path


@pytest.fixture
def ledger(entered: Path, tmp_path: Path) -> str:
    """Books that hold the toy case's reports, known on the eve."""
    return str(shutil.copy(entered, tmp_path / "toy.ledger"))


@pytest.fixture
def say(ledger: str, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command on the books; what it prints."""
    def run(*words: str, status: int = 0) -> str:
        capsys.readouterr()
        assert main([*words, "--ledger", ledger]) == status, capsys.readouterr().err
        out = capsys.readouterr()
        return out.out if status == 0 else out.err

    return run


def claim_of(ledger: str, quote: str) -> str:
    with Ledger.open(ledger, read_only=True) as books:
        return next(c.id for c in books.books().claims if quote in c.quote)


def life_cycle(say: Say, known: str, obligation: str) -> str:
    found = json.loads(say("status", "toy", "--as-of", DAY, "--known-on", known, "--json"))
    return next(o["life_cycle"] for o in found["obligations"] if o["id"] == obligation)


@pytest.mark.parametrize("decision", [
    ["review", "toy", "--reject", "{}"], ["review", "toy", "--set", "{}", "modality=planned"],
    ["review", "toy", "--event", "{}=not_substantiated"], ["correct", "{}", "--set", "modality=planned"],
    ["retract", "{}"], ["redact", "{}"]], ids=lambda d: " ".join(d[::2]))
def test_a_decision_moves_the_verdict_from_its_day_on(decision: list[str], ledger: str, say: Say) -> None:
    claim = claim_of(ledger, "All 48 prisoners were exchanged")
    before = say("status", "toy", "--as-of", DAY, "--known-on", EVE, "--json")
    assert life_cycle(say, DAY, "a7") == "fulfilled"
    receipt = say(*(word.format(claim) for word in decision), *AUTHOR).split("\t")
    assert receipt[0] == "ok" and int(receipt[3]) == 55
    assert life_cycle(say, DAY, "a7") != "fulfilled"
    after = say("status", "toy", "--as-of", DAY, "--known-on", EVE, "--json")
    assert (after == before) == (decision[0] != "redact"), "only what is erased is missing from answers given before"
    say("verify")


def test_why_and_brief_follow_and_say_who_decided(ledger: str, say: Say, tmp_path: Path) -> None:
    def brief(known: str) -> str:
        say("brief", "toy", "--as-of", EVE, "--known-on", known, "--members", "20", "--out", str(tmp_path / "brief"))
        return (tmp_path / "brief/brief.html").read_text(encoding="utf-8")

    claim, then = claim_of(ledger, "All 48 prisoners were exchanged"), brief(EVE)
    say("review", "toy", "--confirm", claim, *AUTHOR)
    say("review", "toy", "--event", f"{claim}=substantiated", *AUTHOR)
    told = say("why", "toy", "a7")
    assert "reading confirmed, says M. Ito" in told and "event substantiated, says M. Ito" in told
    assert "95 in 100" in told and "95 in 100" not in say("why", "toy", "a7", "--known-on", EVE)
    say("review", "toy", "--reject", claim, *AUTHOR)
    assert claim not in say("why", "toy", "a7") and brief(EVE) == then
    now = json.loads(say("status", "toy", "--json"))
    assert claim not in json.dumps(now)


def test_a_list_shows_words_in_their_sentence_and_how_each_field_was_come_by(ledger: str, say: Say) -> None:
    found = {row["claim"]["id"]: row for row in json.loads(say("review", "toy", "--json"))}
    assert {row["state"] for row in found.values()} == {"proposed"} and len(found) == 48
    stopped = found[claim_of(ledger, "Fighting in the Tessary valley stopped")]
    assert stopped["sentence"].startswith("TESS, March 11 - [Fighting in the Tessary valley stopped")
    assert (stopped["fields"]["valid_from"]["how"], stopped["fields"]["kind"]["how"]) == ("inferred", "said")
    assert stopped["provisions"][0]["id"] == "a1" and stopped["provisions"][0]["text"]
    carried = found[claim_of(ledger, "Some 120 observers will be deployed")]["fields"]["place"]
    assert (carried["how"], carried["why"]) == ("inherited", "carried on from what was told before")


def test_fields_have_a_state_of_their_own_and_a_correction_takes_it_along(ledger: str, say: Say) -> None:
    claim = claim_of(ledger, "The Lowen army is to leave")
    say("review", "toy", "--confirm", f"{claim}:place", f"{claim}:valid_to", *AUTHOR)
    say("review", "toy", "--set", claim, "valid_to=2019-03-22", *AUTHOR)
    (row,) = [r for r in json.loads(say("review", "toy", "--json")) if r["claim"]["id"] == claim]
    fields = row["fields"]
    assert {name: fields[name]["state"] for name in ("place", "valid_to", "kind")} == {
        "place": "reading_confirmed", "valid_to": "confirmed_then_changed", "kind": "proposed"}
    assert (fields["valid_to"]["how"], fields["valid_to"]["value"]) == ("by hand", "2019-03-22")
    assert row["state"] == "proposed"


def test_each_state_can_be_listed_apart(ledger: str, say: Say) -> None:
    confirmed, rejected = claim_of(ledger, "Some 120 observers"), claim_of(ledger, "The Lowen army is to leave")
    lines = say("review", "toy", "--confirm", confirmed, "--reject", rejected, *AUTHOR).splitlines()
    assert [line.split("\t")[4] for line in lines] == [confirmed, rejected]
    for state, claim in (("reading_confirmed", confirmed), ("reading_rejected", rejected)):
        assert say("review", "toy", "--list", "--state", state).startswith(f"{claim}  {state}")
    assert "nothing in state confirmed_then_changed" in say("review", "toy", "--state", "confirmed_then_changed")


def test_at_a_terminal_each_answer_is_an_entry(ledger: str, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = io.StringIO("c\nk\nr\nno such thing\ns modality=agreed\nit is agreed\ne corroborated\nx\nq\n")
    monkeypatch.setattr(answers, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", answers)
    printed = say("review", "toy", "--who", "M. Ito", "--known-on", DAY)
    assert printed.count("ok\t") == 4 and "5 of 48" in printed
    with Ledger.open(ledger, read_only=True) as books:
        made = [e for e in books.entries() if e.who]
        reviews = {(r.scheme, r.state) for r in books.books().reviews}
    assert [(e.action, e.why) for e in made] == [
        ("review", ""), ("review", "no such thing"), ("correct", "it is agreed"), ("review", "")]
    assert reviews == {("reading", "reading_confirmed"), ("reading", "reading_rejected"), ("event", "corroborated")}


@pytest.mark.parametrize(("words", "said"), [
    (["--confirm", "c-0"], "no claim 'c-0'"), (["--set", "{}", "modality=done"], "modality=done: one of happened"),
    (["--set", "{}", "place=atlantis"], "no such id"), (["--set", "{}", "quote=x"], "write field=value"),
    (["--set", "{}", "valid_from=2019-04-01"], "is after valid_to=2019-03-20"), (["--event", "{}=true"], "CLAIM=STATE"),
    (["--confirm", "{}:colour"], "no field 'colour'"), (["--set", "{}", "modality=planned"], "read so already"),
    (["--list", "--state", "fine"], "no state 'fine'")])
def test_what_cannot_be_entered_is_said_in_one_line(words: list[str], said: str, ledger: str, say: Say) -> None:
    claim = claim_of(ledger, "The Lowen army is to leave")
    printed = say("review", "toy", *(word.format(claim) for word in words), *AUTHOR, status=2)
    assert said in printed and printed.count("\n") == 1


def test_nobody_decides_without_a_name_nor_rejects_without_a_reason(ledger: str, say: Say) -> None:
    claim = claim_of(ledger, "The Lowen army is to leave")
    assert "--who" in say("review", "toy", "--confirm", claim, status=2)
    assert "--why" in say("review", "toy", "--reject", claim, "--who", "M. Ito", status=2)


def test_history_and_difference_tell_what_was_decided(ledger: str, say: Say) -> None:
    claim, gone = claim_of(ledger, "Some 120 observers"), claim_of(ledger, "The last six vehicles left")
    changed = say("correct", claim, "--set", "low=100", *AUTHOR).strip().split("\t")[4]
    assert changed != claim
    say("retract", gone, *AUTHOR)
    steps = say("history", claim).splitlines()
    assert len(steps) == 2 and "correct" in steps[1] and "changed: low  by M. Ito: read again" in steps[1]
    assert [s["action"] for s in json.loads(say("history", changed, "--json"))] == ["assert", "correct"]
    found = say("diff", EVE, DAY).splitlines()
    assert [line[0] for line in found] == ["+", "-", "-"]
    assert "(retract by M. Ito: read again)" in found[2] or "(retract by M. Ito: read again)" in found[1]
    told = json.loads(say("diff", EVE, DAY, "--json"))
    assert {g["action"] for g in told["claims"]["went"]} == {"correct", "retract"}
    assert say("diff", DAY, DAY) == "nothing changed\n"
    assert "name the earlier day first" in say("diff", DAY, EVE, status=2)


def test_a_later_claim_takes_the_place_of_a_claim(ledger: str, say: Say) -> None:
    earlier, later = claim_of(ledger, "Some 120 observers"), claim_of(ledger, "84 of 120 observers")
    say("amend", earlier, later, *AUTHOR)
    assert f"by {later}" in say("history", earlier)


@pytest.mark.parametrize("command", [["log"], ["verify"], ["history", "c-1"], ["status", "toy"], ["due", "toy"],
                                     ["review", "toy", "--list"], ["brief", "toy"], ["watch", "toy"],
                                     ["retract", "c-1", "--who", "M. Ito", "--why", "x"]], ids=lambda c: c[0])
def test_a_server_that_is_not_there_is_one_clear_line(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pg8000")
    assert main([*command, "--ledger", "postgresql://nobody@localhost:1/x"]) == 1
    said = capsys.readouterr().err
    assert "the server cannot be reached" in said and said.count("\n") == 1
