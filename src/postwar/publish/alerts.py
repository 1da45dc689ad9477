"""Alerts as text, as JSON and as a feed; each of them opens to the words it stands on."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from xml.etree import ElementTree

from postwar.core.books import Books
from postwar.core.case import Case
from postwar.core.situation import Situation
from postwar.core.watch import Alert, Finding
from postwar.publish.names import NameBook
from postwar.publish.prose import counted, day, unit_words
from postwar.publish.quotes import WORDS_A_CLAIM, QuoteBook

OPENS = 3
"""How many of an alert's claims are shown by their words; the others are counted."""


def alert_title(alert: Alert, names: NameBook) -> str:
    """An alert in one line, without a verdict on anybody.

    >>> from postwar.core.watch import ON, Watch
    >>> d = dt.date(2031, 5, 1)
    >>> book = NameBook(Case("c", "", "", d, "UTC", None, (), (), ()))
    >>> found = Finding("quiet", "north-desk", ON, d, 15.0, "day")
    >>> alert_title(Alert(Watch("quiet", "silent", after_days=14), "north-desk", d, found), names=book)
    'north desk: no report for 15 days'
    """
    titles: dict[str, Callable[[Alert, NameBook], str]] = {
        "overdue": _overdue, "rival": _rival, "closed": _closed, "figure": _figure, "silent": _silent}
    return titles[alert.watch.kind](alert, names)


def _days(found: Finding) -> str:
    return counted(int(found.value or 0), "day")


def _overdue(alert: Alert, _: NameBook) -> str:
    return f"Obligation {alert.subject}: no report that it was done, {_days(alert.finding)} after its last day"


def _rival(alert: Alert, _: NameBook) -> str:
    return f"New account beside another: {alert.finding.detail}"


def _closed(alert: Alert, names: NameBook) -> str:
    return f"{names.plain(alert.subject)}: told as closed for {_days(alert.finding)}"


def _figure(alert: Alert, names: NameBook) -> str:
    variable, place, group, _ = alert.subject.split("/")
    about = ", ".join(names.plain(x) for x in (group, place) if x)
    unit = unit_words(alert.finding.unit, alert.finding.value)
    low, high = alert.watch.low, alert.watch.high
    ends = [f"below {low:,g}"] * (low is not None) + [f"above {high:,g}"] * (high is not None)
    return f"{variable} ({about or 'whole case'}): {alert.finding.detail} {unit}, {' or '.join(ends)}"


def _silent(alert: Alert, names: NameBook) -> str:
    source = names.plain(alert.subject)
    return f"{source}: no report" + (f" for {_days(alert.finding)}" if alert.finding.held_since else "")


def alert_lines(case: Case, situation: Situation, books: Books, alerts: Sequence[Alert]) -> list[str]:
    """The alerts that fire, each with since when, the words of its claims, and how to open them."""
    names, quotes = NameBook(case), QuoteBook(books)
    as_of = situation.as_of
    lines = [f"{case.title}: as of {as_of.valid}, known on {as_of.known}, {counted(len(alerts), 'alert')}"]
    for alert in alerts:
        lines += ["", f"{alert.watch.id}  {alert_title(alert, names)}", f"  since {day(alert.since)}"]
        lines += [f"  {line}" for line in (*_told(alert), *_words(alert, books, quotes))]
    return lines


def _told(alert: Alert) -> list[str]:
    """Why the rule is there, and what the situation says of its subject where the title does not."""
    said = alert.finding.detail if alert.watch.kind in ("overdue", "silent") else ""
    return [line for line in (alert.watch.text, said[:1].upper() + said[1:]) if line]


def _words(alert: Alert, books: Books, quotes: QuoteBook) -> list[str]:
    """The words of an alert's first claims, as far as they may be shown, with the ids that `postwar show` opens."""
    claims = {claim.id: claim for claim in books.claims}
    held = [claims[c] for c in alert.finding.claims if c in claims]
    lines = []
    for claim in held[:OPENS]:
        report, shown = books.report_of(claim), quotes.of(claim, WORDS_A_CLAIM, cut=True).text
        said = f": “{shown}”" if shown else ""
        lines.append(f"{claim.id}  {report.signed or claim.report}, {day(report.published_at)}{said}")
    more = held[OPENS:]
    return lines + [f"and {counted(len(more), 'more claim')}: {', '.join(c.id for c in more)}"] * bool(more)


def alerts_feed(case: Case, situation: Situation, books: Books, alerts: Sequence[Alert]) -> str:
    """The alerts as RSS 2.0. A guid is the same as long as the alert lasts, so that a reader shows it once."""
    names, quotes = NameBook(case), QuoteBook(books)
    rss = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(rss, "channel")
    _text(channel, "title", f"{case.title}: alerts")
    _text(channel, "link", f"urn:postwar:{case.id}")
    _text(channel, "description", f"As of {day(situation.as_of.valid)}, known on {day(situation.as_of.known)}")
    for alert in alerts:
        item = ElementTree.SubElement(channel, "item")
        _text(item, "title", alert_title(alert, names))
        _text(item, "description", "\n".join([*_told(alert), *_words(alert, books, quotes)]))
        key = "\n".join((case.id, alert.watch.id, alert.subject, alert.since.isoformat()))
        guid = ElementTree.SubElement(item, "guid", isPermaLink="false")
        guid.text = hashlib.sha256(key.encode("utf-8")).hexdigest()
        noon = dt.datetime.combine(alert.since, dt.time(), dt.UTC)
        _text(item, "pubDate", format_datetime(noon))
    ElementTree.indent(rss)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(rss, encoding="unicode") + "\n"


def _text(parent: ElementTree.Element, tag: str, text: str) -> None:
    """A child with a text that XML may hold: control characters are left out."""
    child = ElementTree.SubElement(parent, tag)
    child.text = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"
                                                              and not "\ud800" <= c <= "\udfff"))
