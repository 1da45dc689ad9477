"""The commands take the address of a server where they take a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.cases import load_case
from postwar.cli import main

pytestmark = pytest.mark.postgres
BY = ["--who", "M. Ito", "--why", "read again", "--known-on", "2019-06-02"]


def test_every_command_on_books_takes_an_address(address: str, tmp_path: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    def say(*words: str) -> str:
        assert main([*words, "--ledger", address]) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    assert main(["log", "--ledger", address]) == 2 and "postwar ingest" in capsys.readouterr().err
    assert say("ingest", "toy", load_case("toy").reports[0], "--known-on", "2019-06-01").startswith("ok\t")
    claim = say("review", "toy", "--list").split()[0]
    for words in (["review", "toy", "--confirm", claim, *BY], ["correct", claim, "--set", "modality=assessed", *BY],
                  ["history", claim], ["diff", "2019-06-01", "2019-06-02"], ["retract", claim, *BY], ["verify"],
                  ["status", "toy"], ["due", "toy"], ["log"]):
        assert say(*words)
    assert main(["merge", address, address]) == 2
    assert main(["merge", address, str(tmp_path / "none")]) == 2
    assert main(["merge", str(tmp_path / "c.ledger"), address]) == 2
