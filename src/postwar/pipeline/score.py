"""The order of a score: past outlooks made again with what was known then, held against what was reported later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from postwar.cases import load_case
from postwar.core.case import Case
from postwar.core.errors import AskError
from postwar.core.score import EventScore, SeriesScore, Skill
from postwar.core.situation import Situation
from postwar.core.time import AsOf, Day, iso
from postwar.core.variable import Estimate
from postwar.ledger import Ledger
from postwar.model.run import run
from postwar.outlook.forecast import make_outlook
from postwar.outlook.scores.resolution import Reported
from postwar.outlook.scores.rolling import Key, key_of, score_events, score_series
from postwar.outlook.scores.without_model import looked_back
from postwar.pipeline.output import SEED, Progress, program_version, silent
from postwar.pipeline.settlement import MEMBERS, Selection, opened, situation_of

EVERY, HORIZON = 30, 90


def score(selection: Selection, first: Day | None = None, last: Day | None = None, every: int = EVERY,
          horizon: int = HORIZON, members: int = MEMBERS, seed: int = SEED, progress: Progress = silent) -> Skill:
    """How good the outlooks would have been that a case's books give on past days.

    From ``first`` (default: the first day after which the books have both a figure and a later one) to ``last``
    (default: the last day before the books end) an outlook is made every ``every`` days with what was known on that
    day, and nothing else: case rows, reports and reviews that came later are not there. It is scored on the figures of
    the ``horizon`` days after it, and on the obligations and questions that fell due by the end of the books.
    Raises ``AskError`` where no day can be scored.
    """
    with opened(selection, progress) as (case, ledger, as_of, _):
        end = as_of.known
        looked = Looked(selection.case, ledger, selection.as_seq)
        days = looked.figure_days(end)
        origins = _origins(days, first, last, every, end)
        at_end = [looked.at(day, end)[1] for day in days if day > origins[0]]
        reported = Reported(looked.at(end, end)[1], end, _courses(at_end))
        later = sorted({f for found in reported.course.values() for f in found}, key=lambda f: (f.on, key_of(f)))
        series: list[SeriesScore] = []
        events: list[EventScore] = []
        open_: dict[str, str] = {}
        for n, origin in enumerate(origins, 1):
            progress(f"scoring the outlook of {iso(origin)}, {n} of {len(origins)}")
            rows, happened, left = _one(looked, origin, horizon, end, members, seed, reported, later)
            series += rows
            events += happened
            open_.update(left)
    settled = {e.target for e in events}
    return Skill(case.id, tuple(origins), end, horizon, members, seed, program_version(), case.digest, tuple(series),
                 tuple(events), tuple(sorted((t, r) for t, r in open_.items() if t not in settled)),
                 case.written_on is not None and origins[0] < case.written_on)


class Looked:
    """Situations of one set of books, each derived once."""

    def __init__(self, case: str, ledger: Ledger, seq: int | None) -> None:
        self._case, self._ledger, self._seq = case, ledger, seq
        self._found: dict[tuple[Day, Day], tuple[Case, Situation]] = {}

    def at(self, valid: Day, known: Day) -> tuple[Case, Situation]:
        """The case and the situation as it was on ``valid``, as known on ``known``."""
        if (valid, known) not in self._found:
            case = load_case(self._case, known)
            self._found[valid, known] = case, situation_of(case, self._ledger, AsOf(valid, known), self._seq)[1]
        return self._found[valid, known]

    def figure_days(self, known: Day) -> list[Day]:
        """The days of which the books had a figure by a day."""
        claims = self._ledger.books(known=known, seq=self._seq).claims
        return sorted({day for c in claims if (c.low, c.high) != (None, None) and c.modality == "happened"
                       for day in (c.valid_to or c.valid_from,) if day is not None and day <= known})


def _one(looked: Looked, origin: Day, horizon: int, end: Day, members: int, seed: int, reported: Reported,
         later: Sequence[Estimate]) -> tuple[list[SeriesScore], list[EventScore], list[tuple[str, str]]]:
    """One outlook and its scores."""
    case, now = looked.at(origin, origin)
    asked = [q.closes_on for q in case.questions] + [o.due for o in now.obligations if o.due is not None]
    to = max([origin + dt.timedelta(days=horizon), *(day for day in asked if origin < day <= end)])
    ensemble = run(case, now, to, members, seed)
    before = [looked.at(day, origin)[1] for day in looked_back([*looked.figure_days(origin), origin])]
    ahead = [f for f in later if origin < f.on <= origin + dt.timedelta(days=horizon)]
    events, left = score_events(case, now, make_outlook(case, now, ensemble, program_version()), reported)
    return score_series(case, now, ensemble, _courses(before), ahead), events, left


def _courses(situations: Sequence[Situation]) -> Mapping[Key, Sequence[Estimate]]:
    """The recommended figures of some situations by what they are of, each day's once, oldest first."""
    found: dict[Key, dict[Day, Estimate]] = {}
    for situation in situations:
        for figure in situation.figures:
            if figure.role == "recommended":
                found.setdefault(key_of(figure), {})[figure.on] = figure
    return {key: [by_day[day] for day in sorted(by_day)] for key, by_day in found.items()}


def _origins(days: Sequence[Day], first: Day | None, last: Day | None, every: int, end: Day) -> list[Day]:
    start = first or (days[0] + dt.timedelta(days=1) if days else end)
    stop = min(last or end, end - dt.timedelta(days=1))
    if start > stop:
        raise AskError(f"no day to score: the first origin {iso(start)} is not before the end of the books, {iso(end)}")
    return [start + dt.timedelta(days=n) for n in range(0, (stop - start).days + 1, every)]
