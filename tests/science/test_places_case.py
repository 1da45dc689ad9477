"""Names of the case, longest first, and its kinds kept apart."""

from __future__ import annotations

import pytest

from postwar.core.actor import Actor
from postwar.core.case import Names
from postwar.core.place import Place
from postwar.reading.lexicon import load_lexicon
from postwar.reading.mentions import Gazetteer
from postwar.reading.tokens import tokenise


def _place(place_id: str, name: str, kind: str, *aliases: str) -> Place:
    return Place(place_id, name, aliases, kind, (), None, None, None, None, "invented")


GAZETTEER = Gazetteer(
    Names(
        "hills",
        places=(
            _place("oster", "Oster", "district", "Остер", "Ostér"),
            _place("oster-town", "Oster Mill", "town"),
            _place("oster-corridor", "Oster corridor", "corridor"),
            _place("tessa", "Tessa", "district"),
        ),
        actors=(Actor("oster-guard", "Oster Guard", (), "armed force", "north"),),
    ),
    load_lexicon("en"),
)
CASES = [
    ("The army left Oster.", ["oster"]),
    ("The army left Ostér on Monday.", ["oster"]),
    ("The road to Oster Mill is open.", ["oster-town"]),
    ("Buses used the Oster corridor.", ["oster-corridor"]),
    ("They met on the Oster-Tessa road.", ["oster", "tessa"]),
    ("The Oster Herald wrote of it.", []),
    ("He lives in Oster Street.", []),
    ("The Oster Guard came.", []),
    ("Tessa, Oster and Oster Mill were spared.", ["tessa", "oster", "oster-town"]),
]


@pytest.mark.parametrize(("text", "ids"), CASES, ids=[t for t, _ in CASES])
def test_each_name_is_resolved_to_its_kind(text: str, ids: list[str]) -> None:
    found = GAZETTEER.mentions(tokenise(text))
    assert [p for m in found if m.via == "name" for p in m.places] == ids
