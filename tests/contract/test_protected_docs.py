"""What the page on the ledger shows of protected sources and checkpoints is run, and prints what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postwar.cli import main

pytest.importorskip("cryptography", reason="needs cryptography: pip install 'postwar[protect]'")
PAGE = (Path(__file__).parents[2] / "docs/ledger.md").read_text(encoding="utf-8")
SHOWN = [step for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
         for step in re.findall(r"\$ postwar (.*)\n((?:(?!\$ ).*\n)*)", block)]
TOLD = """---
source: A teacher
title: Orrin
published_at: 2019-04-20
language: en
restricted: yes
---
The Lowen army withdrew from the Sarn road on 20 March 2019.
"""


@pytest.mark.slow
def test_the_commands_print_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("told.md").write_text(TOLD, encoding="utf-8")
    assert len(SHOWN) >= 8
    for command, printed in SHOWN:
        assert main(command.split()) == 0
        said = "".join(capsys.readouterr())
        assert re.fullmatch(re.escape(printed).replace("…", "[0-9a-f]{64}"), said), (command, said)
