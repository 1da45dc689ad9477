"""Wordings that any report may use, in sentences of our own: who is asked, whose act it is, what is counted."""

from __future__ import annotations

import datetime as dt

import pytest

from postwar.core.claim import Claim
from tests import invented_names as N


def read(text: str, kind: str) -> list[Claim]:
    return N.of_kind(N.claims(text, N.MONDAY), kind)


# wording, kind, modality
MOODS: tuple[tuple[str, str, str], ...] = (
    ("The Front would not hand over Oster until the last Veskan soldier had left Ulm.", "withdrawal", "conditional"),
    ("Veska urged the Front to repair the wells and to let people return home.", "return", "demanded"),
    ("The peacekeepers are to part the sides and keep the Ulm road open.", "guard", "planned"),
    ("The Front called on both sides to stop shelling Ulm.", "ceasefire", "demanded"),
    ("Veska became the first country to recognise the Hills as independent.", "recognition", "happened"),
    ("Veskan troops will leave Ulm only if the Front disarms.", "withdrawal", "conditional"),
    ("The agreement provides for a force of 1,500 peacekeepers.", "deployment", "agreed"),
    ("The withdrawal has not even started.", "withdrawal", "denied"),
    ("Veska turned down a request for more time.", "amendment", "denied"),
    ("Forces of the Front, massed near Ulm, must in turn withdraw from Oster.", "withdrawal", "agreed"),
    ("The checkpoint that was installed at Ulm on Sunday is manned by Veskan soldiers.", "guard", "happened"),
)


@pytest.mark.parametrize(("text", "kind", "modality"), MOODS, ids=[m[0][:60] for m in MOODS])
def test_how_far_it_is_said_to_be_so(text: str, kind: str, modality: str) -> None:
    assert modality in [c.modality for c in read(text, kind)], [(c.kind, c.modality) for c in N.claims(text, N.MONDAY)]


# wording, kind, what is counted
FIGURES: tuple[tuple[str, str, list[tuple[float, float | None]]], ...] = (
    ("24 boys and 9 girls have returned to Ulm.", "return", [(24, None), (9, None)]),
    ("By May 1,312 rifles and 44 mortars had been handed in.", "disarmament", [(1312, None), (44, None)]),
    ("Of its 212 mortars, only 90 have been handed in.", "disarmament", [(90, 212)]),
    ("In May 2,140 families returned to Ulm, 340 fewer than in April.", "return", [(2140, None)]),
    ("The number of prisoners freed was 15, not 51.", "exchange", [(15, None)]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "figures"), FIGURES, ids=[f[0][:60] for f in FIGURES])
def test_each_thing_that_is_counted_is_a_claim(text: str, kind: str, figures: list[tuple[float, float | None]]) -> None:
    assert [(c.low, c.of) for c in read(text, kind) if c.low is not None] == figures


def test_a_renewal_states_the_new_term_besides() -> None:
    granted, term = read(
        "Kassia renewed the mandate of the observers on Friday for six months, until 9 November.", "mandate"
    )
    assert (granted.modality, granted.valid_from, granted.low) == ("happened", dt.date(2014, 5, 9), None)
    assert (term.modality, term.low, term.unit, term.valid_to) == ("agreed", 0.5, "year", dt.date(2014, 11, 9))


def test_who_is_asked_shall_do_it() -> None:
    asked = read("Kassia called on the Front to release its prisoners.", "exchange")[-1]
    assert asked.actor == ("hill-front",) and asked.modality == "demanded"


def test_whose_act_a_noun_tells_is_not_who_confirms_it() -> None:
    left = read(
        "The withdrawal of the Front from Ulm, completed on 9 May, was verified by the observers.", "withdrawal"
    )
    assert left and left[0].actor == ("hill-front",)


def test_who_only_counts_attacks_does_not_make_them() -> None:
    assert read("The Veskan army registered seven shooting incidents in Ulm.", "incident")[0].actor == ()


def test_a_verb_of_going_needs_no_entry_of_its_own() -> None:
    left = read("The last Veskan armoured column rumbled out of Ulm on Sunday.", "withdrawal")
    assert [c.place for c in left] == [("ulm",)]


def test_arrivals_told_after_a_return_go_on_with_it() -> None:
    text = "Some 25,000 people have returned to Ulm. The ministry counts only people who travel in convoys."
    assert not read(text, "displacement")


def test_a_word_within_a_name_says_nothing_by_itself() -> None:
    assert not read("The Security Council met on Friday.", "guard")


def test_a_place_of_people_is_no_bridge_and_no_place_abroad() -> None:
    text = "A convoy was shelled on the Ulm road.\n\nSome 15,000 people have returned."
    assert all("road" not in p for c in read(text, "return") for p in c.place)
