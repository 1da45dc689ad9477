"""Frames: which kinds of claim the words of a clause carry, by the rules of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postwar.reading.clauses import Clause
from postwar.reading.events import EventFinder, subject_heads
from postwar.reading.grammar import VerbGroup
from postwar.reading.lexicon import Lexicon, Rule, words
from postwar.reading.sentence import Sentence
from postwar.reading.tokens import singular

_SUBJECT_SORTS = {
    "force_subject": ("force", "army_actor"),
    "soldier_subject": ("force", "army_actor"),
    "mission_subject": ("mission_actor",),
}
_OBJECT, _MOVED = "territory_object", "territory_moved"  # asked of the verb itself, not of the clause
ASKED_OF_VERBS = frozenset({*_SUBJECT_SORTS, _OBJECT, _MOVED})
ASKING = frozenset(["whether", "who", "what", "how", "why", "when", "where", "which"])


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
_PEOPLED = Rule("population", 9700, actor="none", target="none", modality="happened")
_NATURE = frozenset(
    {"snow", "rain", "rains", "flood", "floods", "flooding", "landslides", "landslide", "mud", "water", "ice"}
)
_RESTS = frozenset({"none", "rest", "remainder"})
_TELLING = frozenset({"say", "think", "believe", "want", "know", "tell", "hope", "fear", "ask", "demand", "wear"})


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
        self._nouns: dict[str, list[tuple[Rule, tuple[str, ...], bool]]] = {}
        self._events = EventFinder(lexicon)
        self._bare: list[Rule] = []
        self._conditional = [rule for rule in lexicon.rules if rule.conditional]
        for rule in lexicon.rules:
            for verb in rule.verbs:
                base, *rest = verb.split()
                self._verbs.setdefault(base, []).append((rule, tuple(rest)))
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
            if clause.link in ASKING and out and out[-1].kind == "ambiguity" and out[-1].clause == n - 1:
                continue
            out += self._clause(s.view(clause), n, clause, last_kinds)
            if out:
                last_kinds = (*last_kinds, out[-1].kind)[-2:]
        conditions = {
            n for n, c in enumerate(s.clauses) if c.link in {"if", "unless"} or (n == 0 and s.low(c.start) == "should")
        }
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
        chosen = self._chosen(s, clause, by_group, nominal) or self._told(s, n, clause)
        peopled = next((f for f in s.figures if clause.holds(f.start) and s.peoples(f)), None)
        if peopled is not None and not any(f.kind == "population" for f in chosen):
            chosen = [*chosen, Frame(_PEOPLED, n, peopled.start, peopled.end, None, 30.0)]
        return chosen

    def _told(self, s: Sentence, n: int, clause: Clause) -> list[Frame]:
        """Where no rule fits a clause: what its theme and the sense of its verb, or a noun with a theme, tell."""
        for group in sorted(clause.groups, key=lambda g: (not g.finite, g.start)):
            event = self._events.of_verb(s, clause, group)
            if event is not None:
                return [Frame(event.rule, n, event.head, event.end, event.group, 30.0)]
        if s.carried and clause.verb is not None and s.carried in self._continuing:
            heads = subject_heads(s, clause, clause.verb)
            counted = {f.start for f in s.figures} | {k for k in s.stands if s.low(k) in _RESTS}
            head = next((k for k in heads if k in s.stands and k in counted), None)
            plain = clause.verb.bases[0] in {"be", "find", "wear", "use"} | _TELLING
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
        if finite and inner and finite[0].kind == "position":
            by_group = finite
        elif (
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
                if f.score > out[0].score + 5 and not _apart(s, f, out[0]):
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
            for rule, rest in self._verbs.get(base, ()):
                end = _particles(s, group, clause, rest)
                if end is None:
                    continue
                score = self._fits(s, clause, rule, group, group.main, end, last_kinds)
                if score is not None:
                    score += _led(s, clause, group, rule.kind)
                    yield Frame(rule, n, group.main, end, group, score + 3 * len(rest) + (4 if group.finite else 3))

    def _of_nouns(self, s: Sentence, n: int, clause: Clause, last_kinds: tuple[str, ...]) -> list[Frame]:
        verbs = {k for g in clause.groups for k in range(g.start, g.end)}
        out = []
        for k in range(clause.start, clause.end):
            for form in singular(s.low(k)):
                for rule, parts, plural in self._nouns.get(form, ()):
                    end = k + len(parts)
                    if (
                        end > clause.end
                        or (len(parts) == 1 and k in verbs and rule.nouns)
                        or not _follows(s, k, parts, plural)
                    ):
                        continue
                    score = self._fits(s, clause, rule, None, k, end, last_kinds)
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
                score = self._fits(s, clause, rule, None, hit.start, hit.end, last_kinds)
                if score is not None:
                    out.append(Frame(rule, n, hit.start, hit.end, None, score))
        return _distinct(out)

    def _fits(
        self,
        s: Sentence,
        clause: Clause,
        rule: Rule,
        group: VerbGroup | None,
        head: int,
        end: int,
        last_kinds: tuple[str, ...],
    ) -> float | None:
        """The score of a rule at a head, or None where what it asks for is not there."""
        a, b = clause.start, clause.end
        if any(s.has(name, a, b) for name in rule.barred):
            return None
        lead = group or clause.verb
        for name in rule.barred:
            if lead is not None and name in _SUBJECT_SORTS and s.subject_is(lead, _SUBJECT_SORTS[name]):
                return None
        if group is not None and _OBJECT in rule.barred and s.object_place(group) is not None:
            return None
        before, after = (a, group.start if group else head), (end, b)
        if group is not None and group.passive:
            before, after = after, before
        met = 0
        if rule.of and rule.kind == "handover" and group is None and not _handed(s, head, end):
            return None
        if group is not None and group.passive and rule.kind == "incident" and _by_nature(s, group, b):
            return None
        for wanted, span in ((rule.any, (a, b)), (rule.any2, (a, b)), (rule.of, (max(a, head - 2), min(b, end + 6)))):
            if wanted:
                if not any(s.has(name, *span) for name in wanted):
                    return None
                met += 1
        if rule.obj:
            moved = group is not None and _MOVED in rule.obj and s.moved_place(group) is not None
            if (
                not moved
                and not any(s.has(name, *after) for name in rule.obj)
                and not (
                    group is not None
                    and clause.relative
                    and clause.parent is not None
                    and _in_parent(s, clause, rule.obj)
                )
            ):
                return None
            met += 1
        if rule.subj:
            if not self._subject(s, clause, rule, group, before if not (group and group.passive) else (a, group.start)):
                return None
            met += 1
        if rule.passive and not (group and group.passive):
            return None
        if rule.figure and not any(
            a <= f.start < b and (f.unit in rule.figure or (f.unit is None and "person" in rule.figure))
            for f in s.figures
        ):
            return None
        if rule.figure_or and not (
            any(a <= f.start < b and f.unit in rule.figure_or for f in s.figures)
            or any(s.low(k) in _RESTS | {"others"} for k in range(a, b))
            or any(clause.holds(f.start) and f.start in s.stands for f in s.figures)
        ):
            return None
        if rule.after and not any(s.phrase_in(p, end, min(b, end + 5)) is not None for p in rule.after):
            return None
        if rule.continues and rule.continues not in last_kinds:
            return None
        if rule.verbs and head == 0 and group is not None and group.tense == "bare":
            return None
        same = rule.kind == s.carried and any(clause.holds(k) for k in s.stands)
        return 10.0 * rule.weight + 3 * met + (15 if same else 0)

    def _subject(
        self, s: Sentence, clause: Clause, rule: Rule, group: VerbGroup | None, before: tuple[int, int]
    ) -> bool:
        if any(s.has(name, *before) for name in rule.subj):
            return True
        if group is not None and not group.finite and group.passive:
            return any(s.has(name, max(clause.start, group.start - 6), group.start) for name in rule.subj)
        if clause.parent is None or clause.parent >= len(s.clauses):
            return False
        parent = s.clauses[clause.parent]
        has_own = any(m.start < before[1] and m.start >= before[0] for m in s.mentions)
        if (
            clause.adjunct or clause.link in {"and", "but", "which", "who", "that", "nor", "or", "yet", "then"}
        ) and not has_own:
            return any(s.has(name, parent.start, parent.end) for name in rule.subj)
        return False


def _handed(s: Sentence, head: int, end: int) -> bool:
    """Whether a noun of handing over has a thing that is handed: "of" behind it, or a noun before it."""
    if s.low(end) in {"to", "from", "in"}:
        return any(s.low(k) == "of" for k in range(end, min(end + 6, len(s.tokens)))) or s.tokens[head - 1].is_capital
    return True


def _by_nature(s: Sentence, group: VerbGroup, end: int) -> bool:
    """Whether it was weather that did it ("blocked by snow")."""
    return any(
        s.low(k) == "by" and {s.low(k + 1), s.low(k + 2)} & _NATURE
        for k in range(group.main + 1, min(end, group.main + 4))
    )


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


def _in_parent(s: Sentence, clause: Clause, names: tuple[str, ...]) -> bool:
    assert clause.parent is not None
    parent = s.clauses[clause.parent]
    return any(s.has(name, max(parent.start, clause.start - 6), clause.start) for name in names)


def _particles(s: Sentence, group: VerbGroup, clause: Clause, rest: tuple[str, ...]) -> int | None:
    """Where a verb's particles end; None where they are not there."""
    at = group.main + 1
    if not rest:
        return at
    limit = min(clause.end, group.main + 7)
    if s.low(group.main) in {"is", "are", "was", "were", "be", "been", "being"}:
        limit = min(clause.end, group.main + 4)
    for n, word in enumerate(rest):
        found = next((k for k in range(at, limit) if s.low(k) == word), None)
        if found is None or (n and found > at):
            return None
        if any(s.low(k) in {",", ";", "—", "and", "but"} for k in range(at, found)):
            return None
        at = found + 1
    return at


def _follows(s: Sentence, k: int, parts: tuple[str, ...], plural: bool) -> bool:
    for n, word in enumerate(parts):
        if n == 0:
            if not (word in singular(s.low(k)) if plural else s.low(k) == word):
                return False
        elif not (s.low(k + n) == word or (plural and word in singular(s.low(k + n)))):
            return False
    return True


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
