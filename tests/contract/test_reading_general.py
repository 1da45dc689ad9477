"""What a reader of any settlement must understand, class by class, with an invented gazetteer."""

from __future__ import annotations

import datetime as dt

import pytest

from postwar.core.claim import Claim
from tests import invented_names as N


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def of(text: str, kind: str, on: dt.date | None = N.MONDAY) -> Claim:
    """The last claim of a kind in a text."""
    found = N.of_kind(N.claims(text, on), kind)
    assert found, [(c.kind, c.modality, c.quote) for c in N.claims(text, on)]
    return found[-1]


# wording, kind, actors
ACTORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Both armies left Ulm.", "withdrawal", ("veskan-army", "hill-front")),
    ("The two sides withdrew their forces from Ulm.", "withdrawal", ("veska", "hill-front")),
    ("Veska and the Front withdrew from Ulm.", "withdrawal", ("veska", "hill-front")),
    ("12 prisoners were exchanged between Veska and the Front.", "exchange", ("veska", "hill-front")),
    ("Fighting broke out in Ulm between the Veskan army and the Front.", "incident", ("veskan-army", "hill-front")),
    ("Two farmers were shot dead by Veskan soldiers in Ulm.", "casualty", ("veskan-army",)),
    ("Veskan tanks left Ulm.", "withdrawal", ("veskan-army",)),
    ("Troops loyal to Veska left Ulm.", "withdrawal", ("veskan-army",)),
    ("Vol said his forces had left Ulm.", "withdrawal", ("veskan-army",)),
    ("The withdrawal of the Front from Ulm was completed on 9 May.", "withdrawal", ("hill-front",)),
    ("The Front released 12 Veskan soldiers.", "exchange", ("hill-front",)),
    ("Members of the Front handed in 40 rifles.", "disarmament", ("hill-front",)),
    ("Rebels went back to the Hills.", "withdrawal", ("hill-front",)),
    ("The Front denied it had attacked Ulm.", "incident", ("hill-front",)),
    ("Soldiers of Veska left Ulm, according to the observer mission.", "withdrawal", ("veska",)),
    ("40 rifles of the Front were destroyed.", "disarmament", ("hill-front",)),
)


@pytest.mark.parametrize(("text", "kind", "actors"), ACTORS, ids=[a[0] for a in ACTORS])
def test_who(text: str, kind: str, actors: tuple[str, ...]) -> None:
    assert of(text, kind).actor == actors


# wording, kind, places
PLACES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Gunmen attacked a post in Ulm. Five soldiers died.", "casualty", ("ulm",)),
    ("In Tarn a bomb went off. A constable was wounded.", "casualty", ("tarn",)),
    ("Gunmen attacked a post in Ulm.\n\nFive soldiers died.", "casualty", ()),
    ("DORN, May 12 (ABC) -- Five soldiers died on Sunday.", "casualty", ()),
    ("A note on the text\n\nDORN, May 12 (ABC) - Five soldiers died in Ulm.", "casualty", ("ulm",)),
    ("People have returned to Millbridge.", "return", ("millbridge",)),
    ("Kassia sent 50 observers from Dorn to Ulm.", "deployment", ("ulm",)),
    (
        "The Front will hand over Oster, Ulm and Tarn. Veska says the desolate areas first need to be demined.",
        "mines",
        ("oster", "ulm", "tarn"),
    ),
)


@pytest.mark.parametrize(("text", "kind", "places"), PLACES, ids=[p[0][:60] for p in PLACES])
def test_where(text: str, kind: str, places: tuple[str, ...]) -> None:
    assert of(text, kind).place == places


# wording, kind, first day, last day
DAYS: tuple[tuple[str, str, str | None, str | None], ...] = (
    ("A bomb exploded in Ulm on Friday. A teacher was killed.", "casualty", "2014-05-09", "2014-05-09"),
    ("A bomb exploded in Ulm on Friday. In all 30 have died.", "casualty", None, None),
    ("Veskan troops left Ulm on Friday and entered Tarn.", "handover", "2014-05-09", "2014-05-09"),
    ("Some 400 families have fled Ulm since fighting broke out on 1 May.", "displacement", "2014-05-01", None),
    ("Over the past 24 hours the Front released 3 prisoners.", "exchange", "2014-05-11", "2014-05-12"),
    ("The Front was to return Oster by the end of April.", "handover", None, "2014-04-30"),
    (
        "The Front released 3 prisoners on 2 May. Four prisoners were freed a day later.",
        "exchange",
        "2014-05-03",
        "2014-05-03",
    ),
    ("As at 2 May, 60 observers were stationed in the Hills.", "deployment", "2014-05-02", "2014-05-02"),
    ("Two deminers were killed in the second week of April.", "casualty", "2014-04-07", "2014-04-13"),
)


@pytest.mark.parametrize(("text", "kind", "first", "last"), DAYS, ids=[d[0][:60] for d in DAYS])
def test_when(text: str, kind: str, first: str | None, last: str | None) -> None:
    claim = of(text, kind)
    assert (claim.valid_from, claim.valid_to) == (first and day(first), last and day(last))


# wording, kind, modality
MODALITIES: tuple[tuple[str, str, str], ...] = (
    ("Nor has the Front handed in its rifles.", "disarmament", "denied"),
    ("The army let the day pass without withdrawing its troops from Ulm.", "withdrawal", "denied"),
    ("There is no truth to the report that the Front has kept rifles.", "disarmament", "denied"),
    ("The claim that the Front has kept rifles has no foundation.", "disarmament", "denied"),
    ("None of the 12 prisoners held at Tarn had been released.", "exchange", "denied"),
    ("Families were prevented from returning to Ulm.", "return", "denied"),
    ("The withdrawal of Veskan troops from Ulm remains outstanding.", "withdrawal", "denied"),
    ("Hill families will return once 35 hectares of minefields are cleared.", "mines", "conditional"),
    ("Veskan troops will leave Ulm as soon as the observers are deployed.", "deployment", "conditional"),
    ("The Front demands that observers be deployed in Ulm.", "deployment", "demanded"),
    ("Kassia is to deploy 200 observers to the Hills.", "deployment", "planned"),
    ("The Front was to return Oster by 20 May.", "handover", "planned"),
    ("There is a danger of an attack on Ulm.", "risk", "assessed"),
    ("Ten families are said to have returned to Ulm.", "return", "happened"),
    ('"There will be no self-rule in the Hills," President Vol said.', "position", "position"),
)


NOT_HAPPENED = (
    "Veskan troops have yet to leave Ulm.",
    "Veskan troops were to have left Ulm by Friday.",
    "Veskan troops were supposed to leave Ulm.",
    "Hardly any troops have left Ulm.",
    "Plans for the withdrawal of Veskan troops from Ulm are ready.",
    "Under the accord 12 prisoners are released.",
    "The parties agreed on the release of 12 prisoners.",
    "Veska's demand for the release of 12 prisoners was rejected.",
    "Talks on the release of 12 prisoners failed.",
    "Before troops leave Ulm, mines have to be cleared.",
    "The Front rejects the charge that it shelled Ulm.",
    "It is not true that Ulm was shelled.",
    "Reports that Ulm had been shelled were wrong.",
    "Rumours of an attack on Ulm proved false.",
    "The attack on Ulm was foiled.",
    "The deadline for handing in the rifles passed without result.",
    "Anyone returning to Ulm gets 400 marks.",
    "Handing over Oster would be a mistake.",
    "Instead of leaving Ulm, the army dug in.",
    "Vol asked whether the army had left Ulm.",
)


@pytest.mark.parametrize("text", NOT_HAPPENED)
def test_what_is_not_said_to_have_happened_is_not_read_so(text: str) -> None:
    assert "happened" not in {c.modality for c in N.claims(text)}


@pytest.mark.parametrize(("text", "kind", "modality"), MODALITIES, ids=[m[0] for m in MODALITIES])
def test_how_far_it_is_so(text: str, kind: str, modality: str) -> None:
    assert of(text, kind).modality == modality


# wording, kind, low, high, unit
FIGURES: tuple[tuple[str, str, float | None, float | None, str], ...] = (
    ("The young men handed in their guns. Some four hundred were collected.", "disarmament", 400, 400, "weapon"),
    ("At least 37 houses were burned and a further 60 or so damaged.", "housing", 60, 60, "dwelling"),
    ("Half the troops have left Ulm.", "withdrawal", 0.5, 0.5, "share"),
    ("A former commander of the Front was shot dead in Ulm.", "casualty", 1, 1, "person"),
    ("A 16-year-old protester was shot dead in Ulm.", "casualty", 1, 1, "person"),
    ("Only 35 of the 186 planned monitors have been deployed.", "deployment", 35, 35, "person"),
    ("Veska, an impoverished country of three million people, needs aid.", "population", 3e6, 3e6, "person"),
)


@pytest.mark.parametrize(("text", "kind", "low", "high", "unit"), FIGURES, ids=[f[0][:60] for f in FIGURES])
def test_how_many(text: str, kind: str, low: float | None, high: float | None, unit: str) -> None:
    claim = of(text, kind)
    assert (claim.low, claim.high, claim.unit) == (low, high, unit)


def test_how_many_live_in_a_country_is_no_aid() -> None:
    found = N.claims("Veska, an impoverished country of three million people, needs aid.")
    assert {c.low for c in found if c.kind == "aid"} == {None}


@pytest.mark.parametrize(
    "said",
    [
        "The Hills will have no status as long as I am president",
        "The observers will be one of the most important factors in ensuring that a war does not start again",
    ],
)
def test_a_quotation_is_not_cut_within(said: str) -> None:
    claim = of(f'"{said}," President Vol said.', "position")
    assert claim.quote == said and claim.attributed_to == ("irena-vol",)


def test_a_postponement_from_one_day_to_another_near_the_report_is_of_its_year() -> None:
    found = N.claims("The handover of Oster was postponed from 31 March to 14 April.", day("2019-03-30"))
    assert [(c.kind, c.valid_from, c.valid_to) for c in found] == [
        ("amendment", None, None),
        ("deadline", day("2019-04-14"), day("2019-04-14")),
    ]


def test_words_of_order_in_a_populations_name_are_no_evidence() -> None:
    import dataclasses

    from postwar.core.actor import Actor

    rows = (
        *N.ACTORS,
        Actor(
            "moved", "People resettled by Veska on 3 May 2014", ("those moved by Veska on that day",), "population", ""
        ),
    )
    names = dataclasses.replace(N.NAMES, actors=rows)
    claim = N.of_kind(N.claims("Hill people returned to Ulm by bus on 3 May 2014.", N.MONDAY, names), "return")[0]
    assert claim.actor == ("hill-people",)


def test_a_table_takes_kind_and_day_from_its_heads_and_its_caption() -> None:
    found = N.claims(
        "CAMPS (as of 2 May 2014)\n\n"
        "| Place | Families in shelters | With relatives |\n|---|---|---|\n| Ulm | 118 | 94 |\n"
    )
    assert [(c.kind, c.place, c.low, c.valid_from) for c in found] == [
        ("displacement", ("ulm",), 118, day("2014-05-02")),
        ("displacement", ("ulm",), 94, day("2014-05-02")),
    ]


def test_a_row_with_nought_is_denied() -> None:
    found = N.claims("| Place | rifles handed in |\n|---|---|\n| Ulm | 0 |\n")
    assert [(c.kind, c.modality, c.low) for c in found] == [("disarmament", "denied", 0)]


def test_the_period_that_a_report_covers() -> None:
    claim = of("Period: 2 to 8 May 2014\n\nNo attack on Ulm was recorded during the period.", "incident")
    assert (claim.valid_from, claim.valid_to) == (day("2014-05-02"), day("2014-05-08"))


def test_an_unknown_verb_is_read_by_its_theme() -> None:
    assert of("Nearly 40 rifles were photographed at the depot.", "disarmament").low == 40


def test_what_only_repeats_a_few_words_is_no_prose() -> None:
    assert not N.claims("fled " * 200)
