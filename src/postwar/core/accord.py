"""The accord: provisions, the obligations in them, their readings, amendments, powers and silences."""

from __future__ import annotations

from dataclasses import dataclass

from postwar.core.time import Day

MODES = ("must", "may", "must_not")
ACTS: dict[str, tuple[str, ...]] = {
    # act -> kinds of claim that bear on it
    "handover": ("handover", "withdrawal", "control"),
    "withdraw": ("withdrawal",),
    "deploy": ("deployment",),
    "stay": ("mandate", "deployment", "withdrawal"),
    "guard": ("guard", "incident", "transport"),
    "control": ("guard", "control", "incident"),
    "establish": ("centre",),
    "return": ("return",),
    "exchange": ("exchange",),
    "disarm": ("disarmament",),
    "unblock": ("transport",),
    "build": ("transport", "reconstruction"),
    "plan": ("transport", "accord"),
    "hold_talks": ("talks",),
    "cease_fire": ("ceasefire", "incident"),
    "halt": ("ceasefire", "capture"),
    "guarantee": ("guard", "transport", "incident"),
    "release": ("exchange",),
    "legislate": ("accord",),
    "decide": ("accord",),
    "elect": ("election",),
    "pay": ("aid",),
    "clear": ("mines",),
    "renew": ("mandate",),
    "notify": ("mandate",),
    "monitor": ("centre", "deployment"),
}
LIFE_CYCLES = ("not_triggered", "in_effect", "suspended", "fulfilled", "violated", "discharged", "terminated",
               "superseded")
TIMELINESS = ("not_due", "on_time", "late", "overdue", "no_deadline", "deadline_ambiguous")
DISPOSITIONS = ("compliant", "partial", "breached", "repaired", "excused", "disputed", "unverifiable",
                "contradictory", "not_observed")
REMEDIES = ("repair", "suspend")
AMENDMENTS = ("postpone", "waive", "extend", "replace", "suspend", "resume")
ACCESS_STATES = ("open", "partial", "shut")


@dataclass(frozen=True, slots=True)
class Due:
    """When an obligation falls due. All None = no date. ``by`` includes the day, ``before`` does not; ``from_`` opens
    a window. ``within_days``/``within_months`` count from the day of ``of`` (an obligation or event, or "signing").
    ``continuous_from``..``continuous_to`` binds on every day between (open end = until ended). ``from_days`` and
    ``from_months`` open a window that long after the day of ``of``: the gap rule *not before*."""

    from_: Day | None = None
    by: Day | None = None
    before: Day | None = None
    within_days: int | None = None
    within_months: int | None = None
    of: str | None = None
    parallel_with: str | None = None
    continuous_from: Day | None = None
    continuous_to: Day | None = None
    from_days: int | None = None
    from_months: int | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """What follows the breach of an obligation, where the text says so.

    ``repair``: ``obligation`` names the duties that make the breach good; they bind only once it is broken, and a term
    counted from it counts from the day of the breach. ``suspend``: ``holder`` may suspend the duties named in
    ``obligation`` while the breach stands, ``notice_days`` after saying so."""

    kind: str                      # repair | suspend
    obligation: tuple[str, ...]
    holder: tuple[str, ...] = ()
    notice_days: int = 0


@dataclass(frozen=True, slots=True)
class Access:
    """A line of the access log: what an observer could see of some places, from when to when (open end = until
    another line says so)."""

    id: str
    observer: str
    place: tuple[str, ...]
    state: str                     # open | partial | shut
    from_: Day
    to: Day | None
    known_on: Day
    source: str


@dataclass(frozen=True, slots=True)
class Power:
    """Who may renew, extend or end something, how long it runs and how long before its end notice must be given."""

    kind: str                      # renewal | notice | suspension | ruling
    holder: tuple[str, ...]
    term_years: float | None
    renews_years: float | None
    notice_months: int | None
    from_: Day | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text: who holds it, since when it was voiced, and what it changes.

    ``changes`` is a tuple of (field, value) where field is one of: ``obligor``, ``place``, ``except``, ``quantity``,
    ``by``, ``before`` (each replaces that of the obligation), ``forbids`` (a kind of claim with an optional place, as
    "guard@north-road"), ``allows`` (a kind of claim that is no breach when somebody else than the obligor does it),
    ``outside`` (a kind of claim that falls outside the duty whoever does it, or with " by actor" where that actor
    does), ``counted_by`` (whose count of the quantity counts), ``none`` (nothing but the meaning)."""

    id: str
    holder: tuple[str, ...]
    text: str
    changes: tuple[tuple[str, str], ...]
    known_on: Day
    source: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody decided between the readings of an obligation: ``upholds`` names the reading.

    It binds where the text gives that actor the power to rule (a :class:`Power` of kind ``ruling``)."""

    id: str
    obligation: str
    upholds: str
    by: tuple[str, ...]
    made_on: Day
    known_on: Day
    source: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """A dated change to an obligation: postponed, extended, waived, replaced, suspended (to ``by``, where that is
    given) or resumed. Each source gives its own reason."""

    id: str
    obligation: str
    kind: str                      # one of AMENDMENTS
    by: Day | None                 # the new last day, where there is one
    agreed_on: Day
    known_on: Day
    parties: tuple[str, ...]
    form: str                      # written | oral
    reasons: tuple[tuple[str, str], ...]   # (source, reason as that source gives it)
    source: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty (must), permission (may) or prohibition (must_not). An empty ``obligor`` means that the text is
    passive: the verdict then says "obligor undetermined" and never guesses. ``counted_by`` are those whose count of the
    quantity it goes by; empty: anybody's."""

    id: str
    provision: str
    obligor: tuple[str, ...]
    beneficiary: tuple[str, ...]
    mode: str
    act: str
    object: str
    place: tuple[str, ...]
    extent: str                    # whole | part
    except_: tuple[str, ...]
    quantity: float | None
    unit: str | None
    due: Due
    after: tuple[str, ...]
    otherwise: str
    power: Power | None
    stage: str | None
    readings: tuple[Reading, ...]
    theme: str = ""
    remedies: tuple[Remedy, ...] = ()
    counted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """One clause in the project's own words. ``theme`` is a provision name of the Peace Accords Matrix."""

    id: str
    text: str
    theme: str
    parties: tuple[str, ...]
    source: str
    known_on: Day
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase of the accord: done when its obligations are. ``noted_by`` says whose staging it is."""

    id: str
    name: str
    noted_by: str
    known_on: Day


@dataclass(frozen=True, slots=True)
class Silence:
    """A topic on which the text says nothing. It has no verdict; it is shown."""

    id: str
    topic: str
    text: str
    noted_by: str
    known_on: Day
    source: str


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event that terms count from though nobody owes it: a transfer of authority, the coming of a mission.
    Until it is known such a term has no last day."""

    id: str
    name: str
    on: Day
    known_on: Day
    source: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Something on which positions are taken. ``words`` are the cues by which a claim is known to be about it;
    ``expected_of`` are the actors whose position a reader will ask for (a missing one is a gap)."""

    id: str
    name: str
    words: tuple[str, ...]
    expected_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accord:
    """The settlement's text: provisions with their obligations, what amends them, and what the text leaves out."""

    signed_on: Day | None
    provisions: tuple[Provision, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    stages: tuple[Stage, ...] = ()
    silences: tuple[Silence, ...] = ()
    topics: tuple[Topic, ...] = ()
    access: tuple[Access, ...] = ()
    events: tuple[Event, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """All obligations in the order of the text."""
        return tuple(o for p in self.provisions for o in p.obligations)

    def event_days(self, known: Day) -> dict[str, Day]:
        """The day of each event that was known on a day.

        >>> import datetime as dt
        >>> accord = Accord(None, events=(Event("d", "D-Day", dt.date(1995, 12, 20), dt.date(1995, 12, 20), "text"),))
        >>> accord.event_days(dt.date(1995, 12, 19)), accord.event_days(dt.date(1996, 1, 1))
        ({}, {'d': datetime.date(1995, 12, 20)})
        """
        return {e.id: e.on for e in self.events if e.known_on <= known}
