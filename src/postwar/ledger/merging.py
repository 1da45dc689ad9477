"""Two ledgers that were written apart become one: the one learns what the other holds, and keeps its chain.

Entries of the other ledger that are not known yet, by their digest, become entries of this one, under their authors'
names and reasons and with the day of the merge. The rows of the other chain are kept beside them (table ``imported``),
and one entry at the end, ``merge``, binds these rows to this ledger's chain.

- A document is known by its sha256, and counts once. Claims that say the same are one.
- A decision comes along with what it was made in view of; see :mod:`postwar.ledger.deciding` for what then stands.
- What was erased in the other ledger is erased here where it came from there.
- An empty ledger goes on with the books that it takes in: their days stay.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from postwar.core.errors import LedgerError
from postwar.core.time import Day
from postwar.ledger import chain
from postwar.ledger.acts import versions
from postwar.ledger.asking import Store, one
from postwar.ledger.audit import ROWS, table_of
from postwar.ledger.deciding import reading
from postwar.ledger.imported import COLUMNS, births_of, row_bytes
from postwar.ledger.protected import is_sealed
from postwar.ledger.writing import Line, Stamp, append, in_order

_KNOWN = "SELECT digest, seq FROM entries UNION ALL SELECT digest, entry FROM imported"
_TWINS = """
    SELECT c.seq, c.payload, e.action, e.supersedes, e.document FROM claims c JOIN entries e ON e.seq = c.seq
    WHERE c.id = :claim ORDER BY c.seq"""
BATCH = 500               # rows of other chains that are written at a time
_KINDS = {"documents": "documents", "claims": "claims", "acts": "decisions"}


@dataclass(slots=True)
class Merge:
    """What a merge did: documents, claims and decisions that came, documents that both ledgers hold, payloads that were
    erased, entries of other chains that are kept from now on, and this ledger's last entry."""

    documents: int = 0
    claims: int = 0
    decisions: int = 0
    same: int = 0
    erased: int = 0
    imported: int = 0
    seq: int = 0


@dataclass(slots=True)
class Merging:
    """A merge under way, inside one transaction of the store and one moment of the other."""

    store: Store
    other: Store
    given: Stamp
    did: Merge = field(default_factory=Merge)
    known: dict[bytes, int | None] = field(default_factory=dict)    # entries here, by the digests they are known by
    here: dict[int, int | None] = field(default_factory=dict)       # entries here, by the other ledger's numbers
    aliases: dict[int, list[bytes]] = field(default_factory=dict)   # digests under which the other took entries in
    erased: list[tuple[str, int]] = field(default_factory=list)
    keeps_days: bool = False
    last: int = 0
    _rows: Any = None
    _kept: list[dict[str, Any]] = field(default_factory=list)
    _n: int = 0

    def run(self) -> Merge:
        """Take everything in; the caller holds both transactions."""
        self.last = one(self.store, "SELECT coalesce(max(seq), 0) FROM entries")
        self.keeps_days = self.last == 0
        if not self.keeps_days:
            self.given = in_order(self.store, self.given, False, "a merge")
        self._n = first = one(self.store, "SELECT coalesce(max(n), 0) FROM imported")
        self._rows = hashlib.sha256()
        self.known = {bytes(digest): entry for digest, entry in self.store.rows(_KNOWN)}
        for entry, digest in self.other.rows("SELECT entry, digest FROM imported WHERE entry IS NOT NULL"):
            self.aliases.setdefault(entry, []).append(bytes(digest))
        births = births_of(self.other)
        self._take_chain(births[0][1], bytes.fromhex(births[0][3]))
        self._take_imported()
        self.did.imported = self._n - first
        self.did.seq = self.last
        if self.did.imported:
            self._bind(first + 1, births)
        return self.did

    # The other chain, transaction by transaction ----------------------------------------------------------------------

    def _take_chain(self, name: str, previous: bytes) -> None:
        group: list[Any] = []
        for row in self.other.walk(ROWS):
            group.append(row)
            if row[0] == row[1]:
                self._take_group(group)
                for member in group:
                    self._note(name, member[:9], bytes(member[9]), previous, bytes(member[10]), self.here[member[0]])
                    previous = bytes(member[10])
                group = []

    def _take_group(self, group: Sequence[Any]) -> None:
        """Enter what is new of one transaction, as one transaction."""
        lines: list[Line] = []
        for row in group:
            digests = [bytes(row[10]), *self.aliases.get(row[0], ())]
            found = [self.known[digest] for digest in digests if digest in self.known]
            if found:
                self.here[row[0]] = next((entry for entry in found if entry is not None), None)
                continue
            at = self.last + 1 + len(lines)
            made = self._lines(dict(zip(chain.METADATA, row, strict=False)), row, at)
            self.here[row[0]] = made if isinstance(made, int) else at if made else None
            if isinstance(made, list):
                lines += made
        if lines:
            entry = dict(zip(chain.METADATA, group[0], strict=False))
            day = Day.fromisoformat(entry["known_on"]) if self.keeps_days else self.given.known_on
            self.last = append(self.store, lines, Stamp(self.given.recorded_at, day, entry["who"], entry["why"]))
            for line in lines:
                kind = _KINDS[line.table]
                setattr(self.did, kind, getattr(self.did, kind) + 1)
            for table, seq in self.erased:
                self.store.erase(table, seq)
            self.did.erased += len(self.erased)
            self.erased = []

    def _lines(self, entry: dict[str, Any], row: Any, at: int) -> list[Line] | int:
        """The lines that an entry becomes, ``at`` being the number of the first; or the entry here that says the same;
        none where there is nothing to say."""
        table = table_of(entry)
        if table == "documents":
            return self._document(row)
        if table == "claims":
            return self._claim(entry, row)
        return [] if entry["action"] == "merge" or row[21] is None else self._act(entry, row, at)

    def _document(self, row: Any) -> list[Line] | int:
        if row[12] is None:                                       # erased in the other ledger
            return []
        there = one(self.store, "SELECT seq FROM documents WHERE sha256 = :sha256", sha256=row[14])
        if there is not None:
            self.did.same += 1
            return int(there)
        return [Line("documents", "assert", row[16], {"id": row[13], "sha256": row[14]}, salt=bytes(row[15]),
                     sealed=self._key(row[16]))]

    def _claim(self, entry: dict[str, Any], row: Any) -> list[Line] | int:
        document, before = self.here.get(entry["document"]), self.here.get(entry["supersedes"])
        if row[17] is None or document is None or not self._is_there("documents", document):
            return []
        if entry["supersedes"] is not None and (before is None or not self._is_there("claims", before)):
            return []                                             # what it corrects was erased
        for seq, payload, action, supersedes, its in self.store.rows(_TWINS, claim=row[18]):
            if its != document:
                raise LedgerError(f"claim {row[18]}: another document has it; ids hold the hash of their report")
            if (action, supersedes) == (entry["action"], before) and reading(payload) == reading(row[20]):
                return int(seq)
        return [Line("claims", entry["action"], row[20], {"id": row[18]}, document, before, salt=bytes(row[19]),
                     sealed=self._key(row[20]))]

    def _is_there(self, table: str, seq: int) -> bool:
        """Whether an entry's payload was not erased; one that is about to be entered in this transaction is there."""
        return seq > self.last or bool(self.store.rows(f"SELECT seq FROM {table} WHERE seq = :seq", seq=seq))

    def _act(self, entry: dict[str, Any], row: Any, at: int) -> list[Line]:
        """A decision, about the entries here; what it was in the other ledger lies within."""
        said = json.loads(row[24])
        about, document = self.here.get(said["about"]), self.here.get(entry["document"])
        if about is None or document is None:
            return []
        if entry["action"] == "redact":
            return self._redact(about, document)
        told = said | {"about": about, "as": {"payload": row[24], "salt": bytes(row[23]).hex()}}
        if "by" in said:
            by = self.here.get(said["by"])
            told = {name: value for name, value in told.items() if name != "by"} | ({} if by is None else {"by": by})
        before = None if entry["supersedes"] is None else self.here.get(entry["supersedes"])
        return [Line("acts", entry["action"], chain.canonical(told), {"about": about}, document, before)]

    def _redact(self, about: int, document: int) -> list[Line]:
        """What was erased there is erased here, in all versions that this ledger has."""
        if about == document:
            doomed = [("documents", about), *(("claims", seq) for (seq,) in self.store.rows(
                "SELECT c.seq FROM claims c JOIN entries e ON e.seq = c.seq WHERE e.document = :seq", seq=about))]
        else:
            name = one(self.store, "SELECT id FROM claims WHERE seq = :seq", seq=about)
            doomed = [] if name is None else [("claims", row[2]) for row in versions(self.store, name)]
        doomed = [(table, seq) for table, seq in doomed if (table, seq) not in self.erased
                  and self._is_there(table, seq)]
        self.erased += doomed
        said = [(seq, chain.canonical({"about": seq, "action": "redact"})) for _, seq in doomed]
        return [Line("acts", "redact", payload, {"about": seq}, document, seq) for seq, payload in said]

    def _key(self, payload: str) -> tuple[str, bytes] | None:
        """The name and the wrapped key of a payload that is sealed, where the other ledger's ring holds it."""
        if not is_sealed(payload):
            return None
        name = str(json.loads(payload)["record"])
        wrapped = self.other.ring.keys().get(name)
        return None if wrapped is None else (name, wrapped)

    # The rows of other chains -----------------------------------------------------------------------------------------

    def _note(self, name: str, metadata: Sequence[Any], commitment: bytes, previous: bytes, digest: bytes,
              entry: int | None) -> None:
        """Keep a row of another chain, unless it is kept."""
        if digest in self.known:
            return
        self.known[digest] = entry
        self._n += 1
        row = dict(zip(COLUMNS, (self._n, name, *metadata, commitment, previous, digest, entry), strict=True))
        self._rows.update(row_bytes(row))
        self._kept.append(row)
        if len(self._kept) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        self.store.insert("imported", self._kept)
        self._kept = []

    def _take_imported(self) -> None:
        """The chains that the other ledger took in itself."""
        for row in self.other.walk(f"SELECT {', '.join(COLUMNS)} FROM imported ORDER BY n"):
            commitment, previous, digest, entry = row[11:]
            self._note(row[1], row[2:11], bytes(commitment), bytes(previous), bytes(digest), self.here.get(entry))

    def _bind(self, first: int, births: list[list[Any]]) -> None:
        """The entry that binds the imported rows to this chain."""
        self._flush()
        own, at = {tuple(birth) for birth in births_of(self.store)}, self.last + 1
        told = {"about": at, "action": "merge", "ledger": births[0][1], "from": first, "to": self._n,
                "births": [birth for birth in births if tuple(birth) not in own], "rows": self._rows.hexdigest()}
        day = one(self.store, "SELECT max(known_on) FROM entries") if self.keeps_days else None
        given = self.given if day is None else dataclasses.replace(self.given, known_on=Day.fromisoformat(day))
        self.last = append(self.store, [Line("acts", "merge", chain.canonical(told), {"about": at})], given)
        self.did.seq = self.last
