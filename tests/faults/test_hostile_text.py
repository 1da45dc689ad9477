"""Any text at all: no exception, every quote is the raw text at its place, and time grows with length alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.core.claim import MODALITIES
from tests import invented_names as N

PIECES = (
    "The Front handed over 412 rifles on Friday",
    "Oster was ceded on Tuesday, Ulm on Nov. 25",
    "hill families fled",
    "Veskan troops",
    "must leave",
    "by 20 May",
    "said",
    "that",
    "which",
    "if",
    "not",
    "10 of 20",
    "60%",
    "tens of thousands",
    "between 3 and 2",
    "31/02/2014",
    "Oster corridor",
    "it",
    "they",
    "and",
    ",",
    ".",
    ";",
    ":",
    "—",
    "(",
    ")",
    '"',
    "“",
    "”",
    "\r\n",
    "\n\n",
    "\r",
    "\ufeff",
    "\u200b",
    "\u202e",
    "\u2028",
    "\x0c",
    "- ",
    "1. ",
    "| a | b |",
    "|---|---|",
    "08:05 ",
    "# ",
    "[x](y)",
    "**",
    "Photo: A / AFP",
    "-- 3 --",
    "---",
    "😀",
    "𝔘𝔩𝔪",
    "²",
    "١٢",
    "İ",
    "ﬁ",
    "e\u0301",
    "Ulm-\n",
    "'s",
    "’",
    "...",
    "$",
    "9" * 30,
)


def hold(text: str, dated: bool) -> None:
    """What must hold of any text."""
    for claim in N.claims(text, N.MONDAY if dated else None):
        assert text[claim.start : claim.end] == claim.quote != ""
        assert claim.modality in MODALITIES and claim.quote.strip()
        assert claim.valid_from is None or claim.valid_to is None or claim.valid_from <= claim.valid_to
        assert claim.low is None or claim.high is None or claim.low <= claim.high
        assert claim.id.startswith("c-") and claim.report == "r"


@settings(deadline=None, max_examples=120)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), st.booleans())
def test_pieces_of_reports_in_any_order(text: str, dated: bool) -> None:
    hold(text, dated)


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=300), st.booleans())
def test_any_characters(text: str, dated: bool) -> None:
    hold(text, dated)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: "\ufeff" + t,
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("\n", "\r"),
        lambda t: "😀 " + t.replace(" the ", " the\u200b "),
        lambda t: t.replace(" ", " \u202b\u202c", 3),
    ],
    ids=["mark", "crlf", "cr", "beyond-bmp", "direction"],
)
def test_the_same_claims_whatever_the_bytes_around(change: object) -> None:
    plain = (
        "The Front handed over 412 rifles\non Friday.\n\nEleven hill families returned to Ulm. Nobody was hurt there.\n"
    )
    text = change(plain)  # type: ignore[operator]
    hold(text, True)
    facts = [[(c.kind, c.modality, c.place, c.low, c.valid_from) for c in N.claims(t)] for t in (plain, text)]
    assert facts[0] == facts[1] and len(facts[0]) == 3


REPEATS = {
    "a": "a",
    "brackets": "[",
    "parens": "(",
    "quotes": '"',
    "stops": ".",
    "digits": "1",
    "commas": "1,",
    "dashes": "- ",
    "pipes": "|a",
    "lines": "\n",
    "stars": "* ",
    "initials": "A.",
    "tags": "<a ",
    "slashes": "A / B ",
    "capitals": "AAAA ",
    "fled": "fled ",
    "tens": "tens of thousands of ",
    "and": "and ",
    "by": "BY ",
    "hyphens": "a-",
    "links": "[a](b",
    "days": "the day before ",
    "numbers": "in 3 ",
    "them": "40 of them ",
    "heads": "Aa (",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", REPEATS)
def test_time_grows_with_length_alone(name: str) -> None:
    """100,000 characters of one repeated piece take less than a second, whatever the piece: the least of some tries,
    since other work on a machine can only add to a time."""
    N.claims("warm up.")
    text, least = (REPEATS[name] * 100_000)[:100_000], float("inf")
    for _ in range(4):
        if least >= 1.0:
            start = time.process_time()
            N.claims(text)
            least = min(least, time.process_time() - start)
    assert least < 1.0
