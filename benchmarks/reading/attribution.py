"""Attributions: PolNeAR (Newell, Margolin, Ruths, 2018), the development articles, one annotator an article.

An attribution is right where its source overlaps the source, and its content the content, of one in the set that no
other was given to. Those of the set without a source or without a content are left out.
"""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.reading.rows import Absent, Row, f1, share
from postwar.reading.segment import sentences
from postwar.reading.tokens import Token, tokenise
from postwar.reading.voices import attributions_in

FOLDER = Path("data/reading/polnear-dev/dev")
NAME = "PolNeAR dev"
Span = tuple[int, int]
Pair = tuple[list[Span], list[Span]]  # source, content


def gold_of(path: Path) -> list[Pair]:
    """The attributions of one annotation file that have a source and a content."""
    spans: dict[str, list[Span]] = {}
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key, said = line.split("\t")[:2]
        if key.startswith("T"):
            _, places = said.split(" ", 1)
            spans[key] = [(int(a), int(b)) for a, b in (p.split() for p in places.split(";"))]
        elif key.startswith("E"):
            parts: dict[str, list[Span]] = {"Source": [], "Content": []}
            for role, ref in (part.split(":") for part in said.split()):
                parts.get(re.sub(r"\d+$", "", role), []).extend(spans.get(ref, []))
            if parts["Source"] and parts["Content"]:
                out.append((parts["Source"], parts["Content"]))
    return out


def found_in(text: str) -> list[tuple[Span, Span]]:
    """The reader's attributions: source and content, as characters of the text."""
    clean = text.replace("''", '" ')  # two single marks stand for a double one; the length stays
    out, at = [], 0
    for paragraph in clean.split("\n"):
        for start, end in sentences(paragraph):
            tokens = tokenise(clean, at + start, at + end)
            out += [(_span(tokens, v.source), _span(tokens, v.content)) for v in attributions_in(tokens)]
        at += len(paragraph) + 1
    return out


def _span(tokens: tuple[Token, ...], part: Span) -> Span:
    return tokens[part[0]].start, tokens[part[1] - 1].end


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span[0] < b and a < span[1] for a, b in others)


def matched(found: list[tuple[Span, Span]], gold: list[Pair]) -> int:
    """How many are right, each of the set's given once."""
    left = list(gold)
    for source, content in found:
        hit = next((g for g in left if _overlaps(source, g[0]) and _overlaps(content, g[1])), None)
        if hit is not None:
            left.remove(hit)
    return len(gold) - len(left)


def measure(shared: Path) -> list[Row]:
    """F1 of source and content, and the precision and recall behind it."""
    folder = shared / FOLDER
    if not folder.is_dir():
        raise Absent(str(folder))
    hits = wanted = found = 0
    done: set[str] = set()
    for path in sorted((folder / "attributions").glob("*.ann")):
        article = path.stem.rpartition("_")[0]
        if article in done:
            continue
        done.add(article)
        with (folder / "text" / f"{article}.txt").open(encoding="utf-8", newline="") as file:
            got = found_in(file.read())
        gold = gold_of(path)
        hits, wanted, found = hits + matched(got, gold), wanted + len(gold), found + len(got)
    return [
        Row("attribution, source and content overlap F1", NAME, wanted, f1(hits, wanted, found), 0.60),
        Row("attribution, precision", NAME, found, share(hits, found)),
        Row("attribution, recall", NAME, wanted, share(hits, wanted)),
    ]
