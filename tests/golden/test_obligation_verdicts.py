"""The verdicts of every row of the tables of obligations, with all axes and reasons, as one text that can be read; and
how each changes from day to day. After a wanted change: run this file with python, and read what became different."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest

from postwar.core.accord import ACTS
from postwar.core.claim import KINDS, MODALITIES, Claim
from postwar.core.time import AsOf
from postwar.situation.bearing import Bearings
from postwar.situation.evidence import collect_items
from postwar.situation.reach import Reach
from postwar.situation.sides import Sides
from tests import obligation_rows as built

HERE = Path(__file__).parent
VERDICTS, COURSES = HERE / "obligation-verdicts.txt", HERE / "obligation-courses.txt"
BEARING = HERE / "obligation-bearing.txt"
SIGNED, SAID = dt.date(2020, 11, 10), dt.date(2020, 12, 1)
WORDS = (
    "it was done", "all of it was completed", "it began", "parts of it", "the road was closed", "the road was opened",
    "soldiers opened fire", "two were wounded under fire", "a breach of it", "there was no breach of it",
    "it held at its lines", "notice was given", "a memorandum was signed", "West suspended it", "West resumed it",
    "it will not be", "years ago it was done", "a mine went off under fire", "a checkpoint", "turned back at the edge",
)
DECLARED = ("accord", "amendment", "mandate", "position")  # by which somebody suspends a duty, whatever the act
PLACES = {"": "unnamed", "south": "here", "belt": "wider", "bridge": "inside", "town": "elsewhere"}
ACTORS = {"": "nobody", "west-army": "obligor", "east": "beneficiary", "sponsor": "third"}


def verdicts() -> str:
    """Each row by its name, its day, and the lines of its verdicts."""
    return "\n".join(
        "\n".join((f"# {c['name']}", f"as of {c['as_of']}", *built.verdict_lines(c), "")) for c in built.CASES
    )


def courses() -> str:
    """Each row by its number, and the days on which a verdict changes."""
    return "\n".join(
        "\n".join((f"# {c['name'].split(':')[0]}", *built.course_lines(c), "")) for c in built.CASES
    )


class Anyone:
    """Origins that play no part in what bears on a duty."""

    def of_claim(self, claim: Claim) -> str:
        """The origin of a claim."""
        return claim.report

    def of_report(self, report: str) -> str:
        """The origin of a report."""
        return report

    def reliability(self, report: str) -> str:
        """The grade of its source."""
        return "F"


def effects(act: str, claims: list[dict[str, Any]], linked: bool) -> list[str]:
    """What each of some claims shows of a duty of West to do an act in South, beside one like it at the bridge."""
    duty = {"id": "o", "act": act, "obligor": ["west"], "beneficiary": ["east"], "place": ["south"], "unit": "weapon"}
    beside = {**duty, "id": "p", "place": ["bridge"], "unit": "person"}
    case = built.build_case({"signed_on": SIGNED, "obligation": [duty, beside]})
    rows = [{"said": SAID, "words": "", **c, "report": f"r{n:03}", "link": ["p-o"] if linked else []}
            for n, c in enumerate(claims)]
    sides, reach = Sides(case), Reach(case)
    books = built.build_books(rows, SAID)
    items = collect_items(books, AsOf(SAID, SAID), Anyone())  # type: ignore[arg-type]
    obligations = case.accord.obligations
    bearing = Bearings(items, obligations, sides, reach, SIGNED, SIGNED.year).of(obligations[0])
    found: dict[str, list[str]] = {i.claim.report: [] for i in items}
    for field in dataclasses.fields(bearing):
        for item in getattr(bearing, field.name):
            found[item.claim.report].append(field.name)
    return ["+".join(found[r["report"]]) for r in rows]


def bearing_lines() -> str:
    """For each act and kind of claim: what the claim shows by its words, and by its place, its actor and a link."""
    out = []
    for act in ACTS:
        for kind in KINDS:
            here: dict[str, Any] = {"kind": kind, "at": ["south"], "who": ["west-army"], "modality": "happened"}
            days: tuple[dict[str, Any], ...] = ({}, {"on": dt.date(2020, 11, 20)})
            said = [{**here, "words": words, **dated} for words in WORDS for dated in days]
            said += [{**here, "words": "it was done", "modality": m} for m in MODALITIES]
            said += [{**here, "words": "it was done", "on": SIGNED + dt.timedelta(days=n)} for n in (-1, 0, 1)]
            said += [{**here, "words": "it", "n": [5], "bound": "exact", "unit": u} for u in ("weapon", "person", "km")]
            placed = [
                {**here, "words": words, "at": [p] if p else [], "who": [a] if a else [], "to": [t] if t else []}
                for p in PLACES for a in ACTORS for t in ("", "sponsor")[: 1 + (kind == "handover")]
                for words in ("all of the road was opened", "the road was closed under fire")]
            parts = [_runs(effects(act, placed, link)) for link in (False, True)]
            if kind in DECLARED or any(part.strip("-0123456789 ") for part in parts):
                parts.insert(0, _runs(effects(act, said, False)))
                out += [f"{act} by {kind}", *(f"   {name}: {part}" for name, part in
                                             zip(("words", "places", "linked"), parts, strict=True))]
    return "\n".join(out) + "\n"


def _runs(values: list[str]) -> str:
    """A list with runs of the same value counted."""
    return " ".join(f"{value or '-'}{len(list(run))}" for value, run in itertools.groupby(values))


@pytest.mark.slow
def test_what_bears_on_a_duty_is_what_is_on_record() -> None:
    assert bearing_lines() == BEARING.read_text(encoding="utf-8")


def test_every_verdict_is_the_one_on_record() -> None:
    assert verdicts() == VERDICTS.read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_verdict_changes_on_the_days_on_record() -> None:
    assert courses() == COURSES.read_text(encoding="utf-8")


if __name__ == "__main__":
    VERDICTS.write_text(verdicts(), encoding="utf-8")
    COURSES.write_text(courses(), encoding="utf-8")
    BEARING.write_text(bearing_lines(), encoding="utf-8")
