"""The lexicon: the words of a language that the reader knows, as data files, and their inflection."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

LANGUAGES = ("en",)


def words(text: str) -> tuple[str, ...]:
    """The entries of a list that is written with ``;`` between them.

    >>> words("give up;  hand over")
    ('give up', 'hand over')
    """
    return tuple(w for w in (part.strip() for part in text.split(";")) if w)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a kind of claim is worded: its head (verb, noun, phrase), and what must or must not stand by."""

    kind: str
    order: int
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    obj: tuple[str, ...] = ()
    subj: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    any2: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    figure: tuple[str, ...] = ()
    figure_or: tuple[str, ...] = ()  # a figure of one of these units, or a word for a remaining part
    continues: str = ""
    number: int = 0  # among the rules of its kind, from 1; 0: of no file
    quoted: bool = False  # only within quotation marks
    passive: bool = False
    conditional: bool = False
    weight: int = 2
    actor: str = "subject"
    target: str = "other"
    modality: str = ""


@dataclass(frozen=True, slots=True)
class EventRule:
    """A kind of claim told by a theme and what is done with it: by senses of verbs (with a way), or by nouns."""

    kind: str
    theme: tuple[str, ...]
    acts: frozenset[str]
    way: frozenset[str]
    nouns: tuple[str, ...]
    actor: str = "subject"
    target: str = "none"
    passive: bool = False
    beside: tuple[str, ...] = ()  # what else must stand in the clause


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that is known of one language."""

    language: str
    rules: tuple[Rule, ...]
    classes: dict[str, frozenset[str]]  # class -> words and phrases
    sets: dict[str, tuple[tuple[str, ...], ...]]  # word set -> phrases as tuples of words
    word_classes: dict[str, tuple[str, ...]]  # word or phrase -> classes
    units: dict[str, str]  # noun -> unit
    names: dict[str, Any]
    modality: dict[str, Any]
    attribution: dict[str, Any]
    scopes: dict[str, Any]
    times: dict[str, Any]
    events: tuple[EventRule, ...] = ()
    acts: dict[str, tuple[str, ...]] = field(default_factory=dict)  # sense -> verbs
    ways: dict[str, tuple[str, ...]] = field(default_factory=dict)  # direction -> phrases
    lists: dict[str, frozenset[str]] = field(default_factory=dict)  # "module.name" -> words that the code asks for
    openers: frozenset[str] = frozenset()  # first words of the classes' phrases of two words
    verb_forms: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # form -> (base, tag)

    @property
    def source_phrases(self) -> tuple[str, ...]:
        """The phrases behind which a source is named ("according to")."""
        return words(self.attribution["phrases"])


def _folder(language: str) -> Any:
    return resources.files("postwar.reading") / "lexicon" / language


def _toml(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads((_folder(language) / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def word_lists(language: str) -> dict[str, frozenset[str]]:
    """The words that the code of the grammar and of the rules asks for, by ``module.name``."""
    return {
        f"{module}.{name}": frozenset(words(text))
        for module, lists in _toml(language, "lists.toml").items()
        for name, text in lists.items()
    }


def word_list(name: str, language: str = LANGUAGES[0]) -> frozenset[str]:
    """One of the word lists of a language.

    >>> sorted(word_list("clauses.coordinators"))
    ['and', 'but', 'nor', 'or', 'yet']
    """
    return word_lists(language)[name]


@lru_cache(maxsize=4)
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language, read once. Raises ``KeyError`` for a language that there is none of."""
    if language not in LANGUAGES:
        raise KeyError(language)
    classes = {name: frozenset(words(text)) for name, text in _toml(language, "classes.toml").items()}
    sets = {
        name: tuple(tuple(w.split()) for w in words(text)) for name, text in _toml(language, "wordsets.toml").items()
    }
    by_word: dict[str, list[str]] = {}
    for name, members in sorted(classes.items()):
        for member in sorted(members):
            by_word.setdefault(member, []).append(name)
    unit_words = {noun: unit for unit, text in _toml(language, "units.toml")["nouns"].items() for noun in words(text)}
    unit_words |= {
        noun: "=" + unit for unit, text in _toml(language, "units.toml")["other"].items() for noun in words(text)
    }
    rules = _rules(language)
    modality, attribution = _toml(language, "modality.toml"), _toml(language, "attribution.toml")
    bases = {v.split()[0] for rule in rules for v in rule.verbs} | set(
        words(_toml(language, "verbs.toml")["plain"].replace("\n", " "))
    )
    bases |= {v.split()[0] for section in modality.values() for v in words(section.get("verbs", ""))}
    bases |= {v for key in ("verbs", "weak") for v in words(attribution[key])}
    told = _toml(language, "events.toml")
    acts = {sense: words(text) for sense, text in told["acts"].items()}
    bases |= {v.split()[0] for verbs in acts.values() for v in verbs}
    return Lexicon(
        language,
        rules,
        classes,
        sets,
        {w: tuple(c) for w, c in by_word.items()},
        unit_words,
        _toml(language, "names.toml"),
        modality,
        attribution,
        _toml(language, "scopes.toml"),
        _toml(language, "times.toml"),
        tuple(_event(row) for row in told["event"]),
        acts,
        {way: words(text) for way, text in told["ways"].items()},
        word_lists(language),
        frozenset(w.split()[0] for w in by_word if " " in w),
        _forms(language, bases),
    )


def _event(row: dict[str, Any]) -> EventRule:
    return EventRule(
        row["kind"],
        tuple(row["theme"].split()),
        frozenset(row.get("acts", "").split()),
        frozenset(row.get("way", "").split()),
        words(row.get("nouns", "")),
        row.get("actor", "subject"),
        row.get("target", "none"),
        row.get("passive", False),
        tuple(row.get("with", "").split()),
    )


def _rules(language: str) -> tuple[Rule, ...]:
    out: list[Rule] = []
    folder = _folder(language) / "frames"
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".toml"):
            continue
        for number, row in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["rule"], 1):
            split = {
                k: tuple(str(row.get(k, "")).split())
                for k in ("obj", "subj", "any", "any2", "of", "not", "figure", "figure_or")
            }
            out.append(
                Rule(
                    kind=path.name.removesuffix(".toml"),
                    order=len(out),
                    verbs=words(row.get("verb", "")),
                    nouns=words(row.get("noun", "") or row.get("adjective", "")),
                    phrases=words(row.get("phrase", "")),
                    obj=split["obj"],
                    subj=split["subj"],
                    any=split["any"],
                    any2=split["any2"],
                    of=split["of"],
                    barred=split["not"],
                    after=words(row.get("phrase_after", "")),
                    figure=split["figure"],
                    figure_or=split["figure_or"],
                    continues=row.get("continues", ""),
                    number=number,
                    quoted=row.get("quoted", False),
                    passive=row.get("passive", False),
                    conditional=row.get("conditional", False),
                    weight=row.get("weight", 2),
                    actor=row.get("actor", "subject"),
                    target=row.get("target", "other"),
                    modality=row.get("modality", ""),
                )
            )
    return tuple(out)


def inflect(base: str, irregular: dict[str, tuple[str, str]], doubling: frozenset[str]) -> dict[str, str]:
    """The forms of a verb by tag: base, s, past, participle, ing.

    >>> inflect("carry", {}, frozenset())
    {'base': 'carry', 's': 'carries', 'past': 'carried', 'participle': 'carried', 'ing': 'carrying'}
    """
    stem = base + base[-1] if base in doubling else base
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        s, past, ing = base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    elif base.endswith("ie"):
        s, past, ing = base + "s", base + "d", base[:-2] + "ying"
    elif base.endswith("e"):
        s, past, ing = base + "s", base + "d", (base if base.endswith(("ee", "ye")) else base[:-1]) + "ing"
    else:
        s = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
        past, ing = stem + "ed", stem + "ing"
    second, third = irregular.get(base, (past, past))
    return {"base": base, "s": s, "past": second, "participle": third, "ing": ing}


def forms_of(language: str, bases: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The forms of verbs by how they are written: for each its base and tag, as :func:`inflect` names them.

    >>> forms_of("en", ["say"])["said"]
    (('say', 'past'), ('say', 'participle'))
    """
    return _forms(language, set(bases))


def _forms(language: str, bases: set[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    text = (_folder(language) / "irregular.csv").read_text(encoding="utf-8")
    irregular = {row["base"]: (row["past"], row["participle"]) for row in csv.DictReader(text.splitlines())}
    doubling = frozenset(words(_toml(language, "verbs.toml")["doubling"])) | {
        b for b in irregular if len(b) <= 5 and b[-1] in "tndgpm" and b[-2:-1] in "aeiou" and b[-3:-2] not in "aeiou"
    }
    out: dict[str, list[tuple[str, str]]] = {}
    for base in sorted(bases):
        for tag, form in inflect(base, irregular, doubling).items():
            out.setdefault(form, []).append((base, tag))
            if tag == "past" and form.endswith("ed") and base in irregular:
                out[form].append((base, "participle"))
    out.setdefault("burnt", []).append(("burn", "past"))
    out.setdefault("queueing", []).append(("queue", "ing"))
    return {form: tuple(tags) for form, tags in sorted(out.items())}
