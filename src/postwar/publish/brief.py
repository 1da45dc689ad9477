"""The brief: one document, written twice (HTML, Markdown), from the nouns alone.

Equal case, situation, outlook and books give equal bytes: nothing here reads a clock, a locale or a file of the user.
"""

from __future__ import annotations

from postwar.core.books import Books
from postwar.core.case import Case
from postwar.core.outlook import Outlook
from postwar.core.situation import Situation
from postwar.publish import head
from postwar.publish.desk import Desk
from postwar.publish.document import Document, line
from postwar.publish.html import render_html
from postwar.publish.markdown import render_markdown
from postwar.publish.sections import SECTIONS


def build_document(
    case: Case, situation: Situation, outlook: Outlook, books: Books, previous: Situation | None = None
) -> Document:
    """The brief before it is HTML or Markdown; raises ``KeyError`` where a line cites a claim that the books lack.

    The opening sentences are made first: their words are quoted before others, and the head introduces their names.
    """
    desk = Desk(case, situation, outlook, books, previous)
    title, subtitle = head.title(desk)
    opening = SECTIONS[0](desk)
    desk.settle_quotes()
    facts = head.facts(desk)
    sections = (opening, *(build(desk) for build in SECTIONS[1:]))
    return Document(title, subtitle, head.DRAFT, facts, (line(head.NOT_FOR),), sections, head.colophon(desk))


def render_brief(
    case: Case, situation: Situation, outlook: Outlook, books: Books, previous: Situation | None = None
) -> dict[str, str]:
    """The brief as ``{"brief.html": …, "brief.md": …}``.

    ``previous`` is the situation as known at the day of the report before the last: what changed since is said.
    Raises ``KeyError`` where a line cites a claim that the books do not hold.
    """
    document = build_document(case, situation, outlook, books, previous)
    return {"brief.html": render_html(document), "brief.md": render_markdown(document)}
