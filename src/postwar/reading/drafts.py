"""Drafts: a sentence becomes claims, before they get their ids and are tied to one another."""

from __future__ import annotations

from postwar.reading.anaphora import carry
from postwar.reading.arguments import RoleFinder, Roles
from postwar.reading.attribution import AttributionReader, Saying
from postwar.reading.clauses import Clause
from postwar.reading.crediting import Creditor
from postwar.reading.dates import Anchor, When
from postwar.reading.dating import Dater
from postwar.reading.discourse import Discourse
from postwar.reading.draft import Draft
from postwar.reading.extents import share, span_of, without_conditions
from postwar.reading.frames import Frame, FrameFinder, remembered
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.modality import ModalityReader
from postwar.reading.mood_cues import Mood
from postwar.reading.parts import Part, clause_span, parts_of, trim
from postwar.reading.sentence import Sentence
from postwar.reading.terms import TermReader
from postwar.reading.times import TimeGrammar
from postwar.reading.trace import trace_of

_COUNTED = frozenset(
    words("return; displacement; deployment; disarmament; exchange; casualty; mines; housing; population")
)

_OLD_KINDS = frozenset(
    words(
        "displacement; capture; incident; casualty; handover; withdrawal; return; ceasefire; accord; deployment; "
        "housing; history"
    )
)
# what one denies for oneself, where nobody else is named to have done it
_DENIED = frozenset(words("incident; casualty; control; support; capture; displacement; disarmament; transport"))
_PLACELESS = frozenset(words("talks; accord; position; recognition; mandate; support; risk; history; population"))


class Drafter:
    """Reads the claims of one report, sentence by sentence."""

    def __init__(
        self, lexicon: Lexicon, grammar: TimeGrammar, finder: FrameFinder, anchor: Anchor, talk: Discourse
    ) -> None:
        self._lexicon, self._grammar, self._finder, self._anchor, self._talk = lexicon, grammar, finder, anchor, talk
        self._dater = Dater(grammar, anchor, talk)
        self._terms = TermReader(grammar, anchor, talk)
        self._moods, self._sources, self._roles = ModalityReader(lexicon), AttributionReader(lexicon), RoleFinder(talk)
        self.traced = False
        self._creditor = Creditor(self._sources, grammar, anchor, talk)

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
                out += self._frame(s, frame, sayings, span_of(s, frame, frames))
        out = without_conditions(s, out)
        share(s, out)
        self._carry(s, out)
        for saying in sayings:
            if saying.speakers and saying.named:
                talk.speaker = saying.speakers
        talk.note(s.mentions, [_behind_verb(s.clauses[x.clause]) for x in sayings])
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
            if draft.roles.actor:
                self._talk.doers[draft.kind] = draft.roles.actor[0]
            if draft.kind in {"displacement", "return"} and draft.roles.actor:
                self._talk.uprooted = draft.roles.actor[0]
            self._talk.actors += [
                a for a in draft.roles.actor if actors[a].kind in {"armed force", "mission", "population"}
            ]
        self._talk.scene_when = next((d.when for d in out if d.kind == "incident" and _is_point(d)), None)
        placed = next((d.roles.place for d in reversed(out) if d.roles.place and d.kind not in _PLACELESS), ())
        if placed:
            self._talk.scene = placed
            self._talk.last_place = placed
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
        main = next(p for p in parts if not p.gapped)
        lead = self._part_roles(s, frame, main, None) if parts[0].ahead else None
        for part in parts:
            if part.ahead and lead is not None:
                own = self._roles.own_actor(s, frame, part.start, part.end, lead.place)
                roles = Roles(own or lead.actor, lead.target, lead.place)
                out.append(self._draft(s.view(s.clauses[frame.clause]), frame, part, roles, mood, sayings, main))
                continue
            least = 3 if s.clauses[frame.clause].adjunct else 2
            if sum(s.tokens[k].is_word for k in range(part.start, part.end)) < least:
                continue
            roles = self._part_roles(s, frame, part, lead)
            if (
                lead is None
                and len(parts) > 1
                and not part.ahead
                and not any(t for t in s.times if part.start <= t.start < part.end)
            ):
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
        out += self._terms.postponed(s, frame, parts[0], out[0]) if out else []
        out += self._terms.granted(s, frame, parts[0], out[0]) if out else []
        self._talk.last_kinds = remembered(self._talk.last_kinds, frame.kind)
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

    def _part_roles(self, s: Sentence, frame: Frame, part: Part, lead: Roles | None) -> Roles:
        if not part.gapped or lead is None:
            return self._roles.roles(s, frame, part.start, part.end)
        own = self._roles.where.places(s, frame, part.start, part.end) if s.has("place", part.start, part.end) else ()
        who = self._roles.own_people(s, frame, part.start, part.end, own or lead.place)
        return Roles(who or lead.actor, lead.target, own or lead.place)

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
        attributed, evidence = self._creditor.credit(s, frame, part, roles, saying)
        modality = mood.modality
        if frame.rule.actor == "speaker":
            roles = Roles(attributed, roles.target, roles.place)
        when = self._dater.when(s, frame, dated or part, modality)
        if (
            modality == "happened"
            and frame.kind not in {"amendment", "mandate"}
            and self._anchor.day
            and (
                (when.first and when.first > self._anchor.day)
                or (when.last and not when.first and when.last > self._anchor.day)
            )
        ):
            modality = "planned"
        if frame.kind == "handover" and not roles.actor and modality in {"agreed", "demanded"}:
            roles = Roles(self._holders(roles), roles.target, roles.place)
        if modality == "denied" and not roles.actor and frame.kind in _DENIED:
            deniers = [a for a in attributed if self._talk.gazetteer.actors[a].side]
            roles = Roles(self._roles.collective(tuple(deniers)), roles.target, roles.place)
        if frame.kind == "position" and _as_one(s, part):
            roles = Roles(self._roles.collective(roles.actor), roles.target, roles.place)
        kind = "risk" if mood.feared else self._kind(frame, when, modality)
        if (
            kind == "casualty"
            and part.figure is not None
            and (part.figure.said or 0) >= 1000
            and modality == "happened"
        ):
            near = {s.low(k) for k in range(part.start, part.end)}
            kind = (
                "history"
                if near & s.lists["drafts.old_war"] or (s.clauses[frame.clause].relative and when.first is None)
                else kind
            )
        a, b = trim(s, part.start, part.end)
        text_start, text_end = s.tokens[a].start, s.tokens[max(b - 1, a)].end
        low = " ".join(t.low for t in s.tokens[part.start : part.end])
        said = self._creditor.said(saying)
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
            trace_of(s, frame, part, mood, when, roles, saying) if self.traced else None,
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


def _as_one(s: Sentence, part: Part) -> bool:
    """Whether somebody speaks in the words of a claim for those he leads ("we shall not accept …")."""
    return any(m.form == "us" and m.via == "pronoun" and part.start <= m.start < part.end for m in s.mentions)


def _behind_verb(clause: Clause) -> tuple[int, int]:
    """The words of a clause behind its verb."""
    return (clause.verb.end if clause.verb is not None else clause.end), clause.end


def _is_point(d: Draft) -> bool:
    """Whether a draft tells of a thing that happened on a day or two that are known."""
    when = d.when
    return (
        d.modality == "happened"
        and when.first is not None
        and when.last is not None
        and (when.last - when.first).days <= 2
    )
