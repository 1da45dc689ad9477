"""Fitting: whether what a rule asks for stands in a clause, and how well the rule fits there."""

from __future__ import annotations

from postwar.reading.clauses import Clause
from postwar.reading.lexicon import Rule
from postwar.reading.sentence import Sentence
from postwar.reading.tokens import singular
from postwar.reading.verb_groups import VerbGroup

_SUBJECT_SORTS = {
    "force_subject": ("force", "army_actor"),
    "soldier_subject": ("force", "army_actor"),
    "mission_subject": ("mission_actor",),
}
_PEOPLED = frozenset({"displacement", "return"})  # what people do who are no fighters
_OBJECT, _MOVED = "territory_object", "territory_moved"  # asked of the verb itself, not of the clause
ASKED_OF_VERBS = frozenset({*_SUBJECT_SORTS, _OBJECT, _MOVED})


def fits(
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
    if (
        rule.kind == "population"
        and rule.nouns
        and clause.verb is not None
        and clause.verb.bases[0] not in s.lists["frames.dwelling"]
    ):
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
    if group is not None and group.passive and rule.kind == "incident" and _shut(s, group, b):
        return None
    wide = (_antecedent(s, clause), b)
    for wanted, span in ((rule.any, wide), (rule.any2, wide), (rule.of, (max(a, head - 2), min(b, end + 6)))):
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
                group is not None and clause.relative and clause.parent is not None and _in_parent(s, clause, rule.obj)
            )
        ):
            return None
        met += 1
    if rule.subj:
        if not _subject(s, clause, rule, group, before if not (group and group.passive) else (a, group.start)):
            return None
        met += 1
    if rule.passive and not (group and group.passive):
        return None
    if rule.kind == "withdrawal" and _leaves_behind(s, group):
        return None
    if rule.kind == "disarmament" and not clause.relative and _by_a_weapon(s, rule, group, b):
        return None
    if rule.figure and not any(
        a <= f.start < b and (f.unit in rule.figure or (f.unit is None and "person" in rule.figure)) for f in s.figures
    ):
        return None
    if rule.figure_or and not (
        any(a <= f.start < b and f.unit in rule.figure_or for f in s.figures)
        or any(s.low(k) in s.lists["frames.rests"] | {"others"} for k in range(a, b))
        or any(clause.holds(f.start) and f.start in s.stands for f in s.figures)
    ):
        return None
    if rule.after and not any(s.phrase_in(p, end, min(b, end + 5)) is not None for p in rule.after):
        return None
    if rule.continues and rule.continues not in last_kinds:
        return None
    if rule.kind == "displacement" and last_kinds[-1:] == ("return",) and _neutral(s, clause, head):
        return None
    if rule.kind in _PEOPLED and group is not None and _armed_move(s, clause, group):
        return None
    if rule.quoted and not any(p <= s.tokens[head].start < q for p, q in s.quoted):
        return None
    if rule.verbs and head == 0 and group is not None and group.tense == "bare":
        return None
    same = rule.kind == s.carried and any(clause.holds(k) for k in s.stands)
    return 10.0 * rule.weight + 3 * met + (15 if same else 0)


def _antecedent(s: Sentence, clause: Clause) -> int:
    """Where what a clause speaks of begins: a relative clause takes in the noun that it hangs on."""
    if not clause.relative or clause.parent is None or clause.parent >= len(s.clauses):
        return clause.start
    first = max(s.clauses[clause.parent].start, clause.start - 4)
    cut = [k for k in range(first, clause.start - 1) if s.low(k) in {",", ";", "—"} | s.lists["frames.stops"]]
    return cut[-1] + 1 if cut else min(first, clause.start)


def _subject(s: Sentence, clause: Clause, rule: Rule, group: VerbGroup | None, before: tuple[int, int]) -> bool:
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
        start = _antecedent(s, clause) if clause.relative else parent.start
        end = clause.start if clause.relative else parent.end
        return any(s.has(name, start, end) for name in rule.subj) or (
            clause.relative and start == clause.start and any(s.has(n, parent.start, parent.end) for n in rule.subj)
        )
    if (
        group is not None
        and {"place", "territory"} & set(rule.subj)
        and s.low(group.start - 1) in {"it", "they", "both"}
    ):
        return any(s.has(name, parent.start, parent.end) for name in rule.subj)
    return False


def _leaves_behind(s: Sentence, group: VerbGroup | None) -> bool:
    """Whether what is left is a counted thing or person and no place ("left five boats for the school")."""
    if group is None or group.passive or group.bases[0] != "leave":
        return False
    return any(f.start == group.end and f.unit not in {None, "place", "day", "year"} for f in s.figures)


def _by_a_weapon(s: Sentence, rule: Rule, group: VerbGroup | None, end: int) -> bool:
    """Whether a weapon does it, and nothing is done with one ("a shell destroyed the roof")."""
    if group is None or group.passive or not group.finite or rule.any != ("weapon",):
        return False
    return not s.has("weapon", group.end, end)


def _armed_move(s: Sentence, clause: Clause, group: VerbGroup) -> bool:
    """Whether it is fighters who go back or are brought back ("bring its soldiers home", "rebels who go back")."""
    armed = {*s.positions("force"), *s.positions("army_actor")} - set(s.positions("population"))
    near = range(group.end, min(group.end + 4, clause.end))
    if not group.passive and any(k in armed for k in near):
        return True
    return clause.relative and clause.start - 1 in armed


def _neutral(s: Sentence, clause: Clause, head: int) -> bool:
    """Whether a head tells only that people come or are counted, and nothing in the clause that they flee: after a
    return it goes on with the return."""
    if s.low(head) not in s.lists["fitting.neutral"]:
        return False
    return not any(s.has(name, clause.start, clause.end) for name in ("fleeing", "camp_word", "displaced_strict"))


def _handed(s: Sentence, head: int, end: int) -> bool:
    """Whether a noun of handing over has a thing that is handed: "of" behind it, or a noun before it."""
    if s.low(end) in {"to", "from", "in"}:
        led = head > 0 and s.tokens[head - 1].is_capital
        return led or any(s.low(k) == "of" for k in range(end, min(end + 6, len(s.tokens))))
    return True


def _by_nature(s: Sentence, group: VerbGroup, end: int) -> bool:
    """Whether it was weather that did it ("blocked by snow")."""
    return any(
        s.low(k) == "by" and {s.low(k + 1), s.low(k + 2)} & s.lists["frames.nature"]
        for k in range(group.main + 1, min(end, group.main + 4))
    )


def _shut(s: Sentence, group: VerbGroup, end: int) -> bool:
    """Whether a way is only said to be closed, and nobody to have closed it."""
    lasting = any(f.unit == "day" for f in s.figures)
    return (
        group.bases[0] in {"close", "shut"} and not lasting and not any(s.low(k) == "by" for k in range(group.end, end))
    )


def _in_parent(s: Sentence, clause: Clause, names: tuple[str, ...]) -> bool:
    assert clause.parent is not None
    parent = s.clauses[clause.parent]
    return any(s.has(name, max(parent.start, clause.start - 6), clause.start) for name in names)


def particles_end(s: Sentence, group: VerbGroup, clause: Clause, rest: tuple[str, ...]) -> int | None:
    """Where a verb's particles end; None where they are not there."""
    at = group.main + 1
    if not rest:
        return at
    if not all(s.says(word) for word in rest):
        return None
    limit = min(clause.end, group.main + 7)
    if s.low(group.main) in {"is", "are", "was", "were", "be", "been", "being"}:
        limit = min(clause.end, group.main + 4)
    for n, word in enumerate(rest):
        found = next((k for k in range(at, limit) if s.low(k) == word and k not in s.in_names()), None)
        if found is None or (n and found > at):
            return None
        if any(s.low(k) in {",", ";", "—", "and", "but"} for k in range(at, found)):
            return None
        at = found + 1
    return at


def stands_as(s: Sentence, k: int, parts: tuple[str, ...], plural: bool) -> bool:
    """Whether the words of a phrase stand at ``k``; a noun also in its plural."""
    for n, word in enumerate(parts):
        if n == 0:
            if not (word in singular(s.low(k)) if plural else s.low(k) == word):
                return False
        elif not (s.low(k + n) == word or (plural and word in singular(s.low(k + n)))):
            return False
    return True
