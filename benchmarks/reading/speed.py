"""How fast reports are read, and whether memory stays flat: the whole pipeline, from bytes to claims, on one core.

The dispatches are read again and again, each time as a document of its own, until ``SENTENCES`` sentences are read.
Memory is what the process holds at its most; it is flat where the second half of the run adds nothing to speak of.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.reading.rows import Absent, Row
from postwar.cases import load_names
from postwar.reading.read import open_bytes, read_report
from postwar.reading.readers import reader_of
from postwar.reading.segment import sentences

SENTENCES = 100_000
CASE = "karabakh-2020"
LONGEST_PAGES = 500


def dispatches(shared: Path) -> list[bytes]:
    """The dispatches, as they came."""
    found = [path.read_bytes() for path in sorted((shared / "dispatches").glob("*.txt"))]
    if not found:
        raise Absent("dispatches")
    return found


def read_again(texts: list[bytes], least: int) -> dict[str, float]:
    """Read the texts in turn until ``least`` sentences are read; sentences, seconds, memory half way and at the end."""
    names = load_names(CASE)
    counts = [_sentences_in(text) for text in texts]
    for text in texts:
        _read(text, names)
    done, n, half = 0, 0, 0.0
    begun = time.process_time()
    while done < least:
        _read(texts[n % len(texts)], names)
        done += counts[n % len(texts)]
        n += 1
        if not half and done * 2 >= least:
            half = _memory()
    return {"sentences": done, "seconds": time.process_time() - begun, "half": half, "end": _memory()}


def _read(text: bytes, names: object) -> None:
    for report, _ in open_bytes("a.txt", text):
        if report is not None:
            read_report(report, names)  # type: ignore[arg-type]


def _sentences_in(text: bytes) -> int:
    reports = [report for report, _ in open_bytes("a.txt", text) if report is not None]
    return sum(len(sentences(b.text)) for r in reports for b in reader_of(r).lay_out(r.text).blocks)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(shared: Path, what: str, size: int) -> dict[str, float]:
    """The same in a process of its own, so that nothing else counts for its memory."""
    command = [sys.executable, "-m", "benchmarks.reading.speed", str(shared), what, str(size)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).resolve().parents[2])
    found: dict[str, float] = json.loads(done.stdout)
    return found


def one_long(texts: list[bytes], pages: int) -> dict[str, float]:
    """One report of many pages (2,000 characters each): the memory that reading it takes beyond a short one's."""
    names = load_names(CASE)
    for text in texts:
        _read(text, names)
    before = _memory()
    long = (b"\n\n".join(texts) * (1 + pages * 2000 // sum(map(len, texts))))[: pages * 2000]
    _read(long.decode("utf-8", "ignore").encode(), names)
    return {"grown": _memory() - before}


def measure(shared: Path, least: int = SENTENCES) -> list[Row]:
    """Speed and memory of the whole pipeline."""
    dispatches(shared)
    found = _apart(shared, "again", least)
    done = int(found["sentences"])
    long = _apart(shared, "long", LONGEST_PAGES)
    what = "dispatches, repeated"
    return [
        Row(
            "sentences a second, one core", what, done, found["sentences"] / found["seconds"], 150, True, "spaCy sm 257"
        ),
        Row("memory added by the second half, MB", what, done, found["end"] - found["half"], 5, False, "", "at most"),
        Row("memory at the most, MB", what, done, found["end"], None),
        Row("memory that one report takes, MB", f"a report of {LONGEST_PAGES} pages", 1, long["grown"], 200, False),
    ]


if __name__ == "__main__":
    SOURCE, WHAT, SIZE = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    print(json.dumps((read_again if WHAT == "again" else one_long)(dispatches(SOURCE), SIZE)))
