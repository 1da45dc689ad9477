"""Protected sources: restricted reports, each with words found nowhere else, and no output that holds one of them.

The words stand in the text, the source's name, the title, the address, the file's name, and for a person and the place
where somebody saw it. Half of the reports say of themselves that they are restricted, the others are restricted by a
file beside them, by their source, or by whoever enters them.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from postwar.cases import find_case
from postwar.cli import main
from postwar.cli.terminal import KEY_FILE
from postwar.schemas import schema

pytest.importorskip("cryptography", reason="needs cryptography: pip install 'postwar[protect]'")
WORD = "zqxvkawj"                      # begins every canary
FIGURE = 710_000                       # and every count in them lies above this one
KNOWN = "2019-06-30"
CASE_NAMES = ("orrin", "tess")


def canary(n: int, what: str) -> str:
    return f"{WORD}{what}{n:03d}"


def text_of(n: int) -> str:
    where = CASE_NAMES[n % 2].title()
    return (f"{where.upper()}, April 20 - Some {FIGURE + n:,} people fled {where} on 18 April 2019, "
            f"{canary(n, 'person').title()} said in {canary(n, 'hamlet').title()}.\n\n"
            f"The Lowen army withdrew from the Sarn road on 19 April 2019, {canary(n, 'witness').title()} saw.\n")


def written(folder: Path, n: int) -> tuple[Path, str]:
    """The file of a report, and how it is marked."""
    how = ("front", "front", "beside", "source" if n % 8 < 4 else "flag")[n % 4]
    path = folder / f"{canary(n, 'file')}.md"
    about = {"source": canary(0 if how == "source" else n, "source"), "title": f"What {canary(n, 'title')} told",
             "published_at": "2019-04-20", "url": f"https://{canary(n, 'host')}.example/", "language": "en"}
    if how == "beside":
        path = path.with_suffix(".txt")
        path.write_text(text_of(n), encoding="utf-8")
        lines = [f'{key} = "{value}"' for key, value in about.items()]
        path.with_suffix(".toml").write_text("\n".join([*lines, "restricted = true"]), encoding="utf-8")
        return path, how
    head = [f"{key}: {value}" for key, value in about.items()] + ["restricted: yes"] * (how == "front")
    path.write_text("\n".join(["---", *head, "---", text_of(n)]), encoding="utf-8")
    return path, how


@dataclass
class Place:
    """A case with a restricted source, its ledger and key, and the restricted reports."""

    folder: Path
    case: Path
    ledger: Path
    key: Path
    reports: list[tuple[Path, str]]
    said: dict[str, str] = field(default_factory=dict)

    def ask(self, *words: object, status: tuple[int, ...] = (0, 1, 2), note: str = "") -> str:
        """All that a command says, on both streams; kept to be searched."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            found = main([str(word) for word in words])
        self.said[f"{' '.join(str(w) for w in words)[:60]} {note}"] = out.getvalue() + err.getvalue()
        assert found in status, (words, out.getvalue(), err.getvalue())
        return out.getvalue()


SOME, MANY = pytest.param(12, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.long)


@pytest.fixture(scope="module", params=[SOME, MANY])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("canaries")
    case = Path(shutil.copytree(find_case("toy"), folder / "case"))
    header, *lines = (case / "sources.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{line},no" for line in lines] + [f"hidden-voice,{canary(0, 'source')},,B,yes"]
    (case / "sources.csv").write_text("\n".join([f"{header},restricted", *lines, ""]), encoding="utf-8")
    (folder / "in").mkdir()
    made = Place(folder, case, folder / "books" / "books.ledger", folder / "my.key",
                 [written(folder / "in", n) for n in range(request.param)])
    made.ledger.parent.mkdir()
    made.ask("keys", "new", made.key, status=(0,))
    made.ask("ingest", made.case, *sorted(case.glob("reports/*.md")), "--ledger", made.ledger, "--known-on",
             "2019-05-10", status=(0,))
    os.environ.pop(KEY_FILE, None)
    yield made


def snapshot(place: Place, note: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.ask("status", place.case, "--ledger", place.ledger, "--known-on", KNOWN,
                                                 "--json", status=(0,), note=note))
    jsonschema.validate(found, schema("status"))
    return found


def brief(place: Place, note: str) -> tuple[list[str], str]:
    """The lines of a brief that tell neither the entry nor how much is not shown, and its probabilities."""
    out = place.folder / f"issue-{note}"
    place.ask("brief", place.case, "--ledger", place.ledger, "--known-on", KNOWN, "--to", "2019-08-01", "--members", 20,
              "--out", out, note=note, status=(0,))
    lines = (out / "brief.md").read_text(encoding="utf-8").splitlines()
    return ([line for line in lines if "restricted claim" not in line and " of the books · program " not in line],
            (out / "outlook.csv").read_text(encoding="utf-8"))


def leaks(text: bytes) -> list[str]:
    """The canaries in a text, plain or in base64 whatever its alignment, and the figures that only they hold."""
    found = [m.group().decode() for m in re.finditer(rb"(?i)zqxvkawj\w*", text)]
    for word in (WORD, WORD.title(), WORD.upper()):
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + word.encode())[shift + (shift > 0):-4].rstrip(b"=")
            found += [coded.decode()] if coded in text else []
    return found + [m.group().decode() for m in re.finditer(rb"(?<![\w.,+/=-])710,?[01]\d\d(?![\w.+/=-])", text)]


def ask_everything(place: Place, note: str) -> dict[str, bytes]:
    """What every command says, and every file that it writes, without the right to restricted evidence."""
    out, books = place.folder / f"out-{note}", ("--ledger", place.ledger)
    asked = (place.case, *books, "--known-on", KNOWN)
    place.ask("log", *books, note=note)
    place.ask("log", *books, "--json", note=note)
    place.ask("status", *asked, note=note)
    place.ask("outlook", *asked, "--to", "2019-08-01", "--members", 20, "--json", note=note)
    place.ask("outlook", *asked, "--to", "2019-08-01", "--members", 20, "--csv", note=note)
    place.ask("brief", *asked, "--to", "2019-08-01", "--members", 20, "--out", out / "brief", note=note, status=(0,))
    for form in ((), ("--json",), ("--rss",)):
        place.ask("watch", *asked, *form, note=note)
    place.ask("due", *asked, note=note)
    place.ask("due", *asked, "--json", note=note)
    place.ask("due", *asked, "--ics", out / "due.ics", note=note)
    obligations = [o["id"] for o in snapshot(place, note)["obligations"]]
    for obligation in obligations:
        place.ask("why", *asked, obligation, "--picture", out / f"why-{obligation}.svg", note=note, status=(0,))
    place.ask("clauses", *asked, note=note)
    place.ask("diff", "2019-05-10", KNOWN, *books, note=note)
    place.ask("diff", "2019-05-10", KNOWN, *books, "--json", note=note)
    place.ask("review", place.case, *books, "--list", note=note)
    place.ask("review", place.case, *books, "--json", note=note)
    place.ask("export", *books, "--out", out / "books.jsonl", note=note, status=(0,))
    place.ask("export", *books, "--parquet", "--out", out / "tables", note=note)
    place.ask("verify", *books, note=note, status=(0,))
    place.ask("verify", *books, "--json", note=note, status=(0,))
    for name in names_in(place.ledger):
        place.ask("show", name, *books, note=f"{note} {name}")
        place.ask("history", name, *books, note=f"{note} {name}")
    with contextlib.closing(sqlite3.connect(place.ledger)) as whole, \
            contextlib.closing(sqlite3.connect(out / "backup.db")) as copy:
        whole.backup(copy)
    files = {str(path): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    files |= {str(path): unpacked(path) for path in out.rglob("*.parquet")}
    return files | {command: said.encode() for command, said in place.said.items()}


def unpacked(path: Path) -> bytes:
    duckdb = pytest.importorskip("duckdb")
    return json.dumps(duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall(), default=str).encode()


def names_in(ledger: Path) -> list[str]:
    """Some names of claims as the file holds them, the restricted ones among them."""
    with contextlib.closing(sqlite3.connect(ledger)) as books:
        rows = books.execute("SELECT id FROM claims WHERE id LIKE 'r-%' ORDER BY id LIMIT 5").fetchall()
        return [name for (name,) in rows + books.execute("SELECT id FROM claims ORDER BY id LIMIT 2").fetchall()]


def bytes_of(ledger: Path) -> bytes:
    """Every byte of the ledger's file and of all that lies beside it."""
    return b"".join(path.read_bytes() for path in sorted(ledger.parent.iterdir()))


def held(outputs: dict[str, bytes]) -> dict[str, list[str]]:
    return {name: found[:3] for name, text in outputs.items() if (found := leaks(text))}


def test_no_canary_of_a_restricted_report_is_in_any_output(place: Place) -> None:
    before, issue = snapshot(place, "before"), brief(place, "before")
    # What is refused before it is in the books, and why: without the key, and with files that cannot be read.
    flagged, others = ([path for path, how in place.reports if (how == "flag") is wanted] for wanted in (True, False))
    books = ("--ledger", place.ledger, "--known-on", "2019-06-01")
    place.ask("ingest", place.case, others[0], *books, note="no key", status=(1,))
    broken = place.folder / "in" / f"{canary(1, 'broken')}.txt"
    broken.write_bytes(b"\xff\xfe\x00zqxvkawj\x00\xd8")
    broken.with_suffix(".toml").write_text(f'source = "{canary(1, "source")}"\nrestricted = true\nx', encoding="utf-8")
    gone = place.folder / "in" / f"{canary(1, 'gone')}.md"
    place.ask("ingest", place.case, broken, *books, "--key", place.key, note="broken", status=(1,))
    place.ask("ingest", place.case, broken, gone, *books, "--key", place.key, "--restricted", note="gone", status=(1,))
    place.ask("read", "--case", place.case, *(path for path, how in place.reports if how != "flag"), status=(1,))
    place.ask("read", "--case", place.case, others[0], "--explain", status=(1,))
    place.ask("read", "--case", place.case, others[0], "--places")
    # In they go: the receipts, and a second time.
    for time in ("once", "twice"):
        said = place.ask("ingest", place.case, *others, *books, "--key", place.key, note=time, status=(0,))
        said += place.ask("ingest", place.case, *flagged, *books, "--key", place.key, "--restricted", note=time,
                          status=(0,))
        assert len(said.splitlines()) == said.count("restricted:") == len(place.reports)
    # What is asked of the books, and what differs from before.
    outputs = ask_everything(place, "full")
    assert held(outputs | {"the file": bytes_of(place.ledger)}) == {}
    after = snapshot(place, "after")
    assert after.pop("restricted")["claims_not_shown"] >= len(place.reports)
    before["as_of"].pop("seq"), after["as_of"].pop("seq")
    assert before == after
    assert brief(place, "after") == issue
    # The same files as the case's own reports.
    for path in place.folder.glob("in/*0?0.*"):
        said = re.sub(rf"{WORD}source\d+", canary(0, "source"), path.read_text(encoding="utf-8"))
        (place.case / "reports" / path.name).write_text(said, encoding="utf-8")
    shutil.copy(broken, place.case / "reports")
    shutil.copy(broken.with_suffix(".toml"), place.case / "reports")
    place.ask("check", place.case, status=(1,))
    (place.case / "reports" / broken.name).unlink()
    (place.case / "reports" / broken.with_suffix(".toml").name).unlink()
    assert "restricted claims not shown" in place.ask("status", place.case, note="own reports", status=(0,))
    place.ask("status", place.case, "--reports", *(path for path, how in place.reports if how != "flag"), "--known-on",
              KNOWN, note="files", status=(0,))
    assert held({command: said.encode() for command, said in place.said.items()}) == {}


def test_with_the_key_each_is_there_and_marked_and_after_a_redaction_in_no_byte(place: Place) -> None:
    books, right = ("--ledger", place.ledger), ("--key", place.key, "--with-restricted")
    with_key = place.folder / "other.key"
    place.ask("keys", "new", with_key)
    place.ask("status", place.case, *books, "--key", with_key, "--with-restricted", note="another key", status=(1,))
    open_copy = dict(place.said)
    rows = json.loads(place.ask("log", *books, *right, "--json", status=(0,)))
    assert sum(row.get("restricted", False) for row in rows) == len(place.reports)
    assert {row["source"] for row in rows if "restricted" in row} >= {canary(n, "source") for n in (1, 2, 9)}
    status = json.loads(place.ask("status", place.case, *books, "--known-on", KNOWN, "--json", *right, status=(0,)))
    jsonschema.validate(status, schema("status"))
    assert status["restricted"] == {"claims_not_shown": 0, "reports_shown": len(place.reports)}
    assert "(restricted)" in place.ask("log", *books, *right, status=(0,))
    place.said = open_copy
    copy = shutil.copytree(place.ledger.parent, place.folder / "older")
    by = ("--who", "A. Keeper", "--why", "asked to", "--known-on", "2019-07-01")
    for row in rows:
        if row.get("restricted"):
            place.ask("redact", row["sha256"], *books, "--key", place.key, *by, status=(0,))
    redacted = {command: said for command, said in place.said.items() if not command.startswith("redact")}
    place.said = redacted
    assert place.ask("verify", *books, status=(0,)).endswith("the chain holds\n")
    outputs = ask_everything(place, "redacted")
    for words in (("log",), ("status", place.case)):
        place.ask(*words, *books, *right, note="redacted", status=(0,))
    outputs |= {command: said.encode() for command, said in place.said.items()}
    assert held(outputs | {"the file": bytes_of(place.ledger)}) == {}
    assert b"restricted:" not in place.ledger.read_bytes()
    with contextlib.closing(sqlite3.connect(f"{place.ledger}.keys")) as ring:
        assert ring.execute("SELECT count(*) FROM keys").fetchone() == (0,)
    # A copy of the ledger from before, with the key file and the ring of today: nothing opens.
    shutil.copy(f"{place.ledger}.keys", copy / "books.ledger.keys")
    said = place.ask("log", "--ledger", copy / "books.ledger", *right, note="older copy", status=(1,))
    assert held({"older copy": said.encode()}) == {}
