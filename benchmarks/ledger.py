"""How fast the ledger loads, shows its books as of a day, and finds one claim.

    PYTHONPATH=src python benchmarks/ledger.py [--claims 100000] [--address postgresql://…]

Wall seconds are those of the machine as it was; processor seconds are this program's own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from postwar.core.claim import Claim, Report, claim_id
from postwar.ledger import Ledger

A_DOCUMENT = 50           # claims
FIRST = dt.date(2020, 11, 1)
DAYS = 600
REPEATS = 5
RESULTS = Path(__file__).parent / "results/ledger.json"


def document(n: int, known_on: dt.date) -> tuple[Report, list[Claim]]:
    """One report in which every sentence is a claim with most fields filled."""
    sentences = [f"On day {k} {n + k} people returned to the north of the valley." for k in range(A_DOCUMENT)]
    text = " ".join(sentences)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    claims, start = [], 0
    for k, quote in enumerate(sentences):
        end = start + len(quote)
        claims.append(Claim(
            claim_id(sha256, start, end, "return", ("a",), ("north",), n + k, n + k), f"r{n}", start, end, quote,
            "return", "happened", ("a",), ("b",), ("north", "valley"), known_on, known_on, "explicit", n + k, n + k,
            "exact", "person", None, ("government",), ("p1",), "rules@1", ("g",), "flow", "all_routes"))
        start = end + 1
    return Report(f"r{n}", "source", "title", known_on, None, "https://example.org", "en", text, sha256), claims


def timed(act: Callable[[], object], repeats: int = 1) -> dict[str, float]:
    """Median seconds of an act, by the wall and by the processor."""
    wall, processor = [], []
    for _ in range(repeats):
        begun = time.perf_counter(), time.process_time()
        act()
        wall.append(time.perf_counter() - begun[0])
        processor.append(time.process_time() - begun[1])
    return {"wall_s": round(statistics.median(wall), 5), "processor_s": round(statistics.median(processor), 5)}


def measure(address: str, n_claims: int) -> dict[str, object]:
    """Load the claims, then ask for the books of the last day and of the middle, and for one claim."""
    n_documents = n_claims // A_DOCUMENT
    days = [FIRST + dt.timedelta(n * DAYS // n_documents) for n in range(n_documents)]
    made = [document(n, days[n]) for n in range(min(n_documents, 200))]
    one = made[len(made) // 2][1][7].id

    with Ledger.open(address) as ledger:
        def load() -> None:
            for n, known_on in enumerate(days):
                ledger.ingest(*(made[n] if n < len(made) else document(n, known_on)), known_on=known_on)

        found: dict[str, object] = {"load": timed(load)}
        found["snapshot, last day"] = timed(lambda: ledger.books(days[-1]), REPEATS)
        found["snapshot, middle day"] = timed(lambda: ledger.books(days[n_documents // 2]), REPEATS)
        found["snapshot and every claim unpacked"] = timed(lambda: list(ledger.books(days[-1]).claims), REPEATS)
        found["one claim"] = timed(lambda: ledger.claim(one), 200)
        found["verify"] = timed(ledger.verify)
    return found


def main() -> None:
    """Measure, print, and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--address", help="of a PostgreSQL server; default: a file in a folder of its own")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(given.address or str(Path(folder) / "books.db"), given.claims)
    store = "postgresql" if given.address else "sqlite"
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    kept[f"{store}, {given.claims} claims"] = found | {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores", "load_average": round(os.getloadavg()[0], 1)}
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
