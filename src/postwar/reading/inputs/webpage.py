"""Web pages: the main text of a page, each character with its place in the page's own characters.

The rule is our own and looks at the page alone: paragraphs that read like text (long enough, few links, a full stop)
are counted for each element; the main text is what stands in the smallest element that holds nearly all of them, less
navigation, forms, figures, and what is named as comments, shares, related or advertisement.
"""

from __future__ import annotations

import re

from postwar.reading.inputs.elements import Paragraph, Tree
from postwar.reading.inputs.markup import write_text
from postwar.reading.view import Scribe, View

GOOD = 60  # characters; shorter ones are headings, credits, buttons
LINKED = 0.35  # share of a paragraph's characters in links, beyond which it leads elsewhere
MOST = 0.85  # share of the good characters that the main element holds: comments and teasers have the rest
HELD = 0.5  # a doubtful element that holds that share of the page's good characters is no side matter
_BLANK = re.compile(r"[\r\n\t\f\v\x1c-\x1e\x85\u2028\u2029]")
_ENDED = re.compile(r"[.!?:…。！？؟।]['\"”’»)\]]*\s*\Z")


def view_of_markup(raw: str, start: int = 0, end: int | None = None, whole: bool = False) -> View:
    """The main text of the page ``raw[start:end]``; with ``whole`` all of its text that is shown.

    >>> page = "<nav>Home</nav><p>The bridge over the Mill reopened to lorries on Friday, the council said.</p>"
    >>> view = view_of_markup(page)
    >>> view.text.strip()
    'The bridge over the Mill reopened to lorries on Friday, the council said.'
    >>> view.starts[view.text.index("bridge")] == page.index("bridge")
    True
    """
    tree = Tree(raw, start, end)
    good = [_is_good(tree, p) for p in tree.paragraphs]
    _settle(tree, good)
    kept = [p for p, ok in zip(tree.paragraphs, good, strict=True) if _is_kept(tree, p, ok, whole)]
    main = None if whole else _main(tree)
    if main is not None:
        kept = [p for p in kept if _lies_in(tree, p.element, main)]
    return _written(tree, kept)


def _is_good(tree: Tree, p: Paragraph) -> bool:
    if tree.elements[p.element].out or p.size < GOOD or p.linked > LINKED * p.size or p.kind == "h":
        return False
    last = next((s for s in reversed(p.spans) if s is not None), None)
    return last is not None and bool(_ENDED.search(tree.raw, max(last[0], last[1] - 40), last[1]))


def _settle(tree: Tree, good: list[bool]) -> None:
    """Count the good characters of each element; doubtful ones that hold little of them are out, with all in them."""
    for p, ok in zip(tree.paragraphs, good, strict=True):
        if ok:
            tree.elements[p.element].good += p.size
    for element in reversed(tree.elements[1:]):
        tree.elements[element.parent].good += element.good
    total = tree.elements[0].good
    for element in tree.elements[1:]:
        side = element.doubtful and (total == 0 or element.good < HELD * total)
        element.out = element.out or side or tree.elements[element.parent].out
    for element in tree.elements:
        element.good = 0
    for p, ok in zip(tree.paragraphs, good, strict=True):
        if ok and not tree.elements[p.element].out:
            tree.elements[p.element].good += p.size
    for element in reversed(tree.elements[1:]):
        tree.elements[element.parent].good += element.good


def _main(tree: Tree) -> int | None:
    """The smallest element that holds nearly all good characters; None where the page has none."""
    total = tree.elements[0].good
    if not total:
        return None
    best = 0
    for k, element in enumerate(tree.elements):
        if element.good >= MOST * total and element.parent in {best, -1}:
            best = k
    above = best
    while above > 0:
        if tree.elements[above].name in {"article", "main"}:
            return above
        above = tree.elements[above].parent
    return best


def _lies_in(tree: Tree, element: int, main: int) -> bool:
    while element > main:
        element = tree.elements[element].parent
    return element == main


def _is_kept(tree: Tree, p: Paragraph, good: bool, whole: bool) -> bool:
    if tree.elements[p.element].out or not p.size:
        return False
    return whole or good or p.kind == "h" or p.linked <= 0.5 * p.size


def _written(tree: Tree, kept: list[Paragraph]) -> View:
    scribe = Scribe()
    tables = _data_tables(kept)
    row: tuple[int, int] | None = None
    heads: set[int] = set()
    for n, p in enumerate(kept):
        at = next((s[0] for s in p.spans if s is not None), 0)
        if p.cell and p.cell[0] in tables:
            if (p.cell[0], p.cell[1]) != row:
                scribe.add(("\n" if row and row[0] == p.cell[0] else "\n\n") + "| " * p.cell[2], at)
                row = p.cell[0], p.cell[1]
            _write(scribe, tree.raw, p)
            following = kept[n + 1].cell if n + 1 < len(kept) else None
            last = following is None or following[:2] != row
            after = p.spans[-1] or (at, at)
            scribe.add(" |" if last else " | " * max(1, (following or p.cell)[2] - p.cell[2]), after[1])
            if last and p.cell[0] not in heads:
                heads.add(p.cell[0])
                scribe.add("\n|---|---|", after[1])
            continue
        row = None
        scribe.add("\n\n# " if p.kind == "h" else "\n\n- " if p.kind == "li" else "\n\n", at)
        _write(scribe, tree.raw, p)
    return scribe.view(paged=False)


def _write(scribe: Scribe, raw: str, p: Paragraph) -> None:
    """Write a paragraph; line ends of the page are blanks, its own line breaks are line ends where lines matter."""
    last = 0
    for span in p.spans:
        if span is None:
            scribe.add("\n" if p.kind == "p" and p.cell is None else " ", last)
            continue
        at, last = span
        for found in _BLANK.finditer(raw, *span):
            write_text(scribe, raw, at, found.start())
            scribe.add(" ", found.start(), found.end())
            at = found.end()
        write_text(scribe, raw, at, span[1])


def _data_tables(kept: list[Paragraph]) -> set[int]:
    """Tables that hold data: two rows and two columns or more, and no cell of several paragraphs or of prose."""
    cells: dict[int, dict[tuple[int, int], int]] = {}
    prose: set[int] = set()
    for p in kept:
        if p.cell:
            there = cells.setdefault(p.cell[0], {})
            there[p.cell[1:]] = there.get(p.cell[1:], 0) + 1
            if there[p.cell[1:]] > 1 or p.size > 400 or p.cell[2] == 0:
                prose.add(p.cell[0])
    return {
        table
        for table, there in cells.items()
        if table not in prose and len({r for r, _ in there}) >= 2 and max(c for _, c in there) >= 2
    }
