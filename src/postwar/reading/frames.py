"""Frames: which kinds of claim the words of a clause carry, by the rules of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postwar.reading.clauses import Clause
from postwar.reading.events import EventFinder, subject_heads
from postwar.reading.fitting import fits, particles_end, stands_as
from postwar.reading.lexicon import Lexicon, Rule, words
from postwar.reading.sentence import Sentence
from postwar.reading.tokens import singular
from postwar.reading.verb_groups import VerbGroup

# who acts in a clause that only goes on counting ("by Saturday fewer than half had got there")
_CONTINUING = (
    ("disarmament", "subject"),
    ("deployment", "force"),
    ("exchange", "releaser"),
    ("displacement", "population"),
    ("return", "population"),
    ("housing", "subject"),
    ("mines", "subject"),
    ("withdrawal", "force"),
)
_IDIOMS = frozenset(
    (verb, noun)
    for verb, nouns in (
        ("take", "place part effect note care advantage issue stock"),
        ("give", "way birth notice"),
        ("make", "sense sure way"),
    )
    for noun in nouns.split()
)
_ABOUT = frozenset({"deadline", "amendment", "risk", "position", "ambiguity"})  # kinds that say something of an act
_STRIKING = ("ordnance_word", "attack_noun")
_STRUCK = Rule("incident", 9701, actor="none", target="none", modality="happened")
_PEOPLED = Rule("population", 9700, actor="none", target="none", modality="happened")


@dataclass(frozen=True, slots=True)
class Frame:
    """A rule that fits, its head at ``head`` to ``head_end``; ``group`` is its verb group (None: noun or phrase)."""

    rule: Rule
    clause: int
    head: int
    head_end: int
    group: VerbGroup | None
    score: float

    @property
    def kind(self) -> str:
        """The kind of claim."""
        return self.rule.kind


class FrameFinder:
    """Finds frames in sentences by the rules of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._verbs: dict[str, list[tuple[Rule, tuple[str, ...]]]] = {}
        self._passives: dict[str, list[tuple[Rule, tuple[str, ...]]]] = {}
        self._nouns: dict[str, list[tuple[Rule, tuple[str, ...], bool]]] = {}
        self._events = EventFinder(lexicon)
        self._bare: list[Rule] = []
        self._conditional = [rule for rule in lexicon.rules if rule.conditional]
        for rule in lexicon.rules:
            for verb in rule.verbs:
                base, *rest = verb.split()
                self._verbs.setdefault(base, []).append((rule, tuple(rest)))
                done = (
                    [b for b, tag in lexicon.verb_forms.get(rest[0], ()) if tag == "participle"]
                    if base == "be" and rest
                    else []
                )
                for inner in done:
                    self._passives.setdefault(inner, []).append((rule, tuple(rest[1:])))
            for noun in rule.nouns:
                parts = tuple(noun.split())
                self._nouns.setdefault(parts[0], []).append((rule, parts, True))
            for phrase in rule.phrases:
                parts = tuple(phrase.split())
                self._nouns.setdefault(parts[0], []).append((rule, parts, False))
            if not (rule.verbs or rule.nouns or rule.phrases) and not rule.conditional:
                self._bare.append(rule)
        self._continuing = {
            kind: Rule(kind, 9500 + n, actor=actor, target="none") for n, (kind, actor) in enumerate(_CONTINUING)
        }
        self._governors = frozenset(
            v
            for name, section in lexicon.modality.items()
            for v in words(section.get("verbs", ""))
            if name != "position" and " " not in v
        ) | {"say", "agree", "be", "have", "go", "allow", "come"}

    def frames(self, s: Sentence, last_kinds: tuple[str, ...]) -> list[Frame]:
        """The frames that stand, in order of place. ``last_kinds``: the kinds of the claims read before."""
        out: list[Frame] = []
        for n, clause in enumerate(s.clauses):
            if clause.link in {"whether", "why", "how", "what", "lest"} or (clause.link == "who" and clause.start == 0):
                continue
            if (
                clause.link in s.lists["frames.asking"]
                and out
                and out[-1].kind == "ambiguity"
                and out[-1].clause == n - 1
            ):
                continue
            if clause.link == "that" and out and out[-1].kind == "risk" and out[-1].clause == n - 1:
                continue
            out += self._clause(s.view(clause), n, clause, last_kinds)
            if out:
                last_kinds = remembered(last_kinds, out[-1].kind)
        conditions = {
            n for n, c in enumerate(s.clauses) if c.link in {"if", "unless"} or (n == 0 and s.low(c.start) == "should")
        }
        out = [f for f in out if not _only_denies(s, f, out)]
        main = [f for f in out if f.clause not in conditions]
        return main if main and conditions else out

    def _clause(self, s: Sentence, n: int, clause: Clause, last_kinds: tuple[str, ...]) -> list[Frame]:
        by_group: list[Frame] = []
        for group in clause.groups:
            best = _best(self._of_verb(s, n, clause, group, last_kinds))
            if best:
                by_group.append(best)
        nominal = self._of_nouns(s, n, clause, last_kinds)
        if any(
            c is not clause and (c.link in {"if", "unless"} or (c.start == 0 and s.low(0) == "should"))
            for c in s.clauses
        ):
            nominal += self._feared(s, n, clause)
        chosen = self._chosen(s, clause, by_group, nominal) or self._told(s, n, clause, last_kinds)
        if {f.kind for f in chosen} == {"casualty"}:
            chosen = [*chosen, *self._struck(s, n, clause, chosen[0])]
        peopled = next((f for f in s.figures if clause.holds(f.start) and s.peoples(f)), None)
        if peopled is not None and not any(f.kind == "population" for f in chosen):
            chosen = [*chosen, Frame(_PEOPLED, n, peopled.start, peopled.end, None, 30.0)]
        return chosen

    def _struck(self, s: Sentence, n: int, clause: Clause, casualty: Frame) -> list[Frame]:
        """The incident that a clause tells with its victims: an attack that kills ("a bomb killed four")."""
        group = casualty.group
        if group is None or group.passive or group is not clause.verb or not group.past:
            return []
        heads = {k for k in subject_heads(s, clause, group) if clause.start <= k < group.start}
        hit = next((k for name in _STRIKING for k in s.positions(name) if k in heads), None)
        return [Frame(_STRUCK, n, hit, hit + 1, None, 20.0)] if hit is not None else []

    def _told(self, s: Sentence, n: int, clause: Clause, last_kinds: tuple[str, ...]) -> list[Frame]:
        """Where no rule fits a clause: what its theme and the sense of its verb, or a noun with a theme, tell."""
        for group in sorted(clause.groups, key=lambda g: (not g.finite, g.start)):
            event = self._events.of_verb(s, clause, group)
            if event is not None:
                back = event.kind == "displacement" and event.arriving and last_kinds[-1:] == ("return",)
                rule = self._continuing["return"] if back else event.rule
                return [Frame(rule, n, event.head, event.end, event.group, 30.0)]
        if s.carried and clause.verb is not None and s.carried in self._continuing:
            heads = subject_heads(s, clause, clause.verb)
            counted = {f.start for f in s.figures} | {k for k in s.stands if s.low(k) in s.lists["frames.rests"]}
            head = next((k for k in heads if k in s.stands and k in counted), None)
            plain = clause.verb.bases[0] in {"be", "find", "wear", "use"} | s.lists["frames.telling"]
            if head is not None and not plain:
                return [Frame(self._continuing[s.carried], n, clause.verb.main, clause.verb.end, clause.verb, 30.0)]
        for event in self._events.of_nouns(s, clause):
            return [Frame(event.rule, n, event.head, event.end, None, 30.0)]
        return []

    def _chosen(self, s: Sentence, clause: Clause, by_group: list[Frame], nominal: list[Frame]) -> list[Frame]:
        finite = [f for f in by_group if f.group is clause.verb]
        inner = [f for f in by_group if f.group is not clause.verb]
        if finite:
            inner = [f for f in inner if f.group is None or f.group.tense != "participle" or _apart(s, f, finite[0])]
            by_group = finite + inner
        weighed = (
            [f for f in inner if f.group is not None and f.group.tense != "participle" and f.head > finite[0].head]
            if finite
            else []
        )
        if finite and finite[0].kind == "position" and nominal and _insists(s, clause):
            return sorted(nominal, key=lambda f: (-f.score, f.head))[:1]
        if (
            finite
            and inner
            and finite[0].kind == "position"
            and not any(
                f.group is not None and f.group.tense == "to" and f.score > finite[0].score and _refusing(clause)
                for f in inner
            )
        ):
            by_group = finite
        elif (finite and inner and finite[0].kind == "position") or (
            finite
            and inner
            and clause.verb is not None
            and clause.verb.bases[0] in self._governors
            and finite[0].head_end == finite[0].head + 1
            and any(f.score >= finite[0].score - 15 for f in weighed)
        ):
            by_group = inner
        elif finite and inner:
            by_group = finite + [f for f in inner if f.kind != finite[0].kind and f.score > 35]
        kept = sorted(by_group, key=lambda f: (-f.score, f.head))
        out = kept[:1] + [
            f for f in kept[1:2] if f.kind != kept[0].kind and (_apart(s, f, kept[0]) or _side_by_side(s, f, kept[0]))
        ]
        for f in sorted(nominal, key=lambda f: (-f.score, f.head)):
            if (
                not out
                or (
                    f.rule.nouns
                    and f.kind == out[0].kind
                    and len(out) == 1
                    and out[0].group is not None
                    and out[0].group.tense == "participle"
                    and f.head < out[0].head
                    and _apart(s, f, out[0])
                )
                or (
                    f.kind == "mandate"
                    and f.kind not in {o.kind for o in out}
                    and any(s.low(k) == "for" for k in range(max(clause.start, f.head - 4), f.head))
                )
            ):
                out.append(f)
            elif (
                not f.rule.verbs
                and f.kind not in {o.kind for o in out}
                and len(out) < 3
                and (_apart(s, f, out[0]) or (f.rule.weight >= 4 and f.score > out[0].score))
            ):
                if (
                    f.score > out[0].score + 5
                    and not _apart(s, f, out[0])
                    and out[0].kind not in {"deadline", "amendment"}
                ):
                    out[0] = f
                elif _apart(s, f, out[0]):
                    out.append(f)
        return sorted(out, key=lambda f: f.head)

    def _feared(self, s: Sentence, n: int, clause: Clause) -> list[Frame]:
        """What a condition leads to, where it is bad."""
        for rule in self._conditional:
            hits = [k for name in rule.any for k in s.positions(name) if clause.holds(k)]
            if hits:
                return [Frame(rule, n, min(hits), min(hits) + 1, None, 10.0 * rule.weight + 20)]
        return []

    def _of_verb(
        self, s: Sentence, n: int, clause: Clause, group: VerbGroup, last_kinds: tuple[str, ...]
    ) -> Iterable[Frame]:
        for base in group.bases:
            known = self._verbs.get(base, ())
            for rule, rest in [*known, *self._passives.get(base, ())] if group.passive else known:
                end = particles_end(s, group, clause, rest)
                if end is None:
                    continue
                score = fits(s, clause, rule, group, group.main, end, last_kinds)
                if score is not None:
                    score += _led(s, clause, group, rule.kind) - (0 if rest else self._other_verb(s, group, base, rule))
                    yield Frame(rule, n, group.main, end, group, score + 3 * len(rest) + (4 if group.finite else 3))

    def _other_verb(self, s: Sentence, group: VerbGroup, base: str, rule: Rule) -> float:
        """How much a particle behind a verb speaks against a rule for the bare verb ("ran out" is no running)."""
        if (base, s.low(group.end)) in _IDIOMS:
            return 14.0
        particle = s.low(group.end)
        if particle not in {"out", "up", "off", "down", "over", "away", "back"}:
            return 0.0
        own = any(r is rule and rest[:1] == (particle,) for r, rest in self._verbs.get(base, ()))
        of = s.low(group.end + 1) in {"of", "from", "to"}
        return 0.0 if own or of else 14.0

    def _of_nouns(self, s: Sentence, n: int, clause: Clause, last_kinds: tuple[str, ...]) -> list[Frame]:
        verbs = {k for g in clause.groups for k in range(g.start, g.end)}
        acting = {k for m in s.mentions if m.via == "name" and m.actors for k in range(m.start, m.end)}
        called = {m.start for m in s.mentions if m.via == "word" and m.form == "rebel" and s.low(m.end) != "of"}
        called |= {k for k in acting if s.tokens[k].is_capital and not s.tokens[k].text.isupper() and k > clause.start}
        out = []
        sources = s.credited()
        for k in range(clause.start, clause.end):
            if k in sources:
                continue
            for form in singular(s.low(k)):
                for rule, parts, plural in self._nouns.get(form, ()):
                    end = k + len(parts)
                    if (
                        end > clause.end + bool(rule.phrases and rule.kind == "ambiguity")
                        or (rule.kind == "centre" and k in acting and (clause.verb is None or k < clause.verb.start))
                        or (len(parts) == 1 and (k in verbs or k in called) and rule.nouns)
                        or not stands_as(s, k, parts, plural)
                    ):
                        continue
                    score = fits(s, clause, rule, None, k, end, last_kinds)
                    if score is not None:
                        out.append(Frame(rule, n, k, end, None, score + 2 * len(parts)))
            if "-" in s.low(k):
                for rule, _, _ in self._nouns.get("-" + s.low(k).rsplit("-", 1)[1], ()):
                    out.append(Frame(rule, n, k, k + 1, None, 10.0 * rule.weight))
        for rule in self._bare:
            hit = next(
                (
                    f
                    for f in s.figures
                    if clause.start <= f.start < clause.end and f.unit in rule.figure and not f.article
                ),
                None,
            )
            if hit:
                score = fits(s, clause, rule, None, hit.start, hit.end, last_kinds)
                if score is not None:
                    out.append(Frame(rule, n, hit.start, hit.end, None, score))
        return _distinct(out)


def remembered(kinds: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """The last two kinds of act spoken of; what is only said about an act does not count."""
    return kinds if kind in _ABOUT else (*kinds, kind)[-2:]


def _only_denies(s: Sentence, frame: Frame, frames: list[Frame]) -> bool:
    """Whether a stance is only that what the next clause tells is not so ("contests that …")."""
    group = frame.group
    if frame.kind != "position" or group is None or group.bases[0] not in s.lists["denial.rejecting"]:
        return False
    after = frame.clause + 1
    return after < len(s.clauses) and s.clauses[after].link == "that" and any(f.clause == after for f in frames)


def _insists(s: Sentence, clause: Clause) -> bool:
    """Whether somebody insists on an act, which so is demanded."""
    verb = clause.verb
    return verb is not None and verb.bases[0] == "insist" and s.low(verb.end) == "on"


def _refusing(clause: Clause) -> bool:
    """Whether a clause says that somebody will not do what its inner verb tells."""
    return clause.verb is not None and clause.verb.bases[0] in {"refuse", "decline", "fail"}


def _led(s: Sentence, clause: Clause, group: VerbGroup, kind: str) -> float:
    """How the words behind a verb of motion speak for or against a kind: forces go out of a place or into one."""
    if kind == "centre" and any(clause.holds(f.start) and f.unit in {"person", "soldier"} for f in s.figures):
        return -8.0
    if kind not in {"deployment", "withdrawal"}:
        return 0.0
    after = [s.low(k) for k in range(group.main + 1, min(clause.end, group.main + 12))]
    out, into = {"from", "out", "away"} & set(after), {"to", "into", "in", "at"} & set(after)
    if out and not into:
        return -8.0 if kind == "deployment" else 0.0
    return -8.0 if into and "from" in out and kind == "withdrawal" else 0.0


def _best(frames: Iterable[Frame]) -> Frame | None:
    return max(frames, key=lambda f: (f.score, -f.rule.order), default=None)


def _distinct(frames: list[Frame]) -> list[Frame]:
    """The best frame of each kind."""
    best: dict[str, Frame] = {}
    for f in frames:
        if f.kind not in best or f.score > best[f.kind].score:
            best[f.kind] = f
    return list(best.values())


def _side_by_side(s: Sentence, a: Frame, b: Frame) -> bool:
    """Whether two verb groups are joined alike ("by clearing and rebuilding") or one hangs on a noun of the other."""
    low, high = sorted((a, b), key=lambda f: f.head)
    if low.group is None or high.group is None or low.group is high.group:
        return False
    joined = (
        low.group.tense == high.group.tense
        and not high.group.finite
        and any(s.low(k) == "and" for k in range(low.head, high.head))
    )
    hanging = high.group.tense in {"to", "participle"} and high.group.passive and high.head - low.head > 3
    return joined or hanging


def _apart(s: Sentence, a: Frame, b: Frame) -> bool:
    """Whether a comma, a dash or a join stands between two heads."""
    low, high = min(a.head, b.head), max(a.head, b.head)
    return any(s.low(k) in {",", ";", "—", "–", "(", ":"} for k in range(low, high))
