"""The brief before it is HTML or Markdown: sections of paragraphs, lists, tables and pictures.

Both renderings walk this one model, so both say the same. Words that this program makes (:class:`Words`) and words that
somebody else said (:class:`Quote`, :class:`Title`) are different types, so that the wording of the first can be tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a reader can open something: the anchor in this document and its short mark."""

    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Words:
    """Text that this program wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, as they were, printed in quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """The title that a report gives itself, printed in quotation marks; its address where it has one."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A bibliographic reference as the case gives it: names of works and offices, not this program's words."""

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure, day or statement that opens to the words it stands on."""

    text: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of all the words something stands on."""

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words with weight: the first thing to see in a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Soft:
    """Words of lesser weight: a remark beside the thing."""

    text: str


Inline = Words | Quote | Title | Citation | Cited | Marks | Strong | Soft
Line = tuple[Inline, ...]
Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``role``: plain, lead, caution, remark."""

    line: Line
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``ordered`` numbers it."""

    items: tuple[Line, ...]
    ordered: bool = False
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (SVG without style, script or address), what it shows in words, and its caption."""

    name: str
    svg: str
    alt: str
    caption: Line


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that figures open to: its anchor, its mark and what it says."""

    anchor: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of things that figures open to."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; ``line`` may hold somebody's words."""

    line: Line
    anchor: str = ""


Block = Paragraph | Bullets | Table | Picture | Entries | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its anchor, title and blocks."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the head: a label and what it says."""

    label: str
    line: Line


@dataclass(frozen=True, slots=True)
class Document:
    """The whole brief. ``colophon`` holds what the same bytes can be made from again."""

    title: str
    subtitle: str
    draft: str
    facts: tuple[Fact, ...]
    cautions: tuple[Line, ...]
    sections: tuple[Section, ...]
    colophon: Line


def line(*parts: str | Inline | Line) -> Line:
    """A line from strings and inline parts; strings are this program's words.

    >>> line("at least ", Cited("5", ()))
    (Words(text='at least '), Cited(text='5', refs=()))
    """
    out: list[Inline] = []
    for part in parts:
        if isinstance(part, str):
            if part:
                out.append(Words(part))
        elif isinstance(part, tuple):
            out.extend(part)
        elif isinstance(part, Marks) or part.text:
            out.append(part)
    return tuple(out)


def capital(made: Line) -> Line:
    """The line with a capital at its start.

    >>> capital(line("of ten", " some"))
    (Words(text='Of ten'), Words(text=' some'))
    """
    if not made or isinstance(made[0], Marks):
        return made
    return (replace(made[0], text=made[0].text[:1].upper() + made[0].text[1:]), *made[1:])


def cell(*lines: str | Inline | Line) -> Cell:
    """A table cell: one line each; empty ones are left out.

    >>> cell("a", "")
    ((Words(text='a'),),)
    """
    return tuple(made for made in (line(one) for one in lines) if made)


def lines_of(document: Document) -> Iterator[Line]:
    """Every line of a document, in order."""
    yield line(document.title)
    yield line(document.subtitle)
    yield line(document.draft)
    for fact in document.facts:
        yield line(fact.label)
        yield fact.line
    yield from document.cautions
    for section in document.sections:
        yield line(section.title)
        for block in section.blocks:
            yield from _lines_of_block(block)
    yield document.colophon


def _lines_of_block(block: Block) -> Iterator[Line]:
    if isinstance(block, Paragraph | Heading):
        yield block.line
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Table):
        yield line(block.caption)
        yield from (line(name) for name in block.head)
        yield from (one for row in block.rows for made in row for one in made)
    elif isinstance(block, Picture):
        yield line(block.alt)
        yield block.caption
    else:
        yield from (one for entry in block.entries for one in entry.lines)


def own_words(made: Line) -> str:
    """What this program itself says in a line: everything but quotes and titles.

    >>> own_words(line("said ", Quote("no")))
    'said “…”'
    """
    text = []
    for part in made:
        if isinstance(part, Quote | Title | Citation):
            text.append("“…”")
        elif isinstance(part, Marks):
            text.append("")
        else:
            text.append(part.text)
    return "".join(text)
