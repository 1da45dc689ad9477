"""Words for how likely and how sure, by named schemes; the number always stands beside them.

A likelihood word and a confidence word never share a sentence: one is about the world, the other about the evidence.

- ``icd203``: United States Intelligence Community Directive 203, *Analytic Standards* (2015).
- ``phia``: Professional Head of Intelligence Assessment, *Probability Yardstick* (United Kingdom, 2019).
- ``ipcc``: Mastrandrea et al., *Guidance note on consistent treatment of uncertainties* (IPCC, 2010).
"""

from __future__ import annotations

import math

from postwar.core.errors import AskError

Band = tuple[float, float, str]

ICD203: tuple[Band, ...] = (
    (0.01, 0.05, "almost no chance"), (0.05, 0.20, "very unlikely"), (0.20, 0.45, "unlikely"),
    (0.45, 0.55, "roughly even chance"), (0.55, 0.80, "likely"), (0.80, 0.95, "very likely"),
    (0.95, 0.99, "almost certain"),
)
PHIA: tuple[Band, ...] = (
    (0.00, 0.05, "remote"), (0.10, 0.20, "highly unlikely"), (0.25, 0.35, "unlikely"),
    (0.40, 0.50, "realistic possibility"), (0.55, 0.75, "likely"), (0.80, 0.90, "highly likely"),
    (0.95, 1.00, "almost certain"),
)
IPCC: tuple[Band, ...] = (
    (0.00, 0.01, "exceptionally unlikely"), (0.00, 0.05, "extremely unlikely"), (0.00, 0.10, "very unlikely"),
    (0.00, 0.33, "unlikely"), (0.33, 0.66, "about as likely as not"), (0.50, 1.00, "more likely than not"),
    (0.66, 1.00, "likely"), (0.90, 1.00, "very likely"), (0.95, 1.00, "extremely likely"),
    (0.99, 1.00, "virtually certain"),
)
SCHEMES: dict[str, tuple[Band, ...]] = {"icd203": ICD203, "phia": PHIA, "ipcc": IPCC}
BELOW = "below 1 in 100 in this model"
ABOVE = "above 99 in 100 in this model"
_EXACT = 1e-9   # a frequency such as 0.55 is a binary fraction away from its decimal: it belongs to the band it names


def likelihood_word(p: float, scheme: str = "icd203") -> str:
    """The word for a probability, by one of :data:`SCHEMES`.

    Bands are half-open: the lower end belongs to the band, the upper end to the next; only the last band of a scheme
    keeps its upper end. ICD 203 has no word outside 0.01 to 0.99: there the words are :data:`BELOW` and :data:`ABOVE`.
    PHIA has gaps: a number in a gap takes the nearer band, in the middle the upper one. IPCC has overlapping bands:
    the narrowest that holds. ``p`` is a share from 0 to 1. Raises ``ValueError`` for any other number, ``AskError`` for
    a scheme of no such name.

    >>> likelihood_word(0.22), likelihood_word(0.22, "phia"), likelihood_word(0.22, "ipcc"), likelihood_word(0.003)
    ('unlikely', 'highly unlikely', 'unlikely', 'below 1 in 100 in this model')
    """
    if scheme not in SCHEMES:
        raise AskError(f"no scheme of likelihood words {scheme!r}: choose one of {', '.join(sorted(SCHEMES))}")
    if not 0 <= p <= 1:
        raise ValueError(f"not a probability: {p!r}")
    if scheme == "icd203" and p < ICD203[0][0] - _EXACT:
        return BELOW
    if scheme == "icd203" and p > ICD203[-1][1] + _EXACT:
        return ABOVE
    bands = SCHEMES[scheme]
    last = max(high for _, high, _ in bands)
    inside = [band for band in bands
              if band[0] - _EXACT <= p and (p < band[1] - _EXACT or (band[1] == last and p <= last + _EXACT))]
    if inside:
        return min(inside, key=lambda band: band[1] - band[0])[2]
    lower = max((b for b in bands if b[1] <= p + _EXACT), key=lambda band: band[1])
    upper = min((b for b in bands if b[0] > p), key=lambda band: band[0])
    return upper[2] if upper[0] - p <= p - lower[1] + _EXACT else lower[2]


def confidence_word(n_origins: int, agreement: float) -> str:
    """Analytic confidence: high, moderate or low.

    The number of independent origins times the agreement of what they say: from 2.4 on high, from 1.6 on moderate. So
    one origin is low whatever it says, two are moderate and three high where they agree to four fifths.
    ``agreement`` is a share: 1 where all intervals overlap, 0 where none does. The thresholds are a judgement: two
    independent origins are what newsrooms and monitors ask before they call something confirmed. Raises ``ValueError``
    for a negative number or a share outside 0 to 1.

    >>> confidence_word(1, 1.0), confidence_word(2, 0.9), confidence_word(4, 0.5), confidence_word(3, 0.9)
    ('low', 'moderate', 'moderate', 'high')
    """
    if n_origins < 0 or not 0 <= agreement <= 1:
        raise ValueError(f"not a number of origins and a share of agreement: {n_origins!r}, {agreement!r}")
    weight = n_origins * agreement + _EXACT
    return "high" if weight >= 2.4 else "moderate" if weight >= 1.6 else "low"


def printed_probability(p: float, n: int) -> str:
    """The probability of renewed violence as it is printed: in steps of 5 points, of 10 where ``n`` < 50.

    ``n`` is the number of cases that the figure rests on. A half is rounded up. What rounds to nothing or to certainty
    is printed as a bound, for the steps do not allow to say more. Raises ``ValueError`` for anything but a share.

    >>> [printed_probability(p, 156) for p in (0.218, 0.01, 0.99)], printed_probability(0.205, 39)
    (['20 %', 'below 5 %', 'above 95 %'], '20 %')
    """
    if not 0 <= p <= 1:
        raise ValueError(f"not a probability: {p!r}")
    step = 10 if n < 50 else 5
    points = step * math.floor(100 * p / step + 0.5 + _EXACT)
    if points == 0:
        return f"below {step} %"
    return f"above {100 - step} %" if points >= 100 else f"{points} %"
