"""View: the words of a raw text without its markup, every character of which knows its place in the raw text."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """The cleaned ``text`` of a report. Character ``i`` stands for ``raw[starts[i]:ends[i]]``; a character that the
    view adds (a line end, a cell mark) stands for an empty span. Without ``starts`` the view is the raw text itself.

    ``begin``: where in the view the report's text begins; ``paged``: whether a sentence may run on over a blank line,
    as it does where pages break.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None
    begin: int = 0
    paged: bool = True


class Scribe:
    """Writes a view, piece by piece.

    >>> scribe = Scribe()
    >>> scribe.copy("<b>Tessa</b>", 3, 8), scribe.add("\\n", 12), scribe.add("&", 12, 17)
    (None, None, None)
    >>> view = scribe.view()
    >>> view.text, list(view.starts), list(view.ends)
    ('Tessa\\n&', [3, 4, 5, 6, 7, 12, 12], [4, 5, 6, 7, 8, 12, 17])
    """

    def __init__(self) -> None:
        self._text: list[str] = []
        self._starts, self._ends = array("I"), array("I")

    def copy(self, raw: str, start: int, end: int) -> None:
        """Copy ``raw[start:end]``, character by character."""
        self._text.append(raw[start:end])
        self._starts.extend(range(start, end))
        self._ends.extend(range(start + 1, end + 1))

    def add(self, chars: str, start: int, end: int | None = None) -> None:
        """Add characters that all stand for ``raw[start:end]`` (an entity), or for nothing at ``start``."""
        self._text.append(chars)
        n = len(chars)
        self._starts.extend([start] * n)
        self._ends.extend([start if end is None else end] * n)

    def view(self, begin: int = 0, paged: bool = True) -> View:
        """What was written."""
        return View("".join(self._text), self._starts, self._ends, begin, paged)


def through(inner: View, outer: View) -> View:
    """The view ``inner`` of ``outer.text`` as a view of the raw text that ``outer`` is a view of.

    >>> outer = Scribe(); outer.add("<", 0, 4); outer.copy("&lt;b>x", 4, 7)
    >>> inner = Scribe(); inner.copy("<b>x", 3, 4)
    >>> list(through(inner.view(), outer.view()).starts)
    [6]
    """
    if outer.starts is None or outer.ends is None:
        return inner
    if inner.starts is None or inner.ends is None:
        return View(outer.text, outer.starts, outer.ends, inner.begin, inner.paged)
    size = len(outer.text)
    last = outer.ends[-1] if size else 0
    starts = array("I", (outer.starts[k] if k < size else last for k in inner.starts))
    ends = array(
        "I", (outer.ends[b - 1] if b > a else s for a, b, s in zip(inner.starts, inner.ends, starts, strict=True))
    )
    return View(inner.text, starts, ends, inner.begin, inner.paged)
