"""Talks: what is negotiated is agreed, imposed by one side or falls away; formats stall, work again and close."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from postwar.core.case import Case
from postwar.core.claim import KINDS
from postwar.core.parameter import Prior
from postwar.model.happenings import event_key, told
from postwar.model.priors import Need, has_own
from postwar.model.process import Off, Running
from postwar.model.state import FULL_WAR, Drawn, Setting, State

AGREE, IMPOSE, VOID = "talks.agree_rate", "talks.impose_rate", "talks.void_rate"
IMPOSED_BY_WAR, STALLED = "talks.imposed_by_war_share", "talks.stalled_factor"
STALL, RESUME, CLOSE = "talks.stall_rate", "talks.resume_rate", "talks.close_rate"

OPEN, AGREED, IMPOSED, FALLEN = range(4)
WORKING, STANDING, CLOSED = range(3)
STANDING_WORDS = ("stalled", "suspended", "proposed", "frozen", "dormant")
CLOSED_WORDS = ("void", "closed", "ended", "dissolved")

STALLED_PRIOR = Prior("uniform", (("low", 0.3), ("high", 1.0)))
"""What is left of a rate of agreement while no format works, where the case has no prior. Judgement: parties have
agreed outside every format; how much less likely it is then, nobody has measured."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Talks:
    """Each matter of talks ends in one of three ways, at rates of its own; each format stalls, works again or closes.

    A matter is an event that the case names with a rate (``about = "accord;north;south"``: a kind of claim, then whom
    and what it is about). While it is open it is agreed with daily probability by the rate ``talks.agree_rate``·f,
    imposed by one side at ``talks.impose_rate``, and falls away at ``talks.void_rate``; the three compete. f = 1
    while some format of the case works, or the case has none; else ``talks.stalled_factor``. When war resumes in
    full (tier 3), an open matter is imposed with probability ``talks.imposed_by_war_share``. What is once settled
    stays so.

    A format that works stalls at ``talks.stall_rate``, one that stands still works again at ``talks.resume_rate``, and
    either closes at ``talks.close_rate``: its end counts as an accord about it. On the origin a format is as the
    situation says. Which side would impose, or refuse, is not modelled.

    The count of an event starts from what the books hold of its kind and place.
    Source: judgement (competing constant hazards); rates from the case. It breaks where talks have a calendar, where
    one matter waits for another, and where a text is initialled long before it is signed.
    """

    name = "talks"
    stream = 9
    phase = 4

    def set_up(self, setting: Setting) -> Running | Off:
        """Off where the case gives a rate for no matter and no format."""
        matters = _matters(setting.case)
        formats = tuple(f for f in dict.fromkeys(f.id for f in setting.case.formats) if has_own(setting.case, CLOSE, f))
        if not matters and not formats:
            return Off(f"the case has no {AGREE} for a matter of talks and no {CLOSE} for a format")
        return TalksOf(setting, matters, formats)


def _matters(case: Case) -> tuple[str, ...]:
    """What is negotiated, by the names of its events, in order of name."""
    return tuple(sorted({p.about for p in case.parameters if p.name in (AGREE, IMPOSE, VOID)
                         and p.about.split(";")[0] in KINDS}))


class TalksOf(Running):
    """The talks of one case."""

    def __init__(self, setting: Setting, matters: tuple[str, ...], formats: tuple[str, ...]) -> None:
        self.setting, self.matters, self.formats = setting, matters, formats
        self.needs = tuple(Need(name, m) for m in matters for name in (AGREE, IMPOSE, VOID, IMPOSED_BY_WAR)) + tuple(
            Need(name, f) for f in formats for name in (STALL, RESUME, CLOSE)) + (Need(STALLED, default=STALLED_PRIOR),)
        self.chances = tuple(f"matter:{m}" for m in matters) + tuple(f"format:{f}" for f in formats)
        self.told = tuple(told(setting, m) for m in matters)
        self.records = tuple(event_key(m) for m in matters) + tuple(("events", "accord", f) for f in formats)

    def begin(self, state: State, drawn: Drawn) -> None:
        """Matters are open; formats are as the situation says."""
        n = len(state.war)
        said = {f.id: f.state.lower() for f in self.setting.situation.formats}
        codes = [_code(said.get(f, "")) for f in self.formats]
        state.own["talks.matters"] = np.full((n, len(self.matters)), OPEN)
        state.own["talks.formats"] = np.tile(np.array(codes, np.int64), (n, 1))
        state.own["talks.war"] = np.zeros(n, np.int64)      # 1 on the day after it resumed in full, then 2

    def probabilities(self, state: State, drawn: Drawn, day: int) -> Sequence[Floats]:
        """Of each matter: agreed, imposed, fallen away. Of each format: the other standing, and its end."""
        n, out = len(state.war), []
        working = (state.own["talks.formats"] == WORKING).any(axis=1) if self.formats else np.ones(n, np.bool_)
        pace = np.where(working, 1.0, drawn.given(STALLED))
        broken = state.own["talks.war"] == 1
        for i, matter in enumerate(self.matters):
            agree, impose, void = (drawn.or_else(np.zeros(n), name, matter) for name in (AGREE, IMPOSE, VOID))
            table = _compete([agree * pace, impose, void])
            if (share := drawn.of(IMPOSED_BY_WAR, matter)) is not None:
                table[broken] = 0.0
                table[broken, IMPOSED - 1] = share[broken]
            out.append(np.where((state.own["talks.matters"][:, i] == OPEN)[:, None], table, 0.0))
        for i, name in enumerate(self.formats):
            code = state.own["talks.formats"][:, i]
            stall, resume, close = (drawn.or_else(np.zeros(n), p, name) for p in (STALL, RESUME, CLOSE))
            table = _compete([np.where(code == WORKING, stall, resume), close])
            out.append(np.where((code != CLOSED)[:, None], table, 0.0))
        return out

    def settle(self, state: State, drawn: Drawn, day: int, outcomes: Sequence[Counts]) -> None:
        """What became of matters and formats today."""
        own, k = state.own, len(self.matters)
        for i in range(k):
            own["talks.matters"][:, i] = np.where(outcomes[i] >= 0, outcomes[i] + 1, own["talks.matters"][:, i])
        for i in range(len(self.formats)):
            code = own["talks.formats"][:, i]
            other = np.where(code == WORKING, STANDING, WORKING)
            own["talks.formats"][:, i] = np.select([outcomes[k + i] == 0, outcomes[k + i] == 1], [other, CLOSED], code)
        own["talks.war"] = np.where(state.war >= FULL_WAR, np.minimum(own["talks.war"] + 1, 2), 0)

    def recorded(self, state: State, drawn: Drawn) -> Sequence[Counts]:
        """Accords and other events so far; formats that have ended."""
        agreed = state.own["talks.matters"] == AGREED
        return [*(agreed[:, i] + n for i, n in enumerate(self.told)), *(state.own["talks.formats"] == CLOSED).T]


def _code(word: str) -> int:
    """The standing of a format by the first word of its state."""
    first = word.replace(",", " ").split()
    if first and first[0] in CLOSED_WORDS:
        return CLOSED
    return STANDING if not first or first[0] in STANDING_WORDS else WORKING


def _compete(rates: Sequence[Floats]) -> Floats:
    """Daily probabilities of events of which only one can happen: (1 − exp(−Σλ))·λᵢ/Σλ, shape (member, event)."""
    total = rates[0]
    for rate in rates[1:]:
        total = total + rate
    any_of = np.where(total > 0, -np.expm1(-total) / np.where(total > 0, total, 1.0), 0.0)
    return np.stack([rate * any_of for rate in rates], axis=1)
