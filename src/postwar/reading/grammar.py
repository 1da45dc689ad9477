"""Grammar: verb groups, the skeleton of a sentence, without a trained tagger.

A verb group is an auxiliary chain with its verb ("has not yet been handed over"), a bare finite verb, an infinitive
or a participle. What is ambiguous between noun and verb is decided by what stands before it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from postwar.reading.closed_words import (
    ADJECTIVES,
    ADVERBS,
    BE,
    CLAUSAL,
    COUNTS,
    DETERMINERS,
    DO,
    HAVE,
    LINKS,
    MODALS,
    NEGATIONS,
    NO_PARTICIPLES,
    NOUNISH,
    PREPOSITIONS,
    REPORTED,
    SUBJECTS,
)
from postwar.reading.lexicon import Lexicon, words
from postwar.reading.tokens import Token

_CUTS = frozenset(
    words(
        ",; :; and; but; or; that; which; who; what; when; while; as; if; —; –; before; after; until; because; where; "
        "whose"
    )
)
_PLURAL_SUBJECTS = frozenset(
    words(
        "they; we; who; which; that; people; many; some; most; and; let; i; you; men; women; police; both; others; "
        "families; all"
    )
)
_CUTS_BEFORE = frozenset(
    words(
        ",; :; and; but; or; that; which; who; when; while; after; before; because; as; if; since; until; whose; "
        "where; —; –; although; though"
    )
)


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """``start``..``end`` among the tokens; ``main`` is where the verb stands. ``tense``: past, present, future, modal,
    perfect, pluperfect, to, ing, participle, bare. ``modal`` is the modal verb, if any."""

    start: int
    end: int
    main: int
    bases: tuple[str, ...]
    tense: str
    modal: str = ""
    passive: bool = False
    progressive: bool = False
    negated: bool = False
    finite: bool = True

    @property
    def past(self) -> bool:
        """Whether it tells of what lies behind."""
        return self.tense in {"past", "perfect", "pluperfect"}


class VerbFinder:
    """Finds the verb groups of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms = lexicon.verb_forms
        self._saying = frozenset(words(lexicon.attribution["verbs"]))

    def tags(self, token: Token) -> tuple[tuple[str, str], ...]:
        """(base, tag) readings of a token as a verb; a hyphenated prefix "re-" or "ex-" does not count."""
        return self._forms.get(token.low, ())

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
        while at < len(tokens) and at not in names:
            word = tokens[at].low
            if word in NEGATIONS or (word == "no" and at + 1 < len(tokens) and tokens[at + 1].low == "longer"):
                negated = True
            elif word in BE | HAVE | {"to"} and word not in {"is", "are", "was", "were", "has", "had"}:
                if word == "to" and not self._is_base(tokens, at + 1):
                    break
                aux.append(word)
            elif (
                word in {"in", "at", "of"} and at + 1 < len(tokens) and tokens[at + 1].low in {"turn", "once", "course"}
            ):
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
                return VerbGroup(i, at + 2, at + 1, _bases(inner, "participle"), tense, modal, True, negated=negated)
        wanted = "base" if last in MODALS | DO | {"to"} else "participle" if last in HAVE else ""
        if last in BE:
            wanted = "ing" if "ing" in tags else "participle" if "participle" in tags else ""
        if wanted and wanted in tags:
            return VerbGroup(
                i,
                at + 1,
                at,
                _bases(self.tags(tokens[at]), wanted),
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

    def _guessed(self, tokens: Sequence[Token], at: int, names: frozenset[int]) -> tuple[str, ...] | None:
        """The bases that an unknown participle in "-ed" can have ("had been photographed")."""
        if at >= len(tokens) or at in names:
            return None
        low = tokens[at].low
        if (
            low in self._forms
            or not low.isalpha()
            or len(low) < 5
            or not low.endswith("ed")
            or low.endswith("eed")
            or low in NO_PARTICIPLES
        ):
            return None
        return bases_of_past(low)

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
            _bases(self.tags(tokens[at]), "base"),
            "to",
            finite=False,
            negated=i > 0 and tokens[i - 1].low in NEGATIONS,
        )

    def _plain(
        self, tokens: Sequence[Token], i: int, names: frozenset[int], before: list[VerbGroup]
    ) -> VerbGroup | None:
        readings = self.tags(tokens[i]) or self._unknown_past(tokens, i, names)
        if not readings or (tokens[i].is_capital and i > 0 and tokens[i - 1].low not in {'"', "“", "—", ":"}):
            return None
        tags = {tag for _, tag in readings}
        prev = self._previous(tokens, i)
        low_prev = prev.low if prev else ""
        if tokens[i].low in ADJECTIVES and (
            prev is None or not prev.is_word or prev.text[0].isdecimal() or low_prev in PREPOSITIONS | COUNTS | {"and"}
        ):
            return None
        if "ing" in tags:
            if low_prev in DETERMINERS and low_prev not in {"their", "its", "his"}:
                return None
            if i + 1 < len(tokens) and tokens[i + 1].low in {"of"}:
                return None
            counted = i > 0 and (tokens[i - 1].text[0].isdecimal() or tokens[i - 1].low in COUNTS)
            if (
                counted
                and i + 1 < len(tokens)
                and tokens[i + 1].low.isalpha()
                and tokens[i + 1].low not in PREPOSITIONS
            ):
                return None  # "ten crossing points"
            return VerbGroup(
                i, i + 1, i, _bases(readings, "ing"), "ing", finite=False, negated=low_prev in NEGATIONS | {"without"}
            )
        if "past" in tags or "participle" in tags:
            found = self._past(tokens, i, readings, tags, prev, names)
            if found is not None and found.finite and "participle" in tags and self._reduced(tokens, i, before):
                return VerbGroup(i, i + 1, i, _bases(readings, "participle"), "participle", passive=True, finite=False)
            return found
        if (
            "base" in tags
            and (i - 1) in names
            and before
            and before[-1].bases[0] in {"see", "let", "make", "help", "have", "watch"}
            and i - before[-1].end <= 3
        ):
            return VerbGroup(i, i + 1, i, _bases(readings, "base"), "bare", finite=False)
        if i == 0 and "base" in tags:
            return None
        late = (
            low_prev == ","
            and "s" in tags
            and not any(g.finite for g in before)
            and i + 1 < len(tokens)
            and tokens[i + 1].low in {"the", "a", "an", "its", "their", "his", "all", "no"}
        )
        if late:
            return VerbGroup(i, i + 1, i, _bases(readings, "s"), "present")
        if (
            prev is None
            or low_prev in DETERMINERS | PREPOSITIONS
            or (low_prev in {"and", "or", ","} and tokens[i].low in NOUNISH)
        ):
            return None
        if i + 1 < len(tokens) and tokens[i + 1].low in {"of"} and tokens[i].low in NOUNISH:
            return None
        if (
            before
            and before[-1].finite
            and before[-1].bases[0] not in self._saying
            and 0 <= i - before[-1].end <= (10 if tokens[i].low in NOUNISH else 5)
            and not any(t.low in (_CUTS | {";"}) for t in tokens[before[-1].end : i])
        ):
            return None
        if (
            i + 1 < len(tokens)
            and tokens[i + 1].low == "that"
            and tags & {"base", "s"}
            and readings[0][0] in self._saying
        ):
            return VerbGroup(i, i + 1, i, _bases(readings, "base" if "base" in tags else "s"), "present")
        if low_prev in ADJECTIVES or (
            low_prev.endswith("ed")
            and i > 1
            and (tokens[i - 2].low in DETERMINERS or tokens[i - 2].text[0].isdecimal())
        ):
            return None  # "186 planned monitors"
        plural = low_prev.endswith("s") and not low_prev.endswith("ss")
        if "s" in tags:
            verbish = low_prev in SUBJECTS or (i - 1 in names) or (not plural and not prev.text[0].isdecimal())
            if tokens[i].low in NOUNISH and not (low_prev in SUBJECTS or (i - 1) in names):
                verbish = False
            return (
                VerbGroup(i, i + 1, i, _bases(readings, "s"), "present")
                if verbish and not _adjectival(low_prev)
                else None
            )
        if "base" in tags:
            verbish = (
                low_prev in _PLURAL_SUBJECTS or plural or (low_prev == "them" and i > 1 and tokens[i - 2].low == "of")
            )
            verbish = verbish and not (
                tokens[i].low in NOUNISH
                and not (low_prev in {"they", "we", "who", "i", "you", "people", "which"} or plural)
            )
            return (
                VerbGroup(i, i + 1, i, _bases(readings, "base"), "present")
                if verbish and not prev.text[0].isdecimal()
                else None
            )
        return None

    def _unknown_past(self, tokens: Sequence[Token], i: int, names: frozenset[int]) -> tuple[tuple[str, str], ...]:
        """Readings of an unknown word in "-ed" that stands where a verb would: after a noun, before its object."""
        low = tokens[i].low
        if i == 0 or i + 1 >= len(tokens) or not low.endswith("ed") or not self._guessed(tokens, i, names):
            return ()
        prev, nxt = tokens[i - 1], tokens[i + 1]
        if not prev.low.isalpha() or prev.low in DETERMINERS | PREPOSITIONS | ADVERBS | {"and", "or", "more", "most"}:
            return ()
        if not (nxt.low in DETERMINERS | PREPOSITIONS or nxt.text[0].isdecimal() or nxt.low in {",", "."}):
            return ()
        return tuple((base, tag) for tag in ("past", "participle") for base in bases_of_past(low))

    def _reduced(self, tokens: Sequence[Token], i: int, before: list[VerbGroup]) -> bool:
        """Whether a past form hangs on the noun before it ("a foe determined to …"), its clause having a verb."""
        if tokens[i - 1].text[0].isdecimal() or (
            i > 2 and tokens[i - 3].low == "as" and tokens[i - 2].low in {"a", "an", "the"}
        ):
            return True
        last = next((g for g in reversed(before) if g.finite), None)
        comma = next((k for k in range(i - 1, max(-1, i - 9), -1) if tokens[k].low == ","), None)
        linked = comma is not None and any(t.low in LINKS for t in tokens[comma:i])
        if last is not None and comma is not None and comma > last.end and not linked:
            lead, after = tokens[comma + 1].low, tokens[i + 1].low if i + 1 < len(tokens) else ""
            if lead in PREPOSITIONS - {"after", "before", "since", "as", "until"}:
                return True
            if (
                lead in {"the", "a", "an"}
                and after in {"in", "by", "on", "at", "under", "last", "earlier", "with", "for"}
                and any(t.low == "of" for t in tokens[comma:i])
            ):
                return True
        if last is None or last.bases[0] in self._saying or i - last.end > 8 or i - last.end < 1:
            return False
        return (
            tokens[i - 1].low.isalpha()
            and not tokens[i - 1].is_capital
            and tokens[i - 1].low not in SUBJECTS | {"and", "but", "or"}
            and not any(t.low in (_CUTS_BEFORE | {";"}) for t in tokens[last.end : i])
        )

    def _previous(self, tokens: Sequence[Token], i: int) -> Token | None:
        k = i - 1
        while k >= 0 and (
            tokens[k].low in ADVERBS
            or (tokens[k].low.endswith("ly") and len(tokens[k].low) > 4 and not tokens[k].is_capital)
        ):
            k -= 1
        return tokens[k] if k >= 0 else None

    def _past(
        self,
        tokens: Sequence[Token],
        i: int,
        readings: tuple[tuple[str, str], ...],
        tags: set[str],
        prev: Token | None,
        names: frozenset[int],
    ) -> VerbGroup | None:
        nxt = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if prev is not None and prev.low in DETERMINERS and prev.low not in {"that", "all", "both", "some", "each"}:
            return None  # "the reclaimed districts"
        if prev is not None and prev.low in COUNTS and nxt.isalpha() and nxt not in PREPOSITIONS | {"when", "and"}:
            return None  # "two bombed cranes"
        if prev is None:
            return (
                VerbGroup(i, i + 1, i, _bases(readings, "participle"), "participle", finite=False)
                if i == 0 and nxt in {"by", "in", "to", "from", "with"}
                else None
            )
        if prev.low in PREPOSITIONS or (
            prev.text[0].isdecimal() and nxt[:1].isalpha() and nxt not in PREPOSITIONS | {"by", "when", "and"}
        ):
            if ("past" in tags and prev.low in {"out", "off", "up", "back", "in", "over", "down"}) or (
                prev.text[0].isdecimal() and nxt not in DETERMINERS and not nxt.isalpha()
            ):
                pass
            else:
                return None
        if "past" not in tags:
            return VerbGroup(i, i + 1, i, _bases(readings, "participle"), "participle", passive=True, finite=False)
        behind = (
            tokens[i + 2].low
            if i + 2 < len(tokens) and nxt in {"back", "over", "in", "up", "out", "off", "away"}
            else nxt
        )
        if behind == "by" and "participle" in tags:
            return VerbGroup(i, i + 1, i, _bases(readings, "participle"), "participle", passive=True, finite=False)
        return VerbGroup(i, i + 1, i, _bases(readings, "past"), "past")


def _as_before(group: VerbGroup, before: Sequence[VerbGroup]) -> VerbGroup:
    """A bare "be" takes the modal of the verb before it ("shall begin in May and be over in June"), else "should"."""
    last = before[-1] if before else None
    if last is not None and last.modal:
        return replace(group, modal=last.modal, tense=last.tense)
    return replace(group, modal="should")


def bases_of_past(low: str) -> tuple[str, ...]:
    """The bases that a regular past form may come from.

    >>> bases_of_past("lobbed"), bases_of_past("carried"), bases_of_past("torched")
    (('lob', 'lobb', 'lobbe'), ('carry',), ('torch', 'torche'))
    """
    if low.endswith("ied"):
        return (low[:-3] + "y",)
    stem = low[:-2]
    doubled = (stem[:-1],) if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "slzf" else ()
    return (*doubled, stem, stem + "e")


def _adjectival(low: str) -> bool:
    return low.endswith(("ful", "ous", "ive", "able", "ible", "ern", "ian")) and low not in {"representative"}


def _bases(readings: tuple[tuple[str, str], ...], tag: str) -> tuple[str, ...]:
    wanted = tuple(base for base, t in readings if t == tag)
    return wanted or tuple(base for base, _ in readings)
