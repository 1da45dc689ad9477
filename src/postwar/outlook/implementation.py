"""How often promises of one kind were kept elsewhere, by years since the signing: frozen frequencies.

Shares of comprehensive peace agreements in which a provision was fully implemented by the end of a year: aggregates of
the Peace Accords Matrix, version 1.5 (Joshi, Quinn and Regan 2015, Journal of Peace Research 52:551; agreements of
1989–2012). The matrix counts calendar years and has no deadlines, so that an early day is judged by a straight line
from the signing.
"""

from __future__ import annotations

from postwar.core.time import Day

PUBLISHED = 2015
SHARES: dict[str, tuple[int, float, float, float, float]] = {
    "Amnesty": (20, 0.4, 0.45, 0.67, 0.67),
    "Arbitration International": (1, 0, 0, 1, 1),
    "Arms Embargo": (3, 0, 0, 0.33, 0.67),
    "Boundary Demarcation": (7, 0.14, 0.29, 0.57, 0.71),
    "Cease Fire": (29, 0.31, 0.52, 0.74, 0.95),
    "Children's Rights": (5, 0, 0, 0.2, 0.47),
    "Citizenship Reform": (9, 0.22, 0.22, 0.44, 0.67),
    "Civil Administration Reform": (18, 0, 0, 0.24, 0.36),
    "Constitutional Reform": (19, 0.32, 0.47, 0.74, 0.79),
    "Cultural Protections": (8, 0.12, 0.25, 0.25, 0.5),
    "Decentralization/Federalism": (20, 0.05, 0.15, 0.3, 0.52),
    "Demobilization": (25, 0.08, 0.24, 0.45, 0.65),
    "Detailed Implementation Timeline": (24, 0.29, 0.33, 0.51, 0.51),
    "Disarmament": (28, 0.18, 0.18, 0.25, 0.42),
    "Dispute Resolution Committee": (19, 0.42, 0.47, 0.71, 0.78),
    "Donor Support": (19, 0.16, 0.26, 0.6, 0.77),
    "Economic and Social Development": (23, 0, 0.09, 0.22, 0.27),
    "Education Reform": (15, 0, 0, 0.14, 0.29),
    "Electoral/Political Party Reform": (26, 0.08, 0.23, 0.72, 0.8),
    "Executive Branch Reform": (12, 0.25, 0.25, 0.5, 0.58),
    "Human Rights": (21, 0, 0.05, 0.1, 0.21),
    "Independence Referendum": (4, 0.5, 0.5, 0.75, 1),
    "Indigenous Minority Rights": (5, 0, 0, 0.2, 0.2),
    "Inter-ethnic/State Relations": (7, 0.14, 0.14, 0.29, 0.29),
    "Internally Displaced Persons": (24, 0.04, 0.04, 0.29, 0.43),
    "Judiciary Reform": (16, 0.13, 0.19, 0.32, 0.39),
    "Legislative Branch Reform": (11, 0.09, 0.18, 0.36, 0.64),
    "Media Reform": (14, 0.07, 0.07, 0.15, 0.15),
    "Military Reform": (26, 0.08, 0.15, 0.4, 0.53),
    "Minority Rights": (5, 0, 0, 0.4, 0.4),
    "Natural Resource Management": (10, 0, 0.1, 0.21, 0.32),
    "Official Language and Symbol": (9, 0.22, 0.22, 0.33, 0.44),
    "Paramilitary Groups": (16, 0.25, 0.44, 0.56, 0.56),
    "Police Reform": (24, 0.04, 0.17, 0.3, 0.44),
    "Prisoner Release": (20, 0.45, 0.55, 0.83, 0.83),
    "Ratification Mechanism": (9, 0.67, 0.78, 0.89, 1),
    "Refugees": (22, 0, 0, 0.32, 0.46),
    "Regional Peacekeeping Force": (7, 0.43, 0.43, 0.71, 0.71),
    "Reintegration": (27, 0.11, 0.11, 0.19, 0.53),
    "Reparations": (8, 0, 0, 0, 0.12),
    "Review of Agreement": (10, 0.4, 0.4, 0.64, 0.64),
    "Self-determination": (4, 0.5, 0.75, 0.75, 1),
    "Territorial Power Sharing": (3, 0.67, 0.67, 0.67, 0.67),
    "Transitional Power Sharing Government": (17, 0.12, 0.35, 0.71, 0.78),
    "Truth or Reconciliation Mechanism": (12, 0, 0.08, 0.27, 0.45),
    "UN Peacekeeping Force": (12, 0.25, 0.58, 1, 1),
    "UN Transitional Authority": (3, 0, 0.67, 1, 1),
    "Verification/Monitoring Mechanism": (26, 0.35, 0.58, 0.87, 0.87),
    "Withdrawal of Troops": (14, 0.29, 0.57, 0.66, 0.66),
    "Women's Rights": (7, 0, 0, 0.29, 0.43),
}
"""By name of the provision: agreements that have it, and shares fully implemented after 1, 2, 5 and 10 years."""

YEARS = (0.0, 1.0, 2.0, 5.0, 10.0)
_YEAR = 365.25
_BY_NAME = {name.casefold(): shares for name, shares in SHARES.items()}


def implemented(theme: str, years: float) -> float:
    """The share fully implemented ``years`` after the signing, between the years of the table by a straight line.

    Kept away from 0 and 1 by half an agreement (Jeffreys): (n·share + ½)/(n + 1). A theme that the matrix does not have
    gets the mean over all, weighted by agreements.

    >>> round(implemented("Cease Fire", 2), 2), round(implemented("no such theme", 1), 2)
    (0.52, 0.17)
    """
    row = _BY_NAME.get(theme.casefold())
    if row is None:
        n = sum(shares[0] for shares in SHARES.values())
        shares = [sum(r[0] * r[i] for r in SHARES.values()) / n for i in range(1, 5)]
    else:
        n, *shares = row
    values = [0.0, *((n * share + 0.5) / (n + 1) for share in shares)]
    late = next((i for i, year in enumerate(YEARS) if year >= years), None)
    if late is None:
        return values[-1]
    if late == 0:
        return values[0]
    part = (years - YEARS[late - 1]) / (YEARS[late] - YEARS[late - 1])
    return values[late - 1] + part * (values[late] - values[late - 1])


def done_by(theme: str, signed_on: Day, origin: Day, due: Day) -> float:
    """How often a promise of a theme that was open on ``origin`` is kept by ``due``.

    (F(due) − F(origin))/(1 − F(origin)), F the share implemented; never below .001 nor above .999.

    >>> import datetime as dt
    >>> round(done_by("Cease Fire", dt.date(2031, 1, 1), dt.date(2032, 1, 1), dt.date(2033, 1, 1)), 2)
    0.3
    """
    now, then = (implemented(theme, max((day - signed_on).days, 0) / _YEAR) for day in (origin, due))
    return min(max((then - now) / (1.0 - now), 0.001), 0.999)
