"""Forgeries of a ledger: what somebody could do to its rows who first takes off all that guards them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postwar.core.claim import Claim, Report, claim_id
from postwar.ledger import Key, Ledger

TABLES = {"meta": "version", "entries": "seq", "documents": "seq", "claims": "seq", "acts": "seq"}
ON = dt.date(2021, 3, 1)
BY: dict[str, Any] = {"known_on": ON, "who": "A. Keeper", "why": "asked to"}
Statement = tuple[str, dict[str, Any]]
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Forgery:
    """What kind it is, and the statements that make it."""

    kind: str
    statements: tuple[Statement, ...]


def document(n: int, n_claims: int, restricted: bool = False) -> tuple[Report, list[Claim]]:
    """A report whose claims differ from each other."""
    text = f"report {n}: " + "so many people came home. " * 3
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    report = Report(f"report-{n}", f"source {n % 3}", f"title {n}", ON, None, "", "en", text, sha256,
                    restricted=restricted)
    return report, [Claim(claim_id(sha256, 0, k, "return", (), (), k, k), report.id, 0, k, text[:k], "return",
                          "happened", low=k, high=k) for k in range(1, n_claims + 1)]


def fill(ledger: Ledger) -> None:
    """Documents open and restricted, and a decision of every kind. The ledger is open with a key."""
    made = [document(n, n % 4, restricted=n % 5 == 4) for n in range(12)]
    for n, (report, claims) in enumerate(made):
        ledger.ingest(report, claims, known_on=ON + dt.timedelta(n // 6), who="M. Ito", why="post")
    by = BY | {"known_on": ON + dt.timedelta(3)}
    first, second, third = (claim for _, claims in made[2:4] for claim in claims[:2][: 2 if len(claims) == 2 else 1])
    ledger.review(first.id, "reading_confirmed", known_on=by["known_on"], who="A. Keeper")
    ledger.correct(first.id, dataclasses.replace(first, low=90, high=90), **by)
    ledger.retract(second.id, **by)
    ledger.amend(third.id, made[6][1][0].id, **by)
    ledger.redact(made[7][1][0].id, **by)
    ledger.redact(made[11][0].sha256, **by)


def key() -> Key:
    """The key of the restricted reports."""
    return Key(bytes(32))


def forgeries(rows: Rows, chance: random.Random) -> Iterator[Forgery]:
    """Forgeries without end, each of the rows as they are: most change a field, the others drop, put in, replace or
    reorder rows."""
    kinds: list[Callable[[Rows, random.Random], Forgery]] = [_field] * 6 + [_drop, _put_in, _replace, _reorder]
    while True:
        yield chance.choice(kinds)(rows, chance)


def _one(rows: Rows, chance: random.Random, tables: Sequence[str]) -> tuple[str, Mapping[str, Any]]:
    table = chance.choice([t for t in tables if rows[t]])
    return table, chance.choice(rows[table])


def _field(rows: Rows, chance: random.Random) -> Forgery:
    table, row = _one(rows, chance, list(TABLES))
    column = chance.choice(list(row))
    sql = f"UPDATE {table} SET {column} = :value WHERE {TABLES[table]} = :at"
    return Forgery(f"field {table}.{column}", ((sql, {"value": changed(row[column], chance),
                                                      "at": row[TABLES[table]]}),))


def changed(value: Any, chance: random.Random) -> Any:
    """Another value of the same type: a number moved, a bit turned, a letter put in, taken out or turned."""
    if isinstance(value, bytes):
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1:]
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        other = chance.choice([c for c in "0123456789abcxyz" if c != value[at]])
        return chance.choice([value[:at] + other + value[at + 1:], value[:at] + other + value[at:],
                              value[:at] + value[at + 1:]])
    return "x" if isinstance(value, str) else (value or 0) + chance.choice([-1, 1, 7, 500])


def _drop(rows: Rows, chance: random.Random) -> Forgery:
    table, row = _one(rows, chance, list(TABLES))
    at = row[TABLES[table]]
    if table == "documents":
        whole = [e["seq"] for e in rows["entries"] if e["document"] == at]
        return Forgery("drop a document", tuple((f"DELETE FROM {t} WHERE seq = :at", {"at": seq}) for seq in whole
                                                for t in ("acts", "claims", "documents", "entries")))
    return Forgery(f"drop {table}", ((f"DELETE FROM {table} WHERE {TABLES[table]} = :at", {"at": at}),))


def _put_in(rows: Rows, chance: random.Random) -> Forgery:
    table, row = _one(rows, chance, ["entries", "documents", "claims", "acts"])
    there = {r["seq"] for r in rows[table]}
    at = chance.choice([seq for seq in range(1, len(rows["entries"]) + 4) if seq not in there])
    put = {**row, "seq": at} | ({"sha256": row["sha256"][::-1]} if "sha256" in row else {})
    return Forgery(f"put in {table}", (_insert(table, put),))


def _insert(table: str, row: Mapping[str, Any]) -> Statement:
    return (f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{column}' for column in row)})", dict(row))


def _two(rows: Rows, chance: random.Random) -> tuple[str, Mapping[str, Any], Mapping[str, Any]]:
    table = chance.choice(["entries", "documents", "claims", "acts"])
    a, b = chance.sample(list(rows[table]), 2)
    return table, a, b


def _replace(rows: Rows, chance: random.Random) -> Forgery:
    """A row gives way to what another says."""
    table, a, b = _two(rows, chance)
    put = {**b, "seq": a["seq"]} | ({"sha256": b["sha256"][::-1]} if "sha256" in b else {})
    return Forgery(f"replace {table}", ((f"DELETE FROM {table} WHERE seq = :at", {"at": a["seq"]}),
                                        _insert(table, put)))


def _reorder(rows: Rows, chance: random.Random) -> Forgery:
    table, a, b = _two(rows, chance)
    move = f"UPDATE {table} SET seq = :to WHERE seq = :of"
    away = 10**6
    return Forgery(f"reorder {table}", tuple((move, {"of": of, "to": to}) for of, to in (
        (a["seq"], away), (b["seq"], a["seq"]), (away, b["seq"]))))
