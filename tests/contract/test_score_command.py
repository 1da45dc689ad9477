"""`postwar score`: past outlooks as they would have been, scored on what the books say later."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from postwar import cli, pipeline
from postwar.core.errors import AskError
from postwar.core.score import EventScore, SeriesScore, Skill
from postwar.publish.score import score_lines
from tests import invented as halda

D = dt.date
ARGS = ["score", "toy", "--from", "2019-03-20", "--every", "28", "--members", "20"]


@pytest.mark.slow
def test_an_outlook_is_scored_as_it_would_have_been(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*ARGS, "--json", "--out", str(tmp_path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))
    assert found["schema"] == "postwar/score@1" and found["series"]["n"] > 0 and found["events"]["n"] > 0
    for row in found["events"]["rows"]:
        target = row["target"] if row["target"].startswith("question") else f"{row['target']}:done_by_due"
        origin = D.fromisoformat(row["origin_date"])
        p = pipeline.hindcast("toy", origin, D.fromisoformat(row["on"]), 20).probability(target)
        assert row["p"]["model"] == pytest.approx(0.5 if p is None else p, abs=1e-6), row
    with (tmp_path / "score-figures.csv").open(encoding="utf-8") as lines:
        assert len(list(csv.DictReader(lines))) == found["series"]["n"]
    assert (tmp_path / "reliability.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_lines_name_the_baselines_the_hindsight_and_what_is_not_settled() -> None:
    day, crps = D(2031, 4, 2), {"model": 1.0, "last value": 2.0}
    series = SeriesScore("away", "valley", day, day, 100, 90, 110, crps, 30.0, False, True)
    event = EventScore("question:Q1", day, day, True, {"model": 0.75, "one half": 0.5})
    left = (("question:Q2", "nobody says"),)
    skill = Skill("halda", (day,), day, 90, 100, 1, "1", "", (series,), (event,), left, True)
    told = "\n".join(score_lines(halda.case(), skill))
    for words in ("0% inside the 50 % band, 100% inside the 90 % band", "last value", "one half", "0.062", "hindcast",
                  "question:Q2: nobody says"):
        assert words in told, words


@pytest.mark.slow
def test_a_first_day_after_the_books_end_cannot_be_scored() -> None:
    with pytest.raises(AskError, match="not before the end of the books"):
        pipeline.score(pipeline.Selection("toy"), first=D(2040, 1, 1))
