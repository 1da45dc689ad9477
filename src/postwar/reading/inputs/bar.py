"""Bar: how far long work has come, on a terminal only."""

from __future__ import annotations

import time
from typing import TextIO

WIDTH = 24
AFTER = 1.0  # seconds before it shows: short work needs none
EVERY = 0.1


class Bar:
    """Shows ``done of total`` on one line of a terminal, rubbed out at the end; nothing where the stream is none.

    >>> import io
    >>> with Bar(3, io.StringIO()) as bar:
    ...     bar.step("a.txt")
    """

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total, self._stream = total, stream
        self._shows = total > 1 and stream.isatty()
        self._done, self._width = 0, 0
        self._next = time.monotonic() + AFTER

    def step(self, label: str = "") -> None:
        """One more is being done."""
        self._done += 1
        if not self._shows or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY
        full = WIDTH * self._done // self._total
        shown = "".join(c if c.isprintable() else "?" for c in label)[:40]
        line = f"[{'#' * full}{'.' * (WIDTH - full)}] {self._done} of {self._total} {shown}"
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
