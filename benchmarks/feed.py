"""How fast a feed of many millions of event rows is asked for one country and four months, where it lies.

    PYTHONPATH=src python benchmarks/feed.py [--rows 50000000] [--order day|none]

The rows are drawn by DuckDB and streamed to Parquet in a folder that goes when this ends. ``--order day`` lays them by
day, as publishers do; ``none`` lays them in no order, so that no piece of a file can be passed over. Each question is
asked by a program of its own, so that the memory measured is that of the question.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from postwar.pipeline import FeedAsk, ask_feed

RESULTS = Path(__file__).parent / "results/feed.json"
REPEATS = 5
FILES = 10
COUNTRIES = 120
FIRST, DAYS = dt.date(1997, 1, 1), 10_000
ASK = FeedAsk("", "toy", ("Country 41",), dt.date(2014, 3, 1), dt.date(2014, 6, 30), limit=100_000)
ROWS = """
    SELECT 'E' || i AS event_id_cnty, DATE '{first}' + CAST({day} AS INTEGER) AS event_date,
        1 + CAST(hash(i, 1) % 3 AS INTEGER) AS time_precision,
        ['Battles', 'Explosions/Remote violence', 'Violence against civilians', 'Riots'][
            1 + CAST(hash(i, 2) % 4 AS INTEGER)] AS event_type,
        ['Armed clash', 'Shelling/artillery/missile attack', 'Attack', 'Mob violence'][
            1 + CAST(hash(i, 2) % 4 AS INTEGER)] AS sub_event_type,
        'Force ' || hash(i, 3) % 900 AS actor1, 'Force ' || hash(i, 4) % 900 AS actor2,
        'Country ' || CAST({countries} * pow((hash(i, 5) % 100000) / 100000.0, 2) AS INTEGER) AS country,
        'Province ' || hash(i, 6) % 2000 AS admin1, 'Place ' || hash(i, 7) % 50000 AS location,
        CAST(hash(i, 8) % 160000 AS DOUBLE) / 1000 - 80 AS latitude,
        CAST(hash(i, 9) % 360000 AS DOUBLE) / 1000 - 180 AS longitude,
        CAST(pow(hash(i, 10) % 12, 2) / 12 AS INTEGER) AS fatalities, 'Paper ' || hash(i, 11) % 300 AS source
    FROM range({begin}, {end}) t(i)"""


def make(folder: Path, n_rows: int, order: str) -> None:
    """Draw the rows, a tenth a file."""
    connection = duckdb.connect(config={"preserve_insertion_order": True})
    day = f"i * {DAYS} // {n_rows}" if order == "day" else f"hash(i) % {DAYS}"
    for n in range(FILES):
        rows = ROWS.format(first=FIRST, day=day, countries=COUNTRIES, begin=n * n_rows // FILES,
                           end=(n + 1) * n_rows // FILES)
        connection.execute(f"COPY ({rows}) TO '{folder}/events-{n}.parquet' (FORMAT parquet, COMPRESSION zstd)")


def asked(folder: str) -> dict[str, float]:
    """One question: wall and processor seconds, the most memory that the program held (MiB), and what matched."""
    started = time.perf_counter(), time.process_time()
    fed = ask_feed(FeedAsk(folder, ASK.case, ASK.countries, ASK.first, ASK.last, limit=ASK.limit))
    wall, processor = time.perf_counter() - started[0], time.process_time() - started[1]
    return {"wall_s": round(wall, 3), "processor_s": round(processor, 3), "rows": fed.found, "claims": len(fed.claims),
            "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def main() -> None:
    """Draw, ask, print and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--order", choices=("day", "none"), default="day")
    parser.add_argument("--asked", metavar="FOLDER", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.asked:
        print(json.dumps(asked(given.asked)))
        return
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), given.rows, given.order)
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
        command = [sys.executable, __file__, "--asked", folder]
        runs = [json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                for _ in range(REPEATS)]
    runs.sort(key=lambda run: run["wall_s"])
    found = runs[REPEATS // 2] | {
        "fastest_wall_s": runs[0]["wall_s"], "slowest_wall_s": runs[-1]["wall_s"], "bytes": size,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores", "load_average": round(os.getloadavg()[0], 1)}
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    kept[f"{given.rows} rows, order: {given.order}"] = found
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
