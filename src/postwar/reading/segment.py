"""Sentences: where one ends, in clean text."""

from __future__ import annotations

import re

from postwar.reading.lexicon import words

_ABBREVIATIONS = frozenset(
    words(
        "mr; mrs; ms; dr; prof; st; gen; col; lt; maj; capt; sgt; brig; adm; cmdr; gov; sen; rep; rev; hon; jr; sr; "
        "vs; no; nos; art; para; fig; vol; approx; ca; c; est; dept; inc; ltd; co; corp; jan; feb; mar; apr; jun; "
        "jul; aug; sep; sept; oct; nov; dec; mon; tue; wed; thu; fri; sat; sun; p; pp; ed; eds; al; cf; viz; esp; km; "
        "sq; ave; mt; ft"
    )
)
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|\Z)")
LONGEST = 1200  # characters; the longest sentences of agency reports have about 600


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a block's clean text; white space between them belongs to none.

    >>> [("Mr. Ode left. It rained."[a:b]) for a, b in sentences("Mr. Ode left. It rained.")]
    ['Mr. Ode left.', 'It rained.']
    """
    out, start = [], 0
    for found in _STOP.finditer(text):
        if found.start() < start or not _ends(text, start, found):
            continue
        out.append((start, found.end()))
        start = found.end()
        while start < len(text) and text[start] == " ":
            start += 1
    if start < len(text):
        out.append((start, len(text)))
    return [piece for a, b in out for piece in _bounded(text, a, b)]


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A run of text without a full stop is cut where it is too long for any sentence: at a mark or a blank."""
    out = []
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        cut = max(window.rfind("; "), window.rfind(", ")) + 1 or window.rfind(" ") + 1 or LONGEST
        out.append((start, start + cut))
        start += cut
        while start < end and text[start] == " ":
            start += 1
    if start < end:
        out.append((start, end))
    return out


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    after = text[found.end() : found.end() + 3].lstrip()
    if not after:
        return True
    mark = found.group()
    if after[0].islower():
        return False
    if mark.startswith(("...", "…")):
        return not after[0].islower()
    if mark != ".":
        return True
    word_start = found.start()
    while word_start > start and text[word_start - 1].isalnum() and found.start() - word_start < 20:
        word_start -= 1
    word = text[word_start : found.start()]
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False  # an initial
    if word.lower() in _ABBREVIATIONS:
        return word.lower() in {"no"} and not after[0].isdecimal()
    return not (word_start > start and text[word_start - 1] == "." and len(word) == 1)
