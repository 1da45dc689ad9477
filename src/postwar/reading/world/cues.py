"""Cues: the words of a language by which a name is known for a place's, a person's or an organisation's."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from postwar.reading.lexicon import words
from postwar.reading.world.spelling import key_of


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of ``toponyms.toml``, and what is made of them."""

    sets: dict[str, frozenset[str]]  # "section.name" -> words
    short: dict[str, str]  # a short form as written -> key of the place's name, empty where the table has none
    shorts: re.Pattern[str]  # any of the short forms
    codes: frozenset[str]
    regions: frozenset[str]  # keys
    peoples: frozenset[str]  # keys, singular and plural

    def has(self, name: str, word: str) -> bool:
        """Whether a word is in a list."""
        return word in self.sets[name]


@lru_cache(maxsize=4)
def load_cues(language: str) -> Cues:
    """The cues of a language, read once."""
    path = resources.files("postwar.reading") / "lexicon" / language / "toponyms.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    sets = {
        f"{section}.{name}": frozenset(words(text))
        for section, rows in data.items()
        if section not in {"abbreviations", "regions", "demonyms"}
        for name, text in rows.items()
    }
    short = dict(data["abbreviations"])
    for pair in words(data["stopped"]["states"]):
        form, key = pair.split("=")
        short[form] = key
    longest = sorted(short, key=lambda form: (-len(form), form))
    shorts = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    names = words(data["demonyms"]["names"])
    peoples = {key_of(n) for n in names} | {key_of(n) + "s" for n in names if not n.endswith(("s", "ese", "sh"))}
    return Cues(
        sets,
        short,
        shorts,
        frozenset(words(data["stopped"]["codes"])),
        frozenset(map(key_of, words(data["regions"]["names"]))),
        frozenset(peoples),
    )
