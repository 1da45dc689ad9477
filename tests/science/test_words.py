"""Words for likelihood and confidence, at every boundary of every scheme; how renewed violence is printed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwar.core.errors import AskError
from postwar.core.words import ABOVE, BELOW, SCHEMES, confidence_word, likelihood_word, printed_probability

ICD203 = [
    (0.0, BELOW), (0.0099, BELOW), (0.01, "almost no chance"), (0.0499, "almost no chance"), (0.05, "very unlikely"),
    (0.1999, "very unlikely"), (0.20, "unlikely"), (0.4499, "unlikely"), (0.45, "roughly even chance"),
    (0.5499, "roughly even chance"), (0.55, "likely"), (0.7999, "likely"), (0.80, "very likely"),
    (0.9499, "very likely"),
    (0.95, "almost certain"), (0.9899, "almost certain"), (0.99, "almost certain"), (0.9901, ABOVE), (1.0, ABOVE),
]
PHIA = [
    (0.0, "remote"), (0.05, "remote"), (0.0749, "remote"), (0.075, "highly unlikely"), (0.10, "highly unlikely"),
    (0.20, "highly unlikely"), (0.2249, "highly unlikely"), (0.225, "unlikely"), (0.25, "unlikely"), (0.35, "unlikely"),
    (0.3749, "unlikely"), (0.375, "realistic possibility"), (0.40, "realistic possibility"),
    (0.50, "realistic possibility"),
    (0.5249, "realistic possibility"), (0.525, "likely"), (0.55, "likely"), (0.75, "likely"), (0.7749, "likely"),
    (0.775, "highly likely"), (0.80, "highly likely"), (0.90, "highly likely"), (0.9249, "highly likely"),
    (0.925, "almost certain"), (0.95, "almost certain"), (1.0, "almost certain"),
]
IPCC = [
    (0.0, "exceptionally unlikely"), (0.0099, "exceptionally unlikely"), (0.01, "extremely unlikely"),
    (0.0499, "extremely unlikely"), (0.05, "very unlikely"), (0.0999, "very unlikely"), (0.10, "unlikely"),
    (0.3299, "unlikely"), (0.33, "about as likely as not"), (0.50, "about as likely as not"),
    (0.6599, "about as likely as not"), (0.66, "likely"), (0.8999, "likely"), (0.90, "very likely"),
    (0.9499, "very likely"),
    (0.95, "extremely likely"), (0.9899, "extremely likely"), (0.99, "virtually certain"), (1.0, "virtually certain"),
]
SCHEME_ROWS = {"icd203": ICD203, "phia": PHIA, "ipcc": IPCC}
BOUNDARIES = [(name, p, word) for name, rows in SCHEME_ROWS.items() for p, word in rows]


@pytest.mark.parametrize(("scheme", "p", "word"), BOUNDARIES)
def test_the_word_at_every_boundary(scheme: str, p: float, word: str) -> None:
    assert likelihood_word(p, scheme) == word


def test_the_default_scheme_is_icd203() -> None:
    assert likelihood_word(0.3) == likelihood_word(0.3, "icd203") == "unlikely"


def test_outside_words_name_the_model() -> None:
    assert (BELOW, ABOVE) == ("below 1 in 100 in this model", "above 99 in 100 in this model")


@pytest.mark.parametrize(("yes", "of", "word"), [
    (55, 100, "likely"), (9, 20, "roughly even chance"), (1, 5, "unlikely")])
def test_a_frequency_on_a_boundary_has_the_word_of_its_decimal(yes: int, of: int, word: str) -> None:
    assert likelihood_word(math.fsum([1 / of] * yes)) == word


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(sorted(SCHEMES)))
def test_every_probability_has_a_word_and_a_greater_one_no_lesser_word(p: float, q: float, scheme: str) -> None:
    words = list(dict.fromkeys(likelihood_word(i / 200, scheme) for i in range(201)))
    assert words.index(likelihood_word(min(p, q), scheme)) <= words.index(likelihood_word(max(p, q), scheme))


@pytest.mark.parametrize("p", [-0.01, 1.01, math.nan, math.inf])
def test_what_is_no_probability_has_no_word(p: float) -> None:
    with pytest.raises(ValueError, match="not a probability"):
        likelihood_word(p)
    with pytest.raises(ValueError, match="not a probability"):
        printed_probability(p, 100)


def test_an_unknown_scheme_is_named_with_those_there_are() -> None:
    with pytest.raises(AskError, match="'kent': choose one of icd203, ipcc, phia"):
        likelihood_word(0.5, "kent")


@pytest.mark.parametrize(("origins", "agreement", "word"), [
    (0, 1.0, "low"), (1, 1.0, "low"), (2, 1.0, "moderate"), (2, 0.8, "moderate"), (2, 0.79, "low"), (3, 0.8, "high"),
    (3, 0.79, "moderate"), (3, 0.53, "low"), (4, 0.6, "high"), (4, 0.4, "moderate"), (9, 0.17, "low"), (9, 0.0, "low"),
])
def test_confidence_is_origins_times_agreement(origins: int, agreement: float, word: str) -> None:
    assert confidence_word(origins, agreement) == word


@pytest.mark.parametrize(("origins", "agreement"), [(-1, 1.0), (2, 1.1), (2, -0.1), (2, math.nan)])
def test_confidence_of_nonsense_is_refused(origins: int, agreement: float) -> None:
    with pytest.raises(ValueError, match="origins"):
        confidence_word(origins, agreement)


@pytest.mark.parametrize(("p", "n", "text"), [
    (0.218, 156, "20 %"), (0.2249, 156, "20 %"), (0.225, 156, "25 %"), (0.458, 48, "50 %"), (0.205, 39, "20 %"),
    (0.205, 50, "20 %"), (0.36, 50, "35 %"), (0.36, 49, "40 %"), (0.024, 156, "below 5 %"), (0.025, 156, "5 %"),
    (0.0, 156, "below 5 %"), (0.049, 49, "below 10 %"), (0.05, 49, "10 %"), (0.97, 156, "95 %"),
    (0.975, 156, "above 95 %"),
    (1.0, 156, "above 95 %"), (0.96, 49, "above 90 %"), (0.94, 49, "90 %"),
])
def test_renewed_violence_is_printed_in_steps(p: float, n: int, text: str) -> None:
    assert printed_probability(p, n) == text


@given(st.floats(0, 1), st.integers(1, 400))
def test_what_is_printed_is_never_finer_nor_further_than_its_step(p: float, n: int) -> None:
    step, text = (10 if n < 50 else 5), printed_probability(p, n)
    points = int("".join(c for c in text if c.isdigit()))
    assert points % step == 0 and 0 < points < 100
    if text.startswith("below"):
        assert 100 * p < points
    elif text.startswith("above"):
        assert 100 * p > points
    else:
        assert abs(100 * p - points) <= step / 2 + 1e-6
