"""Malformed input: mutations of the readers' own samples, opened, laid out and read, none of which may crash or hang.

    python -m benchmarks.reading.malformed [--executions N] [--workers N] [--seed N] [--keep FILE]

An execution opens one mutated document and lays it out; one in ``READ`` is also read into claims; of PDF, one in
``APART`` goes the way of the product, through a program of its own, the others call what that program calls. A crash
is any exception but the refusal that readers may give, a quote that is not the text at its place, or a worker that
dies. A hang is an execution of more than a second of processor time. The memory is the most that a worker grew to
beyond what it had after one clean pass over all samples.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, fields
from pathlib import Path

from postwar.cases import load_names
from postwar.core.case import Names
from postwar.core.errors import ReportError
from postwar.reading.inputs.encoding import bounded
from postwar.reading.read import open_bytes, read_report
from postwar.reading.readers import page_of_report
from postwar.reading.readers.pdf import pages

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "benchmarks" / "results" / "malformed.json"
READ, APART, BATCH = 80, 250, 10_000
PATIENCE = 3600  # seconds by the clock for a batch, on a machine that does other things too
SECONDS, MEGABYTES, LARGEST = 1.0, 200, 12_000
PACKED = {".docx", ".xlsx"}
TOKENS = tuple(
    b"< > & \" ' ; , | \t \r \n \r\n \x00 \xff \xfe\xff \xff\xfe \xef\xbb\xbf \xe2\x80\xae \xf0\x9f\x98\x80 <!-- --> "
    b"<![CDATA[ ]]> <!DOCTYPE <p> </p> <table> <tr><td> &#x110000; &#0; &amp; &lt; <script> </div> --- :: %PDF- endobj "
    b"stream xref /Length /Kids [ ] << >> 0 -1 99999999999 1e400 31/02/2014 2014-13-40 =?utf-8?q?=ff?= --b boundary= "
    b"charset=utf-7 charset=windows-1251 Content-Transfer-Encoding: base64 PK\x03\x04 <w:p> <w:tbl> <c r=\"ZZZ1\"> "
    b"<item> </item> <entry> <rss fatalities nan".split(b" ")
)  # fmt: skip


def samples() -> dict[str, bytes]:
    """The readers' own samples, by name."""
    folder = ROOT / "src" / "postwar" / "reading" / "readers"
    return {f"{p.parent.parent.name}/{p.name}": p.read_bytes() for p in sorted(folder.glob("*/samples/*"))}


def mutated(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """The bytes with a few changes: bits, bytes, spans, tokens, pieces of other samples, repeats, a cut."""
    out = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 3, 5, 12))):
        at = draw.randrange(len(out) + 1)
        width = draw.choice((1, 2, 4, 16, 64, 400))
        change = draw.randrange(9)
        if change == 0 and out:
            out[at % len(out)] ^= 1 << draw.randrange(8)
        elif change == 1 and out:
            out[at % len(out)] = draw.randrange(256)
        elif change == 2:
            del out[at : at + width]
        elif change == 3:
            out[at:at] = out[at : at + width]
        elif change == 4:
            out[at : at + draw.choice((0, 0, width))] = draw.choice(TOKENS)
        elif change == 5:
            other = draw.choice(others)
            start = draw.randrange(len(other) + 1)
            out[at:at] = other[start : start + width]
        elif change == 6:
            piece = bytes(out[at : at + draw.choice((1, 2, 5, 20))]) or b"<"
            out[at:at] = piece * min(draw.choice((3, 30, 300, 3000)), LARGEST // len(piece))
        elif change == 7:
            del out[at:]
        else:
            out[at : at + width] = bytes(reversed(out[at : at + width]))
    return bytes(out[:LARGEST])


def mutated_within(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """A packed file with one of its parts mutated before packing, so that the change is not lost in the packing."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = draw.choice(sorted(parts))
    parts[name] = mutated(draw, parts[name], others)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as packed:
        for part, content in parts.items():
            packed.writestr(part, content)
    return made.getvalue()


def execute(name: str, data: bytes, names: Names | None) -> str:
    """Open, lay out and, given names, read one document: ``opened`` or ``refused``. Anything else is raised."""
    opened = False
    for report, _ in open_bytes(name, data):
        if report is None:
            continue
        opened = True
        for block in page_of_report(report).blocks:
            start, end = block.raw(0, len(block.text))
            assert 0 <= start <= end <= len(report.text), (start, end, len(report.text))
        for claim in read_report(report, names)[0] if names is not None else ():
            assert report.text[claim.start : claim.end] == claim.quote != ""
    return "opened" if opened else "refused"


def execute_pdf(data: bytes) -> str:
    """What the program for PDF pages does, within this process."""
    rows = list(pages.pages_of(data))
    if not rows or any("fault" in row for row in rows):
        return "refused"
    try:
        text = bounded("a.pdf", "\f".join(str(row["text"] or "") for row in rows))
    except ReportError:
        return "refused"
    from postwar.reading.readers.pdf import reader

    reader.lay_out(text)
    return "opened"


@dataclass(slots=True)
class Tally:
    """What some executions came to."""

    executions: int = 0
    read: int = 0
    opened: int = 0
    refused: int = 0
    slowest: float = 0.0
    grown: float = 0.0
    forms: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what others came to."""
        for name in ("executions", "read", "opened", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest, self.grown = max(self.slowest, other.slowest), max(self.grown, other.grown)
        self.forms += other.forms
        self.crashes += other.crashes
        self.hangs += other.hangs


class _Hang(BaseException):
    """An execution ran for more than ten times its limit."""


def _stop(*_: object) -> None:
    raise _Hang


def batch(seed: int, size: int) -> Tally:
    """Run ``size`` executions that ``seed`` names, within this process."""
    base, names = _warm()
    files = samples()
    others = [*files.values(), *(t * 40 for t in TOKENS[:12])]
    tally = Tally()
    signal.signal(signal.SIGVTALRM, _stop)
    for n in range(size):
        draw = random.Random(seed * 1_000_003 + n)
        name = draw.choice(sorted(files))
        within = Path(name).suffix in PACKED and draw.random() < 0.7
        change: Callable[[random.Random, bytes, list[bytes]], bytes] = mutated_within if within else mutated
        data = change(draw, files[name], others)
        _one(tally, f"{seed}:{n} {name}", name, data, names if n % READ == 0 else None, n % APART == 0)
    tally.grown = max(0.0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - base)
    return tally


def _one(tally: Tally, label: str, name: str, data: bytes, names: Names | None, apart: bool) -> None:
    tally.executions += 1
    tally.read += names is not None
    tally.forms[name.partition("/")[0]] += 1
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 10 * SECONDS)
    try:
        direct = name.startswith("pdf/") and b"%PDF-" in data[:1024] and not apart
        said = execute_pdf(data) if direct else execute(Path(name).name, data, names)
        setattr(tally, said, getattr(tally, said) + 1)
    except _Hang:
        tally.hangs.append(label)
    except BaseException as fault:
        if isinstance(fault, KeyboardInterrupt):
            raise
        where = traceback.extract_tb(fault.__traceback__)[-1]
        tally.crashes.append(
            f"{label}: {type(fault).__name__} {fault} at {Path(where.filename).name}:{where.lineno}"[:300]
        )
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    spent = time.process_time() - begun
    tally.slowest = max(tally.slowest, spent)
    if spent > SECONDS and label not in tally.hangs:
        tally.hangs.append(f"{label}: {spent:.1f} s")


_WARM: list[tuple[float, Names]] = []


def _warm() -> tuple[float, Names]:
    """The memory in megabytes after one clean pass over all samples, and names to read with."""
    if not _WARM:
        names = load_names("toy")
        for name, data in samples().items():
            execute(Path(name).name, data, names)
            if name.startswith("pdf/"):
                execute_pdf(data)
        _WARM.append((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, names))
    return _WARM[0]


def run(executions: int, workers: int, seed: int, progress: Callable[[Tally], None]) -> Tally:
    """Run the executions in batches, each in a process of its own; one that dies is a crash, and the rest goes on."""
    total = Tally()
    jobs = [(seed + k, min(BATCH, executions - k * BATCH)) for k in range(-(-executions // BATCH))]
    with ThreadPoolExecutor(workers) as pool:
        for found in as_completed(pool.submit(_apart, *job) for job in jobs):
            total.add(found.result())
            progress(total)
    return total


def _apart(seed: int, size: int) -> Tally:
    command = [sys.executable, "-m", "benchmarks.reading.malformed", "--seed", str(seed), "--batch", str(size)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, cwd=ROOT)
    except subprocess.TimeoutExpired:
        return Tally(hangs=[f"{seed}: the batch did not end"])
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return Tally(crashes=[f"{seed}: the worker died with status {done.returncode} {said}"])
    found = json.loads(done.stdout)
    return Tally(**found | {"forms": Counter(found["forms"])})


def _lines(tally: Tally, seed: int, seconds: float) -> Iterator[tuple[str, object]]:
    yield from {
        "executions": tally.executions, "read_into_claims": tally.read, "opened": tally.opened,
        "refused": tally.refused, "crashes": len(tally.crashes), "hangs": len(tally.hangs),
        "slowest_seconds": round(tally.slowest, 3), "grown_megabytes": round(tally.grown, 1),
        "forms": dict(sorted(tally.forms.items())), "seed": seed, "seconds": round(seconds),
        "found": (tally.crashes + tally.hangs)[:50],
    }.items()  # fmt: skip


def main() -> int:
    """Run, print what was found, and keep it."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading.malformed", description=__doc__.splitlines()[0])
    parser.add_argument("--executions", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--keep", type=Path, default=KEPT)
    parser.add_argument(
        "--batch", type=int, help="run just that many, within this process, and print what they came to"
    )
    args = parser.parse_args()
    if args.batch:
        found = batch(args.seed, args.batch)
        print(json.dumps({f.name: getattr(found, f.name) for f in fields(found)}))
        return 0
    begun = time.monotonic()

    def progress(tally: Tally) -> None:
        rate = tally.executions / max(1e-9, time.monotonic() - begun)
        print(
            f"{tally.executions} executions, {rate:.0f}/s, {len(tally.crashes)} crashes, {len(tally.hangs)} hangs, "
            f"slowest {tally.slowest:.2f} s, {tally.grown:.0f} MB",
            file=sys.stderr,
            flush=True,
        )
        found = dict(_lines(tally, args.seed, time.monotonic() - begun))
        args.keep.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

    tally = run(args.executions, args.workers, args.seed, progress)
    print(json.dumps(dict(_lines(tally, args.seed, time.monotonic() - begun)), indent=1))
    return 1 if tally.crashes or tally.hangs else 0


if __name__ == "__main__":
    sys.exit(main())
