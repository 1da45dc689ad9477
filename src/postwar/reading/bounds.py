"""Bounds: the words before and after a number that say how firm it is ("at least", "or more", "some", "per cent")."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.reading.tokens import Token

_BEFORE = (
    (("no", "more", "than"), "at_most"),
    (("not", "more", "than"), "at_most"),
    (("no", "fewer", "than"), "at_least"),
    (("no", "less", "than"), "at_least"),
    (("not", "less", "than"), "at_least"),
    (("not", "fewer", "than"), "at_least"),
    (("well", "over"), "at_least"),
    (("more", "than"), "at_least"),
    (("at", "least"), "at_least"),
    (("upwards", "of"), "at_least"),
    (("in", "excess", "of"), "at_least"),
    (("a", "minimum", "of"), "at_least"),
    (("just", "over"), "at_least"),
    (("a", "little", "over"), "at_least"),
    (("slightly", "more", "than"), "at_least"),
    (("up", "to"), "at_most"),
    (("at", "most"), "at_most"),
    (("fewer", "than"), "at_most"),
    (("less", "than"), "at_most"),
    (("as", "many", "as"), "at_most"),
    (("as", "much", "as"), "at_most"),
    (("a", "maximum", "of"), "at_most"),
    (("just", "under"), "at_most"),
    (("close", "to"), "about"),
    (("close", "on"), "about"),
    (("an", "estimated"), "about"),
    (("in", "the", "region", "of"), "about"),
    (("on", "the", "order", "of"), "about"),
    (("over",), "at_least"),
    (("above",), "at_least"),
    (("exceeding",), "at_least"),
    (("beyond",), "at_least"),
    (("minimum",), "at_least"),
    (("under",), "at_most"),
    (("below",), "at_most"),
    (("maximum",), "at_most"),
    (("some",), "about"),
    (("about",), "about"),
    (("around",), "about"),
    (("nearly",), "about"),
    (("almost",), "about"),
    (("roughly",), "about"),
    (("approximately",), "about"),
    (("estimated",), "about"),
    (("circa",), "about"),
    (("ca",), "about"),
    (("c",), "about"),
    (("perhaps",), "about"),
    (("approx",), "about"),
    (("barely",), "about"),
    (("~",), "about"),
    (("≈",), "about"),
    ((">",), "at_least"),
    (("<",), "at_most"),
)
_AFTER = (
    (("or", "more"), "at_least"),
    (("and", "more"), "at_least"),
    (("or", "so"), "about"),
    (("or", "fewer"), "at_most"),
    (("or", "less"), "at_most"),
    (("at", "least"), "at_least"),
    (("at", "most"), "at_most"),
    (("plus",), "at_least"),
    (("+",), "at_least"),
    (("odd",), "about"),
)
PREFIXES: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _entry in _BEFORE:
    PREFIXES.setdefault(_entry[0][0], []).append(_entry)
_SUFFIXED: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _entry in _AFTER:
    _SUFFIXED.setdefault(_entry[0][0], []).append(_entry)
_OVER = ("hand", "turn", "take", "took", "giv", "gave", "sign", "pass", "deliver")  # verbs whose particle is "over"


def prefix(tokens: Sequence[Token], i: int) -> tuple[str | None, int]:
    """The bound that words at ``i`` give a number, and where the number begins."""
    if tokens[i].low == "over" and i and tokens[i - 1].low.startswith(_OVER):
        return None, i
    for phrase, bound in PREFIXES.get(tokens[i].low, ()):
        if (
            tokens[i].low == phrase[0]
            and i + len(phrase) <= len(tokens)
            and all(tokens[i + k].low == phrase[k] for k in range(1, len(phrase)))
        ):
            after = i + len(phrase)
            while (
                after < len(tokens)
                and tokens[after].low in {"a", "the", "an", "all", "another", "about", "some"}
                and after < i + len(phrase) + 1
                and (
                    after + 1 < len(tokens)
                    and (
                        tokens[after + 1].text[0].isdecimal()
                        or tokens[after + 1].low in {"estimated", "further", "total"}
                    )
                )
            ):
                after += 1
            return bound, after
    return None, i


def suffix(tokens: Sequence[Token], end: int) -> tuple[str | None, int]:
    """The bound that words behind a number give it, and where they end."""
    for at in (end, end + 1):
        for phrase, bound in _SUFFIXED.get(tokens[at].low, ()) if at < len(tokens) else ():
            if at + len(phrase) <= len(tokens) and all(tokens[at + k].low == phrase[k] for k in range(len(phrase))):
                if at == end:
                    return bound, end + len(phrase)
                if tokens[end].is_word and phrase[0] == "or":
                    return bound, end
    return None, end


def percent(tokens: Sequence[Token], end: int) -> int | None:
    """Where "per cent" ends, if it stands at ``end``."""
    if end < len(tokens) and tokens[end].low in {"%", "percent", "pct"}:
        return end + 1
    if end + 1 < len(tokens) and tokens[end].low == "per" and tokens[end + 1].low == "cent":
        return end + 2
    return None
