"""Claims beside labelled dispatches: the kinds that move the books, all kinds, modality, and what must never happen.

The sets are one agency's two dispatches and thirteen dispatches of three settlements; the labelled sets' own scorer
compares. All four were used while the rules were written: see docs/reading.md for sets that were not.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.reading.rows import Absent, Row, share
from postwar.cases import load_names
from postwar.core.claim import claim_from_json
from postwar.core.link import chosen_of
from postwar.reading.read import open_report, read_report
from postwar.reading.reading import linker_of

AGENCY = (("000_3f0ce53d2351d1f0", "2020-11-16"), ("001_c88c3bc9dbb4111b", "2020-12-02"))
SETTLEMENTS = ("aceh-2005", "karabakh-2020", "yarrin-2016")
DATES = ("valid_from", "valid_to", "said_on")


def measure(shared: Path) -> list[Row]:
    """The rows of the labelled dispatches. Raises ``Absent`` where they are not there."""
    home = shared / "gold"
    if not (home / "score_claims.py").is_file():
        raise Absent(f"[Errno 2] {home / 'score_claims.py'}")
    scorer = _scorer(home / "score_claims.py")
    with tempfile.TemporaryDirectory() as folder:
        gold, said = _read(home, shared / "dispatches", Path(folder))
        kept = [c for c in said if c["kind"] not in scorer.LATER]
        books = [[c for c in claims if c["kind"] in scorer.BOOKS] for claims in (gold, kept)]
        rows = _rows(
            scorer.score(*books, folder), scorer.score(gold, kept, folder), scorer.read_as_happened(gold, said)
        )
        return [*rows, *_link_rows(home), *_read_link_rows(scorer, gold, kept, folder)]


def _rows(books: dict[str, Any], whole: dict[str, Any], worst: dict[str, Any]) -> list[Row]:
    name, note = "gold: agency-1 and dispatches", "used while the rules were written"
    invented = whole["invented_dates"]
    return [
        Row("claims that move the books, precision", name, books["gold"], books["core"]["precision"], 0.70, note=note),
        Row("claims that move the books, recall", name, books["gold"], books["core"]["recall"], 0.55, note=note),
        Row("all claims, core F1", name, whole["gold"], whole["core"]["f1"], 0.50, note=note),
        Row("all claims, kind and sentence F1", name, whole["gold"], whole["lenient"]["f1"], 0.70, note=note),
        Row("modality, macro-F1", name, whole["matched"], whole["modality"]["macro_f1"], 0.80, note=note),
        Row("not happened, read as happened", name, worst["of"], worst["share"], 0.02, at_least=False, note=note),
        Row("quotes exact", name, whole["predicted"], whole["quote_exactness"], 1.0, note=note),
        Row("dates invented", name, invented["of"], invented["share"], 0.02, at_least=False, note=note),
    ]


def _link_rows(home: Path) -> list[Row]:
    """Links alone: the labelled claims, as they are labelled, linked to the provisions of their case."""
    pairs = []
    for case, path in _labelled(home):
        linker = linker_of(load_names(str(case)), "en")
        claims = [claim_from_json({"id": "", **row}) for row in _lines(path)]
        pairs += [(claim.provision, chosen_of(linker.links(claim))) for claim in claims]
    return _shares(pairs, "links of labelled claims to provisions")


def _read_link_rows(scorer: ModuleType, gold: list[dict[str, Any]], said: list[dict[str, Any]], folder: str
                    ) -> list[Row]:
    """Links from end to end: a link counts where its claim was read and is tied to the same provision."""
    pairs: list[tuple[Any, Any]] = []
    for report in sorted({c["report"] for c in gold}):
        labelled = [c for c in gold if c["report"] == report]
        read = [c for c in said if c["report"] == report]
        matched = scorer.match(labelled, read, scorer.raw_text(folder, report))
        pairs += [(a["provision"], b["provision"]) for a, b in matched]
        pairs += [(a["provision"], ()) for a in labelled if not any(a is m for m, _ in matched)]
        pairs += [((), b["provision"]) for b in read if not any(b is m for _, m in matched)]
    return _shares(pairs, "links from end to end")


def _shares(pairs: list[tuple[Any, Any]], what: str) -> list[Row]:
    hits = sum(len(set(a) & set(b)) for a, b in pairs)
    wanted, found = (sum(len(set(pair[k])) for pair in pairs) for k in (0, 1))
    name, note = "gold: agency-1 and dispatches", "seen while the links were written"
    return [
        Row(f"{what}, precision", name, found, share(hits, found), note=note),
        Row(f"{what}, recall", name, wanted, share(hits, wanted), note=note),
    ]


def _labelled(home: Path) -> list[tuple[Path, Path]]:
    """Each set of labels with the folder of its case's names."""
    settlements = [(home / "dispatches" / name, home / "dispatches" / name / "gold.jsonl") for name in SETTLEMENTS]
    return [(home, home / "agency-1.jsonl"), *settlements]


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_claims", path)
    if spec is None or spec.loader is None:
        raise Absent(f"[Errno 2] {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _read(home: Path, dispatches: Path, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The labelled claims and those read; the reports are laid into ``folder``."""
    gold = _lines(home / "agency-1.jsonl")
    files = [(home, dispatches / f"{stem}.txt", f"@{day}") for stem, day in AGENCY]
    for name in SETTLEMENTS:
        gold += _lines(home / "dispatches" / name / "gold.jsonl")
        case = home / "dispatches" / name
        files += [(case, path, "") for path in sorted((case / "reports").glob("*.md"))]
    said: list[dict[str, Any]] = []
    for case, path, day in files:
        shutil.copy(path, folder)
        report, _ = open_report(f"{path}{day}")
        claims, _ = read_report(report, load_names(str(case)))
        said += [_as_row(c) for c in claims]
    return gold, said


def _as_row(claim: Any) -> dict[str, Any]:
    row = {f: getattr(claim, f) for f in claim.__dataclass_fields__}
    return {k: str(v) if k in DATES and v else list(v) if isinstance(v, tuple) else v for k, v in row.items()}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
