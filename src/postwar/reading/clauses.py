"""Clauses: a sentence cut into the parts that each carry a verb, and how each hangs on the others."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from postwar.reading.closed_words import PREPOSITIONS
from postwar.reading.lexicon import word_list
from postwar.reading.tokens import Token
from postwar.reading.verb_groups import VerbGroup

SUBORDINATORS = word_list("clauses.subordinators")
RELATIVES = word_list("clauses.relatives")
_COORDINATORS = word_list("clauses.coordinators")
_HARD = frozenset(";:—–()")
_CONDITIONS = word_list("clauses.conditions")
_OPENERS = word_list("clauses.openers")
_TAILS = word_list("clauses.tails")


@dataclass(slots=True)
class Clause:
    """Tokens ``start`` to ``end`` without those of ``hole`` (a relative clause inside it).

    ``verb`` is its finite verb group (None for an adjunct), ``inner`` the others in it. ``link`` is the word that ties
    it to ``parent``, an index among the clauses.
    """

    start: int
    end: int
    verb: VerbGroup | None
    inner: list[VerbGroup] = field(default_factory=list)
    link: str = ""
    parent: int | None = None
    hole: tuple[int, int] | None = None
    adjunct: bool = False

    @property
    def relative(self) -> bool:
        """Whether it hangs on a noun of its parent."""
        return self.link in RELATIVES

    @property
    def groups(self) -> list[VerbGroup]:
        """Its verb groups, the finite one first."""
        return ([self.verb] if self.verb else []) + self.inner

    def holds(self, k: int) -> bool:
        """Whether token ``k`` belongs to it."""
        return self.start <= k < self.end and not (self.hole is not None and self.hole[0] <= k < self.hole[1])


def cut_clauses(
    tokens: Sequence[Token], groups: Sequence[VerbGroup], report_verbs: frozenset[int], solid: frozenset[int]
) -> list[Clause]:
    """Cut a sentence into clauses. ``report_verbs`` are the tokens of verbs of saying, after which what is said begins;
    ``solid`` are tokens within names, times and figures, where no border can lie.

    Each finite verb group heads one clause; the border between two is the best mark or word between them. A relative
    clause before the first main verb is a hole in the main clause.
    """
    finite = [g for g in groups if g.finite] or [g for g in groups if g.tense == "participle"][:1] or list(groups[:1])
    if not finite:
        return [Clause(0, len(tokens), None)]
    low = [t.low if k not in solid else "" for k, t in enumerate(tokens)]
    hole = _embedded(tokens, low, finite)
    borders = [0]
    for n, (a, b) in enumerate(itertools.pairwise(finite)):
        borders.append(b.start if n == 0 and hole is not None else _border(tokens, low, a, b, report_verbs))
    borders.append(len(tokens))
    clauses = [Clause(borders[n], max(borders[n + 1], borders[n]), g) for n, g in enumerate(finite)]
    if hole is not None:
        main, relative = clauses[1], clauses[0]
        main.start, main.hole = 0, (hole, main.verb.start if main.verb else hole)
        relative.start, relative.end = hole, main.hole[1]
        clauses[0], clauses[1] = main, relative
    _link(tokens, clauses)
    clauses = _with_adjuncts(tokens, low, clauses)
    for clause in clauses:
        clause.inner = [
            g
            for g in groups
            if g is not clause.verb
            and clause.holds(g.start)
            and not any(
                c is not clause and c.holds(g.start) and c.start >= clause.start and c.end <= clause.end
                for c in clauses
            )
        ]
    return clauses


def _embedded(tokens: Sequence[Token], low: list[str], finite: list[VerbGroup]) -> int | None:
    """Where a relative clause begins that stands between the subject and the first main verb, or None."""
    if len(finite) < 2:
        return None
    first, second = finite[0], finite[1]
    for k in range(1, first.start + 1):
        if (
            low[k] in {"who", "which", "that", "whose", "whom"}
            and k < len(low)
            and tokens[k - 1].is_word | (tokens[k - 1].text == ",")
        ):
            if low[k] == "that" and (low[k - 1] in PREPOSITIONS or first.start - k > 4):
                continue
            before = tokens[k - 1]
            if (
                any(low[j] in SUBORDINATORS - {"as", "since", "after", "before", "until"} for j in range(k))
                or low[k - 1] in PREPOSITIONS
            ):
                return None
            between = low[first.end : second.start]
            if (
                ";" in between
                or any(w in {"and", "but", "or"} for w in between if before.text != ",")
                or any(w in {"that", "which", "who", "when", "while", "because", "if"} for w in between)
            ):
                return None
            commas = [j for j in range(first.end, second.start) if low[j] == ","]
            if before.text == "," and not commas:
                return None
            if before.text == "," and second.start - commas[-1] > 3:
                return None
            return k
    return None


def _border(tokens: Sequence[Token], low: list[str], a: VerbGroup, b: VerbGroup, report_verbs: frozenset[int]) -> int:
    """Where the clause of ``b`` begins, between the two verb groups."""
    between = range(a.end, b.start)
    hard = [k for k in between if low[k] in _HARD]
    if hard:
        last = hard[-1]
        subordinate = [k for k in range(last + 1, b.start) if low[k] in SUBORDINATORS and _subordinates(low, k, b)]
        return subordinate[0] if subordinate else last + 1
    subordinate = [k for k in between if low[k] in SUBORDINATORS and _subordinates(low, k, b)]
    if subordinate:
        k = subordinate[-1]
        if low[k] == "as" and k - 2 >= a.end and low[k - 1] in {"long", "soon"} and low[k - 2] in {"as", "so"}:
            return k - 2
        if k - 1 >= a.end and low[k] in {"if"} and low[k - 1] in {"even", "as", "only"}:
            return k - 1
        return k - 1 if k > a.end and low[k] in RELATIVES and low[k - 1] in PREPOSITIONS else k
    if a.main in report_verbs and low[a.end] != "to":
        return _after_saying(tokens, a, b)
    commas = [k for k in between if low[k] == ","]
    joins = [k for k in between if low[k] in _COORDINATORS]
    joined = [k for k in joins if k - 1 in commas]
    if joined:
        return joined[-1]
    if commas and (not joins or b.main in report_verbs):
        return (_speaker_from(tokens, commas, b) if b.main in report_verbs else commas[-1]) + 1
    if joins:
        return joins[-1]
    return max(a.end, b.start)


def _speaker_from(tokens: Sequence[Token], commas: Sequence[int], b: VerbGroup) -> int:
    """The comma before who says it, also where he is told by a name and what he is (", Ann Lee, head of …, said")."""
    if commas[-1] != b.start - 1:
        return commas[-1]
    return next((k for k in reversed(commas[:-1]) if tokens[k + 1].is_capital), commas[-1])


def _subordinates(low: list[str], k: int, b: VerbGroup) -> bool:
    """Whether the word at ``k`` begins a clause (and is not a preposition or a determiner here)."""
    if low[k] in {"as", "since", "after", "before", "until", "so", "despite", "once"}:
        return not any(w == "," for w in low[k : b.start]) and b.start - k > 1
    return not (low[k] == "that" and low[k - 1] in PREPOSITIONS)


def _after_saying(tokens: Sequence[Token], a: VerbGroup, b: VerbGroup) -> int:
    """After the verb of saying and a word or two of time ("said on Friday")."""
    k = a.end
    low = [t.low for t in tokens]
    if (
        k < b.start
        and low[k] in {"on", "late", "earlier"}
        and k + 1 < b.start
        and tokens[k + 1].is_capital
        and low[k + 1].endswith("day")
    ):
        k += 2
    elif k < b.start and ((tokens[k].is_capital and low[k].endswith("day")) or low[k] in {"yesterday", "today"}):
        k += 1
    return k + 1 if k < b.start and low[k] == "," else k


def _link(tokens: Sequence[Token], clauses: list[Clause]) -> None:
    for n, clause in enumerate(clauses):
        k = clause.start
        while k < clause.end and not tokens[k].is_word:
            k += 1
        if k >= clause.end:
            continue
        word = tokens[k].low
        following = tokens[k + 1].low if k + 1 < clause.end else ""
        if (word in _COORDINATORS and following in SUBORDINATORS) or (
            word in PREPOSITIONS and following in RELATIVES and n
        ):
            word = following
        if word in {"were", "had"} and n + 1 < len(clauses) and _inverted(tokens, clause, k):
            word = "if"
        if word == "only" and following in {"if", "when", "once", "after"}:
            word = "if"
        if word == "as" and following == "soon":
            word = "once"
        if word in {"as", "so"} and following == "long":
            word = "as long as"
        if word in {"even", "as"} and following == "if":
            word = "even"
        if word in SUBORDINATORS | _COORDINATORS | _CONDITIONS | {"even", "as long as"}:
            clause.link = word
        if n:
            clause.parent = n - 1
        elif word in SUBORDINATORS and len(clauses) > 1 and clauses[1].hole is None and clause.hole is None:
            clause.parent = 1
    if clauses and clauses[0].hole is not None and len(clauses) > 2 and clauses[2].parent == 1:
        clauses[2].parent = 0


def _inverted(tokens: Sequence[Token], clause: Clause, k: int) -> bool:
    """Whether a clause opens with "were … to" or "had … done", a condition without an "if"."""
    ahead = [t.low for t in tokens[k + 1 : min(clause.end, k + 8)]]
    ends = tokens[clause.end - 1].low == "," or (clause.end < len(tokens) and tokens[clause.end].low == ",")
    return k == 0 and ends and (tokens[k].low == "had" or "to" in ahead)


def _with_adjuncts(tokens: Sequence[Token], low: list[str], clauses: list[Clause]) -> list[Clause]:
    """Cut off what stands before the subject and after the last comma without a verb of its own."""
    out = list(clauses)
    first = clauses[0]
    if first.verb is not None and first.hole is None:
        k = first.start
        while k < first.verb.start and (low[k] in {"but", "and", "yet"} or (low[k] == "" and not tokens[k].is_capital)):
            k += 1
        if k < first.verb.start and tokens[k].low in _OPENERS:
            commas = [j for j in range(k + 2, first.verb.start) if low[j] == ","]
            if commas:
                cut = commas[-1]
                out.append(Clause(first.start, cut, None, link=tokens[k].low, parent=0, adjunct=True))
                first.start = cut + 1
    for n, clause in enumerate(clauses):
        if clause.verb is None:
            continue
        for k in range(clause.verb.end + 1, clause.end - 2):
            if (
                low[k] in {",", "—", "–"}
                and clause.holds(k)
                and tokens[k + 1].low in _TAILS
                and not (tokens[k + 1].low in {"many", "most", "some", "half", "part"} and low[k] != ",")
            ):
                out.append(Clause(k + 1, clause.end, None, link=tokens[k + 1].low, parent=n, adjunct=True))
                clause.end = k
                break
    return out
