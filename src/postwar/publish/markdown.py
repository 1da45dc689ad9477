"""The document as Markdown: the same sections, figures as links to the words they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postwar.publish.document import (
    Block,
    Bullets,
    Cell,
    Citation,
    Cited,
    Document,
    Entries,
    Heading,
    Inline,
    Line,
    Marks,
    Paragraph,
    Picture,
    Quote,
    Ref,
    Section,
    Soft,
    Strong,
    Table,
    Title,
    Words,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&])")


def escape(text: str) -> str:
    """Text that Markdown does not take for markup.

    >>> print(escape("a*b | <c>"))
    a\\*b \\| \\<c\\>
    """
    return _SPECIAL.sub(r"\\\1", text)


def _link(ref: Ref, text: str) -> str:
    return f"[{text}](#{ref.anchor})"


def _inline(part: Inline) -> str:
    if isinstance(part, Words | Citation):
        return escape(part.text)
    if isinstance(part, Quote):
        return f"“{escape(part.text)}”"
    if isinstance(part, Title):
        safe = re.sub(r"[\s()<>]", "", part.url) if part.url.startswith(("https://", "http://")) else ""
        return f"“{escape(part.text)}”" + (f" <{safe}>" if safe else "")
    if isinstance(part, Cited):
        return _link(part.refs[0], escape(part.text)) if part.refs else escape(part.text)
    if isinstance(part, Marks):
        return "\\[" + ", ".join(_link(r, escape(r.label)) for r in part.refs) + "\\]" if part.refs else ""
    if isinstance(part, Strong):
        return f"**{escape(part.text.strip())}**" + (" " if part.text.endswith(" ") else "")
    return _soft(part)


def _soft(part: Soft) -> str:
    return escape(part.text)


def text_of(made: Line) -> str:
    """One line as Markdown."""
    return re.sub(r" {2,}", " ", "".join(_inline(part) for part in made)).strip()


def _cell(made: Cell) -> str:
    return "<br>".join(text_of(one) for one in made) or "–"


def _table(table: Table) -> Iterator[str]:
    yield f"*{escape(table.caption)}*"
    yield ""
    yield "| " + " | ".join(escape(name) for name in table.head) + " |"
    yield "|" + "---|" * len(table.head)
    for row in table.rows:
        yield "| " + " | ".join(_cell(made) for made in row) + " |"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        anchor = f'<a id="{block.anchor}"></a>' if block.anchor else ""
        yield f"### {anchor}{text_of(block.line)}"
    elif isinstance(block, Paragraph):
        lead = "> " if block.role == "caution" else ""
        yield lead + text_of(block.line)
    elif isinstance(block, Bullets):
        for n, item in enumerate(block.items, 1):
            yield f"{n}. {text_of(item)}" if block.ordered else f"- {text_of(item)}"
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Picture):
        yield f"*Picture:* {escape(block.alt)} {text_of(block.caption)}"
    elif isinstance(block, Entries):
        for entry in block.entries:
            first, *rest = [text_of(one) for one in entry.lines]
            yield f'- <a id="{entry.anchor}"></a>**{escape(entry.label)}** {first}'
            yield from (f"  <br>{one}" for one in rest)


def _section(section: Section) -> Iterator[str]:
    yield f'## <a id="{section.anchor}"></a>{escape(section.title)}'
    for block in section.blocks:
        lines = list(_block(block))
        if lines:
            yield ""
            yield from lines


def render_markdown(document: Document) -> str:
    """The whole document; ends in one line end, holds no trailing space."""
    lines = [
        f"# {escape(document.title)}",
        "",
        f"**{escape(document.subtitle)}**",
        "",
        f"> **{escape(document.draft)}**",
    ]
    lines += [">"] + [f"> **{escape(f.label)}:** {text_of(f.line)}<br>" for f in document.facts]
    for section in document.sections:
        lines += ["", *_section(section)]
    lines += ["", "---", "", text_of(document.colophon)]
    return "\n".join(one.rstrip() for one in lines) + "\n"
