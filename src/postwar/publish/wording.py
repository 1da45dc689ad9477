"""The product's own voice: which words it never uses itself. A named source may, in quotation marks.

Source: this project's page on what is printed; the lists of words to avoid of the main news agencies and of the United
Nations on disputed territory are of the same kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from postwar.publish.document import Document, lines_of, own_words

FORBIDDEN: tuple[tuple[str, str], ...] = (
    # pattern -> what is said instead
    (r"liberat\w*", "came under X's control"),
    (r"re-?claim(?:s|ed|ing)?", "came under X's control"),
    (r"re-?captur\w*", "came under X's control during fighting"),
    (r"(?:pre|re|de)?-?occup(?:y|ies|ied|ying|ation|ations|ier|iers)", "held by, under X's control"),
    (r"lost", "came under X's control; destroyed; not found"),
    (r"separatis\w*", "de facto authorities"),
    (r"secession\w*", "de facto authorities"),
    (r"rebels?", "the group's own name"),
    (r"settlers?", "residents; people who left"),
    (r"regimes?", "government; authorities"),
    (r"enem(?:y|ies)", "the other side, by name"),
    (r"foes?", "the other side, by name"),
    (r"terroris\w*", "the act itself"),
    (r"ethnic(?:ally)?[- ]cleans\w*", "people who left"),
    (r"genocid\w*", "the act itself"),
    (r"exodus", "people who left"),
    (r"safe (?:to|for) returns?", "nothing: not ours to say"),
    (r"resettl\w*", "return; a third country in the trade"),
    (r"refugees?", "people who left, unless the source or UNHCR uses the word"),
    (r"idps?", "people who left, unless the source or UNHCR uses the word"),
    (r"soldiers?", "personnel"),
    (r"not done", "not reported; not observed"),
    (r"aggress(?:or|ors|ion)", "the act itself"),
    (r"martyrs?", "people killed"),
    (r"neutrali[sz]ed", "killed; detained"),
)
ALLOWED = (
    # phrases of the page itself that name a word in order to keep it apart
    "not the same as not done",
)
_OF_UNHCR = re.compile(r"refugees?|idps?", re.IGNORECASE)   # the agency's own terms, where it is named
_QUOTED = re.compile(r"“[^”]*”|https?://\S+")
_PATTERN = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<w{i}>{p})" for i, (p, _) in enumerate(FORBIDDEN)) + r")(?![\w-])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A word that this program must not use itself: the word, what to say instead, and where it stands."""

    word: str
    instead: str
    context: str

    def __str__(self) -> str:
        return f"“{self.word}” in “{self.context}”: say {self.instead}"


def scan(text: str) -> tuple[Violation, ...]:
    """The words in a generated text that only a named source may use; what stands in “quotation marks” is passed over.

    >>> [v.word for v in scan("The district was reclaimed.")]
    ['reclaimed']
    >>> scan("The minister said: “we liberated it”.")
    ()
    """
    own = _QUOTED.sub(lambda m: "“" + " " * (len(m.group()) - 2) + "”", text)
    for phrase in ALLOWED:
        own = own.replace(phrase, " " * len(phrase))
    found = []
    for match in _PATTERN.finditer(own):
        if _OF_UNHCR.fullmatch(match.group()) and "UNHCR" in _sentence(own, match.start()):
            continue
        instead = FORBIDDEN[int((match.lastgroup or "w0")[1:])][1]
        found.append(Violation(match.group(), instead, own[max(0, match.start() - 40) : match.end() + 40].strip()))
    return tuple(found)


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in (". ", "? ", "! ", "\n"))
    ends = [i for mark in (". ", "? ", "! ", "\n") if (i := text.find(mark, at)) >= 0]
    return text[start + 1:min(ends, default=len(text))]


def scan_document(document: Document) -> tuple[Violation, ...]:
    """The violations in everything that a document says in the program's own voice."""
    return tuple(v for made in lines_of(document) for v in scan(own_words(made)))
