"""Readers: one folder for each form in which reports come. To add one, add its folder and one line here."""

from __future__ import annotations

from functools import lru_cache
from types import ModuleType

from postwar.core.claim import Report
from postwar.reading.layout import Page
from postwar.reading.readers.acled import reader as acled
from postwar.reading.readers.docx import reader as docx
from postwar.reading.readers.eml import reader as eml
from postwar.reading.readers.feed import reader as feed
from postwar.reading.readers.ged import reader as ged
from postwar.reading.readers.html import reader as html
from postwar.reading.readers.markdown import reader as markdown
from postwar.reading.readers.pdf import reader as pdf
from postwar.reading.readers.plain_text import reader as plain_text
from postwar.reading.readers.table import reader as table
from postwar.reading.readers.workbook import reader as workbook

READERS: tuple[ModuleType, ...] = (
    pdf,
    docx,
    workbook,
    markdown,
    feed,
    html,
    eml,
    acled,
    ged,
    table,
    plain_text,
)
_BY_NAME = {reader.NAME: reader for reader in READERS}


def reader_for(name: str, data: bytes) -> ModuleType:
    """The first reader that accepts the bytes; the last one accepts any.

    >>> reader_for("a.txt", b"Text.").NAME
    'plain_text'
    """
    return next(reader for reader in READERS if reader.accepts(name, data))


def reader_of(report: Report) -> ModuleType:
    """The reader that opened a report; of one that does not say, markdown or plain text, as its text tells."""
    named = _BY_NAME.get(report.form)
    return named or (markdown if markdown.has_front_matter(report.text) else plain_text)


def page_of_report(report: Report) -> Page:
    """The report laid out by the reader that opened it.

    >>> page_of_report(Report("r", "", "", None, None, "", "en", "Text.", "")).blocks[0].text
    'Text.'
    """
    return _page(reader_of(report), report.text)


@lru_cache(maxsize=1)  # a report is laid out when it is opened and again when it is read
def _page(reader: ModuleType, text: str) -> Page:
    page: Page = reader.lay_out(text)
    return page
