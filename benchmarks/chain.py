"""What each stage of the chain costs, in one run, as shares and ratios; writes benchmarks/results/chain.json.

    python benchmarks/chain.py [CASE] [MEMBERS]

Seconds are of this machine and this run; what may be compared between machines are the shares and the ratios.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from postwar import pipeline
from postwar.cases import load_case
from postwar.core.time import AsOf
from postwar.ledger import Ledger
from postwar.model.run import run
from postwar.outlook.forecast import make_outlook
from postwar.publish.brief import render_brief
from postwar.reading.read import open_report, read_report
from postwar.situation.derive import derive

RESULTS = Path(__file__).parent / "results" / "chain.json"
LOOPS = 3
AFTER = dt.timedelta(days=30)
"""How long after the ceasefire the run begins."""


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The least of a few CPU times of some work, in seconds, and its result."""
    best, value = float("inf"), None
    for _ in range(LOOPS):
        start = time.process_time()
        value = work()
        best = min(best, time.process_time() - start)
    return best, value


def machine() -> dict[str, Any]:
    """The machine that the seconds are of."""
    model = ""
    listed = Path("/proc/cpuinfo")
    for line in listed.read_text(encoding="utf-8").splitlines() if listed.exists() else ():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return {"processor": model or platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}


def measure(name: str, members: int) -> dict[str, Any]:
    """CPU seconds by stage, and how the model's cost grows with members."""
    cost: dict[str, float] = {}
    cost["load the case"], case = timed(lambda: load_case(name))
    reports = [open_report(path)[0] for path in case.reports]
    cost["read the reports"], read = timed(lambda: [read_report(r, case.names)[0] for r in reports])
    n_words = sum(len(r.text.split()) for r in reports)

    def enter() -> Any:
        with Ledger.open(":memory:") as ledger:
            for report, claims in zip(reports, read, strict=True):
                day = report.published_at or report.retrieved_at or case.ceasefire_on
                ledger.ingest(report, claims, known_on=day, backfill=True)
            return ledger.books(known=case.ceasefire_on + AFTER)

    cost["enter them in the ledger"], books = timed(enter)
    as_of = AsOf(books.known, books.known, books.seq)
    cost["derive the situation"], situation = timed(lambda: derive(case, books, as_of, pipeline.program_version()))
    to = as_of.valid + pipeline.YEAR
    cost[f"run {members} members for a year"], ensemble = timed(lambda: run(case, situation, to, members, 1))
    version = pipeline.program_version()
    cost["make the outlook"], outlook = timed(lambda: make_outlook(case, situation, ensemble, version))
    cost["render the brief"], _ = timed(lambda: render_brief(case, situation, outlook, books, None))
    one, _ = timed(lambda: run(case, situation, to, 1, 1))
    many, _ = timed(lambda: run(case, situation, to, 4 * members, 1))
    whole = sum(cost.values())
    return {
        "case": name, "reports": len(reports), "words": n_words, "claims": len(books.claims),
        "seconds": {k: round(v, 3) for k, v in cost.items()},
        "share": {k: round(v / whole, 3) for k, v in cost.items()},
        "members": {"count": members, "ratio to 1": round(cost[f"run {members} members for a year"] / one, 2),
                    "ratio of four times as many": round(many / cost[f"run {members} members for a year"], 2)},
        "words read a second": round(n_words / cost["read the reports"]),
    }


def main() -> None:
    """Measure, print, keep."""
    name = sys.argv[1] if len(sys.argv) > 1 else "karabakh-2020"
    members = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    result = {"machine": machine(), "version": pipeline.program_version(), **measure(name, members)}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    for stage, seconds in result["seconds"].items():
        print(f"{seconds:8.3f} s  {100 * result['share'][stage]:5.1f} %  {stage}")
    print(f"members: {result['members']}; {result['words read a second']} words read a second")


if __name__ == "__main__":
    main()
