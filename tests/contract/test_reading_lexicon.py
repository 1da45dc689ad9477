"""The lexicon is whole: every name that a rule asks for is there, and none is there for nothing."""

from __future__ import annotations

import pytest

from postwar.core.claim import KINDS, MODALITIES, UNITS
from postwar.reading import frames
from postwar.reading.lexicon import load_lexicon
from postwar.reading.sentence import Sentence

LEXICON = load_lexicon("en")
ROLES = {
    "subject",
    "subject_or_by",
    "by",
    "to",
    "of",
    "owner",
    "force",
    "mission",
    "fighters",
    "population",
    "none",
    "all",
    "obligor",
    "speaker",
    "controller",
    "releaser",
    "ambiguous",
}
TARGETS = {"other", "to", "from", "subject", "object", "victims", "none"}


def _asked() -> set[str]:
    return {name for r in LEXICON.rules for names in (r.obj, r.subj, r.any, r.any2, r.of, r.barred) for name in names}


def _seen() -> set[str]:
    return {name.removeprefix("_find_") for name in dir(Sentence) if name.startswith("_find_")} | set(
        frames.ASKED_OF_VERBS
    )


def test_every_name_that_a_rule_asks_for_is_known() -> None:
    assert not _asked() - set(LEXICON.classes) - set(LEXICON.sets) - _seen()


def test_no_class_and_no_set_is_there_for_nothing() -> None:
    assert not (set(LEXICON.classes) | set(LEXICON.sets)) - _asked()


def test_every_kind_of_claim_has_its_words() -> None:
    assert {r.kind for r in LEXICON.rules} == set(KINDS)


def test_roles_modalities_and_units_are_those_of_the_contract() -> None:
    assert {r.actor for r in LEXICON.rules} <= ROLES and {r.target for r in LEXICON.rules} <= TARGETS
    assert {r.modality for r in LEXICON.rules} <= {"", *MODALITIES}
    assert {u for u in LEXICON.units.values() if not u.startswith("=")} <= set(UNITS)
    assert {u for r in LEXICON.rules for u in r.figure} <= {*UNITS}


@pytest.mark.parametrize(
    ("form", "base", "tag"),
    [
        ("carried", "carry", "past"),
        ("withdrew", "withdraw", "past"),
        ("withdrawn", "withdraw", "participle"),
        ("burned", "burn", "participle"),
        ("swapped", "swap", "past"),
        ("freed", "free", "past"),
        ("dying", "die", "ing"),
        ("ceding", "cede", "ing"),
        ("fleeing", "flee", "ing"),
        ("releases", "release", "s"),
        ("marches", "march", "s"),
    ],
)
def test_forms_of_verbs(form: str, base: str, tag: str) -> None:
    assert (base, tag) in LEXICON.verb_forms[form]


def test_a_language_without_a_lexicon_is_refused() -> None:
    with pytest.raises(KeyError):
        load_lexicon("xx")
