"""The traps that settlement reports hold, each in words of our own with an invented gazetteer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from postwar.core.claim import Claim
from tests import invented_names as N

MAY = 2014, 5


def one(text: str, kind: str, day: dt.date | None = N.MONDAY) -> Claim:
    """The one claim of a kind."""
    found = N.of_kind(N.claims(text, day), kind)
    assert len(found) == 1, [(c.kind, c.modality, c.quote) for c in N.claims(text, day)]
    return found[0]


def test_a_weekday_without_an_anchor_stays_unresolved() -> None:
    claim = one("The Front handed over 40 rifles on Monday.", "disarmament", None)
    assert (claim.valid_from, claim.valid_to, claim.date_basis) == (None, None, "unresolved")


def test_a_date_in_a_link_dates_nothing() -> None:
    text = "The Front handed over 40 rifles on Monday.\n\nhttps://news.example/2014/05/12/rifles\n"
    assert one(text, "disarmament", None).date_basis == "unresolved"


def test_the_weekend_after_a_monday_dateline_is_the_one_before() -> None:
    claim = one("The first buses arrived in Millbridge with returning families at the weekend.", "return")
    assert (claim.valid_from, claim.valid_to) == (dt.date(*MAY, 10), dt.date(*MAY, 11))


def test_a_gapped_list_is_a_claim_for_each() -> None:
    found = N.of_kind(N.claims("Oster was ceded on Sunday, Ulm on May 3 and Tarn on April 28."), "handover")
    assert [(c.place, c.valid_from) for c in found] == [
        (("oster",), dt.date(*MAY, 11)),
        (("ulm",), dt.date(*MAY, 3)),
        (("tarn",), dt.date(2014, 4, 28)),
    ]
    assert {c.modality for c in found} == {"happened"}


def test_the_day_of_the_saying_dates_the_saying() -> None:
    claim = one("Kassia said Friday more than 2,600 hill families had returned.", "return")
    assert (claim.valid_from, claim.said_on, claim.attributed_to) == (None, dt.date(*MAY, 9), ("kassia",))
    assert (claim.low, claim.high, claim.bound) == (2600, None, "at_least")


def test_a_range_with_its_denominator_is_one_claim() -> None:
    claim = one("Between 7,500 and 9,000 of the region's 15,000 inhabitants have already fled.", "displacement")
    assert (claim.low, claim.high, claim.of, claim.bound) == (7500, 9000, 15000, "between")


def test_two_figures_with_a_dash_are_two_claims() -> None:
    found = N.of_kind(N.claims("Up to 9,000 people fled the Hills — some 60% of the population."), "displacement")
    assert [(c.low, c.high, c.unit) for c in found] == [(None, 9000, "person"), (0.6, 0.6, "share")]


def test_a_corridor_is_not_its_district_and_a_group_no_place() -> None:
    assert one("Observers guard the Oster corridor.", "guard").place == ("oster-corridor",)
    assert not any("tarn" in c.place for c in N.claims("The Tarn Group met in Dorn on Friday."))


@pytest.mark.parametrize(
    "text",
    [
        "The Oster Post sold out on Friday and the rebels left Ulm.",
        "A shop in Oster Street burned down.",
        "The Ulm Lions beat the visitors on Sunday.",
    ],
)
def test_newspapers_streets_and_teams_are_no_places(text: str) -> None:
    assert not any({"oster"} & set(c.place) for c in N.claims(text)) or "Ulm" in text
    assert not N.claims("The Ulm Lions beat the visitors on Sunday.")


def test_a_postponement_amends_and_is_no_second_handover() -> None:
    found = N.claims("The handover of Oster was postponed until 25 May.")
    assert [c.kind for c in found] == ["amendment"]
    assert (found[0].valid_from, found[0].modality, found[0].place) == (dt.date(*MAY, 25), "agreed", ("oster",))


def test_an_expected_return_hangs_on_its_precondition() -> None:
    found = N.claims(
        "Thousands of hill families are expected to return, though Veska says the areas first need to be "
        "made habitable by clearing landmines and rebuilding infrastructure."
    )
    back = N.of_kind(found, "return")[0]
    needs = [c for c in found if c.modality == "conditional"]
    assert back.modality == "planned" and {c.kind for c in needs} == {"mines", "reconstruction"}
    assert set(back.depends_on) == {c.id for c in needs}


def test_capitals_and_its_senate_are_resolved() -> None:
    assert one("Ostrava City took over Oster on Friday.", "handover").actor == ("veska",)
    text = "Veska lashed out at Kassia after its Senate passed a resolution calling for recognition of the Hills."
    assert one(text, "recognition").actor == ("kassian-senate",)


def test_credits_links_and_page_breaks_are_no_text_and_offsets_stay_raw() -> None:
    raw = (
        "\ufeffVeskan troops pulled out of\r\n\r\n-- 4 --\r\n\r\nUlm on Friday.\r\n\r\n**Jo Bell / ABC**\r\n\r\n"
        "Related article: Ulm falls to the rebels | May 2\r\n\r\nPhoto: rebels seize Tarn, May 1\r\n"
    )
    found = N.claims(raw)
    assert [c.kind for c in found] == ["withdrawal"] and found[0].place == ("ulm",)
    assert all(raw[c.start : c.end] == c.quote for c in found) and "-- 4 --" in found[0].quote


def test_a_dash_inserts_a_list() -> None:
    claim = one(
        "The Front agreed to hand over three districts — Oster, Ulm and Tarn — as part of the deal.", "handover"
    )
    assert claim.place == ("oster", "ulm", "tarn") and claim.modality == "agreed" and claim.low == 3


MODALITIES: tuple[tuple[str, str, str], ...] = (
    ("Veskan troops left Ulm on Friday.", "withdrawal", "happened"),
    ("Veskan troops are leaving Ulm.", "withdrawal", "happened"),
    ("Veskan troops must leave Ulm by 20 May.", "withdrawal", "agreed"),
    ("Under the accord, Veskan troops leave Ulm.", "withdrawal", "agreed"),
    ("Veskan troops will leave Ulm on Friday.", "withdrawal", "planned"),
    ("Veskan troops are due to leave Ulm on Friday.", "withdrawal", "planned"),
    ("Veskan troops have not left Ulm.", "withdrawal", "denied"),
    ("Veskan troops refused to leave Ulm.", "withdrawal", "denied"),
    ("Veska denied that its troops had left Ulm.", "withdrawal", "denied"),
    ("Veskan troops will leave Ulm if the Front hands over its guns.", "withdrawal", "conditional"),
    ("Veskan troops may leave Ulm.", "withdrawal", "assessed"),
    ("Kassia called on the Veskan army to leave Ulm.", "withdrawal", "demanded"),
    ("The Front urged hill families to return.", "return", "demanded"),
    ("Some 400 hill families plan to return.", "return", "planned"),
    ("No hill families have returned.", "return", "denied"),
    ("Nobody may return before the mines are cleared.", "return", "conditional"),
    ("The Front promised to release 12 prisoners.", "exchange", "planned"),
    ("The two sides exchanged 12 prisoners.", "exchange", "happened"),
    ("The Front failed to hand in its weapons.", "disarmament", "denied"),
    ("Irena Vol vowed to rebuild every destroyed village.", "reconstruction", "planned"),
)


@pytest.mark.parametrize(("text", "kind", "modality"), MODALITIES, ids=[m[0] for m in MODALITIES])
def test_modality(text: str, kind: str, modality: str) -> None:
    assert one(text, kind).modality == modality


KINDS: tuple[tuple[str, str], ...] = (
    ("The Veskan army entered Oster on Friday.", "handover"),
    ("Rebels captured Tarn during the war.", "capture"),
    ("Oster is under the control of Veska.", "control"),
    ("Two hundred observers have been deployed to the Hills.", "deployment"),
    ("The observers' mandate was renewed for two years.", "mandate"),
    ("Peacekeepers patrol the Oster corridor.", "guard"),
    ("The joint monitoring commission opened in Millbridge.", "centre"),
    ("The deadline for the withdrawal is 20 May.", "deadline"),
    ("The Front was given ten more days.", "amendment"),
    ("The rebels surrendered 61 mortars.", "disarmament"),
    ("The remains of 31 fighters were handed over.", "exchange"),
    ("Thousands of people fled Millbridge.", "displacement"),
    ("Eleven families went home to Millbridge.", "return"),
    ("A child was wounded in Millbridge.", "casualty"),
    ("Gunmen ambushed a convoy near Ulm.", "incident"),
    ("Forty houses in Ulm were rebuilt.", "housing"),
    ("Deminers cleared 31 hectares in Ulm.", "mines"),
    ("The Oster corridor reopened to buses on Friday.", "transport"),
    ("The truce has held for a week.", "ceasefire"),
    ("It is unclear who will run Millbridge.", "ambiguity"),
    ("Crossing Aid distributed food in Ulm.", "aid"),
)


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[k[0] for k in KINDS])
def test_kind(text: str, kind: str) -> None:
    assert kind in {c.kind for c in N.claims(text)}, [(c.kind, c.quote) for c in N.claims(text)]


def test_a_table_row_is_a_unit() -> None:
    found = N.claims(
        "| District | houses destroyed | of | as of |\n|---|---|---|---|\n| Ulm | 97 | 412 | 30/04/2014 |\n"
    )
    assert [(c.kind, c.place, c.low, c.of, c.valid_from) for c in found] == [
        ("housing", ("ulm",), 97, 412, dt.date(2014, 4, 30))
    ]


def test_a_dateline_without_a_year_takes_the_year_of_publication() -> None:
    claim = one("MILLBRIDGE, 9 May. Veskan troops left Ulm on Thursday.", "withdrawal")
    assert (claim.valid_from, claim.date_basis) == (dt.date(*MAY, 8), "dateline")


def test_an_undated_report_takes_the_year_of_the_ceasefire() -> None:
    import dataclasses

    text = "Veskan troops left Ulm on 9 April."
    assert one(text, "withdrawal", None).date_basis == "unresolved"
    names = dataclasses.replace(N.NAMES, ceasefire_on=dt.date(2014, 3, 1))
    claim = N.of_kind(N.claims(text, None, names), "withdrawal")[0]
    assert (claim.valid_from, claim.date_basis) == (dt.date(2014, 4, 9), "inferred")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("The Front handed over 40 rifles on 04/06/2014.", "unresolved"),
        ("The Front handed over 40 rifles on 04/05/2014. The list closed on 30/04/2014.", "inferred"),
        ("The Front handed over 40 rifles on 30/04/2014.", "explicit"),
    ],
)
def test_day_and_month_in_figures(text: str, basis: str) -> None:
    assert one(text, "disarmament").date_basis == basis


def test_quotes_are_credited_to_their_speaker() -> None:
    claim = one('"The Hills will never be given autonomy," President Vol said on Friday.', "position")
    assert (claim.attributed_to, claim.actor, claim.modality) == (("irena-vol",), ("irena-vol",), "position")


def test_a_trailing_speaker_is_credited_for_what_came_before() -> None:
    claim = one("Some 300 hill families have returned to Ulm, according to Crossing Aid.", "return")
    assert claim.attributed_to == ("crossing-aid",) and claim.evidence == "stated"


def test_what_happened_years_before_is_history() -> None:
    assert [c.kind for c in N.claims("Rebels captured Tarn in 1993.")] == ["history"]


def test_claims_are_linked_to_provisions_and_groups() -> None:
    assert one("Oster was handed over to Veska on Friday.", "handover").provision == ("v1",)
    claim = one("Eleven hill families returned to Ulm.", "return")
    assert (claim.provision, claim.group) == (("v4",), ("hill-people",))


def test_reading_twice_gives_the_same_claims_with_different_ids_each() -> None:
    text = "Oster was ceded on Sunday, Ulm on May 3. Two farmers were killed on Friday when a mine exploded near Ulm."
    first, second = N.claims(text), N.claims(text)
    assert first == second and len({c.id for c in first}) == len(first) > 2


def test_another_language_is_a_problem_and_no_claims() -> None:
    from dataclasses import replace

    from postwar.reading.read import read_report

    found, problems = read_report(replace(N.report("x"), language="xx"), N.NAMES)
    assert found == () and "xx" in str(problems[0])


def test_fields_are_of_the_contract() -> None:
    from postwar.core.claim import BASES, BOUNDS, KINDS, MODALITIES, UNITS

    text = "\n\n".join([m[0] for m in MODALITIES_TEXTS()] + ["Up to 9,000 people fled the Hills."])
    for c in N.claims(text):
        assert c.kind in KINDS and c.modality in MODALITIES and c.date_basis in BASES
        assert c.bound in (*BOUNDS, None) and c.unit in (*UNITS, None) and c.reader == "rules@1"


def MODALITIES_TEXTS() -> tuple[Any, ...]:
    """The texts of the two tables."""
    return (*MODALITIES, *((k[0],) for k in KINDS))
