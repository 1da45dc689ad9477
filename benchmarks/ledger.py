"""How fast the ledger loads, shows its books as of a day, and finds one claim; and how that grows.

    PYTHONPATH=src python benchmarks/ledger.py [--claims 100000] [--address postgresql://…]
    PYTHONPATH=src python benchmarks/ledger.py --growth 100000,300000,1000000,3000000 [--address postgresql://…]

With ``--growth`` one ledger grows to each size, many documents a transaction; at each it is asked, and (a file) it is
written as tables in Parquet, which DuckDB is then asked for the same day. Wall seconds are those of the machine as it
was; processor seconds are this program's own, of a server's the server's are not in them.
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


def grow(address: str, sizes: list[int], tables: Path | None, note: Callable[[int, dict[str, object]], None]) -> None:
    """One ledger grows to each size, and is asked there; ``note`` gets what was found at each."""
    days = [FIRST + dt.timedelta(n * DAYS * A_DOCUMENT // sizes[-1]) for n in range(sizes[-1] // A_DOCUMENT)]
    one = document(100, days[100])[1][7].id
    done = 0
    with Ledger.open(address) as ledger:
        for size in sizes:
            wanted = range(done, size // A_DOCUMENT)
            spent = timed(lambda n=wanted: sum(len(document(k, days[k])) for k in n))
            load = timed(lambda n=wanted: sum(
                receipt.claims for receipt in ledger.ingest_all((*document(k, days[k]), days[k]) for k in n)))
            claims, done = (size // A_DOCUMENT - done) * A_DOCUMENT, size // A_DOCUMENT
            found: dict[str, object] = {"load, µs a claim": {
                clock: round((load[clock] - spent[clock]) / claims * 1e6, 1) for clock in load}}
            repeats = 3 if size <= 300_000 else 1
            found["snapshot, last day"] = timed(lambda n=done: len(ledger.books(days[n - 1]).claims), repeats)
            found["snapshot, middle day"] = timed(lambda n=done: len(ledger.books(days[n // 2]).claims), repeats)
            found["one claim"] = timed(lambda: ledger.claim(one), 200)
            if tables is not None:
                found["tables in Parquet written"] = timed(lambda: ledger.export_tables(tables))
                found["tables in Parquet, bytes"] = sum(file.stat().st_size for file in tables.iterdir())
                found["Parquet with DuckDB, last day counted by place"] = timed(
                    lambda n=done: counted_by_place(tables, days[n - 1]), 3)
            note(size, found)


def counted_by_place(tables: Path, day: dt.date) -> list[tuple[object, ...]]:
    """The claims of a day that nothing ended until then, counted and summed by place."""
    import duckdb

    return duckdb.connect().execute(f"""
        WITH ended AS (
            SELECT CASE WHEN action = 'correct' THEN supersedes ELSE about END AS seq
            FROM '{tables}/entries.parquet'
            WHERE known_on <= $day AND action IN ('correct', 'retract', 'amend', 'redact'))
        SELECT place[1], count(*), sum(low) FROM '{tables}/claims.parquet' c
        WHERE known_on <= $day AND c.seq NOT IN (FROM ended) AND c.document NOT IN (FROM ended)
        GROUP BY 1""", {"day": day}).fetchall()


def record(name: str, found: dict[str, object]) -> None:
    """Keep what was found beside what was found before."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    kept[name] = found | {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores", "load_average": round(os.getloadavg()[0], 1)}
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    print(name, json.dumps(found, indent=1, ensure_ascii=False), flush=True)


def main() -> None:
    """Measure, print, and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--address", help="of a PostgreSQL server; default: a file in a folder of its own")
    parser.add_argument("--growth", metavar="N,N,…", help="the sizes to which one ledger grows")
    given = parser.parse_args()
    store = "postgresql" if given.address else "sqlite"
    with tempfile.TemporaryDirectory() as folder:
        address, tables = given.address or str(Path(folder) / "books.db"), Path(folder) / "tables"
        if given.growth:
            sizes = sorted(int(size) for size in given.growth.split(","))
            grow(address, sizes, None if given.address else tables,
                 lambda size, found: record(f"{store} grown to {size} claims", found))
        else:
            record(f"{store}, {given.claims} claims", measure(address, given.claims))


if __name__ == "__main__":
    main()
