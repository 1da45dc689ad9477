"""Language: which one a text is in that does not say, by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

LEAST = 120  # letters; shorter texts are taken for English
LOOKED_AT = 4000  # characters
_SCRIPTS = (
    ("Ͱ", "Ͽ", "el"), ("Ѐ", "ӿ", "cyrillic"), ("԰", "֏", "hy"), ("֐", "׿", "he"), ("؀", "ۿ", "ar"),
    ("ऀ", "ॿ", "hi"), ("ঀ", "৿", "bn"), ("஀", "௿", "ta"), ("඀", "෿", "si"), ("฀", "๿", "th"), ("က", "႟", "my"),
    ("Ⴀ", "ჿ", "ka"), ("ሀ", "፿", "am"), ("ក", "៿", "km"), ("぀", "ヿ", "ja"), ("一", "鿿", "zh"), ("가", "힣", "ko"),
)  # fmt: skip
_CYRILLIC = (("uk", "іїєґ"), ("sr", "јљњђћ"), ("be", "ў"), ("ru", "ыэ"))
_WORDS = {
    "en": "the of and in to that was by for with on said has were",
    "fr": "le la les des et du une dans est que pour par sur au",
    "es": "el la los las de que en un por con del una se para",
    "pt": "o os as da do que em um uma por com não para dos",
    "de": "der die das und den von zu mit des im auf ist nicht ein",
    "it": "il di che la è per un non con del della le sono dei",
    "tr": "ve bir bu da için ile olarak olan daha çok ise kadar",
    "id": "yang dan di dari untuk dengan pada itu ini tidak dalam",
}
_LIKE = {word: tuple(code for code, words in _WORDS.items() if word in words.split()) for words in _WORDS.values()
         for word in words.split()}  # fmt: skip
TIMES = 2  # how much commoner another language's words must be than English ones


def language_of(text: str) -> str:
    """The language of a text: ``en`` unless its letters or words clearly tell another; ``und`` for letters of which the
    language is not told.

    >>> long = "Российские миротворцы сообщили, что в город вернулись более тысячи человек, и дорога была открыта. " * 2
    >>> language_of(long), language_of("The road is open."), language_of("La route est ouverte dans la ville. " * 8)
    ('ru', 'en', 'fr')
    """
    head = text[:LOOKED_AT]
    letters = [c for c in head if c.isalpha()]
    if len(letters) < LEAST:
        return "en"
    seen: Counter[str] = Counter()
    for c in letters:
        if c > "ʯ":
            seen[next((code for first, last, code in _SCRIPTS if first <= c <= last), "und")] += 1
    script, n = seen.most_common(1)[0] if seen else ("", 0)
    if 2 * n > len(letters):
        return _cyrillic(head.lower()) if script == "cyrillic" else script
    return _by_words(head.lower())


def _cyrillic(text: str) -> str:
    found = Counter({code: sum(text.count(c) for c in marks) for code, marks in _CYRILLIC})
    code, n = max(found.items(), key=lambda item: item[1])
    return code if n else "und"


def _by_words(text: str) -> str:
    votes: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", text):
        for code in _LIKE.get(word, ()):
            votes[code] += 1
    code, n = max(votes.items(), key=lambda item: (item[1], item[0] == "en")) if votes else ("en", 0)
    return code if n >= 8 and n > TIMES * votes["en"] else "en"
