"""Settlements written as rows of data, built into cases, books and situations: for the tests of obligations.

Every test module of obligations loads this file by its path; the checks of the tests themselves (mutation) do too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from postwar.core.accord import Access, Accord, Amendment, Due, Obligation, Power, Provision, Reading, Remedy
from postwar.core.actor import Actor, Force, Group
from postwar.core.books import Books, Document
from postwar.core.case import Case
from postwar.core.claim import Claim, Report, claim_id
from postwar.core.place import Place
from postwar.core.situation import ObligationState, Situation
from postwar.core.time import AsOf, Day
from postwar.situation.derive import derive

FILES = ("obligation_cases.toml", "obligation_cases_settlements.toml", "obligation_cases_claims.toml")
CASES: list[dict[str, Any]] = [
    row
    for name in FILES
    for row in tomllib.loads((Path(__file__).parent / "science" / name).read_text("utf-8"))["case"]
]

ACTORS = (
    Actor("east", "East", ("East",), "state", "east"),
    Actor("west", "West", ("West",), "state", "west"),
    Actor("west-army", "Army of West", ("army of West",), "armed force", "west"),
    Actor("sponsor", "Sponsor", (), "state", "sponsor"),
    Actor("mission", "Mission", ("the mission",), "mission", "sponsor"),
    Actor("valley-people", "People of the valley", (), "population", "west"),
)


def _place(place_id: str, kind: str, within: tuple[str, ...], controller: str | None) -> Place:
    return Place(place_id, place_id.capitalize(), (), kind, within, None, None, None, controller, "invented")


PLACES = (
    _place("valley", "region", (), "west"),
    _place("belt", "zone", (), None),
    _place("north", "district", ("belt",), "west"),
    _place("south", "district", ("belt",), "west"),
    _place("corridor", "corridor", ("south",), "mission"),
    _place("bridge", "site", ("corridor",), None),
    _place("town", "town", ("valley",), "east"),
)


def _obligation(data: dict[str, Any]) -> Obligation:
    due = dict(data.get("due", {}))
    if "from" in due:
        due["from_"] = due.pop("from")
    power = data.get("power")
    readings = tuple(
        Reading(r["id"], tuple(r["holder"]), r["text"], tuple(r["changes"].items()), r["known_on"], "invented")
        for r in data.get("reading", ())
    )
    return Obligation(
        data["id"],
        "p-" + data["id"],
        tuple(data["obligor"]),
        tuple(data.get("beneficiary", ())),
        data.get("mode", "must"),
        data["act"],
        data["act"],
        tuple(data["place"]),
        data.get("extent", "whole"),
        tuple(data.get("except", ())),
        data.get("quantity"),
        data.get("unit"),
        Due(**due),
        tuple(data.get("after", ())),
        "",
        None if power is None else _power(power),
        data.get("stage"),
        readings,
        remedies=tuple(
            Remedy(r["kind"], tuple(r["obligation"]), tuple(r.get("holder", ())), r.get("notice_days", 0))
            for r in data.get("remedy", ())
        ),
    )


def _power(data: dict[str, Any]) -> Power:
    numbers = (data.get(key) for key in ("term_years", "renews_years", "notice_months", "from"))
    return Power(data["kind"], tuple(data["holder"]), *numbers)


def build_case(data: dict[str, Any]) -> Case:
    """The case of one row: invented places and actors, its obligations and amendments."""
    provisions = tuple(
        Provision(
            "p-" + o["id"], o["act"], "", (), "invented", data.get("known_on", data["signed_on"]), (_obligation(o),)
        )
        for o in data["obligation"]
    )
    amendments = tuple(
        Amendment(
            a["id"],
            a["obligation"],
            a["kind"],
            a.get("by"),
            a["agreed_on"],
            a.get("known_on", a["agreed_on"]),
            tuple(a.get("parties", ())),
            a["form"],
            (),
            "invented",
        )
        for a in data.get("amendment", ())
    )
    access = tuple(
        Access(
            a["id"], a["observer"], tuple(a["place"]), a["state"], a["from"], a.get("to"),
            a.get("known_on", a["from"]), "invented",
        )
        for a in data.get("access", ())
    )
    return Case(
        "row",
        "Row",
        "",
        data["signed_on"],
        "UTC",
        None,
        ("en",),
        ACTORS,
        PLACES,
        groups=(
            Group("valley-people", "People of the valley", (), ("valley",), (), None, None, None, None, "invented"),
        ),
        forces=(Force("mission", "mission", "Mission", None, "soldier", "", ("valley", "corridor"), "invented"),),
        accord=Accord(data["signed_on"], provisions, amendments, access=access),
    )


def build_books(rows: Sequence[dict[str, Any] | None], known: Day) -> Books:
    """One report a claim, each with its own words as its whole text and its own source; rows that name one report are
    in one. None stands for a row that was taken out: the others keep their names."""
    documents: list[Document] = []
    claims: list[Claim] = []
    for n, row in enumerate(rows):
        if row is None or row["said"] > known:
            continue
        words = row["words"]
        name = row.get("report", f"r{n}")
        sha = hashlib.sha256(f"{name}{words}".encode()).hexdigest()
        report = Report(name, f"Paper {n}", "", row["said"], None, "", "en", words, sha)
        low, high = _figure(row)
        begin, end = row.get("on", row.get("since")), row.get("on", row.get("until"))
        who, at = tuple(row.get("who", ())), tuple(row.get("at", ()))
        claims.append(
            Claim(
                claim_id(sha, 0, len(words), row["kind"], who, at, low, high),
                report.id,
                0,
                len(words),
                words,
                row["kind"],
                row["modality"],
                who,
                tuple(row.get("to", ())),
                at,
                begin,
                end,
                "explicit" if begin else "none",
                low,
                high,
                row.get("bound"),
                row.get("unit"),
                None,
                tuple(row.get("by", ())),
                tuple(row.get("link", ())),
                measure=row.get("measure"),
                evidence=row.get("evidence"),
            )
        )
        if name not in {d.report.id for d in documents}:
            documents.append(Document(report, row["said"], n + 1, 1))
    return Books(known, len(documents), tuple(documents), tuple(claims))


def _figure(row: dict[str, Any]) -> tuple[float | None, float | None]:
    numbers = row.get("n")
    if not numbers:
        return None, None
    if row["bound"] == "at_least":
        return numbers[0], None
    return numbers[0], numbers[-1]


def answer(data: dict[str, Any], as_of: Day | None = None) -> Situation:
    """The situation of one row as of its day."""
    day = as_of or data["as_of"]
    return derive(build_case(data), build_books(data["claims"], day), AsOf(day, day))


def compare(state: ObligationState, expected: dict[str, Any]) -> None:
    """Every axis that the row names."""
    for axis, value in expected.items():
        if axis == "timeliness":
            assert state.timeliness.code == value, (axis, state)
        elif axis == "days":
            assert state.timeliness.days == value, (axis, state)
        elif axis == "original":
            assert [state.timeliness.original_code, state.timeliness.original_days] == value, (axis, state)
        elif axis == "belief":
            assert abs(state.belief.p - value) < 5e-4, (axis, state)
        elif axis == "readings":
            assert {r.id: [r.life_cycle, r.disposition] for r in state.readings} == value, (axis, state)
        elif axis in ("why", "due_text"):
            assert value in getattr(state, axis), (axis, state)
        elif axis in ("amendments", "waits_on"):
            assert list(getattr(state, axis)) == value, (axis, state)
        elif axis == "attribution":
            assert ["".join(a.actor) for a in state.attribution] == value, (axis, state)
        elif axis == "late_between":
            assert [state.timeliness.least, state.timeliness.most] == value, (axis, state)
        elif axis in ("due", "original_due", "done_on", "share") and value == "none":
            assert getattr(state, axis) is None, (axis, state)
        elif axis == "confidence":
            assert state.belief.confidence == value, (axis, state)
        else:
            assert getattr(state, axis) == value, (axis, state)


def verdict_lines(data: dict[str, Any], day: Day | None = None) -> list[str]:
    """Every axis of every obligation of a row, on its day or another, a line each; with its reason, its readings, its
    attribution and what each claim does for it."""
    out = []
    for o in answer(data, day).obligations:
        t = o.timeliness
        late = "" if t.days is None else f" {t.days}"
        between = "" if t.most is None else f" {t.least} to {t.most}"
        first = "" if t.original_code is None else f" (first text: {t.original_code} {t.original_days or ''})".rstrip()
        share = "" if o.share is None else f" {o.share}"
        day_of = f"done {o.done_on}" if o.done_on else "no day of doing"
        out.append(
            f"{o.id}: {o.life_cycle} | {t.code}{late}{between}{first} | {o.disposition}{share} | grade {o.grade} | "
            f"{day_of} | due {o.due}, at first {o.original_due}: {o.due_text} | p {o.belief.p:.3f}, "
            f"{o.belief.confidence}"
        )
        out.append(f"   {o.why}")
        out += [f"   amended by {', '.join(a.split(':')[0] for a in o.amendments)}"] if o.amendments else []
        out += [f"   waits on {', '.join(o.waits_on)}"] if o.waits_on else []
        for r in o.readings:
            p = r.belief.p if r.belief is not None else 0
            out.append(f"   read as {r.id}: {r.life_cycle} | {r.timeliness} | {r.disposition} | p {p:.3f}")
        for a in o.attribution:
            out.append(f"   by {', '.join(a.actor) or 'nobody named'}: p {a.belief.p:.3f}, {len(a.claims)}")
        out += [f"   claims: {', '.join(effect for _, effect in o.effects)}"] if o.effects else []
    return out


def key_days(data: dict[str, Any]) -> list[Day]:
    """The days round which the answer to a row can change: of its duties, amendments, log and claims, and its own."""
    found = {data["signed_on"], data["as_of"]}
    queue: list[Any] = [data]
    while queue:
        value = queue.pop()
        if isinstance(value, dict):
            queue += value.values()
        elif isinstance(value, list):
            queue += value
        elif isinstance(value, dt.date):
            found.add(value)
    found |= {o.due for o in answer(data).obligations if o.due is not None and o.due.year < data["as_of"].year + 2}
    step = dt.timedelta(days=1)
    return sorted({d + n * step for d in found for n in (-1, 0, 1)})


def course_lines(data: dict[str, Any]) -> list[str]:
    """How the verdicts of a row change by day, as known on each: a line where one differs from that of the key day
    before, without the reason."""
    out: list[str] = []
    before: dict[str, str] = {}
    for day in key_days(data):
        for o in answer(data, day).obligations:
            t = o.timeliness
            late = "" if t.days is None else " days"
            text = (
                f"{o.id} {o.life_cycle} {t.code}{late} {o.disposition} {o.grade} {o.due} {o.done_on or ''}"
                f" {o.belief.p:.2f} {'/'.join(r.disposition for r in o.readings)}"
            ).rstrip()
            if before.get(o.id) != text:
                out.append(f"{day} {text}")
            before[o.id] = text
    return out
