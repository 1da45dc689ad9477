"""What the ledger holds on to: writers killed at random, at every step, and eight at once; forgeries.

    python -m benchmarks.crash [--store sqlite|postgres] [--part kills|steps|writers|forging] [--kills 500]

Each part is one of the long tests, run here for its figures; a failed assertion means a bar that was not held, and
nothing is written. A fifth of the kills hits four writers at once, the others one. The parts of a store are kept under
its name in results/ledger-crash.json, each with the load of the machine when it began.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from postwar.ledger import Ledger
from tests.faults import test_ledger_crash as in_file
from tests.faults import test_ledger_forging, test_protected_crash
from tests.forging import fill, key
from tests.postgres import test_postgres_books as on_server
from tests.postgres import test_postgres_crash, test_postgres_forging
from tests.postgres.conftest import running

RESULTS = Path(__file__).parent / "results/ledger-crash.json"
A_LEDGER = 25             # kills, before the next begins anew
Figures = dict[str, object]


def sqlite_kills(kills: int, writers: int, folder: Path) -> Figures:
    """Writers killed after a random while; every one that was acknowledged must be there after each."""
    chance, done, slowest = random.Random(writers), 0, 0.0
    for series in range(-(-kills // A_LEDGER)):
        path, kept = folder / f"books{writers}-{series}.db", dict[str, int]()
        for kill in range(min(A_LEDGER, kills - series * A_LEDGER)):
            kept |= in_file.kill_after_first_line(path, f"kill{kill}", writers, chance.uniform(0, 0.06))
            slowest = max(slowest, in_file.assert_all_kept(path, kept))
        done += len(kept)
        for file in folder.glob(f"books{writers}-{series}.db*"):
            file.unlink()
    return {"kills": kills, "acknowledged": done, "lost": 0, "slowest_reopen_s": round(slowest, 4)}


def postgres_kills(kills: int, writers: int, folder: Path, server: str) -> Figures:
    """The same on a server."""
    done, begun = 0, time.monotonic()
    for series in range(-(-kills // A_LEDGER)):
        address = f"{server}&ledger=kills_{writers}_{series}"
        done += on_server.kill_together(address, folder, writers, min(A_LEDGER, kills - series * A_LEDGER))
    return {"kills": kills, "acknowledged": done, "lost": 0, "slowest_reopen_s": "under 2, asserted at each kill",
            "wall_s": round(time.monotonic() - begun, 1)}


def sqlite_steps(folder: Path) -> Figures:
    """Deaths at every third step of SQLite's machine within a transaction, and at each of a redaction."""
    step, redacting = 1, 1
    while in_file.die_at(folder / "steps.db", f"step{step}", step):
        step += 3
    while test_protected_crash.die_while_redacting(folder, redacting):
        redacting += 1
    return {"within_a_transaction": step // 3, "within_a_redaction": redacting - 1, "half_entries": 0}


def postgres_steps(folder: Path, server: str) -> Figures:
    """Deaths before and after every statement and commit of a transaction."""
    step = 1
    while test_postgres_crash.die_at(f"{server}&ledger=steps", folder, step):
        step += 1
    return {"within_a_transaction": step - 1, "half_entries": 0}


def timed(act: Callable[[], object]) -> float:
    """Wall seconds of an act."""
    begun = time.monotonic()
    act()
    return round(time.monotonic() - begun, 1)


def sqlite_forging(folder: Path) -> Figures:
    """A thousand forgeries and a thousand bits turned over."""
    path = folder / "sound.db"
    with Ledger.open(path, key=key()) as ledger:
        fill(ledger)
    tried = test_ledger_forging.forge(path, folder, 1000)
    found, same = test_ledger_forging.turn_bytes(path, folder, 1000)
    return {"forgeries": dict(sorted(tried.items())), "missed": 0,
            "bits_turned": {"found": found, "changed_no_stored_field": same}}


def parts_of(store: str, kills: int, folder: Path, server: str) -> dict[str, Callable[[], Figures]]:
    """What is measured of a store, by the name of the part."""
    several = kills // 5
    if store == "sqlite":
        return {
            "kills": lambda: {"1 writer": sqlite_kills(kills - several, 1, folder),
                              "4 writers": sqlite_kills(several, 4, folder)},
            "steps": lambda: sqlite_steps(folder),
            "writers": lambda: {"writers": 8, "documents_each": 1000, "lost": 0, "twice": 0, "gaps": 0,
                                "wall_s": timed(lambda: in_file.write_together(folder / "together.db", 8, 1000))},
            "forging": lambda: sqlite_forging(folder)}
    return {
        "kills": lambda: {"1 writer": postgres_kills(kills - several, 1, folder, server),
                          "4 writers": postgres_kills(several, 4, folder, server)},
        "steps": lambda: postgres_steps(folder, server),
        "writers": lambda: {"writers": 8, "documents_each": 1000, "lost": 0, "twice": 0, "gaps": 0, "wall_s": timed(
            lambda: on_server.write_together(f"{server}&ledger=together", folder, 8, 1000))},
        "forging": lambda: {"forgeries": dict(sorted(test_postgres_forging.forge(
            f"{server}&ledger=forged", 1000).items())), "missed": 0}}


@contextmanager
def served(store: str) -> Iterator[str]:
    """The address of a server, where the store needs one."""
    if store == "sqlite":
        yield ""
    else:
        with running() as (address, _):
            yield address


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=("sqlite", "postgres"), action="append")
    parser.add_argument("--part", choices=("kills", "steps", "writers", "forging"), action="append")
    parser.add_argument("--kills", type=int, default=500)
    args = parser.parse_args()
    for store in args.store or ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as folder, served(store) as server:
            for part, measure in parts_of(store, args.kills, Path(folder), server).items():
                if args.part and part not in args.part:
                    continue
                load = round(os.getloadavg()[0], 1)
                wall, found = time.monotonic(), measure()
                found |= {"load_average": load, "seconds": round(time.monotonic() - wall, 1),
                          "machine": f"{platform.machine()}, {os.cpu_count()} cores"}
                print(store, part, json.dumps(found, sort_keys=True), flush=True)
                kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
                kept.setdefault(store, {})[part] = found
                RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
