"""Reports and claims as the ledger keeps them: canonical JSON, and back."""

from __future__ import annotations

import dataclasses
import json
import operator
import re
from collections.abc import Iterable, Sequence

from postwar.core.claim import Claim, Report, claim_from_json, plain_number
from postwar.core.errors import LedgerError
from postwar.core.time import Day, iso
from postwar.ledger.chain import canonical

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
REPORT_DAYS = ("published_at", "retrieved_at")
CLAIM_LISTS = ("actor", "target", "place", "attributed_to", "provision", "group", "depends_on")
CLAIM_DAYS = ("valid_from", "valid_to", "said_on")
CLAIM_NUMBERS = ("low", "high", "of")
_REPORT_FIELDS = tuple(field.name for field in dataclasses.fields(Report))
_FIELDS = tuple(field.name for field in dataclasses.fields(Claim))
_values = operator.attrgetter(*_FIELDS)
_in_order = operator.itemgetter(*_FIELDS)
_decode = json.JSONDecoder().raw_decode


def pack_report(report: Report) -> str:
    """The report as canonical JSON, every field of it."""
    data = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
    return canonical(data | {name: iso(data[name]) for name in REPORT_DAYS})


def unpack_report(payload: str, label: str) -> Report:
    """The report that :func:`pack_report` wrote, under the id ``label``; unknown fields are passed by."""
    data = json.loads(payload)
    values = {name: data[name] for name in _REPORT_FIELDS if name in data}
    days = {name: None if data[name] is None else Day.fromisoformat(data[name]) for name in REPORT_DAYS}
    return Report(**(values | days | {"id": label}))


def pack_claim(claim: Claim) -> str:
    """The claim as canonical JSON, every field of it; ``LedgerError`` where a number is not finite.

    The fast twin of ``canonical(claim_to_json(claim))``.
    """
    try:
        data = dict(zip(_FIELDS, _values(claim), strict=True))
        for name in CLAIM_DAYS:
            if data[name] is not None:
                data[name] = data[name].isoformat()
        for name in CLAIM_NUMBERS:
            if data[name] is not None:
                data[name] = plain_number(data[name])
        return canonical(data)
    except (ValueError, OverflowError) as error:
        raise LedgerError(f"claim {claim.id}: its figure is not a number; mend the reader") from error


def unpack_claim(payload: str) -> Claim:
    """The claim that :func:`pack_claim` wrote.

    The fast twin of ``claim_from_json(json.loads(payload))``, which it falls back on where the fields of the payload
    are not those of :class:`Claim` (a file written by an earlier or later program).
    """
    data = _decode(payload)[0]
    try:
        for name in CLAIM_LISTS:
            data[name] = tuple(data[name])
        for name in CLAIM_DAYS:
            if data[name] is not None:
                data[name] = Day.fromisoformat(data[name])
        return Claim(*_in_order(data))
    except KeyError:
        return claim_from_json(json.loads(payload))


def check(report: Report, claims: Sequence[Claim]) -> None:
    """Refuse what no books should hold: ``LedgerError`` names the claim, what is wrong with it and what mends it."""
    if not _SHA256.match(report.sha256):
        raise LedgerError(f"report {report.id!r}: {report.sha256!r} is no SHA-256; give 64 hexadecimal digits")
    printable("report id", report.id)
    seen: set[str] = set()
    for claim in claims:
        printable("claim id", claim.id)
        if claim.report != report.id:
            raise LedgerError(f"claim {claim.id}: it is of report {claim.report!r}, not of {report.id!r}; "
                              "ingest each report with its own claims")
        if claim.quote != report.text[claim.start:claim.end]:
            raise LedgerError(f"claim {claim.id}: its quote is not what stands at {claim.start} to {claim.end} of "
                              f"report {report.id!r}; mend the reader")
        if claim.id in seen:
            raise LedgerError(f"claim {claim.id}: twice in report {report.id!r}; give each its own ordinal")
        seen.add(claim.id)


def printable(what: str, text: str) -> None:
    """``LedgerError`` where a text cannot be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LedgerError(f"{what} {text!r}: it holds bytes that are no text; write it in UTF-8") from error


def labels(documents: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """The id under which each document is shown, by its number in the ledger.

    Two documents may bear the same id (a corrected dispatch under the same file name). The first in the books keeps it;
    a later one gets ``~`` and the first six digits of its hash.

    Parameters: (number, id, sha256) of the documents that are visible, in order of entry.

    >>> labels([(1, "march", "aa" * 32), (5, "march", "bb" * 32), (7, "april", "cc" * 32)])
    {1: 'march', 5: 'march~bbbbbb', 7: 'april'}
    """
    shown: dict[int, str] = {}
    taken: set[str] = set()
    for seq, label, sha256 in documents:
        while label in taken:
            label += f"~{sha256[:6]}"
        taken.add(label)
        shown[seq] = label
    return shown
