"""Scores for a terminal and as files: how right the outlooks were, beside what needs no model."""

from __future__ import annotations

import csv
import io

from postwar.core.case import Case
from postwar.core.score import MODEL, Skill, covered, mean_crps, mean_event_scores
from postwar.core.time import iso
from postwar.publish.charts.reliability import chart as reliability
from postwar.publish.prose import counted, number

_HINDCAST = ("hindcast: the case was written after these days, so that whoever chose its parameters and questions may "
             "have known what came; this shows method, not skill")


def score_lines(case: Case, skill: Skill) -> list[str]:
    """The scores in lines: figures, then promises and questions, then what the books do not settle."""
    first, last = skill.origins[0], skill.origins[-1]
    lines = [f"{case.title}: {counted(len(skill.origins), 'outlook')} from {iso(first)} to {iso(last)}, each with what "
             f"was known then, against the books of {iso(skill.known)}; {counted(skill.members, 'member')}, seed "
             f"{skill.seed}"]
    lines += [_HINDCAST] if skill.hindcast else []
    return [*lines, "", *_series_lines(skill), "", *_event_lines(skill), *_unresolved_lines(skill)]


def _series_lines(skill: Skill) -> list[str]:
    if not skill.series:
        return [f"Figures: none of the {skill.horizon} days after an origin can be scored"]
    half, most = covered(skill.series)
    lines = [f"Figures of the {skill.horizon} days after each origin ({counted(len(skill.series), 'pair')}): "
             f"{half:.0%} inside the 50 % band, {most:.0%} inside the 90 % band"]
    lines.append("  mean CRPS, lower is better")
    return [*lines, *(f"    {name:24} {number(round(v))}" for name, v in mean_crps(skill.series).items())]


def _event_lines(skill: Skill) -> list[str]:
    if not skill.events:
        return ["Promises and questions: none that the books settle"]
    lines = [f"Promises and questions that the books settle ({counted(len(skill.events), 'pair')}; lower is better)",
             f"    {'':24} {'Brier':>7} {'log score':>10}"]
    for kind, title in (("obligation", "promises"), ("question", "questions")):
        rows = tuple(e for e in skill.events if e.target.startswith(kind))
        lines += [f"  {title}, {counted(len(rows), 'pair')}"] if rows else []
        lines += [f"    {name:24} {brier:7.3f} {log:10.3f}" for name, (brier, log) in mean_event_scores(rows).items()]
    return lines


def _unresolved_lines(skill: Skill) -> list[str]:
    if not skill.unresolved:
        return []
    return ["", "Not settled by the books", *(f"  {target}: {reason}" for target, reason in skill.unresolved)]


def score_files(case: Case, skill: Skill) -> dict[str, str]:
    """The files beside ``score.json``: every pair as a table, and the reliability diagram where there is one."""
    files = {"score-figures.csv": _figures_csv(skill), "score-events.csv": _events_csv(skill)}
    drawn = reliability.data(skill)
    if drawn is not None:
        files["reliability.svg"] = reliability.draw(drawn) + "\n"
    return files


def _figures_csv(skill: Skill) -> str:
    models = list(skill.series[0].crps) if skill.series else [MODEL]
    rows = [[r.target, r.location, iso(r.origin), iso(r.on), f"{r.reported:g}", f"{r.low:g}", f"{r.high:g}",
             *(f"{r.crps[m]:.4g}" for m in models), f"{r.interval:.4g}", int(r.inside_50), int(r.inside_90)]
            for r in skill.series]
    return _table(["target", "location", "origin_date", "on", "reported", "low", "high",
                   *(f"crps {m}" for m in models), "interval score", "inside 50", "inside 90"], rows)


def _events_csv(skill: Skill) -> str:
    models = list(skill.events[0].p) if skill.events else [MODEL]
    rows = [[e.target, iso(e.origin), iso(e.on), int(e.happened),
             *(f"{e.p[m]:.6g}" for m in models), *(f"{e.brier(m):.4g}" for m in models),
             *(f"{e.log(m):.4g}" for m in models)] for e in skill.events]
    return _table(["target", "origin_date", "on", "happened", *(f"p {m}" for m in models),
                   *(f"Brier {m}" for m in models), *(f"log {m}" for m in models)], rows)


def _table(head: list[str], rows: list[list[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
