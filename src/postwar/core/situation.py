"""The situation: what the books say of one day, derived from claims and openable back to them.

Every line carries the ids of the claims it stands on. ``situation_to_json`` is the public form, pinned by
``postwar schema status``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from postwar.core.claim import plain_number
from postwar.core.time import AsOf, Day, iso
from postwar.core.variable import Estimate


@dataclass(frozen=True, slots=True)
class RivalControl:
    """Another account of who holds a place, which stands beside the chosen one."""

    actor: str | None
    since: Day | None
    how: str
    extent: str
    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """Who holds a place. ``how``: handover, capture, held, unknown; ``state``: agreed, observed, claimed, contested."""

    place: str
    actor: str | None
    since: Day | None
    how: str
    state: str
    extent: str
    except_: tuple[str, ...]
    rivals: tuple[RivalControl, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeliness:
    """A code of ``accord.TIMELINESS`` and, for late and overdue, how many days; ``original`` is by the first text."""

    code: str
    days: int | None = None
    original_code: str | None = None
    original_days: int | None = None
    least: int | None = None         # where it is ambiguous: the fewest and the most days late that it can be
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Belief:
    """How probable the verdict is (from the claims' grades and independence), in words, and the analytic confidence."""

    p: float
    word: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ReadingVerdict:
    """The verdict under one reading of the text, and who holds that reading."""

    id: str
    holder: tuple[str, ...]
    life_cycle: str
    timeliness: str
    disposition: str
    text: str = ""
    belief: Belief | None = None
    upheld: bool = False             # by a ruling that binds: then the others do not make it disputed


@dataclass(frozen=True, slots=True)
class Attribution:
    """By whom a breach is said to have been done: the belief in that, and the claims; ``actor`` empty: nobody says."""

    actor: tuple[str, ...]
    belief: Belief
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObligationState:
    """The verdict on one obligation: five axes, never one word."""

    id: str
    provision: str
    stage: str | None
    life_cycle: str
    timeliness: Timeliness
    disposition: str
    grade: int                       # Peace Accords Matrix: 0 not initiated .. 3 full
    readings: tuple[ReadingVerdict, ...]
    belief: Belief
    due: Day | None                  # the last day in force
    due_text: str                    # in words, where the text gives no single day
    original_due: Day | None
    done_on: Day | None
    share: float | None              # of a partial fulfilment
    why: str                         # one sentence: what the verdict rests on
    amendments: tuple[str, ...]
    claims: tuple[str, ...]
    attribution: tuple[Attribution, ...] = ()
    waits_on: tuple[str, ...] = ()   # obligations, or "signing", that are yet to happen before it binds
    effects: tuple[tuple[str, str], ...] = ()   # (claim id, what it does for the verdict)


@dataclass(frozen=True, slots=True)
class StageState:
    """A stage of the accord: how many of its obligations are done."""

    id: str
    name: str
    state: str                       # done | open | not_started
    done: int
    total: int
    done_on: Day | None
    noted_by: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForceState:
    """A force in place: strength with interval, since when and until when its mandate runs."""

    id: str
    place: tuple[str, ...]
    low: float | None
    high: float | None
    since: Day | None
    until: Day | None
    term_years: float | None
    state: str                       # reported | agreed | ended | not_reported
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteState:
    """A route: open, closed, restricted or not observed, under whose guard, by which claims."""

    id: str
    place: str | None
    state: str
    guard: str | None
    since: Day | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PositionState:
    """What an actor holds on a topic, in its own or a report's words."""

    actor: str
    by: str | None                   # the person who voiced it
    topic: str
    stance: str                      # the quote
    since: Day | None
    changed_from: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormatState:
    """A mediation format: its state, who accepts and who rejects it."""

    id: str
    name: str
    state: str
    members: tuple[str, ...]
    accepted_by: tuple[str, ...]
    rejected_by: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """Something said to be ahead and not said to have happened, with what it waits on."""

    kind: str
    modality: str
    group: tuple[str, ...]
    place: tuple[str, ...]
    low: float | None
    high: float | None
    by: Day | None
    depends_on: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Two or more claims held against each other: consistent, contradiction, or different scopes."""

    kind: str
    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a reader will ask for that the books do not hold, and whom to ask."""

    kind: str                        # position | figure | obligation | route | access | origin
    subject: str                     # an actor, obligation, route or variable id
    topic: str
    text: str
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A claim that belongs in a section of the brief though no engine moves it (homes, aid, incidents, risks …)."""

    section: str                     # homes mines services living incidents risk opening aid support history
    kind: str
    modality: str
    place: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report in the books: what "Who says so" prints, and the seq by which it can be asked for."""

    id: str
    source: str
    title: str
    published_at: Day | None
    url: str
    sha256: str
    origin: str                      # reports of one origin count once
    claims: int
    seq: int
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim of an event: its role (recommended or triangulation), the reason, and its independent origin."""

    claim: str
    role: str
    reason: str
    origin: str


@dataclass(frozen=True, slots=True)
class Event:
    """What several claims tell of, once. ``rivals``: (day or figure, a claim, another) that cannot be so together."""

    id: str
    kind: str
    place: str | None
    first: Day | None
    last: Day | None
    origins: int
    tellings: tuple[Telling, ...]
    rivals: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """How far an origin's numbers on a topic (a variable) lie from those of others, on the log scale: ``prior`` is the
    noise of its Admiralty letter, ``noise`` what it became after ``n`` of its counts were held against others'."""

    origin: str
    topic: str
    letter: str
    prior: float
    n: int
    noise: float


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the books say of ``as_of.valid`` as known on ``as_of.known``."""

    case: str
    as_of: AsOf
    control: tuple[Control, ...] = ()
    obligations: tuple[ObligationState, ...] = ()
    stages: tuple[StageState, ...] = ()
    silences: tuple[tuple[str, str, str], ...] = ()      # (id, topic, text)
    figures: tuple[Estimate, ...] = ()
    forces: tuple[ForceState, ...] = ()
    routes: tuple[RouteState, ...] = ()
    positions: tuple[PositionState, ...] = ()
    formats: tuple[FormatState, ...] = ()
    expected: tuple[Expected, ...] = ()
    checks: tuple[Check, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[Note, ...] = ()
    events: tuple[Event, ...] = ()
    reports: tuple[ReportLine, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    origins: int = 0
    case_digest: str = ""
    version: str = ""
    digest: str = field(default="", compare=False)
    unshown: int = 0                 # restricted claims that the books hold and that nothing here stands on

    @property
    def restricted(self) -> int:
        """How many restricted reports stand in this situation: it is not for release where there are any."""
        return sum(r.restricted for r in self.reports)

    def figure(self, variable: str, group: str | None = None, place: str | None = None) -> Estimate | None:
        """The recommended figure of a variable, for a group and place where given; None if there is none."""
        for f in self.figures:
            if f.variable == variable and f.role == "recommended" and (group is None or f.group == group) \
                    and (place is None or f.place == place):
                return f
        return None


def _obligation_json(o: ObligationState) -> dict[str, Any]:
    t = o.timeliness
    original = (t.original_code, t.original_days) if t.original_code else (t.code, t.days)
    return {
        "id": o.id, "provision": o.provision, "stage": o.stage, "life_cycle": o.life_cycle,
        "timeliness": {"code": t.code, "days": t.days, "original": {"code": original[0], "days": original[1]}},
        "disposition": o.disposition, "grade": o.grade,
        "readings": [{"id": r.id, "holder": list(r.holder), "life_cycle": r.life_cycle, "timeliness": r.timeliness,
                      "disposition": r.disposition, "text": r.text} | ({"upheld": True} if r.upheld else {})
                     for r in o.readings],
        "belief": {"p": round(o.belief.p, 4), "word": o.belief.word, "confidence": o.belief.confidence},
        "due": iso(o.due), "due_text": o.due_text, "original_due": iso(o.original_due), "done_on": iso(o.done_on),
        "share": o.share, "why": o.why, "amendments": list(o.amendments), "claims": list(o.claims),
    }


def event_to_json(e: Event) -> dict[str, Any]:
    """The public form of an event."""
    return {
        "id": e.id, "kind": e.kind, "place": e.place, "first": iso(e.first), "last": iso(e.last), "origins": e.origins,
        "claims": [{"id": t.claim, "role": t.role, "reason": t.reason, "origin": t.origin} for t in e.tellings],
        "rivals": [{"of": of, "claims": [a, b]} for of, a, b in e.rivals],
    }


def situation_to_json(s: Situation) -> dict[str, Any]:
    """The public form of a situation: what ``postwar status --json`` prints."""
    return {
        "schema": "postwar/status@1",
        "case": s.case, "case_digest": s.case_digest, "version": s.version,
        "as_of": {"valid": iso(s.as_of.valid), "known": iso(s.as_of.known), "seq": s.as_of.seq},
        "control": {c.place: {
            "actor": c.actor, "since": iso(c.since), "how": c.how, "state": c.state, "extent": c.extent,
            "except": list(c.except_),
            "rivals": [{"actor": r.actor, "since": iso(r.since), "how": r.how, "extent": r.extent, "text": r.text,
                        "claims": list(r.claims)} for r in c.rivals],
            "claims": list(c.claims)} for c in s.control},
        "obligations": [_obligation_json(o) for o in s.obligations],
        "stages": [{"id": g.id, "name": g.name, "state": g.state, "done": g.done, "total": g.total,
                    "done_on": iso(g.done_on), "noted_by": g.noted_by, "claims": list(g.claims)} for g in s.stages],
        "silences": [{"id": i, "topic": t, "text": x} for i, t, x in s.silences],
        "figures": [{
            "variable": f.variable, "measure": f.measure, "scope": f.scope, "group": f.group, "place": f.place,
            "unit": f.unit, "on": iso(f.on), "value": plain_number(f.value), "low": plain_number(f.low),
            "high": plain_number(f.high), "origins": f.origins, "role": f.role, "reason": f.reason,
            "claims": list(f.claims)} for f in s.figures],
        "forces": [{"id": f.id, "place": list(f.place), "low": plain_number(f.low), "high": plain_number(f.high),
                    "since": iso(f.since), "until": iso(f.until), "term_years": plain_number(f.term_years),
                    "state": f.state, "claims": list(f.claims)} for f in s.forces],
        "routes": [{"id": r.id, "place": r.place, "state": r.state, "guard": r.guard, "since": iso(r.since),
                    "claims": list(r.claims)} for r in s.routes],
        "positions": [{"actor": p.actor, "by": p.by, "topic": p.topic, "stance": p.stance, "since": iso(p.since),
                       "changed_from": p.changed_from, "claims": list(p.claims)} for p in s.positions],
        "formats": [{"id": f.id, "name": f.name, "state": f.state, "members": list(f.members),
                     "accepted_by": list(f.accepted_by), "rejected_by": list(f.rejected_by),
                     "claims": list(f.claims)} for f in s.formats],
        "expected": [{"kind": e.kind, "modality": e.modality, "group": list(e.group), "place": list(e.place),
                      "low": plain_number(e.low), "high": plain_number(e.high), "by": iso(e.by),
                      "depends_on": list(e.depends_on), "claims": list(e.claims)} for e in s.expected],
        "checks": [{"kind": c.kind, "text": c.text, "claims": list(c.claims)} for c in s.checks],
        "gaps": [{"kind": g.kind, "subject": g.subject, "topic": g.topic, "text": g.text, "ask": list(g.ask)}
                 for g in s.gaps],
        "notes": [{"section": n.section, "kind": n.kind, "modality": n.modality, "place": list(n.place),
                   "claims": list(n.claims)} for n in s.notes],
        "events": [event_to_json(e) for e in s.events],
        "reports": [{"id": r.id, "source": r.source, "title": r.title, "published_at": iso(r.published_at),
                     "url": r.url, "sha256": r.sha256, "origin": r.origin, "claims": r.claims, "seq": r.seq}
                    | ({"restricted": True} if r.restricted else {}) for r in s.reports],
        "sources": [{"origin": r.origin, "topic": r.topic, "letter": r.letter, "prior": r.prior, "n": r.n,
                     "noise": r.noise} for r in s.sources],
        "origins": s.origins,
    } | ({"restricted": {"claims_not_shown": s.unshown, "reports_shown": s.restricted}}
         if s.unshown or s.restricted else {})
