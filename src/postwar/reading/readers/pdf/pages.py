"""The words of a PDF, page by page.

Run as a program of its own, it reads the file from standard input and writes a JSON line for each page, so that a file
that crashes, stalls or swells takes only this program with it.

    python -I pages.py SECONDS MEGABYTES < FILE

Lines come in the order in which they are written. Where the space between two lines is wide, an empty line parts them;
where the space between two words is wide, a tab does: so paragraphs and the cells of tables can be told.
"""

from __future__ import annotations

import itertools
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

MOST_PAGES = 2000
MOST_CHARACTERS = 40_000  # of one page; on a longer one no spaces are measured
WIDE = 1.45  # of the usual step from line to line
APART = 0.8  # of the height of the letters; the blanks of a line that fills its column are narrower
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def pages_of(data: bytes) -> Iterator[dict[str, Any]]:
    """A row for each page with its words; else one with the fault: ``password``, ``pages`` or ``broken``."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        yield {"fault": "password" if getattr(fault, "err_code", None) == _PASSWORD else "broken"}
        return
    try:
        if len(document) > MOST_PAGES:
            yield {"fault": "pages"}
            return
        for number in range(len(document)):
            yield {"page": number + 1, "text": _words(document, number, pypdfium2.PdfiumError)}
    finally:
        document.close()


def _words(document: Any, number: int, fault: type[Exception]) -> str | None:
    """The words of one page in the order in which they are written; None where the page cannot be opened.

    A hyphen that the page breaks a word with comes as a mark of its own.
    """
    try:
        page = document[number]
    except fault:
        return None
    try:
        text = page.get_textpage()
        try:
            said = str(text.get_text_range())
            if len(said) == text.count_chars() <= MOST_CHARACTERS:
                said = _spaced(said, [_box(text, k, c, fault) for k, c in enumerate(said)])
        finally:
            text.close()
    except (fault, UnicodeDecodeError):
        return None
    finally:
        page.close()
    return said.replace("\ufffe", "-").replace("\x02", "-").replace("\x00", "").replace("\r\n", "\n")


Box = tuple[float, float, float, float] | None


def _box(text: Any, k: int, c: str, fault: type[Exception]) -> Box:
    """Left, bottom, right, top of one letter; None of a blank."""
    if c.isspace():
        return None
    try:
        left, bottom, right, top = text.get_charbox(k, loose=True)
    except fault:
        return None
    return left, bottom, right, top


def _spaced(said: str, boxes: list[Box]) -> str:
    """The words with tabs for wide gaps in a line, and empty lines for wide steps between lines.

    >>> box = lambda x, y: (x, y, x + 5, y + 10)
    >>> _spaced("a b\\r\\nc", [box(0, 30), None, box(60, 30), None, None, box(0, 18)])
    'a\\tb\\nc'
    """
    lines: list[tuple[str, float | None, float]] = []  # words, bottom, height
    at = 0
    for line in said.split("\r\n"):
        own = boxes[at : at + len(line)]
        seen = [b for b in own if b is not None]
        heights = sorted(b[3] - b[1] for b in seen)
        height = heights[len(heights) // 2] if heights else 0.0
        lines.append((_tabbed(line, own, height), min((b[1] for b in seen), default=None), height))
        at += len(line) + 2
    steps = sorted(
        a[1] - b[1]
        for a, b in itertools.pairwise(lines)
        if a[1] is not None and b[1] is not None and 0.5 * a[2] < a[1] - b[1] < 3 * a[2]
    )
    usual = steps[(len(steps) - 1) // 4] if steps else 0.0
    out: list[str] = []
    for n, (words, bottom, _) in enumerate(lines):
        before = lines[n - 1][1] if n else None
        step = before - bottom if before is not None and bottom is not None else 0.0
        out.append(("\n" if n and usual and (step > WIDE * usual or step < -usual) else "") + words)
    return "\n".join(out)


def _tabbed(line: str, boxes: list[Box], height: float) -> str:
    out: list[str] = []
    last: Box = None
    for k, c in enumerate(line):
        box = boxes[k]
        if box is not None:
            if last is not None and height and box[0] - last[2] > APART * height and out:
                while out and out[-1] == " ":
                    out.pop()
                out.append("\t")
            last = box
        out.append(c)
    return "".join(out)


def _bounded(seconds: float, megabytes: int) -> None:
    """Let the system end this program when a page takes too long, or when it asks for too much memory."""
    try:
        import resource
    except ImportError:  # not a Unix: the caller's clock alone ends it
        return
    size = megabytes * 2**20
    for limit, most in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a system may not know a limit
            resource.setrlimit(limit, (most, most))
    signal.setitimer(signal.ITIMER_PROF, seconds)


def main() -> None:
    """Write the pages of the file on standard input."""
    seconds, megabytes = float(sys.argv[1]), int(sys.argv[2])
    data = sys.stdin.buffer.read()
    _bounded(seconds, megabytes)
    for row in pages_of(data):
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    main()
