"""Names of places in open text, and what they can be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwar.cases import load_names
from postwar.reading.lexicon import load_lexicon
from postwar.reading.mentions import Gazetteer
from postwar.reading.tokens import tokenise
from postwar.reading.world.atlas import places_named
from postwar.reading.world.elsewhere import outside_place
from postwar.reading.world.spelling import key_of
from postwar.reading.world.table import SORTS, world
from postwar.reading.world.toponyms import toponyms

NAMED = [
    ("The talks moved to Geneva on Monday.", ["Geneva"]),
    ("Flights from Nairobi, Kenya, resumed.", ["Nairobi", "Kenya"]),
    ("The column left Alton, Ill., at dawn.", ["Alton", "Ill."]),
    ("Rain fell on the Neches River and on Lake Lanier.", ["Neches River", "Lake Lanier"]),
    ("A Denver-based firm won the contract.", ["Denver"]),
    ("They reached the village of Sellamar at dusk.", ["Sellamar"]),
    ("Prisi, a village in the hills, was shelled. Prisi burned.", ["Prisi", "Prisi"]),
    ("Saint-Étienne and Lyon were spared.", ["Saint-Étienne", "Lyon"]),
    ("The U.S. envoy flew to the UAE.", ["U.S.", "UAE"]),
    ("Denver, Akron and Boise sent crews to Tulsa.", ["Denver", "Akron", "Boise", "Tulsa"]),
]
NOT_NAMED = [
    ("Mr. Houston and Gen. Jackson met.", "a title makes a person"),
    ("Paris Bennett said so, and Bennett left.", "a given name makes a person"),
    ("John F. Kansas was absent.", "an initial makes a person"),
    ("The University of Georgia closed.", "a part of an organisation's name"),
    ("He wrote for the Boston Herald for years.", "a newspaper"),
    ("The HIV and NATO offices are shut.", "letters stand for a name"),
    ("It cost US$3,000 in all.", "money"),
    ("Reading is hard. Mobile phones help.", "ordinary words that are towns too"),
    ("The marburg virus and the Marburg virus differ.", "a disease"),
    ("The Cold War and Black Friday came up.", "no place's name"),
]


@pytest.mark.parametrize(("text", "names"), NAMED, ids=[t for t, _ in NAMED])
def test_places_are_found(text: str, names: list[str]) -> None:
    found = [t for t in toponyms(text) if t.sort == "place"]
    assert [t.text for t in found] == names
    assert all(text[t.start : t.end] == t.text for t in found)


@pytest.mark.parametrize(("text", "why"), NOT_NAMED, ids=[w for _, w in NOT_NAMED])
def test_what_is_no_place_is_none(text: str, why: str) -> None:
    assert [t.text for t in toponyms(text) if t.sort == "place"] == [], why


def test_peoples_streets_and_roads_are_told_apart() -> None:
    found = {t.text: t.sort for t in toponyms("A Kenyan driver left Cooper Street for Highway 19.")}
    assert found == {"Kenyan": "people", "Cooper Street": "street", "Highway 19": "road"}


def test_a_name_once_a_persons_is_that_persons_later() -> None:
    assert toponyms("Officer Clinton fired. Later Clinton's gun was found.") == []


def test_an_ambiguous_name_keeps_its_candidates_the_best_known_first() -> None:
    (found,) = toponyms("He was born near Springfield.")
    assert len(found.candidates) > 3
    assert all(c.id.startswith("geonames:") and c.sort in SORTS for c in found.candidates)
    towns = [c.people for c in found.candidates if c.sort != "region"]
    assert towns == sorted(towns, reverse=True)


def test_the_table_knows_countries_regions_and_towns() -> None:
    table = world()
    assert len(table) > 200_000
    assert [p.sort for p in table.find("Kenya")][:1] == ["country"]
    (paris, *rest) = table.find("Paris")
    assert paris.country == "FR" and abs((paris.lat or 0) - 48.9) < 0.1 and rest
    assert table.find("Nowhere-at-all") == () and table.weight(key_of("Nowhere-at-all")) == 0


def test_a_name_is_one_name_however_it_is_written() -> None:
    assert len({key_of(n) for n in ("Saint Étienne", "St. Etienne", "Saint-Étienne", "ST ETIENNE")}) == 1


def test_the_case_comes_before_the_world() -> None:
    gazetteer = Gazetteer(load_names("toy"), load_lexicon("en"))
    own = next(p for p in gazetteer.places.values() if p.kind not in {"country"} and " " not in p.name)
    found = places_named(f"Shells fell on {own.name} and later in Geneva.", gazetteer)
    assert [(n.text, bool(n.case), bool(n.world)) for n in found] == [(own.name, True, False), ("Geneva", False, True)]
    assert found[0].case[0] == own.id


def test_a_town_outside_the_case_is_seen_behind_a_word_of_place() -> None:
    tokens = tokenise("Two men were killed in Geneva on Friday.")
    assert outside_place(tokens, 0, len(tokens), frozenset())[0].country == "CH"
    assert outside_place(tokens, 0, len(tokens), frozenset({5})) == ()
    none = tokenise("Two men were killed in August.")
    assert outside_place(none, 0, len(none), frozenset()) == ()


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ABab .,'-’\"()$\n1é", max_size=80))
def test_any_text_is_taken(text: str) -> None:
    for found in toponyms(text):
        assert text[found.start : found.end] == found.text
