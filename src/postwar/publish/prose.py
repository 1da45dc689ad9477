"""Grammar of generated sentences: lists, days, counts, intervals. English, whatever the machine's locale."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

from postwar.core.claim import Claim
from postwar.core.time import Day

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SIGNIFICANT = 3  # digits of a computed figure: more would claim a precision that no report has
EXACT_BELOW = 1000  # below this a computed count is printed whole
FAR_APART = 10
EXACT = 1e-9  # 100 × .205 is a binary fraction below its decimal

ORDERS: dict[tuple[float | None, float | None], str] = {
    # the intervals that such phrases are read as
    (24, 99): "dozens",
    (40, 99): "scores",
    (200, 999): "hundreds",
    (2_000, 9_999): "thousands",
    (20_000, 99_999): "tens of thousands",
    (200_000, 999_999): "hundreds of thousands",
    (2_000_000, 9_999_999): "millions",
    (20_000_000, 99_999_999): "tens of millions",
}
UNIT_WORDS = {
    "person": ("person", "people"),
    "household": ("household", "households"),
    "soldier": ("member of personnel", "personnel"),
    "police": ("police officer", "police officers"),
    "place": ("place", "places"),
    "dwelling": ("dwelling", "dwellings"),
    "vehicle": ("vehicle", "vehicles"),
    "weapon": ("weapon", "weapons"),
    "mine": ("mine", "mines"),
    "hectare": ("hectare", "hectares"),
    "km2": ("km²", "km²"),
    "km": ("km", "km"),
    "day": ("day", "days"),
    "year": ("year", "years"),
    "share": ("", ""),
    "money": ("(money)", "(money)"),
    "vote": ("vote", "votes"),
    "incident": ("incident", "incidents"),
    "tier": ("", ""),
}


def list_of(items: Iterable[str], last: str = "and") -> str:
    """Items as a sentence has them; semicolons divide them where one holds an "and" or a comma of its own.

    >>> list_of(["a"]), list_of(["a", "b"]), list_of(["a", "b", "c"], "or")
    ('a', 'a and b', 'a, b or c')
    >>> list_of(["a and b", "c (also d, e)", "f"])
    'a and b; c (also d, e); and f'
    """
    words = [i for i in items if i]
    if len(words) < 2:
        return "".join(words)
    if any(re.search(r" and |, ", re.sub(r"\([^)]*\)", "", word)) for word in words):
        return f"{'; '.join(words[:-1])}; {last} {words[-1]}"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def alphabetical(items: Iterable[str]) -> list[str]:
    """Sorted as a reader expects, without regard to case or accents, the same on every machine.

    >>> alphabetical(["Şuşa", "beta", "Alpha"])
    ['Alpha', 'beta', 'Şuşa']
    """

    def key(word: str) -> tuple[str, str]:
        plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        return plain.casefold(), word

    return sorted(items, key=key)


def day(on: Day | None) -> str:
    """A day in full.

    >>> import datetime as dt
    >>> day(dt.date(2031, 5, 4)), day(None)
    ('4 May 2031', 'no date')
    """
    return "no date" if on is None else f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def weekday(on: Day) -> str:
    """The name of a day of the week.

    >>> import datetime as dt
    >>> weekday(dt.date(2031, 5, 4))
    'Sunday'
    """
    return WEEKDAYS[on.weekday()]


def short_day(on: Day | None) -> str:
    """A day for a table.

    >>> import datetime as dt
    >>> short_day(dt.date(2031, 9, 4))
    '4 Sep 2031'
    """
    return "no date" if on is None else f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"


def near_day(on: Day, seen_from: Day) -> str:
    """A day inside a sentence: without its year where that is the year one looks from.

    >>> import datetime as dt
    >>> near_day(dt.date(2031, 5, 4), dt.date(2031, 9, 1)), near_day(dt.date(2030, 5, 4), dt.date(2031, 9, 1))
    ('4 May', '4 May 2030')
    """
    return day(on).removesuffix(f" {seen_from.year}")


def span(first: Day | None, last: Day | None) -> str:
    """A day or a stretch of days.

    >>> import datetime as dt
    >>> span(dt.date(2031, 5, 4), dt.date(2031, 5, 9)), span(None, dt.date(2031, 5, 9))
    ('4–9 May 2031', 'until 9 May 2031')
    """
    if first is None or last is None:
        return (
            "no date"
            if first is last
            else f"until {short_day(last)}"
            if first is None
            else f"from {short_day(first)}"
        )
    if first == last:
        return short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last)}"
    return f"{short_day(first)} – {short_day(last)}"


def days_long(n: int) -> str:
    """A number of days.

    >>> days_long(1), days_long(10)
    ('1 day', '10 days')
    """
    return f"{n:,} day" if n == 1 else f"{n:,} days"


def small(n: int) -> str:
    """A small count in words, a larger one in figures.

    >>> small(0), small(3), small(40)
    ('no', 'three', '40')
    """
    return SMALL[n] if 0 <= n < len(SMALL) else f"{n:,}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> counted(1, "report"), counted(2, "report"), counted(0, "reply", "replies")
    ('1 report', '2 reports', '0 replies')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def half_up(value: float) -> int:
    """The nearest whole number, a half rounded up; a decimal half that a binary fraction falls short of is a half too.

    >>> half_up(20.5), half_up(100 * 0.205), half_up(21.5), half_up(-0.5)
    (21, 21, 22, 0)
    """
    return math.floor(value + 0.5 + EXACT)


def number(value: float) -> str:
    """A number as it was given, with thousands separators.

    >>> number(26000.0), number(0.6), number(1996)
    ('26,000', '0.6', '1,996')
    """
    return f"{int(value):,}" if float(value).is_integer() else f"{round(value, 2):,}"


def rounded(value: float, up: bool | None = None) -> float:
    """A computed figure to three significant digits, whole below a thousand; ``up`` rounds an interval's end outward.

    >>> rounded(29312.4), rounded(29312.4, up=True), rounded(412.3)
    (29300.0, 29400.0, 412.0)
    """
    if abs(value) < 1:
        return round(value, 2)
    step = 1.0 if abs(value) < EXACT_BELOW else 10.0 ** (math.floor(math.log10(abs(value))) + 1 - SIGNIFICANT)
    scaled = round(value / step, 9)
    whole = half_up(scaled) if up is None else math.ceil(scaled) if up else math.floor(scaled)
    return float(whole * step)


def interval(low: float | None, high: float | None) -> str:
    """An interval, or the bound that there is.

    >>> interval(26003, 29312), interval(26000, None), interval(None, 50), interval(7, 7)
    ('26,000–29,400', 'at least 26,000', 'at most 50', '7')
    """
    if low is None and high is None:
        return "not stated"
    if high is None:
        return f"at least {number(rounded(low or 0.0, up=False))}"
    if low is None:
        return f"at most {number(rounded(high, up=True))}"
    first, last = number(rounded(low, up=False)), number(rounded(high, up=True))
    return first if first == last else f"{first}–{last}"


def as_given(low: float | None, high: float | None) -> str:
    """An interval that somebody gave, not rounded.

    >>> as_given(20000, 99999), as_given(26000, None)
    ('20,000–99,999', 'at least 26,000')
    """
    if low is None or high is None:
        return interval(low, high)
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def plain_interval(low: float, high: float) -> str:
    """An interval as it is said aloud: to two digits of the lower end, one more where that would widen it; where the
    ends are far apart each to two digits of its own.

    >>> plain_interval(72930, 92555), plain_interval(100566, 107924), plain_interval(1873, 2022)
    ('about 73,000 to 93,000', 'about 101,000 to 108,000', 'about 1,900 to 2,000')
    >>> plain_interval(84, 2844), plain_interval(1960, 1960), plain_interval(26003, 26009)
    ('about 84 to 2,800', '1,960', 'about 26,000')
    """
    if low == high:
        return number(low)
    step = _two_digits(low)
    if high - low < step > 1:
        step /= 10
    first = number(step * half_up(low / step))
    step = _two_digits(high) if high > FAR_APART * max(low, 1.0) else step
    last = number(step * half_up(high / step))
    return f"about {first}" if first == last else f"about {first} to {last}"


def _two_digits(value: float) -> float:
    """The step that leaves a number two digits, whole numbers at least."""
    return float(10.0 ** max(0, math.floor(math.log10(max(value, 1.0))) - 1))


def order_words(low: float | None, high: float | None) -> str:
    """The phrase that an interval is the convention for, empty where it is for none.

    >>> order_words(20000, 99999), order_words(200, 999), order_words(20000, 50000)
    ('tens of thousands', 'hundreds', '')
    """
    return ORDERS.get((low, high), "")


def near(low: float, high: float) -> str:
    """The interval of a run, each end to the nearest printed figure.

    >>> near(18790, 31820)
    '18,800–31,800'
    """
    first, last = number(rounded(low)), number(rounded(high))
    return first if first == last else f"{first}–{last}"


def said(claim: Claim) -> str:
    """The figure of a claim in the words of its bound, empty where it has none.

    >>> said(Claim("c-1", "r", 0, 1, "x", "return", "happened", low=26000, bound="at_least", unit="person"))
    'at least 26,000 people'
    """
    low, high = claim.low, claim.high
    if low is None and high is None:
        return ""
    if claim.unit == "share":
        return percent_span(low, high)
    one = (low if low is not None else high) or 0.0
    words = {
        "about": f"about {number(one)}",
        "at_least": f"at least {number(one)}",
        "at_most": f"up to {number(high or one)}",
        "order": as_given(low, high),
    }
    phrase = order_words(low, high) if claim.bound == "order" else ""
    if phrase:
        return f"{phrase} of {unit_words(claim.unit, 2)} ({as_given(low, high)}, a convention for the phrase)"
    text = words.get(claim.bound or "exact", as_given(low, high))
    return f"{text} {unit_words(claim.unit, one)}".strip()


def unit_words(unit: str | None, value: float | None = None) -> str:
    """The unit in words.

    >>> unit_words("person", 2), unit_words("soldier", 1960), unit_words("dwelling", 1)
    ('people', 'personnel', 'dwelling')
    """
    if not unit:
        return ""
    one, many = UNIT_WORDS.get(unit, (unit, unit))
    return one if value == 1 else many


def percent_span(low: float | None, high: float | None) -> str:
    """A share in percent.

    >>> percent_span(.6, .6), percent_span(.205, .295)
    ('60%', '21–30%')
    """
    ends = [f"{half_up(100 * v)}" for v in (low, high) if v is not None]
    return f"{ends[0]}%" if len(set(ends)) == 1 else f"{ends[0]}–{ends[-1]}%"


def in_hundred(p: float) -> str:
    """A probability in a hundred, never a false 0 or 100.

    >>> in_hundred(.003), in_hundred(.205), in_hundred(.999)
    ('below 1 in 100', '21 in 100', 'above 99 in 100')
    """
    return "below 1 in 100" if p < 0.01 else "above 99 in 100" if p > 0.99 else f"{half_up(100 * p)} in 100"


def plain_days(text: str) -> str:
    """The text with its ISO days in words.

    >>> plain_days("due on 2031-05-04, it says")
    'due on 4 May 2031, it says'
    """
    return re.sub(r"\b(\d{4}-\d{2}-\d{2})\b", lambda m: short_day(Day.fromisoformat(m[1])), text)


def sentence(text: str) -> str:
    """The text with a capital and a full stop.

    >>> sentence("nobody says so"), sentence("Done.")
    ('Nobody says so.', 'Done.')
    """
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?”" else text + "."


def clean(text: str) -> str:
    """Somebody's words on one line: white space folded, control and direction characters dropped.

    >>> clean("one\\n two\\u202e")
    'one two'
    """
    kept = "".join(c for c in text if c in "\n\r\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    return " ".join(kept.split())


def joined(parts: Iterable[str], by: str = "; ") -> str:
    """The parts that are not empty, joined."""
    return by.join(p for p in parts if p)
