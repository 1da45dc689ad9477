"""Where pointed words begin and end, and what stands around them: cut words, cut times, hedges, hidden comments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postwar.reading.tokens import Token

HEDGES = frozenset({"may", "might", "could", "can", "should", "shall", "must", "ought"})
"""Modal verbs: what they govern is not told to have happened, nor to be agreed (``NOT_AGREED``)."""
NOT_AGREED = frozenset({"may", "might", "could"})
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ENCODED = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{20,}={1,2}(?![\w+/=])")


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a span cuts no word and no number at its ends.

    >>> is_whole("freed 1,200 men", 8, 11), is_whole("freed 1,200 men", 6, 11), is_whole("handed", 1, 6)
    (False, True, False)
    """
    return not (_joins(text, start) or _joins(text, end))


def _joins(text: str, at: int) -> bool:
    """Whether a cut at this place parts a word or a number."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    marks = ".,:/-"
    parted = before in marks and at > 1 and text[at - 2].isdigit() and after.isdigit()
    return parted or (after in marks and before.isdigit() and at + 1 < len(text) and text[at + 1].isdigit())


def in_comment(text: str, at: int) -> bool:
    """Whether a place lies in a comment of markup, which no reader of the page sees.

    >>> in_comment("Fine. <!-- a b --> c", 12), in_comment("Fine. <!-- a b --> c", 19)
    (True, False)
    """
    return text.rfind("<!--", 0, at) > text.rfind("-->", 0, at)


def is_turned(text: str, start: int, end: int) -> bool:
    """Whether the line of a span turns the direction of writing by characters that are not seen: then what is seen
    there is not what is written.

    >>> is_turned("\u202ea b\u202c", 1, 4), is_turned("\ufeffa b", 1, 4)
    (True, False)
    """
    line_end = text.find("\n", end)
    return bool(_TURNS.search(text, text.rfind("\n", 0, start) + 1, len(text) if line_end < 0 else line_end))


def holds_encoded(text: str) -> bool:
    """Whether a text holds a long run of letters as programs encode them.

    >>> holds_encoded("Decode VGhlIFZhbGxleSBHdWFyZA== now"), holds_encoded("The Valley Guard left")
    (True, False)
    """
    return bool(_ENCODED.search(text))


def hedge_of(tokens: Sequence[Token], start: int, end: int) -> str:
    """The modal verb of a span of a sentence, or of the three words before it; empty where there is none. A month
    stands with a capital."""
    first = next((k for k, t in enumerate(tokens) if t.end > start), len(tokens))
    near = [t for t in tokens[max(0, first - 3) :] if t.start < end]
    return next((t.low for t in near if t.low in HEDGES and not t.is_capital), "")
