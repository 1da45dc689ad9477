"""Where a claim comes from: reports that credit one origin, or copy one wire, count once.

A report's origin is the news agency whose text it carries where a byline or credit names one, else the source that the
report names, else the report itself. Two reports that share most of their wording have one origin. A claim that a
report credits to a named actor has that actor's authority for its origin, whoever prints it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from postwar.core.books import Document
from postwar.core.case import Case
from postwar.core.claim import Claim, Report, Source
from postwar.situation.sides import Sides

WIRES: tuple[tuple[str, str], ...] = (
    # id, the names under which the agency's credit lines run
    ("afp", "AFP|Agence France-Presse"),
    ("ap", "AP|Associated Press"),
    ("reuters", "Reuters"),
    ("dpa", "dpa|DPA"),
    ("tass", "TASS"),
    ("interfax", "Interfax"),
    ("efe", "EFE"),
    ("ansa", "ANSA"),
    ("upi", "UPI"),
    ("xinhua", "Xinhua"),
    ("anadolu", "Anadolu"),
    ("kyodo", "Kyodo"),
    ("pti", "PTI"),
)
_HEAD = 1200  # characters in which a byline stands
_SHINGLE = 6  # words
_COPY_SHARE = 0.6  # judgement: share of a report's shingles found in an earlier one from which it is a copy


def _wire_credit(text: str) -> str | None:
    """The agency that a byline, a credit in brackets or an author's link names in the text; None if none does."""
    for wire, names in WIRES:
        byline = re.compile(
            rf"\bBy\s+(?:[A-Z][\w.'’-]+\s+){{0,3}}\[?(?:{names})\b|\((?:{names})\)\s*[—–-]|^\((?:{names})\)",
            re.MULTILINE,
        )
        author = re.compile(rf"/authors?/(?:{names})\b", re.IGNORECASE)
        if byline.search(text[:_HEAD]) or author.search(text):
            return wire
    return None


def _source_of(report: Report, sources: Sequence[Source]) -> Source | None:
    named = report.source.strip().lower()
    return next((s for s in sources if named and named in (s.id.lower(), s.name.lower())), None)


def _shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}


class Origins:
    """The origins of the books' reports and claims, worked out once."""

    def __init__(self, case: Case, documents: Sequence[Document], sides: Sides) -> None:
        self._sides = sides
        self._of_report: dict[str, str] = {}
        self._reliability: dict[str, str] = {}
        seen: list[tuple[str, set[str]]] = []
        for document in sorted(documents, key=lambda d: (d.known_on, d.report.published_at or d.known_on, d.report.id)):
            report = document.report
            source = _source_of(report, case.sources)
            own = self._name(case, report, source)
            shingles = _shingles(report.text)
            copied = next(
                (
                    origin
                    for origin, other in seen
                    if len(shingles) >= 20 and len(shingles & other) >= _COPY_SHARE * len(shingles)
                ),
                None,
            )
            origin = copied or own
            source = source or next((s for s in case.sources if s.id == origin), None)
            seen.append((origin, shingles))
            self._of_report[report.id] = origin
            self._reliability[report.id] = source.reliability if source is not None else "F"

    @staticmethod
    def _name(case: Case, report: Report, source: Source | None) -> str:
        for wire, names in WIRES:
            if re.search(rf"\b(?:{names})\b", report.source):
                return wire
        wire_text = _wire_credit(report.text)
        if wire_text is not None:
            return wire_text
        if source is not None:
            return source.id
        named = report.source.strip().lower()
        for actor in case.actors:
            if named and named in (actor.id.lower(), actor.name.lower(), *(a.lower() for a in actor.aliases)):
                return actor.id
        return named or f"report:{report.id}"

    def of_report(self, report_id: str) -> str:
        """The independent origin of a report."""
        return self._of_report.get(report_id, f"report:{report_id}")

    def reliability(self, report_id: str) -> str:
        """The Admiralty letter of the report's source; F, cannot be judged, where the case gives none."""
        return self._reliability.get(report_id, "F")

    def of_claim(self, claim: Claim) -> str:
        """The independent origin of a claim: the authority that it is credited to, else its report's origin."""
        report_origin = self.of_report(claim.report)
        credited = sorted({self._sides.principal(a) for a in claim.attributed_to if self._sides.known(a)})
        credited = [c for c in credited if c != report_origin]
        if not credited or claim.evidence == "witnessed":
            return report_origin
        return "+".join(credited)

    def count(self) -> int:
        """How many independent origins the reports have."""
        return len(set(self._of_report.values()))
