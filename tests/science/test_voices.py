"""Who is given what content, by which words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.reading.tokens import tokenise
from postwar.reading.voices import attributions_in

CASES = [
    ("The mission said the road was open.", "The mission", "said", "the road was open ."),
    ("The road was open, the mission said on Monday.", "the mission", "said", "The road was open ,"),
    ('"It is open," said the envoy, who had seen it.', "the envoy", "said", '" It is open , "'),
    ("According to the Guard, the road was open.", "the Guard", "According to", "the road was open ."),
    ("The road was open, according to the Guard.", "the Guard", "according to", "The road was open ,"),
    ("The elder, a farmer of Oster, believes that peace will hold.", "The elder , a farmer of Oster", "believes", ""),
    ("Both sides accused the other of firing first.", "Both sides", "accused", "the other of firing first ."),
    ("In May the council urged the families to return.", "", "urged", "the families to return ."),
    ("Ode: The list is ready.", "Ode", ":", "The list is ready ."),
    ("The envoy, who warned that time was short, left.", "The envoy", "warned", ""),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), CASES, ids=[c[0] for c in CASES])
def test_source_cue_and_content(text: str, source: str, cue: str, content: str) -> None:
    tokens = tokenise(text)
    first, *_ = attributions_in(tokens)
    said = [" ".join(t.text for t in tokens[a:b]) for a, b in (first.source, first.cue, first.content)]
    assert said[1] == cue
    assert not source or said[0] == source
    assert not content or said[2] == content


@pytest.mark.parametrize(
    "text",
    [
        "The states of the union held an election.",
        "Three debates are planned.",
        "He was told to wait.",
        "To say so is easy.",
        "The Associated Press has offices there.",
        "Rain fell on the hills.",
    ],
)
def test_nothing_is_given_to_anybody(text: str) -> None:
    assert attributions_in(tokenise(text)) == []


def test_what_is_said_within_what_is_said_is_not_given_again() -> None:
    tokens = tokenise("The mission said the elders believe that the road is open, adding that nobody had used it.")
    assert [tokens[v.cue[0]].text for v in attributions_in(tokens)] == ["said", "adding"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["said", "he", ",", '"', "that", "and", "The", "envoy", ":", "who", "urged", "."])))
def test_any_order_of_words_is_taken(row: list[str]) -> None:
    tokens = tokenise(" ".join(row))
    for v in attributions_in(tokens):
        for a, b in (v.source, v.cue, v.content):
            assert 0 <= a < b <= len(tokens)
