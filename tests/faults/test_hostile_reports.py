"""Reports made to harm: bombs, entities, depths, cuts and random bytes in every form; none crashes, hangs or swells."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.reading.read import open_bytes
from postwar.reading.readers import page_of_report

ROOT = Path(__file__).parents[2]
SAMPLES = {
    p.parent.parent.name + p.suffix: p.read_bytes()
    for p in sorted((ROOT / "src/postwar/reading/readers").glob("*/samples/*"))
    if p.suffix != ".pdf"
}


def hold(name: str, data: bytes) -> list[str]:
    """What must hold of any bytes under any name: no exception, blocks within the text. Gives what was refused."""
    refused = []
    for report, problems in open_bytes(name, data):
        if report is None:
            refused += [p.message for p in problems]
            assert all(p.file and p.message and p.mend for p in problems)
            continue
        for block in page_of_report(report).blocks:
            start, end = block.raw(0, len(block.text))
            assert 0 <= start <= end <= len(report.text)
    return refused


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=12)), min_size=1, max_size=6),
)
def test_samples_with_pieces_taken_out_and_bytes_put_in(name: str, changes: list[tuple[float, int, bytes]]) -> None:
    data = bytearray(SAMPLES[name])
    for at, width, put in changes:
        start = int(at * len(data))
        data[start : start + width] = put
    hold(name, bytes(data))


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(["a.html", "a.csv", "a.eml", "a.xml", "a.txt", "a.docx", "a"]), st.binary(max_size=200))
def test_any_bytes(name: str, data: bytes) -> None:
    hold(name, data)


def zipped(name: str, content: bytes, times: int = 1) -> bytes:
    """A packed file with one part, that content many times over."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file, file.open(name, "w") as part:
        for _ in range(times):
            part.write(content)
    return made.getvalue()


def with_page(operators: bytes) -> bytes:
    """A PDF whose first page is drawn by these operators."""
    sample = (ROOT / "src/postwar/reading/readers/pdf/samples/bulletin.pdf").read_bytes()
    start = sample.index(b"4 0 obj")
    packed = zlib.compress(operators, 1)
    page = b"4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream\n"
    return sample[:start] + page + sample[sample.index(b"endobj", start) :]


LAUGHS = "<!DOCTYPE r [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
NAMES = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "archive ratio": ("a.docx", lambda: zipped(NAMES["docx"], b" " * 1_000_000, 60)),
    "laughs in a document": ("a.docx", lambda: zipped(NAMES["docx"], f"{LAUGHS}]><w>&i;</w>".encode())),
    "laughs in a feed": ("a.xml", lambda: f"<?xml version='1.0'?>{LAUGHS}]>\n<rss>&i;</rss>".encode()),
    "laughs behind a feed's head": ("a.xml", lambda: f"<rss>{LAUGHS}]>&i;</rss>".encode()),
    "a long article": ("a.txt", lambda: b"The road is open. " * 4_000_000),
    "a long page": ("a.html", lambda: b"<p>The road is open." * 4_000_000),
    "a page that swells": ("a.pdf", lambda: with_page(b" " * 250_000_000)),
    "a page that never ends": ("a.pdf", lambda: with_page(b"0 0 m 1 1 l S " * 3_000_000)),
    "deep elements": ("a.docx", lambda: zipped(NAMES["docx"], b"<a>" * 100_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_within_a_second_with_the_reason(bomb: str) -> None:
    name, made = BOMBS[bomb]
    data = made()
    begun = time.process_time()
    refused = hold(name, data)
    assert len(refused) == 1 and time.process_time() - begun < 1.0
    reasons = (
        "too large",
        "unpacks to more",
        "declares types",
        "elements lie deeper",
        "no well-formed",
        "takes too long",
    )
    assert any(reason in refused[0] for reason in reasons), refused


PATTERNS = {
    "deep page": ("a.html", "<div>"),
    "paragraphs that never close": ("a.html", "<p>a"),
    "quotes in tags": ("a.html", '<a "'),
    "quotes that close tags": ("a.html", '<a ">'),
    "comments": ("a.html", "<!--"),
    "scripts": ("a.html", "<script>"),
    "cells": ("a.html", "<table><tr><td>"),
    "breaks": ("a.html", "a<br>"),
    "entities": ("a.html", "&amp"),
    "angles": ("a.html", "<"),
    "quoted cells": ("a.csv", 'a,"'),
    "doubled quotes": ("a.csv", 'a,"""'),
    "delimiters": ("a.csv", ",;"),
    "cells of figures": ("a.csv", "1" * 7999 + ","),
    "short rows": ("a.csv", "a,b\n"),
    "heads of a mail": ("a.eml", "Subject: =?utf-8?q?a?=\n"),
    "parameters of a mail": ("a.eml", 'Content-Type: a/b; c="d; '),
    "parts of a mail": ("a.eml", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"),
    "entries": ("a.xml", "<rss><item>"),
    "sections": ("a.xml", "<rss><item><description><![CDATA["),
}


@pytest.mark.long
@pytest.mark.parametrize("pattern", PATTERNS)
def test_opening_takes_time_that_grows_with_length_alone(pattern: str) -> None:
    """50,000 characters of one repeated piece open in less than a second, whatever the piece."""
    name, piece = PATTERNS[pattern]
    hold(name, b"x")
    data = (piece * 50_000)[:50_000].encode()
    begun = time.process_time()
    hold(name, data)
    assert time.process_time() - begun < 1.0


@pytest.mark.long
def test_fifty_thousand_mutated_reports(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.reading.malformed", "--executions", "50000", "--seed", "77"]
    done = subprocess.run([*command, "--keep", str(tmp_path / "found.json")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
