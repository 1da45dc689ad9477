"""Bare verbs: forms that no auxiliary leads; whether they are verbs is told by what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.reading.closed_words import (
    ADJECTIVES,
    ADVERBS,
    COUNTS,
    DETERMINERS,
    LINKS,
    NEGATIONS,
    NO_PARTICIPLES,
    NOUNISH,
    PREPOSITIONS,
    SUBJECTS,
)
from postwar.reading.lexicon import Lexicon, word_list, words
from postwar.reading.tokens import Token
from postwar.reading.verb_groups import VerbGroup, bases_of_past, bases_tagged

_CUTS = word_list("grammar.cuts")
_PLURAL_SUBJECTS = word_list("grammar.plural_subjects")
# participles that are prepositions
_PREPOSED = word_list("grammar.preposed")
_CUTS_BEFORE = word_list("grammar.cuts_before")


class BareVerbs:
    """Decides whether a form that no auxiliary leads is a verb, and which."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms = lexicon.verb_forms
        self._saying = frozenset(words(lexicon.attribution["verbs"]))
        self._demanding = frozenset(words(lexicon.modality["demanded"]["verbs"]))

    def tags(self, token: Token) -> tuple[tuple[str, str], ...]:
        """(base, tag) readings of a token as a verb; a hyphenated prefix "re-" or "ex-" does not count."""
        return self._forms.get(token.low, ())

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

    def _plain(
        self, tokens: Sequence[Token], i: int, names: frozenset[int], before: list[VerbGroup]
    ) -> VerbGroup | None:
        readings = self.tags(tokens[i]) or self._unknown_past(tokens, i, names)
        if not readings or (tokens[i].is_capital and i > 0 and tokens[i - 1].low not in {'"', "“", "—", ":"}):
            return None
        tags = {tag for _, tag in readings}
        if tokens[i].low in PREPOSITIONS and tags <= {"base"}:
            return None
        prev = self._previous(tokens, i)
        low_prev = prev.low if prev else ""
        behind = tokens[i + 1].low if i + 1 < len(tokens) else ""
        qualifies = behind.isalpha() and behind not in PREPOSITIONS | DETERMINERS and low_prev not in SUBJECTS
        if tokens[i].low in ADJECTIVES and (
            prev is None
            or not prev.is_word
            or prev.text[0].isdecimal()
            or low_prev in PREPOSITIONS | COUNTS | {"and"}
            or qualifies
        ):
            return None
        if "ing" in tags:
            after = tokens[i + 1].low if i + 1 < len(tokens) else ""
            if tokens[i].low in _PREPOSED or (
                tokens[i].low in {"beginning", "starting"} and after in {"with", "from", "on", "in"}
            ):
                return None
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
                i,
                i + 1,
                i,
                bases_tagged(readings, "ing"),
                "ing",
                finite=False,
                negated=low_prev in NEGATIONS | {"without"},
            )
        if (
            "participle" in tags
            and before
            and before[-1].end == i
            and before[-1].bases[0] in {"remain", "stay", "become", "feel"}
        ):
            return VerbGroup(
                i, i + 1, i, bases_tagged(readings, "participle"), "participle", passive=True, finite=False
            )
        if "participle" in tags and self._found_so(tokens, i, before):
            return VerbGroup(
                i, i + 1, i, bases_tagged(readings, "participle"), "participle", passive=True, finite=False
            )
        if "past" in tags or "participle" in tags:
            found = self._past(tokens, i, readings, tags, prev, names)
            if found is not None and found.finite and "participle" in tags and self._reduced(tokens, i, before):
                return VerbGroup(
                    i, i + 1, i, bases_tagged(readings, "participle"), "participle", passive=True, finite=False
                )
            return found
        if (
            "base" in tags
            and (i - 1) in names
            and before
            and before[-1].bases[0] in {"see", "let", "make", "help", "have", "watch"}
            and i - before[-1].end <= 3
        ):
            return VerbGroup(i, i + 1, i, bases_tagged(readings, "base"), "bare", finite=False)
        if i == 0 and "base" in tags:
            return None
        if "base" in tags and low_prev in {"and", "or"} and before and not ("past" in tags or "ing" in tags):
            again = self._joined(tokens, i, readings, before[-1])
            if again is not None:
                return again
        if "base" in tags and before and before[-1].bases[0] in {"let", "make", "help", "see", "watch", "bid", "dare"}:
            between = tokens[before[-1].end : i]
            if (
                (len(between) > 0 or before[-1].bases[0] in {"dare", "help"})
                and len(between) <= 4
                and all(t.is_word and t.low not in _CUTS for t in between)
                and not before[-1].passive
            ):
                return VerbGroup(i, i + 1, i, bases_tagged(readings, "base"), "bare", finite=False)
        late = (
            low_prev == ","
            and "s" in tags
            and not any(g.finite for g in before)
            and i + 1 < len(tokens)
            and tokens[i + 1].low in {"the", "a", "an", "its", "their", "his", "all", "no"}
        )
        if late:
            return VerbGroup(i, i + 1, i, bases_tagged(readings, "s"), "present")
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
            return VerbGroup(i, i + 1, i, bases_tagged(readings, "base" if "base" in tags else "s"), "present")
        if low_prev in ADJECTIVES or (
            low_prev.endswith("ed")
            and i > 1
            and (tokens[i - 2].low in DETERMINERS or tokens[i - 2].text[0].isdecimal())
        ):
            return None  # "186 planned monitors"
        plural = low_prev.endswith("s") and not low_prev.endswith("ss")
        if "base" in tags and not plural and self._of_several(tokens, i, before):
            return VerbGroup(i, i + 1, i, bases_tagged(readings, "base"), "present")
        if "base" in tags and not plural and self._wished(tokens, i, before):
            return VerbGroup(i, i + 1, i, bases_tagged(readings, "base"), "modal", "should")
        if (
            self._has_object(tokens, i, names, before)
            and prev.low.isalpha()
            and low_prev not in {"and", "or", "more", "of"}
        ):
            tag = "s" if "s" in tags and not plural else "base" if "base" in tags and plural else ""
            if tag:
                return VerbGroup(i, i + 1, i, bases_tagged(readings, tag), "present")
        if "s" in tags:
            verbish = low_prev in SUBJECTS or (i - 1 in names) or (not plural and not prev.text[0].isdecimal())
            if tokens[i].low in NOUNISH and not (low_prev in SUBJECTS or (i - 1) in names):
                verbish = False
            return (
                VerbGroup(i, i + 1, i, bases_tagged(readings, "s"), "present")
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
                VerbGroup(i, i + 1, i, bases_tagged(readings, "base"), "present")
                if verbish and not prev.text[0].isdecimal()
                else None
            )
        return None

    def _joined(
        self, tokens: Sequence[Token], i: int, readings: tuple[tuple[str, str], ...], last: VerbGroup
    ) -> VerbGroup | None:
        """A base form that goes on with the infinitive or the modal before it ("are to part the sides and keep the road
        open")."""
        ahead = last.tense in {"to", "future", "modal", "bare"} and i - last.end <= 14
        if not ahead or any(t.low in LINKS | SUBJECTS | {";", ":"} for t in tokens[last.end : i - 1]):
            return None
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if tokens[i].low in NOUNISH and not (after in DETERMINERS or after in {"all", "back", "up", "in", "to"}):
            return None
        return VerbGroup(i, i + 1, i, bases_tagged(readings, "base"), last.tense, last.modal, finite=last.finite)

    def _found_so(self, tokens: Sequence[Token], i: int, before: Sequence[VerbGroup]) -> bool:
        """Whether a form tells how a thing was found or left ("found their houses burned")."""
        last = before[-1] if before else None
        if (
            last is None
            or last.bases[0] not in {"find", "leave", "have", "keep", "see"}
            or not 1 < i - last.end + 1 <= 8
        ):
            return False
        between = tokens[last.end : i]
        after = tokens[i + 1].low if i + 1 < len(tokens) else "."
        noun = (
            bool(between) and between[-1].low.isalpha() and between[-1].low not in DETERMINERS | PREPOSITIONS | SUBJECTS
        )
        return (
            noun and after in PREPOSITIONS | {".", ",", "and", "or", ";"} and not any(t.low in _CUTS for t in between)
        )

    def _of_several(self, tokens: Sequence[Token], i: int, before: Sequence[VerbGroup]) -> bool:
        """Whether a base form goes with a plural before a preposition ("41,000 people from Oster still live in …")."""
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if tokens[i].low in NOUNISH or not after[:1].isalnum():
            return False
        cut = next((k for k in range(i - 1, -1, -1) if tokens[k].low in _CUTS), -1)
        if any(g.finite and g.start > cut for g in before):
            return False
        hangs = [k for k in range(cut + 2, i) if tokens[k].low in {"of", "from", "in", "at", "near", "on", "with"}]
        heads = [tokens[k - 1].low for k in hangs]
        return any(h in _PLURAL_SUBJECTS or (h.endswith("s") and not h.endswith("ss")) for h in heads)

    def _wished(self, tokens: Sequence[Token], i: int, before: Sequence[VerbGroup]) -> bool:
        """Whether a base form is what is asked for ("insists that every soldier leave")."""
        that = next((k for k in range(i - 1, max(-1, i - 9), -1) if tokens[k].low == "that"), None)
        last = before[-1] if before else None
        return that is not None and last is not None and last.end == that and last.bases[0] in self._demanding

    def _has_object(self, tokens: Sequence[Token], i: int, names: frozenset[int], before: Sequence[VerbGroup]) -> bool:
        """Whether an object follows and no verb has come yet since the last mark or join ("the army leaves the
        village")."""
        if i + 1 >= len(tokens) or i - 1 in names:
            return False
        if not (tokens[i + 1].low in {"the", "a", "an", "its", "their", "his", "her", "all"} or i + 1 in names):
            return False
        cut = next((k for k in range(i - 1, -1, -1) if tokens[k].low in _CUTS), -1)
        return not any(g.finite and g.start > cut for g in before) and (
            cut < 0 or tokens[cut].low not in {",", "and", "or"}
        )

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
                VerbGroup(i, i + 1, i, bases_tagged(readings, "participle"), "participle", finite=False)
                if i == 0 and nxt in {"by", "in", "to", "from", "with"}
                else None
            )
        if prev.low in PREPOSITIONS or (
            prev.text[0].isdecimal()
            and i - 1 not in names
            and nxt[:1].isalpha()
            and nxt not in PREPOSITIONS | {"by", "when", "and"}
        ):
            if ("past" in tags and prev.low in {"out", "off", "up", "back", "in", "over", "down"}) or (
                prev.text[0].isdecimal() and nxt not in DETERMINERS and not nxt.isalpha()
            ):
                pass
            else:
                return None
        if "past" not in tags:
            return VerbGroup(
                i, i + 1, i, bases_tagged(readings, "participle"), "participle", passive=True, finite=False
            )
        behind = (
            tokens[i + 2].low
            if i + 2 < len(tokens) and nxt in {"back", "over", "in", "up", "out", "off", "away"}
            else nxt
        )
        if behind == "by" and "participle" in tags:
            return VerbGroup(
                i, i + 1, i, bases_tagged(readings, "participle"), "participle", passive=True, finite=False
            )
        return VerbGroup(i, i + 1, i, bases_tagged(readings, "past"), "past")


def _adjectival(low: str) -> bool:
    return low.endswith(("ful", "ous", "ive", "able", "ible", "ern", "ian")) and low not in {"representative"}
