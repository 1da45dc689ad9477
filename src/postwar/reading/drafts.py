"""Drafts: a sentence becomes claims, before they get their ids and are tied to one another."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from postwar.core.time import Day
from postwar.reading.anaphora import carry
from postwar.reading.arguments import RoleFinder, Roles
from postwar.reading.attribution import AttributionReader, Saying
from postwar.reading.dates import Anchor, TimeExpression, When
from postwar.reading.dating import NOTHING, TELLING, Dater
from postwar.reading.discourse import Discourse
from postwar.reading.figures import Figure
from postwar.reading.frames import ASKING, Frame, FrameFinder
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.modality import ModalityReader, Mood
from postwar.reading.parts import Part, clause_span, parts_of, trim
from postwar.reading.sentence import Sentence
from postwar.reading.times import TimeGrammar

_SAID_BY_ANOTHER = frozenset(words("deny; ask; demand; insist; dispute; request; call; urge"))
_ASKED_BY = frozenset(
    words(
        "call; urge; ask; demand; want; request; appeal; deny; order; vow; insist; dispute; press; estimate; count; "
        "threaten"
    )
)
_COUNTED = frozenset(
    words("return; displacement; deployment; disarmament; exchange; casualty; mines; housing; population")
)

_NO_DEFAULT_UNIT = {
    "casualty": "person",
    "displacement": "person",
    "return": "person",
    "exchange": "person",
    "disarmament": "weapon",
    "deployment": "soldier",
    "housing": "dwelling",
    "population": "person",
    "mines": "mine",
}
_OLD_KINDS = frozenset(
    words(
        "displacement; capture; incident; casualty; handover; withdrawal; return; ceasefire; accord; deployment; "
        "housing; history"
    )
)
_PLACELESS = frozenset(words("talks; accord; position; recognition; mandate; support; risk; history; population"))


@dataclass(slots=True)
class Draft:
    """A claim in the making; spans are of the block's clean text."""

    sentence: Sentence
    start: int
    end: int
    kind: str
    modality: str
    roles: Roles
    when: When
    figure: Figure | None
    attributed: tuple[str, ...]
    evidence: str
    measure: str | None = None
    scope: str | None = None
    said: When = NOTHING
    clause: int = 0
    words: tuple[str, ...] = field(default_factory=tuple)

    @property
    def unit(self) -> str | None:
        """The figure's unit, or that of things that are always counted in one."""
        if self.figure is None:
            return None
        if self.kind in {"capture", "handover", "control"} and self.figure.unit == "person":
            return "place"
        return self.figure.unit or _NO_DEFAULT_UNIT.get(self.kind)


class Drafter:
    """Reads the claims of one report, sentence by sentence."""

    def __init__(
        self, lexicon: Lexicon, grammar: TimeGrammar, finder: FrameFinder, anchor: Anchor, talk: Discourse
    ) -> None:
        self._lexicon, self._grammar, self._finder, self._anchor, self._talk = lexicon, grammar, finder, anchor, talk
        self._dater = Dater(grammar, anchor, talk)
        self._moods, self._sources, self._roles = ModalityReader(lexicon), AttributionReader(lexicon), RoleFinder(talk)

    def drafts(self, s: Sentence) -> list[Draft]:
        """The claims of a sentence, in the order of their heads."""
        talk = self._talk
        sayings = self._sources.sayings(s, talk)
        saying_clauses = {x.clause for x in sayings}
        out: list[Draft] = []
        frames = self._finder.frames(s, talk.last_kinds)
        for frame in frames:
            if (
                frame.clause in saying_clauses
                and (frame.group is None or frame.group is s.clauses[frame.clause].verb)
                and not frame.rule.continues
            ):
                continue
            told = frame.kind == "position" and any(
                d.kind == "position" and d.start <= s.tokens[frame.head].start < d.end for d in out
            )
            if not told:
                out += self._frame(s, frame, sayings, _span(s, frame, frames))
        _share(s, out)
        self._carry(s, out)
        for saying in sayings:
            if saying.speakers and saying.named:
                talk.speaker = saying.speakers
        talk.note(s.mentions)
        return out

    def _carry(self, s: Sentence, out: list[Draft]) -> None:
        """What the claims of this sentence counted is what bare numbers of the next may count."""
        for draft in reversed(out):
            found = carry(draft.kind, draft.words, draft.unit if draft.figure else None, self._lexicon)
            if found is not None:
                self._talk.carried = found
                break
        actors = self._talk.gazetteer.actors
        for draft in out:
            if draft.kind in {"displacement", "return"} and draft.roles.actor:
                self._talk.uprooted = draft.roles.actor[0]
            self._talk.actors += [a for a in draft.roles.actor if actors[a].kind in {"armed force", "mission"}]
        self._talk.scene_when = next((d.when for d in out if d.kind == "incident" and _is_point(d)), None)
        placed = next((d.roles.place for d in reversed(out) if d.roles.place and d.kind not in _PLACELESS), ())
        if placed:
            self._talk.scene = placed
        several = next((d.roles.place for d in reversed(out) if len(d.roles.place) > 1), ())
        zone = next(
            (m.places[0] for m in s.mentions if m.places and self._talk.gazetteer.places[m.places[0]].kind == "zone"),
            "",
        )
        if several or zone:
            self._talk.several = several or (zone,)

    def _frame(self, s: Sentence, frame: Frame, sayings: list[Saying], span: tuple[int, int]) -> list[Draft]:
        start, end = span
        mood = self._moods.mood(s, frame, start, end)
        if mood.modality == "conditional":
            wide = clause_span(s, frame.clause)
            start, end = min(start, wide[0]), max(end, wide[1])
        out: list[Draft] = []
        parts = parts_of(s.view(s.clauses[frame.clause]), frame, start, end)
        lead: Roles | None = None
        for part in parts:
            least = 3 if s.clauses[frame.clause].adjunct else 2
            if sum(s.tokens[k].is_word for k in range(part.start, part.end)) < least:
                continue
            roles = self._part_roles(s, frame, part, lead)
            if lead is None and len(parts) > 1 and not any(t for t in s.times if part.start <= t.start < part.end):
                late = parts[1]
                shared = (
                    late.gapped
                    and late.figure is not None
                    and not s.has("place", part.start, part.end)
                    and any(late.start <= t.start < late.end for t in s.times)
                )
                if shared and s.low(late.start - 1) == "and":
                    lead_time = late
                    roles = Roles(
                        roles.actor,
                        roles.target,
                        roles.place or self._roles.where.places(s, frame, late.start, late.end),
                    )
                    out.append(
                        self._draft(s.view(s.clauses[frame.clause]), frame, part, roles, mood, sayings, lead_time)
                    )
                    lead = roles
                    continue
            lead = lead or roles
            draft = self._draft(s.view(s.clauses[frame.clause]), frame, part, roles, mood, sayings)
            if part.gapped and part.figure is not None and draft.when.basis == "none" and out and part.figure.of_them:
                draft.when = out[0].when
            out.append(draft)
        out += self._new_term(s, frame, parts[0], out[0]) if out else []
        self._talk.last_kinds = (*self._talk.last_kinds, frame.kind)[-2:]
        if (
            frame.kind in {"handover", "disarmament", "withdrawal"}
            and lead
            and lead.actor
            and frame.rule.target != "none"
        ):
            self._talk.last_actor = lead.actor
        if frame.kind == "handover" and lead:
            self._talk.receiver = lead.target or (lead.actor if frame.rule.target == "none" else self._talk.receiver)
        return out

    def _new_term(self, s: Sentence, frame: Frame, part: Part, draft: Draft) -> list[Draft]:
        """A postponement that names the new last day ("from 3 May to 9 May", "to 9 May", or a day until which it was
        granted on another) states a deadline besides, and is not itself dated by it."""
        view = s.view(s.clauses[frame.clause])
        times = [t for t in view.times if part.start <= t.start < part.end]
        if frame.kind != "amendment" or draft.modality not in {"happened", "agreed", "planned"}:
            return []
        until = next((t for t in times if t.bound == "until"), None)
        moved = next((t for t in times if s.low(t.start - 1) == "to" or (t.to is not None and t.unit)), None)
        if moved is None and (until is None or not any(t.bound == "on" for t in times)):
            return []
        last = moved or until
        if last is None:
            return []
        said = last.to if last.to is not None else last
        when = self._grammar.resolve(dataclasses.replace(said, bound="until"), self._anchor, 1, self._talk.last_day)
        if when.last is None:
            return []
        first = self._to_at(s, said)
        start, end = s.tokens[first].start, s.tokens[last.end - 1].end
        draft.end = max(s.tokens[max(first - 1, part.start)].end, draft.start + 1)
        if moved is not None:
            day = next((t for t in times if t is not moved and t.bound == "on" and t.to is None), None)
            draft.when = self._grammar.resolve(day, self._anchor, -1, self._talk.last_day) if day else NOTHING
            draft.modality = "happened" if draft.modality == "agreed" else draft.modality
        point = dataclasses.replace(when, first=when.last if said.day is not None else self._opening(said, when))
        actor = self._talk.last_actor or draft.roles.actor
        return [
            dataclasses.replace(
                draft,
                start=start,
                end=end,
                kind="deadline",
                modality="agreed",
                when=point,
                figure=None,
                roles=Roles(actor, draft.roles.target, draft.roles.place),
            )
        ]

    def _to_at(self, s: Sentence, said: TimeExpression) -> int:
        """Where the words of a new last day begin: at the "to" or "until" before it."""
        return said.start - 1 if s.low(said.start - 1) in {"to", "until", "till", "-", "–"} else max(said.start - 1, 0)

    def _opening(self, said: TimeExpression, when: When) -> Day | None:
        """The first day of a month or year that is itself the new limit."""
        return self._grammar.resolve(dataclasses.replace(said, bound="on"), self._anchor, 1).first or when.last

    def _part_roles(self, s: Sentence, frame: Frame, part: Part, lead: Roles | None) -> Roles:
        if not part.gapped or lead is None:
            return self._roles.roles(s, frame, part.start, part.end)
        own = self._roles.where.places(s, frame, part.start, part.end) if s.has("place", part.start, part.end) else ()
        return Roles(lead.actor, lead.target, own or lead.place)

    def _draft(
        self,
        s: Sentence,
        frame: Frame,
        part: Part,
        roles: Roles,
        mood: Mood,
        sayings: list[Saying],
        dated: Part | None = None,
    ) -> Draft:
        saying = next((x for x in sayings if frame.clause in x.covers), None)
        attributed, evidence = self._credit(s, frame, part, roles, saying)
        modality = mood.modality
        if frame.rule.actor == "speaker":
            roles = Roles(attributed, roles.target, roles.place)
        when = self._dater.when(s, frame, dated or part, modality)
        if (
            modality == "happened"
            and frame.kind != "amendment"
            and self._anchor.day
            and (
                (when.first and when.first > self._anchor.day)
                or (when.last and not when.first and when.last > self._anchor.day)
            )
        ):
            modality = "planned"
        if frame.kind == "handover" and not roles.actor and modality in {"agreed", "demanded"}:
            roles = Roles(self._holders(roles), roles.target, roles.place)
        if (
            modality == "denied"
            and not roles.actor
            and attributed
            and self._talk.gazetteer.actors[attributed[0]].kind != "person"
            and frame.kind in {"incident", "casualty"}
        ):
            roles = Roles(attributed, roles.target, roles.place)
        kind = self._kind(frame, when, modality)
        if (
            kind == "casualty"
            and part.figure is not None
            and (part.figure.said or 0) >= 1000
            and modality == "happened"
        ):
            near = {s.low(k) for k in range(part.start, part.end)}
            kind = "history" if near & _OLD_WAR or (s.clauses[frame.clause].relative and when.first is None) else kind
        a, b = trim(s, part.start, part.end)
        text_start, text_end = s.tokens[a].start, s.tokens[max(b - 1, a)].end
        low = " ".join(t.low for t in s.tokens[part.start : part.end])
        said = self._said(saying)
        return Draft(
            s,
            text_start,
            text_end,
            kind,
            modality,
            roles,
            when,
            part.figure,
            attributed,
            evidence,
            self._measure(low, frame, part),
            self._scope(low, part),
            said,
            frame.clause,
            tuple(t.low for t in s.tokens[part.start : part.end]),
        )

    def _kind(self, frame: Frame, when: When, modality: str) -> str:
        """``history`` for what lies years before the settlement, else the frame's kind."""
        edge = when.last or when.first
        then = self._anchor.ceasefire or self._anchor.day or self._talk.last_day
        if edge is None or then is None or frame.kind not in _OLD_KINDS or modality != "happened":
            return frame.kind
        return "history" if edge.year < then.year - (1 if self._anchor.ceasefire else 5) else frame.kind

    def _holders(self, roles: Roles) -> tuple[str, ...]:
        """Who held the places when the fighting stopped: they have to hand them over."""
        gazetteer = self._talk.gazetteer
        held = [
            c
            for p in roles.place
            for c in [gazetteer.places[p].controller]
            if c and c in gazetteer.actors and c not in roles.target
        ]
        return tuple(dict.fromkeys(held))

    def _credit(
        self, s: Sentence, frame: Frame, part: Part, roles: Roles, saying: Saying | None
    ) -> tuple[tuple[str, ...], str]:
        talk = self._talk
        attributed: tuple[str, ...] = ()
        if saying is not None:
            attributed = saying.speakers
        else:
            by = self._sources.by_phrase(s, talk, part.start, part.end)
            if by is not None:
                attributed = by
            elif frame.rule.continues and frame.group is not None and frame.group.bases[0] in TELLING:
                attributed = self._before(s, s.clauses[frame.clause].start, frame.group.start)
            elif any(a <= s.tokens[part.start].start < b for a, b in s.quoted):
                attributed = talk.speaker
            else:
                attributed = self._sources.witnesses(s, part.start, part.end) or self._demander(s, frame)
        evidence = self._sources.evidence(
            s, part.start, part.end, bool(attributed) or saying is not None, part.start, part.end
        )
        return attributed, evidence

    def _demander(self, s: Sentence, frame: Frame) -> tuple[str, ...]:
        """Who asks, where a clause is somebody's request, denial or count."""
        clause = s.clauses[frame.clause]
        governors = [g for g in clause.groups if frame.group is not None and g.end <= frame.group.start] + (
            [frame.group] if frame.group else []
        )
        if clause.parent is not None and clause.link == "that" and s.clauses[clause.parent].verb is not None:
            parent = s.clauses[clause.parent]
            if parent.verb is not None and parent.verb.bases[0] in _SAID_BY_ANOTHER:
                return self._before(s, parent.start, parent.verb.start)
        for g in governors:
            if g.bases[0] in {"count", "estimate"} and not any(g.end <= f.start <= g.end + 1 for f in s.figures):
                continue
            if g.bases[0] in _ASKED_BY and not g.passive:
                return self._before(s, clause.start, g.start)
        return ()

    def _before(self, s: Sentence, start: int, end: int) -> tuple[str, ...]:
        found = [
            m
            for m in s.mentions
            if start <= m.start < end and (m.actors or m.via in {"word", "both", "pronoun"}) and m.form != "population"
        ]
        return self._talk.actors_of(found[0], s.mentions) if found else ()

    def _said(self, saying: Saying | None) -> When:
        if saying is None or saying.time is None:
            return NOTHING
        return self._grammar.resolve(saying.time, self._anchor, -1, self._talk.last_day)

    # how it counts -----------------------------------------------------------------------------------------------
    def _measure(self, low: str, frame: Frame, part: Part) -> str | None:
        if part.figure is None or frame.kind not in _COUNTED:
            return None
        for name in ("cumulative", "flow", "stock"):
            if any(f" {p} " in f" {low} " for p in words(self._lexicon.scopes["measure"][name])):
                return name
        return {"population": "stock", "deployment": "stock"}.get(frame.kind)

    def _scope(self, low: str, part: Part) -> str | None:
        if part.figure is None:
            return None
        for name, phrases in self._lexicon.scopes["scope"].items():
            if any(f" {p} " in f" {low} " for p in words(phrases)):
                return str(name)
        return None


def _is_point(d: Draft) -> bool:
    """Whether a draft tells of a thing that happened on a day or two that are known."""
    when = d.when
    return (
        d.modality == "happened"
        and when.first is not None
        and when.last is not None
        and (when.last - when.first).days <= 2
    )


_OLD_WAR = frozenset(
    words("war; insurgency; conflict; rebellion; struggle; years; decade; decades; decade-long; decades-long")
)


def _share(s: Sentence, drafts: list[Draft]) -> None:
    """Casualties and the incident that caused them, told in one sentence, share place and time."""
    sharing = {"casualty", "incident"}
    for a in drafts:
        for b in drafts:
            if a is b or not {a.kind, b.kind} <= sharing or "denied" in {a.modality, b.modality}:
                continue
            if a.kind == b.kind == "incident":
                continue
            if not a.roles.place and b.roles.place:
                a.roles = Roles(a.roles.actor, a.roles.target, b.roles.place)
            if a.when.basis == "none" and b.when.basis != "none":
                a.when = b.when
            if a.kind == b.kind and a.clause == b.clause and not a.roles.target:
                a.roles = Roles(a.roles.actor, b.roles.target, a.roles.place)


def _span(s: Sentence, frame: Frame, frames: list[Frame]) -> tuple[int, int]:
    """The tokens of a frame: its clause, cut at the last comma or dash towards another frame of the same clause."""
    clause = s.clauses[frame.clause]
    start, end = clause.start, clause.end
    if frame.kind == "position":
        quoted = _within_quote(s, start, end)
        if quoted is not None:
            return quoted
    if frame.kind == "ambiguity":
        for following in s.clauses[frame.clause + 1 :]:
            if following.link not in ASKING or following.start != end:
                break
            end = following.end
        previous = s.clauses[frame.clause - 1] if frame.clause else None
        if previous is not None and previous.link in ASKING and previous.end == start:
            start = previous.start
        return start, end
    for other in frames:
        if other is frame or other.clause != frame.clause:
            continue
        low, high = sorted((frame.head, other.head))
        marks = [k for k in range(low, high) if s.low(k) in {",", "—", "–", ";"}]
        if marks and other.head > frame.head:
            end = min(end, marks[-1])
        elif marks:
            start = max(start, marks[-1] + 1)
    return (start, end) if end > start else (clause.start, clause.end)


def _within_quote(s: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The tokens of the quotation that a clause lies in, or None."""
    for a, b in s.quoted:
        inside = [k for k, t in enumerate(s.tokens) if a < t.start and t.end < b]
        if inside and any(start <= k < end for k in inside) and s.tokens[start].start >= a - 1:
            return inside[0], inside[-1] + 1
    return None
