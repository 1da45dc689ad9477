"""The lexicon is whole: every name that a rule asks for is there, and none is there for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwar.cases import load_names
from postwar.core.claim import KINDS, MODALITIES, UNITS
from postwar.reading import fitting
from postwar.reading.lexicon import load_lexicon
from postwar.reading.read import open_report, read_report
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
        fitting.ASKED_OF_VERBS
    )


def test_every_name_that_a_rule_asks_for_is_known() -> None:
    assert not _asked() - set(LEXICON.classes) - set(LEXICON.sets) - _seen()


def test_no_class_and_no_set_is_there_for_nothing() -> None:
    assert not (set(LEXICON.classes) | set(LEXICON.sets)) - _asked()


def test_events_name_themes_senses_ways_and_roles_that_are_known() -> None:
    for event in LEXICON.events:
        assert event.kind in KINDS and event.actor in ROLES and (event.acts or event.nouns), event
        assert set(event.theme) | set(event.beside) <= set(LEXICON.classes) | _seen(), event
        assert event.acts <= set(LEXICON.acts) and event.way <= set(LEXICON.ways), event


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


# Ways of saying it, in the words of agencies, missions and ministries: kind, how far it is so, sentence.
SAID = [
    ("disarmament", "happened", "The guards stood down and laid down their arms on Friday."),
    ("disarmament", "happened", "Some 200 fighters turned themselves in at Tess."),
    ("disarmament", "happened", "The Guard has handed in 300 rifles so far."),
    ("disarmament", "happened", "Two truckloads of weapons were put beyond use on Monday."),
    ("disarmament", "happened", "A further 150 rifles were locked away in containers."),
    ("disarmament", "happened", "The valley fighters swapped their uniforms for civilian clothes."),
    ("disarmament", "happened", "Demobilisation was completed on 3 May."),
    ("disarmament", "happened", "The last battalion of the Guard was disbanded last week."),
    ("disarmament", "happened", "40 child soldiers were released from the ranks."),
    ("withdrawal", "happened", "Lowen troops pulled back from Orrin on Tuesday."),
    ("withdrawal", "happened", "The army has vacated its positions around Tess."),
    ("withdrawal", "happened", "The brigade broke camp and headed home."),
    ("withdrawal", "happened", "The pull-out of Lowen troops was completed ahead of schedule."),
    ("withdrawal", "happened", "Lowen soldiers were airlifted out of Orrin."),
    ("deployment", "happened", "The first 60 observers touched down in Tess on Sunday."),
    ("deployment", "happened", "The mission is at full strength with 250 observers."),
    ("deployment", "happened", "Peacekeepers fanned out along the Sarn road."),
    ("deployment", "happened", "Lowen massed troops near Orrin."),
    ("deployment", "planned", "Another 40 monitors are expected by June."),
    ("deployment", "happened", "The fighters gathered in three assembly areas."),
    ("mandate", "happened", "The mission's mandate was extended for a further six months."),
    ("mandate", "agreed", "The Observer Mission's mandate runs out on 30 June."),
    ("mandate", "happened", "The council renewed the mission until 31 December."),
    ("guard", "happened", "The observers patrol the Sarn road."),
    ("guard", "happened", "The mission took over security in Tess."),
    ("guard", "happened", "Checkpoints on the Sarn road are manned by the observers."),
    ("guard", "happened", "Joint patrols began on Monday."),
    ("handover", "happened", "The keys of Tess town hall were turned over to the Council."),
    ("handover", "happened", "Orrin was handed back to Lowen on 1 May."),
    ("handover", "planned", "Tess reverts to Lowen on 1 June."),
    ("handover", "happened", "Orrin changed hands on Monday."),
    ("capture", "happened", "Orrin fell to the Guard on Monday."),
    ("capture", "happened", "Lowen troops stormed Tess at dawn."),
    ("capture", "happened", "The Guard overran two army posts in Orrin."),
    ("centre", "happened", "A joint monitoring centre was opened in Tess."),
    ("centre", "happened", "The ceasefire commission has been re-established."),
    ("deadline", "agreed", "The deadline for the handover expired on Sunday."),
    ("deadline", "agreed", "The time limit for the handover ran out on Sunday."),
    ("amendment", "happened", "The handover was put off by two weeks."),
    ("amendment", "happened", "The Council was given ten more days."),
    ("amendment", "happened", "The end of the withdrawal was pushed back to 1 June."),
    ("amendment", "demanded", "Lowen asked for another month."),
    ("exchange", "happened", "Twelve prisoners were flown home on Monday."),
    ("exchange", "happened", "The two sides traded the bodies of 14 soldiers."),
    ("exchange", "happened", "Thirty detainees walked free under the amnesty."),
    ("exchange", "denied", "Some 40 Guard fighters are still behind bars."),
    ("exchange", "happened", "Nine hostages were set free."),
    ("exchange", "happened", "The remains of six soldiers were exhumed near Tess."),
    ("displacement", "happened", "Some 300 families spent the night in the open."),
    ("displacement", "happened", "Thousands of villagers took to the hills."),
    ("displacement", "happened", "About 4,000 people were left homeless."),
    ("displacement", "happened", "Hundreds of residents fled to Pellan."),
    ("displacement", "happened", "Around 2,000 displaced people are sheltering in schools."),
    ("displacement", "happened", "Residents were driven from their homes."),
    ("return", "happened", "Families have trickled back to Tess."),
    ("return", "happened", "Some 400 families made their way home."),
    ("return", "happened", "The first 40 families were bused back to Tess."),
    ("return", "happened", "Half the residents are back in their homes."),
    ("return", "happened", "1,200 refugees came home last month."),
    ("casualty", "happened", "Two soldiers were shot dead near Orrin."),
    ("casualty", "happened", "Three villagers lost their lives when a shell hit their car."),
    ("casualty", "happened", "A farmer lost a leg."),
    ("casualty", "happened", "Four men are unaccounted for."),
    ("casualty", "happened", "Five soldiers sustained injuries."),
    ("casualty", "denied", "Nobody was hurt."),
    ("incident", "happened", "An army patrol came under fire near Orrin."),
    ("incident", "happened", "Shots were fired at a convoy on the Sarn road."),
    ("incident", "happened", "A roadside bomb went off in Tess."),
    ("incident", "happened", "Protesters blocked the Sarn road."),
    ("incident", "happened", "Gunmen held up a bus near Tess."),
    ("incident", "denied", "No serious incident was reported."),
    ("incident", "happened", "A drone was shot down over Orrin."),
    ("incident", "happened", "Unknown men set fire to a police station in Tess."),
    ("ceasefire", "happened", "The mission recorded 14 violations of the ceasefire."),
    ("ceasefire", "happened", "The truce is holding."),
    ("ceasefire", "happened", "The guns fell silent at midnight."),
    ("ceasefire", "happened", "Calm prevailed along the front line."),
    ("ceasefire", "happened", "Fighting died down after the truce."),
    ("housing", "happened", "Some 120 houses were burned to the ground."),
    ("housing", "happened", "The Council has repaired 30 homes."),
    ("mines", "happened", "Sappers defused 40 mines in Orrin."),
    ("mines", "happened", "Twelve hectares have been cleared."),
    ("mines", "happened", "Lowen handed over maps of its minefields."),
    ("mines", "happened", "The fields around Tess are still mined."),
    ("transport", "happened", "The Sarn road was reopened to traffic."),
    ("transport", "happened", "The first train in ten years arrived in Tess."),
    ("transport", "happened", "The Sarn road is impassable after the floods."),
    ("transport", "happened", "Oil began to flow through the pipeline."),
    ("transport", "happened", "The bridge remains off limits to civilian traffic."),
    ("aid", "happened", "Relief Line distributed 500 tents."),
    ("aid", "happened", "Pellan donated two million euros."),
    ("aid", "happened", "Food is running out in Tess."),
    ("aid", "happened", "Each former fighter was paid 300 dollars."),
    ("talks", "planned", "The next round of negotiations opens on Monday."),
    ("talks", "denied", "No agreement was reached."),
    ("position", "position", "Lowen ruled out autonomy for the valley."),
    ("position", "position", "The Council hailed the decision."),
    ("recognition", "happened", "Pellan recognised the Council as the government of the valley."),
    ("support", "happened", "Pellan has supplied the Guard with weapons."),
    ("ambiguity", "assessed", "It is not known who fired."),
    ("risk", "assessed", "Any delay could reignite the conflict."),
    ("risk", "assessed", "Diplomats fear a return to war."),
    ("reconstruction", "planned", "Lowen pledged to rebuild the water plant."),
    ("accord", "happened", "The parties put their names to the accord in Pellan."),
    ("accord", "happened", "Both sides signed off on the protocol."),
    ("population", "happened", "Tess has a population of 12,000."),
    ("control", "happened", "The Council controls most of Orrin."),
    ("control", "happened", "Orrin is in the hands of the Guard."),
    ("history", "happened", "The five-year war claimed 3,000 lives."),
    ("withdrawal", "happened", "The last of the Lowen soldiers were gone by nightfall."),
    ("withdrawal", "happened", "Lowen has pulled most of its soldiers out of Orrin."),
    ("withdrawal", "happened", "The army abandoned its forward positions."),
    ("withdrawal", "happened", "The battalion was recalled to Lowen."),
    ("withdrawal", "happened", "A column of tanks left Orrin on Monday."),
    ("deployment", "happened", "The contingent was reinforced with 80 men."),
    ("deployment", "happened", "The mission's strength stands at 212 observers."),
    ("deployment", "happened", "Lowen moved two battalions to Orrin."),
    ("deployment", "happened", "The fighters have reported to the camp at Tess."),
    ("disarmament", "happened", "Rebels handed their guns to the observers."),
    ("disarmament", "happened", "About 70 percent of the weapons have been collected."),
    ("disarmament", "happened", "The Guard declared 900 rifles."),
    ("disarmament", "happened", "In all, 412 fighters were demobilised."),
    ("disarmament", "happened", "The army seized a cache of mortars near Orrin."),
    ("disarmament", "happened", "The former fighters were discharged and sent home."),
    ("mandate", "happened", "The council voted to keep the mission in place for another year."),
    ("mandate", "planned", "The mission will wind up on 30 June."),
    ("mandate", "agreed", "The observers' tour of duty lasts six months."),
    ("guard", "happened", "Peacekeepers escorted a convoy of buses along the Sarn road."),
    ("guard", "happened", "The observers set up a checkpoint on the Sarn road."),
    ("guard", "happened", "The mission is responsible for security along the Sarn road."),
    ("handover", "happened", "Lowen took possession of Orrin on Friday."),
    ("handover", "happened", "The Council surrendered control of Orrin."),
    ("handover", "happened", "Lowen's flag was raised over Tess."),
    ("handover", "happened", "Orrin passed under the control of Lowen."),
    ("capture", "happened", "The Guard seized Orrin in heavy fighting."),
    ("capture", "happened", "Orrin was retaken by Lowen."),
    ("exchange", "happened", "Lowen set 11 captives free."),
    ("exchange", "happened", "A total of 23 bodies were handed over to the families."),
    ("exchange", "happened", "The last hostages have been let go."),
    ("exchange", "happened", "The Council pardoned 40 prisoners."),
    ("exchange", "happened", "The Red Cross repatriated nine prisoners of war."),
    ("exchange", "happened", "Lists of the missing were exchanged on Monday."),
    ("displacement", "happened", "Entire villages have emptied."),
    ("displacement", "happened", "Some 600 people crossed into Pellan."),
    ("displacement", "happened", "Fighting uprooted 2,000 people."),
    ("displacement", "happened", "The number of displaced people has risen to 14,000."),
    ("displacement", "happened", "Dozens of families are living in tents."),
    ("displacement", "happened", "Residents of Orrin packed up and left."),
    ("return", "happened", "Displaced families are going back to their homes."),
    ("return", "denied", "Nobody has returned to Orrin yet."),
    ("return", "happened", "The first group of returnees arrived in Tess."),
    ("return", "happened", "Only 300 of the 1,200 families have come back."),
    ("return", "demanded", "The Council urged refugees to come home."),
    ("casualty", "happened", "A shell killed two and wounded five."),
    ("casualty", "happened", "The death toll rose to 14."),
    ("casualty", "happened", "Two observers were slightly hurt."),
    ("casualty", "happened", "A shepherd died when he stepped on a mine."),
    ("casualty", "happened", "Seven soldiers were taken prisoner."),
    ("casualty", "happened", "The fate of 23 men is still unknown."),
    ("incident", "happened", "Gunfire was heard in Orrin overnight."),
    ("incident", "happened", "An observer vehicle was stoned in Tess."),
    ("incident", "happened", "Militiamen looted shops in Tess."),
    ("incident", "happened", "A convoy was ambushed near Orrin."),
    ("incident", "happened", "Mortar rounds landed near the bridge."),
    ("incident", "happened", "There were three attacks on observers last week."),
    ("incident", "happened", "Cattle were stolen from a farm near Orrin."),
    ("ceasefire", "happened", "Each side accused the other of breaking the truce."),
    ("ceasefire", "happened", "A ceasefire came into effect at noon."),
    ("ceasefire", "happened", "Hostilities have ceased."),
    ("housing", "happened", "Every second home in Orrin is damaged."),
    ("housing", "happened", "Sixty roofs have been repaired."),
    ("housing", "happened", "Looters stripped the houses in Orrin."),
    ("mines", "happened", "Deminers lifted 200 mines from the fields."),
    ("mines", "happened", "Unexploded shells litter the fields near Orrin."),
    ("mines", "happened", "Mine clearance resumed on Monday."),
    ("transport", "happened", "Traffic is moving again on the Sarn road."),
    ("transport", "happened", "The railway to Pellan was cut by a landslide."),
    ("transport", "planned", "Flights to Tess resume on Monday."),
    ("transport", "happened", "A new bridge was opened to traffic."),
    ("amendment", "agreed", "The parties agreed to extend the deadline by 30 days."),
    ("amendment", "happened", "The second phase was moved to July."),
    ("amendment", "demanded", "The Council sought a postponement of the handover."),
    ("centre", "happened", "The parties set up a joint commission."),
    ("centre", "happened", "The liaison office in Tess began work on Monday."),
    ("aid", "happened", "Relief Line handed out food to 300 families."),
    ("aid", "happened", "Trucks brought in medicine and flour."),
    ("aid", "happened", "The World Food Programme has run short of funds."),
    ("talks", "planned", "Negotiators meet again on Monday."),
    ("talks", "happened", "The talks broke down on Sunday."),
    ("position", "position", "The Council said it would never accept a foreign base."),
    ("position", "position", "Lowen insists on its territorial integrity."),
    ("support", "happened", "Pellan trains and equips the Guard."),
    ("risk", "assessed", "The situation remains fragile."),
    ("reconstruction", "happened", "The power line to Tess has been repaired."),
    ("reconstruction", "happened", "Work on the new water plant began in May."),
    ("control", "happened", "Most of Orrin remains in the hands of the Council."),
    ("population", "happened", "Some 8,000 people live in Orrin."),
    ("accord", "happened", "The accord entered into force on 10 March."),
]
# The same words of sport, trade and the stage.
NOT_SAID = [
    "The striker fired wide of the goal in the second half.",
    "The home side attacked from the start and won 3-1.",
    "The minister came under fire in the press over the budget.",
    "Prices fell sharply on Monday.",
    "The film captured the hearts of the audience in Tess.",
    "The team returned to the top of the table.",
    "The company released its annual results on Friday.",
    "The singer released a new album last week.",
    "The bank extended its opening hours.",
    "Shares in the port operator rose by 3 percent.",
    "The court postponed the divorce hearing.",
    "The choir will arrive on Tuesday for a concert.",
    "The president opened the new theatre in Tess.",
    "The two teams drew 2-2 on Sunday.",
    "The weather was calm over the weekend.",
    "The goalkeeper was injured in training.",
    "A fire destroyed a bakery in the town, the owner said.",
    "The factory laid off 200 workers.",
    "The orchestra played to a full house.",
    "The striker was released by his club.",
    "The chef served 300 guests.",
    "The novelist was held in high regard.",
    "Farmers harvested wheat in record amounts.",
    "The tennis player surrendered a two-set lead.",
    "The union rejected the pay offer.",
    "The drought has left wells dry.",
    "The party held its congress in Tess.",
]


def _read(folder: Path, sentence: str) -> list[tuple[str, str]]:
    (folder / "mill.md").write_text(f"---\nsource: Mill News\npublished_at: 2020-05-12\n---\n{sentence}\n")
    report, _ = open_report(str(folder / "mill.md"))
    claims, _ = read_report(report, load_names("toy"))
    return [(claim.kind, claim.modality) for claim in claims]


@pytest.mark.parametrize(("kind", "modality", "sentence"), SAID, ids=[s for _, _, s in SAID])
def test_ways_of_saying_it(tmp_path: Path, kind: str, modality: str, sentence: str) -> None:
    assert (kind, modality) in _read(tmp_path, sentence)


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_words_of_sport_trade_and_the_stage_are_no_claims(tmp_path: Path, sentence: str) -> None:
    assert not _read(tmp_path, sentence)


@pytest.mark.parametrize("noun", ["skirmishes", "convoys", "troops", "rounds", "phases", "mutinies", "stocks", "wells"])
def test_a_plural_that_is_first_of_all_a_noun_is_no_form_of_a_verb(noun: str) -> None:
    assert noun not in LEXICON.verb_forms
