"""An invented settlement, made by hand, that gives every section of the brief something to say.

Two sides, Maren and Tolva, and a River Mission; the accord of Halda. Nothing in it happened.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

from postwar.core.accord import Accord, Amendment, Due, Obligation, Power, Provision, Reading, Silence, Stage, Topic
from postwar.core.actor import Actor, Force, Format, Group
from postwar.core.books import Books, Document
from postwar.core.case import Case, Question
from postwar.core.claim import Claim, Report, Source, claim_id
from postwar.core.outlook import BaseRate, Forecast, NotModelled, Outlook
from postwar.core.parameter import Parameter, Prior
from postwar.core.place import Place, Route
from postwar.core.situation import (
    Belief,
    Check,
    Control,
    Expected,
    ForceState,
    FormatState,
    Gap,
    Note,
    ObligationState,
    PositionState,
    ReadingVerdict,
    ReportLine,
    RivalControl,
    RouteState,
    Situation,
    StageState,
    Timeliness,
)
from postwar.core.time import AsOf, Day
from postwar.core.variable import Estimate


def d(month: int, day: int, year: int = 2031) -> Day:
    """A day of the invented settlement."""
    return dt.date(year, month, day)


SIGNED, ORIGIN, TO = d(3, 1), d(4, 2), d(4, 2, 2032)

TEXTS = {
    "r-mill": (
        d(3, 20),
        "wire",
        "River towns change hands",
        """Marenese officers raised no flag when Brelin district passed to Tolva on 14 March, ten days after the first
date, because families asked for time to load their carts. The Wire's reporter saw trucks leave the mill road
all night. Between 30,000 and 36,000 of the valley's 80,000 people had left their homes by then, aid workers
said. Some families burned their own houses before they went. "The valley will have no council of its own while
I hold this office," President Orla Venn of Tolva said. Her counterpart in Maren has not spoken about the
valley's status. Castor town was taken during the February fighting. The River Mission is to guard the Pass
road, and its command said that nearly 900 observers were in place. The command did not say when the road would
open. Villagers in Dunmar said that nobody had told them who would run the school or the water pump. The accord
names no mediator. The talks hosted by the Lakes Group ended without a date.
""",
    ),
    "r-lamp": (
        d(4, 2),
        "herald",
        "Buses reach Castor",
        """\
The River Mission said on Tuesday that more than 12,000 people had come back to the valley by bus and on foot.
Nobody counts how many sleep under their own roofs. Dunmar district passed to Tolva on 31 March, except the Pass
road, the Herald saw. Tolva's agriculture ministry expects tens of thousands of its people to move back to the
three districts, but says that fields must be cleared of mines and pipes must be laid first. "All three
districts are now ours to the last fence," a deputy minister of Tolva said. Maren's foreign ministry rejected
the Lakes Group as a host. An analyst at the Harbour Institute said that the mission's mandate is unclear and
that unclear rules could become a source of tension. The same analyst saw an opening: the question of the three
districts, long in the way of talks, is settled. Two people were killed by a mine near Brelin on 28 March. A
clinic in Castor has power again for four hours a day. One more thing that the report says at some length, with
many words, is how the market looked, what was sold there, who came and how long they stayed, so that the tenth
of a report that may be shown is not too small for a test of this kind to be a fair one.
""",
    ),
    "r-note": (
        None,
        "wire",
        "Undated note",
        """\
A convoy waited on Friday at the Pass road, a driver said. The driver could not say whether the road was open.
Some 15,000 people crossed the bridge on buses, counted as journeys, a clerk wrote.
""",
    ),
}


def report(report_id: str) -> Report:
    """One invented report."""
    published, source, title, text = TEXTS[report_id]
    return Report(report_id, source, title, published, None, f"https://example.org/{report_id}" if published else "",
        "en", text, hashlib.sha256(text.encode()).hexdigest(), "wire" if source == "wire" else "")


class Shelf:
    """Claims by a short name, each cut out of a report by its words."""

    def __init__(self) -> None:
        self.claims: dict[str, Claim] = {}

    def add(self, name: str, report_id: str, words: str, kind: str, modality: str, **fields: object) -> str:
        """A claim whose quote is these words; returns its id."""
        source = report(report_id)
        flat = words.replace(" ", "\n")
        at = next((i for i in range(len(source.text)) if source.text[i : i + len(words)].replace("\n", " ") == words),
            -1)
        assert at >= 0, (words, flat)
        quote = source.text[at : at + len(words)]
        made = claim_id(
            source.sha256,
            at,
            at + len(words),
            kind,
            tuple(fields.get("actor", ())),
            tuple(fields.get("place", ())),
            fields.get("low"),
            fields.get("high"),
        )  # type: ignore[arg-type]
        self.claims[name] = Claim(
            made, report_id, at, at + len(words), quote, kind, modality, reader="hand@1", **fields
        )  # type: ignore[arg-type]
        return made


def shelf() -> Shelf:
    """All the invented claims."""
    s = Shelf()
    s.add("brelin", "r-mill", "Brelin district passed to Tolva on 14 March", "handover", "happened", actor=("maren",),
        target=("tolva",), place=("brelin",), valid_from=d(3, 14), valid_to=d(3, 14), date_basis="explicit",
        evidence="unsourced")
    s.add("trucks", "r-mill", "saw trucks leave the mill road all night", "displacement", "happened",
        place=("brelin",), evidence="witnessed")
    s.add("left", "r-mill", "Between 30,000 and 36,000 of the valley's 80,000 people had left their homes by then",
        "displacement", "happened", group=("valley-people",), place=("valley",), low=30000.0, high=36000.0,
        bound="between", unit="person", of=80000.0, measure="cumulative", evidence="relayed")
    s.add("burned", "r-mill", "Some families burned their own houses before they went", "housing", "happened",
        place=("brelin",), evidence="witnessed")
    s.add("venn", "r-mill", "The valley will have no council of its own while I hold this office", "position",
        "position", actor=("tolva",), attributed_to=("venn",), evidence="stated")
    s.add("castor", "r-mill", "Castor town was taken during the February fighting", "capture", "happened",
        actor=("tolva",), place=("castor",), evidence="unsourced")
    s.add("guard", "r-mill", "The River Mission is to guard the Pass road", "guard", "agreed",
        actor=("river-mission",), place=("pass-road",))
    s.add("strength", "r-mill", "nearly 900 observers were in place", "deployment", "happened",
        actor=("river-mission",), low=900.0, high=900.0, bound="about", unit="soldier",
        attributed_to=("river-mission",), evidence="stated")
    s.add("school", "r-mill", "nobody had told them who would run the school or the water pump", "services",
        "happened", place=("dunmar",), evidence="stated")
    s.add("talks", "r-mill", "The talks hosted by the Lakes Group ended without a date", "talks", "happened",
        actor=("lakes-group",))
    s.add("back", "r-lamp", "more than 12,000 people had come back to the valley by bus and on foot", "return",
        "happened", group=("valley-people",), place=("valley",), low=12000.0, bound="at_least", unit="person",
        measure="cumulative", scope="all_routes", attributed_to=("river-mission",), said_on=d(4, 1),
        evidence="stated")
    s.add("dunmar", "r-lamp", "Dunmar district passed to Tolva on 31 March, except the Pass road", "handover",
        "happened", target=("tolva",), place=("dunmar",), valid_from=d(3, 31), valid_to=d(3, 31),
        date_basis="explicit", evidence="witnessed")
    s.add("await", "r-lamp", "expects tens of thousands of its people to move back to the three districts", "return",
        "planned", actor=("tolva",), group=("tolva-people",), place=("three-districts",), low=20000.0, high=99999.0,
        bound="order", unit="person", evidence="stated")
    s.add("mines", "r-lamp", "fields must be cleared of mines", "mines", "conditional", place=("three-districts",))
    s.add("pipes", "r-lamp", "pipes must be laid first", "reconstruction", "conditional", place=("three-districts",))
    s.add("all-ours", "r-lamp", "All three districts are now ours to the last fence", "control", "happened",
        actor=("tolva",), place=("three-districts",), attributed_to=("tolva",), evidence="stated")
    s.add("reject", "r-lamp", "Maren's foreign ministry rejected the Lakes Group as a host", "position", "position",
        actor=("maren",), target=("lakes-group",), evidence="relayed")
    s.add("unclear", "r-lamp", "unclear rules could become a source of tension", "risk", "assessed",
        attributed_to=("analyst",), polarity="risk")
    s.add("opening", "r-lamp", "the question of the three districts, long in the way of talks, is settled", "risk",
        "assessed", attributed_to=("analyst",), polarity="opening")
    s.add("killed", "r-lamp", "Two people were killed by a mine near Brelin on 28 March", "casualty", "happened",
        place=("brelin",), valid_from=d(3, 28), valid_to=d(3, 28), date_basis="explicit", low=2.0, high=2.0,
        bound="exact", unit="person", status="civilian")
    s.add("clinic", "r-lamp", "A clinic in Castor has power again for four hours a day", "services", "happened",
        place=("castor",))
    s.add("convoy", "r-note", "A convoy waited on Friday at the Pass road", "transport", "happened",
        place=("pass-road",), date_basis="unresolved")
    s.add("journeys", "r-note", "Some 15,000 people crossed the bridge on buses, counted as journeys", "return",
        "happened", group=("valley-people",), low=15000.0, high=15000.0, bound="about", unit="person",
        measure="cumulative", scope="boardings", evidence="record")
    s.claims["await"] = dataclasses.replace(s.claims["await"], depends_on=(s.claims["mines"].id,
            s.claims["pipes"].id))
    return s


def obligation(some_id: str, provision: str, act: str, text: str, due: Due, **fields: object) -> Obligation:
    """One obligation with the fields that a test cares for."""
    values: dict[str, object] = {"obligor": ("maren",), "beneficiary": ("tolva",), "mode": "must", "object": text,
        "place": (), "extent": "whole", "except_": (), "quantity": None, "unit": None, "after": (), "otherwise": "",
        "power": None, "stage": None, "readings": ()}
    return Obligation(id=some_id, provision=provision, act=act, due=due, **(values | fields))  # type: ignore[arg-type]


def readings() -> tuple[Reading, ...]:
    """Two ways to read who may stop a car on the Pass road."""
    return (
        Reading("h5-gate", ("maren",), "Only the mission may stop a car on the road.",
                (("forbids", "guard@pass-road"),), d(3, 10), "Wire, 10 March 2031"),
        Reading("h5-tax", ("tolva",), "The mission keeps the peace; customs stay with Tolva.",
                (("none", "customs are no control"),), d(3, 12), "Herald, 12 March 2031"),
    )


def promises() -> tuple[tuple[str, str, tuple[Obligation, ...]], ...]:
    """The clauses of the invented accord: id, text, obligations."""
    both, mission = ("maren", "tolva"), ("river-mission",)
    term = Power("renewal", both, 2.0, 2.0, 3, SIGNED, "the text names no other way to end it")
    return (
        ("h1", "Three districts pass to Tolva, the last by the end of March.", (
            obligation("H1a", "h1", "handover", "Brelin district", Due(by=d(3, 4)), place=("brelin",), stage="first"),
            obligation("H1b", "h1", "handover", "Dunmar district", Due(by=d(3, 31)), place=("dunmar",), extent="part",
                       except_=("pass-road",), stage="first"),
            obligation("H1c", "h1", "exchange", "prisoners and the dead; all for all", Due(by=d(3, 20)), obligor=both,
                       beneficiary=both))),
        ("h2", "A mission of 960 observers stays for two years, renewed unless a party gives notice in time.", (
            obligation("H2", "h2", "stay", "River Mission", Due(continuous_from=SIGNED, continuous_to=d(3, 1, 2033)),
                       obligor=mission, quantity=960.0, unit="soldier", power=term),)),
        ("h3", "People who left come back; no day is named.", (
            obligation("H3", "h3", "return", "people who left", Due(), obligor=(), beneficiary=("valley-people",)),)),
        ("h4", "A new road is planned within six months.", (
            obligation("H4", "h4", "plan", "new road past Brelin", Due(within_months=6, of="signing"), obligor=both),)),
        ("h5", "The Pass road is under the control of the mission.", (
            obligation("H5", "h5", "control", "Pass road", Due(continuous_from=SIGNED), obligor=mission,
                       place=("pass-road",), readings=readings()),)),
    )


def accord() -> Accord:
    """The invented accord of Halda."""
    both = ("maren", "tolva")
    reasons = (("maren", "families asked for time"), ("tolva", "roads were blocked by snow"))
    return Accord(
        SIGNED,
        tuple(Provision(i, text, "Theme", both, "Accord of Halda, 1 March 2031", SIGNED, obligations)
              for i, text, obligations in promises()),
        (Amendment("am1", "H1a", "postpone", d(3, 14), d(3, 3), d(3, 3), both, "oral", reasons, "Wire, 3 March 2031"),),
        (Stage("first", "Handover of the districts", "herald", d(4, 2)),),
        (Silence("s-status", "status", "The text says nothing on the valley's status.", "the text itself", SIGNED,
                 "Accord of Halda"),
         Silence("s-land", "land", "The text says nothing on fields that two families may claim.", "the text itself",
                 SIGNED, "Accord of Halda")),
        (Topic("status", "Status of the valley", ("status",), both),
         Topic("hosts", "Who hosts the talks", ("host",), both),
         Topic("land", "Fields and houses", ("land",), both)),
    )


def place(some_id: str, name: str, kind: str, within: tuple[str, ...], controller: str | None) -> Place:
    """One invented place."""
    return Place(some_id, name, (), kind, within, None, None, None, controller, "hand")


def questions() -> tuple[Question, ...]:
    """The invented questions: one on people, one on fighting by level, one by place, one that nothing models."""
    return (
        Question("Q1", "Do the returns to the valley reach 20,000 by 30 June 2031?", d(6, 30),
                 'reach(returned["valley"], 20000) by 2031-06-30', "", d(3, 30)),
        Question("Q2", "Does fighting with 1,000 or more deaths come back by 1 April 2032?", d(4, 1, 2032),
                 "reach(war_tier, 3) by 2032-04-01", "", d(3, 30)),
        Question("Q3", "Is anybody killed in fighting in the valley by 30 June 2031?", d(6, 30),
                 'rise(killed["valley"], 1) from 2031-04-02 to 2031-06-30', "", d(3, 30)),
        Question("Q4", "Is the new road in use by 1 April 2032?", d(4, 1, 2032),
                 'reach(route_open["new"], 0.1) by 2032-04-01', "", d(3, 30)),
    )


def case() -> Case:
    """The invented case."""
    return Case(
        "halda", "Halda settlement", "An invented settlement.", SIGNED, "UTC", d(3, 1, 2033), ("en",),
        actors=(
            Actor("maren", "Maren", (), "state", "maren"), Actor("tolva", "Tolva", (), "state", "tolva"),
            Actor("river-mission", "River Mission", (), "mission", ""),
            Actor("lakes-group", "Lakes Group", (), "mediator", ""), Actor("venn", "Orla Venn", (), "person", "tolva"),
            Actor("analyst", "Harbour Institute", (), "organisation", ""),
            Actor("relief", "Relief Office", (), "organisation", "")),
        places=(
            place("valley", "Halda valley", "region", (), "maren"),
            place("brelin", "Brelin district", "district", ("valley",), "maren"),
            place("castor", "Castor", "town", ("valley",), "tolva"),
            place("dunmar", "Dunmar district", "district", ("valley",), "maren"),
            place("pass-road", "Pass road", "corridor", ("dunmar",), "river-mission"),
            place("three-districts", "Three districts", "zone", (), None)),
        groups=(
            Group("valley-people", "People of the valley", (), ("valley",), ("valley",), 78000.0, 82000.0, d(1, 1),
                  SIGNED, "Census of 2029"),
            Group("tolva-people", "People of the three districts", (), ("three-districts",), (), None, None, None,
                  SIGNED, "hand")),
        forces=(Force("river-mission", "river-mission", "River Mission", 960.0, "soldier", "peacekeeping", ("valley",),
                      "Accord of Halda"),),
        routes=(Route("pass", "castor", "valley", 30.0, ("aid", "people"), "both ways", "guarded", None, None, None,
                      None, SIGNED, "hand"),),
        formats=(Format("lakes-group", "Lakes Group", "mediation", ("maren", "tolva"), "stalled", (), ("maren",), None,
                        SIGNED, "hand"),),
        accord=accord(),
        parameters=(Parameter("resumption.class", "", None, Prior("choice", (("treaty", 0.3), ("truce", 0.7))), "",
                              "judgement: two views", SIGNED),),
        questions=questions(),
        sources=(Source("wire", "Wire", "", "B"), Source("herald", "Herald", "", "C")),
        print_names=(("castor", ("Kastorra", "Çastor")), ("valley", ("Haldatal",))),
        written_on=d(3, 30), digest="0123456789abcdef" * 2,
    )


def books() -> Books:
    """The invented books: three reports and their claims."""
    claims = tuple(shelf().claims.values())
    documents = []
    for n, report_id in enumerate(TEXTS, 1):
        made = report(report_id)
        mine = sum(c.report == report_id for c in claims)
        documents.append(Document(made, made.published_at or ORIGIN, 10 * n, mine))
    return Books(ORIGIN, 30, tuple(documents), claims)


def state(some_id: str, provision: str, life: str, time: Timeliness, disposition: str, claims: tuple[str, ...],
    **fields: object) -> ObligationState:
    """One verdict with the fields that a test cares for."""
    values: dict[str, object] = {"stage": None, "grade": 0, "readings": (), "belief": Belief(0.9, "very likely",
            "low"), "due": None, "due_text": "", "original_due": None, "done_on": None, "share": None, "why": "",
        "amendments": ()}
    return ObligationState(
        id=some_id,
        provision=provision,
        life_cycle=life,
        timeliness=time,
        disposition=disposition,
        claims=claims,
        **(values | fields),
    )  # type: ignore[arg-type]


def obligations(i: dict[str, str]) -> tuple[ObligationState, ...]:
    """The verdicts on the invented promises."""
    return (
        state("H1a", "h1", "fulfilled", Timeliness("on_time", None, "late", 10), "compliant", (i["brelin"],), grade=3,
              stage="first", due=d(3, 14), original_due=d(3, 4), done_on=d(3, 14), amendments=("am1",)),
        state("H1b", "h1", "fulfilled", Timeliness("on_time"), "compliant", (i["dunmar"],), stage="first", grade=3,
              due=d(3, 31), original_due=d(3, 31), done_on=d(3, 31)),
        state("H1c", "h1", "in_effect", Timeliness("overdue", 13), "not_observed", (), due=d(3, 20),
              original_due=d(3, 20)),
        state("H2", "h2", "in_effect", Timeliness("not_due"), "compliant", (i["strength"],), due=d(3, 1, 2033)),
        state("H3", "h3", "in_effect", Timeliness("no_deadline"), "partial", (i["back"],), share=0.36, grade=1),
        state("H4", "h4", "in_effect", Timeliness("not_due"), "not_observed", (), due=d(9, 1), original_due=d(9, 1)),
        state("H5", "h5", "in_effect", Timeliness("no_deadline"), "not_observed", (i["guard"],), readings=(
            ReadingVerdict("h5-gate", ("maren",), "violated", "no_deadline", "breached"),
            ReadingVerdict("h5-tax", ("tolva",), "in_effect", "no_deadline", "not_observed"))),
    )


def people(variable: str, scope: str, on: Day, value: float, low: float, high: float, claims: tuple[str, ...],
           **more: object) -> Estimate:
    """One figure of the people of the valley."""
    return Estimate(variable, "cumulative", scope, "valley-people", "valley", "person", on, value, low, high, claims,
                    **more)  # type: ignore[arg-type]


def figures(i: dict[str, str]) -> tuple[Estimate, ...]:
    """The invented figures."""
    return (
        people("displaced", "unspecified", d(3, 20), 33000, 29400.2, 36611.0, (i["left"],)),
        people("back_in_region", "all_routes", d(4, 1), 12400, 12003.1, 13490.0, (i["back"],)),
        people("back_in_region", "boardings", d(4, 2), 15000, 13000, 17000, (i["journeys"],), role="triangulation",
               reason="journeys"),
        Estimate("force_strength", "stock", "unspecified", None, "valley", "soldier", d(3, 20), 890, 860, 900,
                 (i["strength"],)),
        Estimate("killed", "cumulative", "unspecified", None, "valley", "person", d(3, 28), 2, 2, 2, (i["killed"],)),
    )


def situation() -> Situation:
    """The invented situation of 2 April 2031."""
    i = {name: c.id for name, c in shelf().claims.items()}
    lines = tuple(
        ReportLine(x.report.id, x.report.source, x.report.title, x.report.published_at, x.report.url, x.report.sha256,
                   x.report.origin or x.report.source, x.n_claims, x.seq) for x in books().documents)
    whole_text = "All three districts, the road included."
    return Situation(
        "halda", AsOf(ORIGIN, ORIGIN, 30),
        control=(
            Control("brelin", "tolva", d(3, 14), "handover", "observed", "whole", (), (), (i["brelin"],)),
            Control("castor", "tolva", None, "capture", "observed", "whole", (), (), (i["castor"],)),
            Control("dunmar", "tolva", d(3, 31), "handover", "observed", "part", ("pass-road",),
                    (RivalControl("tolva", None, "handover", "whole", whole_text, (i["all-ours"],)),), (i["dunmar"],)),
            Control("pass-road", "river-mission", None, "handover", "agreed", "whole", (), (), (i["guard"],)),
            Control("valley", "maren", None, "held", "claimed", "whole", (), (), ())),
        obligations=obligations(i),
        stages=(StageState("first", "Handover of the districts", "done", 2, 2, d(3, 31), "herald",
                           (i["brelin"], i["dunmar"])),),
        silences=tuple((s.id, s.topic, s.text) for s in accord().silences),
        figures=figures(i),
        forces=(ForceState("river-mission", ("valley",), 860, 900, d(3, 20), d(3, 1, 2033), 2.0, "reported",
                           (i["strength"],)),),
        routes=(RouteState("pass", "pass-road", "not_observed", "river-mission", None, (i["guard"],)),),
        positions=(
            PositionState("tolva", "venn", "status", shelf().claims["venn"].quote, d(3, 20), None, (i["venn"],)),
            PositionState("maren", None, "hosts", shelf().claims["reject"].quote, d(4, 2), None, (i["reject"],))),
        formats=(FormatState("lakes-group", "Lakes Group", "stalled", ("maren", "tolva"), (), ("maren",),
                             (i["talks"],)),),
        expected=(Expected("return", "planned", ("tolva-people",), ("three-districts",), 20000.0, 99999.0, None,
                           (i["mines"], i["pipes"]), (i["await"],)),),
        checks=checks(i), gaps=gaps(), notes=notes(i), reports=lines, origins=2, case_digest="0123456789abcdef" * 2,
        version="0.1.0", digest="d" * 64,
    )


def checks(i: dict[str, str]) -> tuple[Check, ...]:
    """What was held against what."""
    return (
        Check("scope", "Journeys and people are not fused.", (i["journeys"], i["back"])),
        Check("contradiction", "“All three districts” and “except the Pass road” cannot both hold.",
              (i["all-ours"], i["dunmar"])),
        Check("contradiction", "report r-note: 15,000, 2 April 2031; River Mission: more than 12,000. Both stand.",
              (i["journeys"], i["back"])),
    )


def gaps() -> tuple[Gap, ...]:
    """What a reader will ask for and the books do not hold."""
    return (
        Gap("position", "maren", "status", "Maren's position on the status of the valley is in none of these reports.",
            ("maren",)),
        Gap("figure", "back_home", "back_home", "Nobody says how many people are in their own homes.",
            ("relief", "river-mission")),
        Gap("obligation", "H1c", "exchange", "No report on prisoners.", ("maren", "tolva")),
        Gap("route", "pass", "pass-road", "No report says whether the Pass road is open.", ("river-mission",)),
        Gap("origin", "displaced", "valley-people", "The figure 29,400 to 36,611 rests on one origin.", ("relief",)),
    )


def notes(i: dict[str, str]) -> tuple[Note, ...]:
    """What no engine moves."""
    return (
        Note("homes", "housing", "happened", ("brelin",), (i["burned"],)),
        Note("mines", "mines", "conditional", ("three-districts",), (i["mines"],)),
        Note("services", "services", "happened", ("castor",), (i["clinic"],)),
        Note("living", "services", "happened", ("dunmar",), (i["school"],)),
        Note("incidents", "casualty", "happened", ("brelin",), (i["killed"],)),
        Note("risk", "risk", "assessed", (), (i["unclear"],)),
        Note("opening", "risk", "assessed", (), (i["opening"],)),
    )


def previous() -> Situation:
    """The invented situation as it was known on 20 March 2031."""
    now = situation()
    quiet = {"life_cycle": "in_effect", "timeliness": Timeliness("not_due"), "disposition": "not_observed",
             "claims": (), "done_on": None}
    states = tuple(dataclasses.replace(o, **quiet) if o.id in ("H1b", "H3") else o for o in now.obligations)
    return dataclasses.replace(
        now, as_of=AsOf(d(3, 20), d(3, 20), 10), control=now.control[:2], obligations=states, figures=now.figures[:1],
        positions=now.positions[:1], checks=(), notes=now.notes[:1], reports=now.reports[:1], origins=1, stages=(),
        expected=(), gaps=now.gaps[:1])


def forecast_rows() -> tuple[Forecast, ...]:
    """Series with bands, probabilities of fighting, questions and promises."""
    rows: list[Forecast] = []
    for n in (7, 30, 90, 180, 365):
        on = ORIGIN + dt.timedelta(days=n)
        for target, start, slope in (("away", 21000.0, -30.0), ("back_in_region", 12500.0, 35.0)):
            for q in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95):
                value = round(start + slope * n + (q - 0.5) * (90 * n**0.5 + 25 * n))
                rows.append(Forecast(ORIGIN, target, "valley", n, on, "quantile", str(q), float(value)))
        for tier, p in ((1, 0.31), (2, 0.18), (3, 0.07)):
            p_by = p * (n / 365) ** 0.5
            rows += [Forecast(ORIGIN, f"war_tier:{tier}:reached", "halda", n, on, "pmf", "no", 1 - p_by),
                Forecast(ORIGIN, f"war_tier:{tier}:reached", "halda", n, on, "pmf", "yes", p_by)]
    for target, on, p in (("question:Q1", d(6, 30), 0.62), ("question:Q2", d(4, 1, 2032), 0.07), ("question:Q3", d(6,
                30), 0.2), ("obligation:H4:done_by_due", d(9, 1), 0.41)):
        rows += [Forecast(ORIGIN, target, "halda", (on - ORIGIN).days, on, "pmf", "no", 1 - p), Forecast(ORIGIN,
                target, "halda", (on - ORIGIN).days, on, "pmf", "yes", p)]
    return tuple(rows)


def outlook() -> Outlook:
    """The invented outlook from 2 April 2031."""
    war, source = "war resumes, as the base-rate data define it, whoever starts it", "Invented rates, for tests"
    return Outlook(
        "halda", ORIGIN, ORIGIN, 30, TO, 1, 500, "0.1.0", "0123456789abcdef" * 2, forecast_rows(),
        not_modelled=(
            NotModelled("obligation:H3:done_by_due", "the text gives no day by which it is due"),
            NotModelled("question:Q4", "no process of this run moves route_open")),
        base_rates=(
            BaseRate(war, "all cease-fires", 1, 0.218, 0.161, 0.291, 156, source),
            BaseRate(war, "ended by a truce", 1, 0.458, 0.33, 0.608, 48, source),
            BaseRate(war, "ended by a treaty", 1, 0.205, 0.108, 0.369, 39, source)),
        off=(("corridor", "the case gives no data for it"),),
        assumptions=(
            ("resumption.class", "a mixture: treaty 0.3, truce 0.7", "judgement: two views"),
            ("returns.rate:valley-people", "lognormal, 0.001 to 0.02 (5 % to 95 %), per day", "Census of 2029")),
        effective_members=500.0,
    )
