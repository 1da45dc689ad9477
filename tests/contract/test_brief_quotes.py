"""How much of a report one brief shows: 25 words a claim, a tenth of the report, words shared by two claims once."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from postwar.core.books import Books, Document
from postwar.core.claim import Claim, Report
from postwar.publish.quotes import SHARE_OF_REPORT, WORDS_A_CLAIM, QuoteBook

DAY = dt.date(2031, 1, 1)


def books(text: str, spans: list[tuple[int, int]]) -> Books:
    """One report with a claim on each stretch of words."""
    report = Report("r", "wire", "t", DAY, None, "", "en", text, "0" * 64)
    starts = [i for i in range(len(text)) if text[i] != " " and (i == 0 or text[i - 1] == " ")]
    ends = [text.find(" ", s) if text.find(" ", s) > 0 else len(text) for s in starts]
    claims = tuple(Claim(f"c-{n}", "r", starts[a], ends[b], text[starts[a]:ends[b]], "return", "happened")
                   for n, (a, b) in enumerate(spans))
    return Books(DAY, 1, (Document(report, DAY, 1, len(claims)),), claims)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Books, list[bool]]:
    """A report of up to 400 words and up to 30 claims on it."""
    n = draw(st.integers(1, 400))
    words = draw(st.lists(st.sampled_from(["people", "12,000", "came", "back", "ten"]), min_size=n, max_size=n))
    text = " ".join(f"{word}-{i}" for i, word in enumerate(words))
    spans = []
    for _ in range(draw(st.integers(1, 30))):
        a = draw(st.integers(0, n - 1))
        spans.append((a, draw(st.integers(a, min(n - 1, a + 60)))))
    return books(text, spans), draw(st.lists(st.booleans(), min_size=len(spans), max_size=len(spans)))


@given(cases())
def test_no_order_of_asking_shows_more_than_the_limits(made: tuple[Books, list[bool]]) -> None:
    books_, cuts = made
    text = books_.documents[0].report.text
    quotes = QuoteBook(books_)
    covered: set[int] = set()
    for claim, cut in zip(books_.claims, cuts, strict=True):
        shown = quotes.of(claim, WORDS_A_CLAIM, cut)
        words = shown.text.strip("… ").split()
        assert len(words) <= WORDS_A_CLAIM
        if words:
            start = text.split().index(words[0])
            covered |= set(range(start, start + len(words)))
    quotes.fill(books_.claims)
    limit = SHARE_OF_REPORT * len(text.split())
    assert quotes.used("r") <= limit
    assert len(covered) <= limit


def test_a_long_quote_is_cut_round_its_figure_only_where_that_is_allowed() -> None:
    text = " ".join("12,000" if i == 20 else "word" + "abcdefghij"[i % 10] for i in range(200))
    one = books(text, [(10, 40)])
    assert QuoteBook(one).of(one.claims[0], 7).text == ""
    assert QuoteBook(one).of(one.claims[0], 7, cut=True).text == "… wordi wordj 12,000 wordb wordc wordd worde …"


def test_words_that_two_claims_share_are_counted_once() -> None:
    one = books(" ".join(f"w{i}" for i in range(100)), [(0, 9), (0, 9), (20, 20)])
    quotes = QuoteBook(one)
    assert quotes.of(one.claims[0], 25).whole and quotes.of(one.claims[1], 25).whole
    assert quotes.used("r") == quotes.budget("r") == 10
    assert quotes.of(one.claims[2], 25).text == ""


def test_a_short_report_shows_few_words_and_never_a_wrong_one() -> None:
    one = books("nobody came back", [(0, 2)])
    assert QuoteBook(one).of(one.claims[0], 25, cut=True).text == ""
