"""What opens the brief: five sentences that can be said aloud, chosen by what is recent, large and changed."""

from __future__ import annotations

import dataclasses
import re

import pytest

from postwar.core.situation import ObligationState, Situation, Timeliness
from postwar.publish.brief import render_brief
from tests import invented as halda

IDS = {name: claim.id for name, claim in halda.shelf().claims.items()}


def opening(situation: Situation, previous: Situation | None = None) -> list[str]:
    """The five sentences of a situation, without links."""
    made = render_brief(halda.case(), situation, halda.outlook(), halda.books(), previous)["brief.md"]
    text = made.split("In five sentences\n", 1)[1].split("\n## ", 1)[0]
    bare = re.sub(r"\\(.)", r"\1", re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", text))
    return re.findall(r"^\d\. (.*)$", bare, re.M)


def changed(**fields: object) -> Situation:
    """The invented situation with some of it changed."""
    return dataclasses.replace(halda.situation(), **fields)  # type: ignore[arg-type]


def later(days: int) -> Situation:
    """The invented situation, asked for so many days later."""
    s = halda.situation()
    as_of = dataclasses.replace(s.as_of, valid=s.as_of.valid.fromordinal(s.as_of.valid.toordinal() + days))
    return dataclasses.replace(s, as_of=as_of)


def promise(some_id: str, **fields: object) -> tuple[ObligationState, ...]:
    """The verdicts of the invented situation, one of them changed."""
    return tuple(dataclasses.replace(o, **fields) if o.id == some_id else o  # type: ignore[arg-type]
                 for o in halda.situation().obligations)


def test_an_interval_is_said_in_plain_words_and_no_mark_stands_inside_a_sentence() -> None:
    for sentence in opening(halda.situation()):
        assert re.fullmatch(r"[^\[\]]+(\[[^\]]+\](?: and \d+ more)?)?\.", sentence), sentence
        assert "–" not in sentence.replace("20,000–99,999, a convention", ""), sentence
    assert "About 29,000 to 37,000 people of the valley left their homes by 20 March" in opening(halda.situation())[2]


def test_somebody_s_own_words_on_what_the_text_leaves_open_are_in_the_opening() -> None:
    assert "for Tolva, Orla Venn is reported as saying “The valley will have no council of its own while I hold " \
           "this office”; what Maren holds is in none of these reports" in opening(halda.situation())[4]


COUNTS = [
    ({"H1a": {}}, "Two of the three dated promises whose day has come are reported done on time: the handovers of "
                  "Brelin district (14 March, a day agreed later) and Dunmar district (31 March)"),
    ({"H1c": {"life_cycle": "fulfilled", "disposition": "compliant", "claims": (IDS["convoy"],),
              "timeliness": Timeliness("on_time"), "done_on": halda.d(3, 20)}},
     "All three dated promises whose day has come are reported done on time"),
    ({"H1b": {"life_cycle": "in_effect", "disposition": "partial", "timeliness": Timeliness("overdue", 2)}},
     "One of the three dated promises whose day has come is reported done on time: the handover of Brelin district "
     "(14 March, a day agreed later); one is partly done and past the day; on one there is no report"),
]


@pytest.mark.parametrize(("change", "words"), COUNTS, ids=[words[:20] for _, words in COUNTS])
def test_the_promises_are_counted_in_words(change: dict[str, dict[str, object]], words: str) -> None:
    (some_id, fields), = change.items()
    assert opening(changed(obligations=promise(some_id, **fields)))[0].startswith(words)


def test_a_breach_that_is_told_after_the_last_fulfilment_comes_first() -> None:
    first = opening(changed(obligations=promise("H5", life_cycle="violated", disposition="breached",
                                                claims=(IDS["await"],))))[0]
    assert first.startswith("The control of the Pass road is reported as not kept, the last time on 2 April; "
                            "two of the three dated promises")


def test_what_is_old_gives_way_to_what_has_changed_hands() -> None:
    """Two years on nothing of the spring is news; a valley that passed to the other side is."""
    now = later(700)
    day = now.as_of.valid
    passed = tuple(dataclasses.replace(c, actor="tolva", since=day, how="unknown", state="observed",
                                       claims=(IDS["castor"],)) if c.place == "valley" else c for c in now.control)
    before = dataclasses.replace(halda.situation(), as_of=now.as_of)
    told = opening(dataclasses.replace(now, control=passed), before)
    assert any(re.match(r"Halda valley .*now reported under the control of Tolva", one) for one in told), told
    assert not any("expected to return" in one for one in told)
    assert not any("under the control" in one for one in opening(now, before))


def test_people_who_were_back_before_the_others_left_are_not_told_as_back() -> None:
    left, back, *rest = halda.situation().figures
    turned = changed(figures=(dataclasses.replace(left, on=halda.d(4, 2)),
                              dataclasses.replace(back, on=halda.d(3, 1)), *rest))
    third = opening(turned)[2]
    assert "left their homes by 2 April" in third and "counted back" not in third
    made = render_brief(halda.case(), turned, halda.outlook(), halda.books())["brief.md"]
    assert "was made before the last count of people who left" in made


def test_people_are_told_where_they_came_too() -> None:
    left = halda.situation().figures[0]
    castor = dataclasses.replace(left, place="three-districts", value=20000.0, low=19500.0, high=20400.0,
                                 on=halda.d(3, 28))
    third = opening(changed(figures=(*halda.situation().figures, castor)))[2]
    assert "about 19,500 to 20,400 are counted in the three districts by 28 March" in third


def test_an_expectation_names_those_who_are_back_already() -> None:
    back = dataclasses.replace(halda.situation().figures[1], group="tolva-people", value=60, low=53, high=64)
    told = opening(changed(figures=(*halda.situation().figures, back)))
    assert any("about 53 to 64 of them are counted back so far" in one for one in told), told


def test_a_closed_road_is_told_when_it_is_news() -> None:
    road = dataclasses.replace(halda.situation().routes[0], state="closed", claims=(IDS["convoy"],))
    told = opening(changed(routes=(road,), expected=()), halda.situation())
    assert any(one.startswith("The Pass road, guarded by the River Mission, is reported closed") for one in told), told
