"""Drafts: a sentence becomes claims, before they get their ids and are tied to one another."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from postwar.reading.arguments import RoleFinder, Roles
from postwar.reading.attribution import AttributionReader, Saying
from postwar.reading.dates import Anchor, TimeExpression, When
from postwar.reading.discourse import Discourse
from postwar.reading.figures import Figure
from postwar.reading.frames import ASKING, Frame, FrameFinder
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.modality import ModalityReader, Mood
from postwar.reading.parts import Part, clause_span, parts_of, trim
from postwar.reading.sentence import Sentence
from postwar.reading.times import TimeGrammar

_NOTHING = When(None, None, "none")
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
_ACCORD_DATE = frozenset(
    words(
        "statement; agreement; accord; deal; memorandum; truce; treaty; resolution; ceasefire; protocol; declaration; "
        "pact; summit; signing; decision"
    )
)


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
    said: When = _NOTHING
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
            out += self._frame(s, frame, sayings, _span(s, frame, frames))
        _share(s, out)
        for saying in sayings:
            if saying.speakers and saying.named:
                talk.speaker = saying.speakers
        talk.note(s.mentions)
        return out

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
            out.append(self._draft(s.view(s.clauses[frame.clause]), frame, part, roles, mood, sayings))
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
        """A postponement that is itself dated and names the new last day states a deadline besides."""
        view = s.view(s.clauses[frame.clause])
        times = [t for t in view.times if part.start <= t.start < part.end]
        until = next((t for t in times if t.bound == "until"), None)
        if frame.kind != "amendment" or until is None or not any(t.bound == "on" for t in times):
            return []
        when = self._grammar.resolve(until, self._anchor, 1, self._talk.last_day)
        start, end = s.tokens[until.start - 1].start, s.tokens[until.end - 1].end
        first_end = s.tokens[max(until.start - 2, part.start)].end
        draft.end = max(first_end, draft.start + 1)
        return [
            dataclasses.replace(
                draft,
                start=start,
                end=end,
                kind="deadline",
                modality="agreed",
                when=dataclasses.replace(when, first=when.last),
                figure=None,
                roles=Roles(self._talk.last_actor or draft.roles.actor, draft.roles.target, draft.roles.place),
            )
        ]

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
        when = self._when(s, frame, dated or part, modality)
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
            elif (
                frame.rule.continues
                and frame.group is not None
                and frame.group.bases[0] in {"count", "put", "speak", "give", "estimate", "record"}
            ):
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
            if parent.verb is not None and parent.verb.bases[0] in {
                "deny",
                "ask",
                "demand",
                "insist",
                "dispute",
                "request",
                "call",
                "urge",
            }:
                return self._before(s, parent.start, parent.verb.start)
        for g in governors:
            if g.bases[0] in {"count", "estimate"} and not any(g.end <= f.start <= g.end + 1 for f in s.figures):
                continue
            if (
                g.bases[0]
                in {
                    "call",
                    "urge",
                    "ask",
                    "demand",
                    "want",
                    "request",
                    "appeal",
                    "deny",
                    "order",
                    "vow",
                    "insist",
                    "dispute",
                    "press",
                    "estimate",
                    "count",
                    "threaten",
                }
                and not g.passive
            ):
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
            return _NOTHING
        return self._grammar.resolve(saying.time, self._anchor, -1, self._talk.last_day)

    # times ------------------------------------------------------------------------------------------------------
    def _when(self, s: Sentence, frame: Frame, part: Part, modality: str) -> When:
        anchor = self._anchor_in(s)
        direction = (
            -1
            if modality in {"happened", "denied"}
            else 1
            if modality in {"planned", "agreed", "conditional", "demanded"}
            else 0
        )
        group = frame.group or s.clauses[frame.clause].verb
        if group is not None and modality not in {"planned"} and (group.past or s.low(group.main) in {"was", "were"}):
            direction = -1
        if group is not None and group.modal and any(s.low(k) == "have" for k in range(group.start, group.main)):
            direction = -1
        found = [t for t in s.times if part.start <= t.start < part.end and not self._of_document(s, t)]
        if frame.kind == "position":
            found = [t for t in found if t.bound == "on"]
        if not found:
            return self._without_time(s, frame, part, modality)
        dated = [t for t in found if t.sort not in {"now", "so_far"}] or found
        whens = [
            (
                t,
                self._grammar.resolve(
                    t,
                    anchor,
                    1 if frame.kind == "amendment" and t.bound in {"until", "by"} else direction,
                    self._talk.last_day,
                ),
            )
            for t in dated
        ]
        first = whens[0][1]
        opening = next((w for t, w in whens if t.bound in {"from", "since"} and w.first), None)
        closing = next((w for t, w in whens if t.bound in {"by", "until", "before"} and w.last), None)
        if opening and closing and opening.first and closing.last and opening.first <= closing.last:
            first = dataclasses.replace(opening, last=closing.last)
        elif (
            frame.kind in {"deadline", "amendment"}
            and first.last is not None
            and whens[0][0].bound in {"by", "until", "before"}
        ):
            first = dataclasses.replace(first, first=first.last)
        elif first.basis == "unresolved" and len(whens) > 1:
            first = next((w for _, w in whens if w.basis != "unresolved"), first)
        day = next((w.first or w.last for t, w in whens if t.sort == "date" and (w.first or w.last)), None)
        if day:
            self._talk.last_day = day
        if (
            s.block.kind == "entry"
            and first.first is None
            and first.last is not None
            and first.last == self._anchor.day
        ):
            first = dataclasses.replace(first, first=first.last)
        return first

    def _anchor_in(self, s: Sentence) -> Anchor:
        """The anchor; in an undated report, a full date in the same sentence lends its year to days without one."""
        if self._anchor.day is not None or self._anchor.year is not None:
            return self._anchor
        year = next((t.year for t in s.times if t.sort == "date" and t.year is not None), None)
        return dataclasses.replace(self._anchor, year=year) if year else self._anchor

    def _without_time(self, s: Sentence, frame: Frame, part: Part, modality: str) -> When:
        group = frame.group or s.clauses[frame.clause].verb
        after = s.clauses[frame.clause + 1] if frame.clause + 1 < len(s.clauses) else None
        if group is not None and group.tense == "pluperfect" and after is not None and after.link == "when":
            time = next((t for t in s.times if after.holds(t.start)), None)
            when = self._grammar.resolve(time, self._anchor, -1, self._talk.last_day) if time else _NOTHING
            return dataclasses.replace(when, first=None)
        today = self._anchor.day
        if today is None or group is None:
            return _NOTHING
        progressive = group.progressive and group.tense == "present"
        if (
            progressive
            and (s.block.kind == "entry" or any(s.low(k) in {"already", "still"} for k in range(part.start, part.end)))
            and modality == "happened"
            and frame.kind in {"displacement", "withdrawal", "return", "deployment"}
        ):
            return When(today, today, "dateline")
        if s.block.kind == "entry" and any(
            s.phrase_in(p, part.start, part.end) is not None
            for p in ("by midnight", "by noon", "by nightfall", "by evening")
        ):
            return When(today, today, "dateline")
        if s.block.kind == "entry" and any(
            s.low(k) == "by" and ":" in s.low(k + 1) for k in range(part.start, part.end)
        ):
            return When(today, today, "dateline")
        if (
            frame.kind == "incident"
            and part.figure is not None
            and part.figure.unit == "day"
            and s.low(part.start) == "for"
        ):
            return When(today, today, "dateline")
        return _NOTHING

    def _of_document(self, s: Sentence, t: TimeExpression) -> bool:
        """Whether a time only names a document or an earlier event ("the statement of 9 May", "the 2005 accord")."""
        if s.low(t.start - 1) in {"of", "dated"} and s.low(t.start - 2) in _ACCORD_DATE:
            return True
        return t.sort in {"year", "month"} and s.low(t.end) in _ACCORD_DATE

    # how it counts -----------------------------------------------------------------------------------------------
    def _measure(self, low: str, frame: Frame, part: Part) -> str | None:
        if part.figure is None or frame.kind not in {
            "return",
            "displacement",
            "deployment",
            "disarmament",
            "exchange",
            "casualty",
            "mines",
            "housing",
            "population",
        }:
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


def _share(s: Sentence, drafts: list[Draft]) -> None:
    """A casualty and the incident that caused it, told in one sentence, share place and time."""
    for a in drafts:
        for b in drafts:
            if a is b or {a.kind, b.kind} != {"casualty", "incident"} or "denied" in {a.modality, b.modality}:
                continue
            if not a.roles.place and b.roles.place:
                a.roles = Roles(a.roles.actor, a.roles.target, b.roles.place)
            if a.when.basis == "none" and b.when.basis != "none":
                a.when = b.when


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
