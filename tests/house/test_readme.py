"""The commands in the README run as they are written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from postwar.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.S)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.strip()]

BULLETIN = """The observers counted 140 people who came back to Tess on 2 May 2031.
"""


@pytest.mark.slow
def test_every_command_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                          capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bulletin.md").write_text(BULLETIN, encoding="utf-8")
    assert len(COMMANDS) >= 10
    for command in COMMANDS:
        program, *words = shlex.split(command, comments=True)
        assert program == "postwar", command
        assert main(words) == 0, f"{command}: {capsys.readouterr().err}"
        out = capsys.readouterr().out
        assert out.strip(), f"{command} prints nothing"


def test_the_readme_names_the_two_commands() -> None:
    assert "make brief" in README and "make test" in README
