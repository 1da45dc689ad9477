"""Origin: whom a report itself credits for its text, so that two reprints of one agency count once."""

from __future__ import annotations

from postwar.reading.masthead import Masthead

_NOT_AGENCIES = frozenset(["getty", "shutterstock", "alamy", "handout", "courtesy"])


def origin_of(head: Masthead) -> str:
    """The agency that the dateline, the byline or the first photo credit names, in this order; empty if none.

    A byline with a person's name is no origin: only a name without a blank, in capitals, is taken for an agency's.

    >>> origin_of(Masthead(byline="AFP"))
    'AFP'
    >>> origin_of(Masthead(byline="Ana Ruiz", agency="EFE"))
    'EFE'
    """
    if head.byline and head.byline.isupper() and " " not in head.byline:
        return head.byline
    if head.agency and head.agency.split()[0].lower() not in _NOT_AGENCIES:
        return head.agency
    return ""
