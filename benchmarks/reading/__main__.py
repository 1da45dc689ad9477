"""Measure the reader beside published sets and print one table.

    make bench-reading
    python -m benchmarks.reading [--only NAME]... [--shared DIR]

Writes benchmarks/results/reading.json and reading.md; a set that is not there gives a line "not measured: data absent".
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.reading.rows import Absent, Row

MODULES = (
    "gold",
    "timebank",
    "date_specs",
    "number_specs",
    "displacement",
    "places",
    "districts",
    "attribution",
    "event_types",
    "speed",
    "fuzz",
)
HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "results"
HEAD = ("what", "set", "size", "value", "bar", "", "reference", "note")


def measure(name: str, shared: Path) -> tuple[list[Row], float]:
    """The rows of one module and the seconds that they took."""
    begun = time.perf_counter()
    if not (HERE / f"{name}.py").exists():
        return [Row(name, "", 0, None, note="not measured: no such module here")], 0.0
    module = importlib.import_module(f"benchmarks.reading.{name}")
    try:
        rows = list(module.measure(shared))
    except (Absent, FileNotFoundError) as fault:
        rows = [Row(name, "", 0, None, note=f"not measured: data absent ({_bare(str(fault), shared)})")]
    return rows, time.perf_counter() - begun


def _bare(text: str, shared: Path) -> str:
    return text.replace(f"{shared}/", "").partition("] ")[2] or text


def _cells(row: Row) -> tuple[str, ...]:
    value = "–" if row.value is None else f"{row.value:,.0f}" if abs(row.value) >= 10 else f"{row.value:.3f}"
    bar = "" if row.bar is None else f"{'≥' if row.at_least else '≤'} {row.bar:g}"
    size = str(row.size) if row.size else ""
    return row.what, row.set, size, value, bar, row.verdict, row.reference, row.note


def as_markdown(rows: Sequence[Row]) -> str:
    """The table as Markdown."""
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    return "\n".join(lines + ["| " + " | ".join(_cells(row)) + " |" for row in rows]) + "\n"


def as_text(rows: Sequence[Row]) -> str:
    """The table in columns; notes only where nothing was measured."""
    table = [HEAD[:7]]
    for row in rows:
        *cells, note = _cells(row)
        table.append((*cells[:5], note, cells[6]) if row.value is None and note else tuple(cells))
    widths = [max(len(line[k]) for line in table) for k in range(7)]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in table)


def _keep(rows: dict[str, list[Row]]) -> None:
    """Write the results, those of modules not run this time as they were."""
    path = RESULTS / "reading.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept |= {name: [asdict(row) for row in found] for name, found in rows.items()}
    kept = {name: kept[name] for name in MODULES if name in kept}
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    all_rows = [Row(**row) for found in kept.values() for row in found]
    (RESULTS / "reading.md").write_text("# How well the reader reads\n\n" + as_markdown(all_rows), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading", description="Measure the reader beside published sets.")
    parser.add_argument("--only", action="append", choices=MODULES, help="measure this module alone (may be repeated)")
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared", help="folder of the sets")
    args = parser.parse_args(arguments)
    rows: dict[str, list[Row]] = {}
    for name in MODULES:
        if args.only and name not in args.only:
            continue
        rows[name], seconds = measure(name, args.shared)
        print(f"{name}: {len(rows[name])} rows in {seconds:.1f} s", file=sys.stderr)
    print(as_text([row for found in rows.values() for row in found]))
    _keep(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
