"""The reports that a case brings along: what is said about each, beside or above its text."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from postwar.cases.documents import printable
from postwar.cases.faults import Faults, nearest
from postwar.cases.fields import Fields, Ids
from postwar.cases.folder import read_text
from postwar.cases.located import parse_toml
from postwar.cases.tables import Row
from postwar.core.claim import HIDDEN, says_restricted
from postwar.core.errors import Problem
from postwar.core.time import Day

APART = f"reports/({HIDDEN})"
KEYS = ("source", "title", "published_at", "url", "language", "retrieved_at", "restricted")
FENCE = "---"
PAIR = re.compile(r"([A-Za-z_]+)[ \t]*:(?:[ \t]+(.*))?\Z")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file of reports/: its path inside the case, its source, and the day on which it came out (or was fetched)."""

    path: str
    source: str
    day: Day | None


class FrontMatter(Row):
    """The lines ``key: value`` above a report, each with its line."""

    def __init__(self, file: str, pairs: dict[str, tuple[int, str]], faults: Faults, misspelt: frozenset[str]) -> None:
        super().__init__(file, 1, {key: value for key, (_, value) in pairs.items()}, faults, misspelt)
        self._lines = {key: line for key, (line, _) in pairs.items()}

    def line(self, key: str | None = None) -> int:
        """The line of the key, or the first."""
        return self._lines.get(key or "", 1)


def read_reports(folder: Path, sources: Ids, faults: Faults) -> tuple[ReportFile, ...]:
    """The reports of a case, oldest first, those without a day last; what is wrong about them is noted. ``sources`` are
    the names and ids under which a report may be signed."""
    place = folder / "reports"
    if not place.is_dir():
        return ()
    names = sorted(path.name for path in place.iterdir() if path.is_file() and not path.name.startswith("."))
    beside = {name for name in names if name.endswith(".toml")}
    found = []
    seen: dict[str, str] = {}
    for name in names:
        if name not in beside:
            report = _read_report(folder, name, beside, seen, sources, faults)
            if report is not None:
                found.append(report)
    stems = {name for other in names if other not in beside for name in (other, Path(other).stem)}
    for name in sorted(beside):
        if name.removesuffix(".toml") not in stems:
            faults.add(printable(f"reports/{name}"), None, None, "no report lies beside this file",
                       "add the report under the same name, or take this file away")
    return tuple(sorted(found, key=lambda report: (report.day or dt.date.max, report.path)))


def _read_report(folder: Path, name: str, beside: set[str], seen: dict[str, str], sources: Ids,
                 faults: Faults) -> ReportFile | None:
    """One report; ``seen`` keeps the names and texts met so far. What is wrong with a restricted one is noted
    without its name and its words."""
    own = Faults()
    companion = next((other for other in (f"{name}.toml", f"{Path(name).stem}.toml") if other in beside), None)
    above = read_text(folder, f"reports/{companion or name}", own) or ""
    apart = says_restricted(above if companion else above.split(f"\n{FENCE}")[0])
    own = Faults()
    report = _read_one(folder, name, companion, APART if apart else "", seen, sources, own)
    faults.found += [Problem(APART, p.line, None, p.message, "mend it there") if apart else p for p in own.found]
    return report


def _read_one(folder: Path, name: str, companion: str | None, called: str, seen: dict[str, str], sources: Ids,
              faults: Faults) -> ReportFile | None:
    path = f"reports/{name}"
    label = called or printable(path)
    text = _body(folder, path, faults) if companion is not None else read_text(folder, path, faults)
    if text is None:
        return None
    lines = text.splitlines()
    if companion is not None:
        about = _companion(folder, f"reports/{companion}", faults)
        body = text
    elif lines and lines[0].strip() == FENCE:
        end = next((i for i, line in enumerate(lines[1:], start=1) if line.strip() == FENCE), None)
        if end is None:
            faults.add(label, 1, None, "the front matter has no end", f"write {FENCE} on the line below it")
            return None
        about = _front_matter(label, lines[1:end], faults)
        body = "\n".join(lines[end + 1:])
    else:
        faults.add(label, 1, None, "nothing says who published this report",
                   f"begin it with {FENCE}, source: …, {FENCE}, or lay {Path(label).stem}.toml beside it")
        return None
    _check_duplicate(label, Path(name).stem, body, seen, faults)
    if about is None:
        return None
    about.text("title")
    if about.raw("restricted") not in (None, True, False, "yes", "no", "true", "false"):
        about.fault("restricted", about.raw("restricted"), "unknown restricted", "use one of yes, no")
    published, retrieved = about.day("published_at"), about.day("retrieved_at")
    return ReportFile(path, about.one_id("source", sources, required=True), published or retrieved)


def _body(folder: Path, path: str, faults: Faults) -> str | None:
    """What tells one report from another, of any form that can be read: its bytes, a character each."""
    try:
        return (folder / path).read_bytes().decode("latin-1")
    except OSError as error:
        faults.add(printable(path), None, None, f"this file cannot be opened ({error.strerror})",
                   "make it a readable file")
        return None


def _companion(folder: Path, path: str, faults: Faults) -> Fields | None:
    text = read_text(folder, path, faults)
    block = None if text is None else parse_toml(printable(path), text, faults)
    if block is not None:
        block.allow(KEYS)
    return block


def _front_matter(label: str, lines: list[str], faults: Faults) -> Fields:
    pairs: dict[str, tuple[int, str]] = {}
    misspelt = set()
    for number, line in enumerate(lines, start=2):
        pair = PAIR.match(line.strip())
        if not line.strip():
            continue
        if pair is None:
            faults.add(label, number, line.strip(), "not a line of front matter:", "write key: value")
        elif pair[1] in pairs:
            faults.add(label, number, pair[1], "this key stands twice:", "keep one of the two")
        elif pair[1] not in KEYS:
            near = nearest(pair[1], set(KEYS) - set(pairs))
            misspelt.add(near or "")
            faults.add(label, number, pair[1], "unknown key", f"did you mean {near!r}?" if near
                       else "the keys are " + ", ".join(KEYS))
        else:
            pairs[pair[1]] = (number, _unquoted((pair[2] or "").strip()))
    return FrontMatter(label, pairs, faults, frozenset(misspelt))


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _check_duplicate(label: str, stem: str, body: str, seen: dict[str, str], faults: Faults) -> None:
    """Two reports may share neither their name without its ending (that is their id) nor their text."""
    text = hashlib.sha256(" ".join(body.split()).encode("utf-8", "surrogatepass")).hexdigest()
    for key, what in ((f"id {stem}", "has the same name as"), (f"text {text}", "has the same text as")):
        first = seen.setdefault(key, label)
        if first != label:
            faults.add(label, None, None, f"this report {what} {first}", "keep one of the two")
            return
