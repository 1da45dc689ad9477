"""Check an exported ledger with nothing but Python's own library: python check_export.py books.jsonl [checkpoint.json]

Nothing here is imported from postwar, so that whoever distrusts the program can read these lines and copy them. Every
line is held against the hash chain; with a checkpoint, its entry must be there with its digest. The checkpoint's own
signature is checked with OpenSSL or `postwar verify`, not here. Exit status: 0 it fits, 1 it does not, 2 usage.
"""

import hashlib
import json
import sys

METADATA = ("seq", "closes", "recorded_at", "known_on", "action", "document", "supersedes", "who", "why")


def digest_of(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def spelled(row):
    """The one spelling of a JSON object: keys sorted, no spaces, ASCII only."""
    return json.dumps(row, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def check(lines, checkpoint=None):
    """What does not fit, a line each; nothing where all of it does."""
    first = json.loads(next(lines))
    if first.get("format") != "postwar-ledger-1":
        yield "line 1: not an export of a ledger"
        return
    birth = first["birth"]
    named = birth.pop("digest")
    before = digest_of(spelled(birth))
    if before.hex() != named:
        yield "line 1: the ledger's birth does not fit its digest"
    digests, bare, redacted, closes, end, carried = [before.hex()], set(), set(), 0, None, 0
    for number, line in enumerate(map(json.loads, lines), 1):
        if end is not None:
            yield f"line {number + 1}: it stands after the end"
            return
        if "entries" in line:
            end = line
            continue
        if "imported" in line:                     # a link of another ledger's chain, which a merge brought in
            row = line["imported"]
            named = {name: row[name] for name in METADATA}
            carried += 1
            if row["n"] != carried or digest_of(bytes.fromhex(row["previous"]), spelled(named), bytes.fromhex(
                    row["commitment"])).hex() != row["digest"]:
                yield f"line {number + 1}: it does not fit the chain that was merged"
            continue
        entry, commitment = line["entry"], bytes.fromhex(line["commitment"])
        seq = entry["seq"]
        if seq != number or (closes >= number and entry["closes"] != closes) or entry["closes"] < seq:
            yield f"entry {number}: missing, or not in its place"
        closes = entry["closes"]
        before = digest_of(before, spelled(entry), commitment)
        if before.hex() != line["digest"]:
            yield f"entry {number}: it does not fit its digest and the entry before"
            before = bytes.fromhex(line["digest"])
        digests.append(line["digest"])
        if "payload" not in line:
            bare.add(number)
        elif digest_of(bytes.fromhex(line["salt"]), line["payload"].encode("ascii")) != commitment:
            yield f"entry {number}: its payload does not fit its commitment"
        elif entry["action"] == "redact":
            redacted.add(json.loads(line["payload"])["about"])
    for number in sorted(bare ^ redacted):
        yield f"entry {number}: its payload is missing, or is there though it was redacted"
    last = len(digests) - 1
    wanted = (last, digests[-1], carried)
    if end is None or (end["entries"], end["digest"], end.get("imported", 0)) != wanted or closes != last:
        yield f"entry {last + 1}: missing; the end was cut off"
    if checkpoint is not None:
        seq = checkpoint["seq"]
        if checkpoint["ledger"] != birth["ledger"]:
            yield "the checkpoint is of another ledger"
        elif seq > last or digests[seq] != checkpoint["digest"]:
            yield f"entry {seq}: not the one that the checkpoint of {checkpoint['made_at']} saw"


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    checkpoint = None
    if len(arguments) == 2:
        with open(arguments[1], encoding="ascii") as file:
            checkpoint = json.load(file)
    try:
        with open(arguments[0], encoding="ascii", newline="\n") as file:
            found = list(check(file, checkpoint))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration, RuntimeError) as fault:
        found = [f"not an export of a ledger, or cut in the middle of a line ({type(fault).__name__})"]
    print("\n".join(found) or "it fits")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
