"""Grammar: verb groups, the skeleton of a sentence, without a trained tagger.

A verb group is an auxiliary chain with its verb ("has not yet been handed over"), a bare finite verb, an infinitive
or a participle. What is ambiguous between noun and verb is decided by what stands before it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from postwar.reading.bare_verbs import BareVerbs
from postwar.reading.closed_words import (
    ADVERBS,
    BE,
    CLAUSAL,
    DETERMINERS,
    DO,
    HAVE,
    LINKS,
    MODALS,
    NEGATIONS,
    NOUNISH,
    PREPOSITIONS,
    REPORTED,
    SUBJECTS,
)
from postwar.reading.tokens import Token
from postwar.reading.verb_groups import VerbGroup, bases_tagged


class VerbFinder(BareVerbs):
    """Finds the verb groups of a sentence."""

    def groups(
        self,
        tokens: Sequence[Token],
        names: frozenset[int] = frozenset(),
        adjectives: frozenset[int] = frozenset(),
    ) -> list[VerbGroup]:
        """The verb groups in order; ``names`` are tokens that belong to names and so are no verbs, and those of
        ``adjectives`` ("Veskan") have a noun behind them where it may be one ("forces")."""
        out: list[VerbGroup] = []
        i = 0
        while i < len(tokens):
            if i - 1 in adjectives and tokens[i].low in NOUNISH:
                i += 1
                continue
            found = None if i in names else self._chain(tokens, i, names) or self._plain(tokens, i, names, out)
            if found is None:
                i += 1
            else:
                if found.tense == "modal" and not found.modal:
                    found = _as_before(found, out)
                out.append(found)
                i = max(found.end, i + 1)
        return self._with_reduced(tokens, out, names)

    def _with_reduced(self, tokens: Sequence[Token], groups: list[VerbGroup], names: frozenset[int]) -> list[VerbGroup]:
        """A bare past form before the main verb, nothing between that could open a clause, is a participle of the noun
        before it ("none of the minors identified at Ulm had been released")."""
        out = list(groups)
        finite = [n for n, g in enumerate(out) if g.finite]
        for a, b in itertools.pairwise(finite):
            one, two = out[a], out[b]
            if one.tense != "past" or one.end - one.start != 1 or one.bases[0] in self._saying | CLAUSAL:
                continue
            if tokens[one.start - 1].low in SUBJECTS | LINKS | {"and", "but"} or one.start == 0:
                continue
            if not any(tag == "participle" for _, tag in self._readings(tokens, one.start, names)):
                continue
            between = tokens[one.end : two.start]
            if _aside(tokens, one, between):
                out[a] = replace(one, tense="participle", passive=True, finite=False)
                continue
            if not between or any(
                t.low in LINKS | SUBJECTS | {"and", "but", "or", "nor", "yet", "so"}
                or (not t.is_word and t.text != "-")
                for t in between
            ):
                continue
            if between[0].low in PREPOSITIONS and tokens[two.start - 1].low not in {"the", "a"}:
                out[a] = replace(one, tense="participle", passive=True, finite=False)
        return out

    def _readings(self, tokens: Sequence[Token], i: int, names: frozenset[int]) -> tuple[tuple[str, str], ...]:
        return self.tags(tokens[i]) or self._unknown_past(tokens, i, names)

    def _chain(self, tokens: Sequence[Token], i: int, names: frozenset[int]) -> VerbGroup | None:
        """An auxiliary chain or an infinitive that begins at ``i``."""
        low = tokens[i].low
        if low == "to":
            return self._infinitive(tokens, i, names)
        if low == "'s" and i + 1 < len(tokens) and tokens[i + 1].low in {"been", "not"}:
            low = "has"
        if low not in BE | HAVE | DO | MODALS or (
            low in {"may", "can", "will", "might"} and tokens[i].is_capital and i > 0
        ):
            return None
        if low == "will" and i > 0 and tokens[i - 1].low in DETERMINERS:
            return None
        aux, at, negated = [low], i + 1, low == "having" and i > 0 and tokens[i - 1].low in NEGATIONS
        while at < len(tokens) and (at not in names or tokens[at].low in ADVERBS):
            word = tokens[at].low
            if word in NEGATIONS or (word == "no" and at + 1 < len(tokens) and tokens[at + 1].low == "longer"):
                negated = True
            elif word in BE | HAVE | {"to"} and word not in {"is", "are", "was", "were", "has", "had"}:
                if word == "to" and not self._is_base(tokens, at + 1):
                    break
                aux.append(word)
            elif (
                word in {"in", "at", "of"} and at + 1 < len(tokens) and tokens[at + 1].low in {"turn", "once", "course"}
            ) or (word == "once" and at + 1 < len(tokens) and tokens[at + 1].low == "more"):
                at += 1
            elif not (word in ADVERBS or (word.endswith("ly") and len(word) > 4) or word in {"longer"}):
                break
            at += 1
        return self._closed(tokens, i, at, aux, negated, names)

    def _closed(
        self, tokens: Sequence[Token], i: int, at: int, aux: list[str], negated: bool, names: frozenset[int]
    ) -> VerbGroup:
        tags = {tag: base for base, tag in self.tags(tokens[at])} if at < len(tokens) and at not in names else {}
        modal = aux[0] if aux[0] in MODALS else ""
        last = aux[-1]
        tense = self._tense(aux)
        if last in BE and at + 1 < len(tokens) and tokens[at].low in REPORTED and at not in names:
            inner = self.tags(tokens[at + 1])
            if any(tag == "participle" for _, tag in inner):
                return VerbGroup(
                    i, at + 2, at + 1, bases_tagged(inner, "participle"), tense, modal, True, negated=negated
                )
        wanted = "base" if last in MODALS | DO | {"to"} else "participle" if last in HAVE else ""
        if last in BE:
            wanted = "ing" if "ing" in tags else "participle" if "participle" in tags else ""
        if wanted and wanted in tags:
            return VerbGroup(
                i,
                at + 1,
                at,
                bases_tagged(self.tags(tokens[at]), wanted),
                tense,
                modal,
                last in BE and wanted == "participle",
                last in BE and wanted == "ing",
                negated,
            )
        guessed = self._guessed(tokens, at, names) if last in BE | HAVE else None
        if guessed:
            return VerbGroup(i, at + 1, at, guessed, tense, modal, last in BE, negated=negated)
        if (
            last in MODALS | DO | {"to"}
            and at < len(tokens)
            and tokens[at].low.isalpha()
            and at not in names
            and tokens[at].low not in DETERMINERS | PREPOSITIONS | SUBJECTS
        ):
            return VerbGroup(i, at + 1, at, (tokens[at].low,), tense, modal, negated=negated)
        main = max(k for k in range(i, at) if tokens[k].low in BE | HAVE | DO | MODALS or k == i)
        base = "be" if last in BE else "have" if last in HAVE else "do"
        return VerbGroup(i, main + 1, main, (base,), tense, modal, negated=negated)

    def _tense(self, aux: list[str]) -> str:
        if aux[0] in MODALS:
            return "future" if aux[0] in {"will", "'ll", "wo"} else "modal"
        if "to" in aux:
            return "to"
        if aux[0] in HAVE:
            return "pluperfect" if aux[0] == "had" else "perfect"
        if aux[0] in {"was", "were", "did"}:
            return "past"
        if aux[0] == "be":
            return "modal"
        return "ing" if aux[0] in {"being", "having"} else "present"

    def _is_base(self, tokens: Sequence[Token], at: int) -> bool:
        return at < len(tokens) and (
            any(tag == "base" for _, tag in self.tags(tokens[at])) or tokens[at].low in {"be", "have", "do"}
        )

    def _infinitive(self, tokens: Sequence[Token], i: int, names: frozenset[int]) -> VerbGroup | None:
        at = i + 1
        while (
            at < len(tokens)
            and (
                tokens[at].low in ADVERBS
                or tokens[at].low in NEGATIONS
                or (tokens[at].low.endswith("ly") and len(tokens[at].low) > 4)
            )
            and at < i + 4
        ):
            at += 1
        if at in names or not self._is_base(tokens, at):
            return None
        if tokens[at].low in {"be", "have"}:
            inner = self._closed(tokens, i, at + 1, [tokens[at].low], False, names)
            return VerbGroup(
                i,
                inner.end,
                inner.main,
                inner.bases,
                "to",
                passive=inner.passive,
                progressive=inner.progressive,
                finite=False,
                negated=tokens[i - 1].low in NEGATIONS if i else False,
            )
        return VerbGroup(
            i,
            at + 1,
            at,
            bases_tagged(self.tags(tokens[at]), "base"),
            "to",
            finite=False,
            negated=i > 0 and tokens[i - 1].low in NEGATIONS,
        )


def _as_before(group: VerbGroup, before: Sequence[VerbGroup]) -> VerbGroup:
    """A bare "be" takes the modal of the verb before it ("shall begin in May and be over in June"), else "should"."""
    last = before[-1] if before else None
    if last is not None and last.modal:
        return replace(group, modal=last.modal, tense=last.tense)
    return replace(group, modal="should")


def _aside(tokens: Sequence[Token], one: VerbGroup, between: Sequence[Token]) -> bool:
    """Whether a past form stands between commas behind the subject ("the force, massed near the docks, must …")."""
    if one.start < 2 or tokens[one.start - 1].low != "," or not between or between[-1].low != ",":
        return False
    inner = between[:-1]
    return not any(t.low in LINKS | SUBJECTS | {"and", "but", "or", ",", ";", ":"} for t in inner)
