"""What is printed keeps to the page on wording: the briefs of the bundled cases, and the texts that cases bring."""

from __future__ import annotations

import pytest

from postwar import pipeline
from postwar.cases import bundled_ids, load_case
from postwar.core.case import Case
from postwar.publish.brief import build_document
from postwar.publish.document import Document, lines_of, own_words
from postwar.publish.wording import FORBIDDEN, scan, scan_document
from tests import invented as halda

FOUND = {
    "The district was liberated.": "liberated", "The army reclaimed it.": "reclaimed", "Occupied land": "Occupied",
    "They lost the town.": "lost", "separatist officials": "separatist", "the settlers left": "settlers",
    "the regime said": "regime", "enemy fire": "enemy", "terrorists": "terrorists",
    "an act of ethnic cleansing": "ethnic cleansing", "genocide": "genocide", "an exodus began": "exodus",
    "It is safe to return.": "safe to return", "They were resettled.": "resettled", "2,000 refugees": "refugees",
    "IDPs wait": "IDPs", "ten soldiers": "soldiers", "The exchange is not done.": "not done",
    "de-occupation": "de-occupation",
}


@pytest.mark.parametrize(("text", "word"), FOUND.items(), ids=FOUND.values())
def test_each_forbidden_word_is_found(text: str, word: str) -> None:
    assert [v.word for v in scan(text)] == [word]


PASS = (
    "The minister said: “we liberated it”.", "It came under the control of Tolva by agreement.",
    "No report says so, which is not the same as not done.", "See https://example.org/occupied-land.",
    "personnel of the de facto authorities", "Refugees return under UNHCR.", "a regimen, a lostling and a glossary",
)


@pytest.mark.parametrize("text", PASS)
def test_quotes_addresses_and_neutral_words_pass(text: str) -> None:
    assert scan(text) == ()


def test_every_rule_says_what_to_say_instead() -> None:
    assert all(instead for _, instead in FORBIDDEN)
    assert "say de facto authorities" in str(scan("separatists")[0])


def invented_document() -> Document:
    """The brief of the invented settlement."""
    return build_document(halda.case(), halda.situation(), halda.outlook(), halda.books(), halda.previous())


def test_the_brief_of_the_invented_settlement_keeps_to_the_wording() -> None:
    assert [str(v) for v in scan_document(invented_document())] == []


def test_quotes_are_not_scanned_and_what_stands_beside_them_is() -> None:
    document = invented_document()
    text = " ".join(own_words(made) for made in lines_of(document))
    assert "while I hold this office" not in text and "Status and mediators" in text


@pytest.mark.slow
@pytest.mark.parametrize("case_id", bundled_ids())
def test_the_briefs_of_the_bundled_cases_keep_to_the_wording(case_id: str) -> None:
    found = pipeline.update(pipeline.Selection(case_id))
    ahead = pipeline.outlook(found, members=40)
    document = build_document(found.case, found.situation, ahead, found.books, found.previous)
    assert [str(v) for v in scan_document(document)] == []


def case_texts(case: Case) -> list[tuple[str, str]]:
    """Every text of a case that a brief prints in the program's own voice."""
    accord = case.accord
    texts = [("title", case.title), ("summary", case.summary)]
    texts += [(p.id, p.text) for p in accord.provisions] + [(s.id, s.text) for s in accord.silences]
    texts += [(o.id, o.object) for o in accord.obligations] + [(o.id, o.otherwise) for o in accord.obligations]
    texts += [(r.id, r.text) for o in accord.obligations for r in o.readings]
    texts += [(o.id, o.power.note) for o in accord.obligations if o.power is not None]
    texts += [(a.id, reason) for a in accord.amendments for _, reason in a.reasons]
    texts += [(s.id, s.name) for s in accord.stages] + [(t.id, t.name) for t in accord.topics]
    texts += [(row.id, row.name) for row in (*case.places, *case.actors, *case.groups, *case.forces, *case.formats)]
    texts += [(i, name) for i, names in case.print_names for name in names]
    return texts + [(q.id, q.question) for q in case.questions]


@pytest.mark.parametrize("case_id", bundled_ids())
def test_the_texts_that_a_bundled_case_prints_keep_to_the_wording(case_id: str) -> None:
    found = [f"{where}: {v}" for where, text in case_texts(load_case(case_id)) for v in scan(text)]
    assert found == []
