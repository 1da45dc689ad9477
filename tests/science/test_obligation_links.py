"""Links to obligations are what verdicts stand on, and every candidate that is set aside has a reason against it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from postwar.core.link import Link
from postwar.core.time import AsOf
from postwar.situation.bearing import Bearing
from postwar.situation.evidence import Item, collect_items
from postwar.situation.links import ObligationLinks
from postwar.situation.origins import Origins
from postwar.situation.sides import Sides
from tests import obligation_rows as built

EFFECTS = frozenset(Bearing.__dataclass_fields__) | {"notice"}


def linked(data: dict[str, Any], turned: bool = False) -> list[tuple[Item, tuple[Link, ...]]]:
    case, books = built.build_case(data), built.build_books(data["claims"], data["as_of"])
    if turned:
        books = replace(books, claims=books.claims[::-1], documents=books.documents[::-1])
    as_of = AsOf(data["as_of"], data["as_of"])
    items = collect_items(books, as_of, Origins(case, books.documents, Sides(case)))
    links = ObligationLinks(case, items, as_of)
    return [(item, links.of(item)) for item in items]


@pytest.mark.parametrize("data", built.CASES[::4], ids=lambda c: str(c["name"]).partition(":")[0])
def test_links_are_what_the_verdict_stands_on(data: dict[str, Any]) -> None:
    found = linked(data)
    for _, links in found:
        for link in links:
            assert link.holds == bool(link.shows) and set(link.shows) <= EFFECTS
            assert link.holds or any(r.stands == "against" for r in link.reasons), link
    held = {(link.claim, link.to) for _, links in found for link in links if link.holds}
    for state in built.answer(data).obligations:
        grounds = {(claim, state.id) for claim, effect in state.effects if effect in ("for", "against")}
        assert grounds <= held, grounds - held
    assert linked(data, turned=True) == found
