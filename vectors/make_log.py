"""The vectors of what is signed: checkpoints, receipts, rosters. Run by make.py."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from make_entry import OLD_OPENING, OPENING
from seeds import (
    CASE_RECIPIENT,
    HOLDER_IDENTITY,
    OTHER_IDENTITY,
    SITE,
    Json,
    an_id,
    b64,
    secret,
)

from heard.formats import _ed25519, agefile, checkpoint, entry, merkle, note, receipt
from heard.formats import roster as rosters

ORIGIN = f"{SITE}/log"
LOG = note.Signer(ORIGIN, secret("log"))
OTHER_LOG = note.Signer(ORIGIN, secret("other log"))
ROOT = note.Signer(f"{SITE}/root", secret("root"))
UNION = note.Signer("witness.union.example", secret("union"), note.COSIGNATURE)
BOARD = note.Signer("witness.board.example", secret("board"), note.COSIGNATURE)
SPARE = note.Signer("spare.union.example", secret("spare"), note.COSIGNATURE)
STAMP = 1795251600
INDEX, OLD_INDEX = 6, 9

ENTRIES = [entry.padding(lambda size, n=n: secret(f"pad {n}", size)) for n in range(11)]
ENTRIES[INDEX], ENTRIES[OLD_INDEX] = OPENING.entry, OLD_OPENING.entry
LEAVES = [merkle.leaf_hash(each) for each in ENTRIES]
HEAD = checkpoint.Checkpoint(ORIGIN, 11, merkle.leaves_hash(LEAVES))
SIGNED = checkpoint.sign(HEAD, LOG)


def cosigned(signed: str, *witnesses: note.Signer, stamp: int = STAMP) -> str:
    for witness in witnesses:
        signed = note.add(signed, checkpoint.cosign(signed, witness, stamp=stamp))
    return signed


def broken_last_signature(signed: str) -> str:
    """The last base64 changed where it carries the signature, kept canonical."""
    place = len(signed) - 20
    return signed[:place] + ("A" if signed[place] != "A" else "B") + signed[place + 1 :]


def resigned(text: str) -> str:
    return note.sign(text, [LOG])


def checkpoint_texts() -> dict[str, tuple[str, str]]:
    text = HEAD.encode()
    root = b64(HEAD.root)
    return {
        "log alone": (SIGNED, "ok"),
        "cosigned": (cosigned(SIGNED, UNION, BOARD), "ok"),
        "unknown signature beside": (note.add(SIGNED, OTHER_LOG.line(text)), "ok"),
        "extension line": (resigned(text + "more\n"), "ok"),
        "empty tree": (checkpoint.sign(checkpoint.Checkpoint(ORIGIN, 0, merkle.EMPTY), LOG), "ok"),
        "other key": (checkpoint.sign(HEAD, OTHER_LOG), "signature"),
        "signature broken": (broken_last_signature(SIGNED), "signature"),
        "witness alone": (
            note.Note(text, note.parse(cosigned(SIGNED, UNION)).signatures[1:]).encode(),
            "signature",
        ),
        "cosignature broken": (broken_last_signature(cosigned(SIGNED, UNION)), "signature"),
        "cosignature of another time": (
            cosigned(SIGNED, UNION).replace(UNION.line(text, stamp=STAMP), restamped(text)),
            "signature",
        ),
        "cosignature of the last second": (cosigned(SIGNED, UNION, stamp=note.LAST), "ok"),
        "cosignature of the year 10000": (
            cosigned(SIGNED, UNION, stamp=note.LAST + 1),
            "signature",
        ),
        "cosignature beyond what is exact": (cosigned(SIGNED, UNION, stamp=2**62 + 1), "signature"),
        "text changed": (SIGNED.replace("\n11\n", "\n12\n"), "signature"),
        "other origin": (resigned(text.replace(ORIGIN, "other.example/log")), "origin"),
        "size 011": (resigned(text.replace("\n11\n", "\n011\n")), "format"),
        "size +11": (resigned(text.replace("\n11\n", "\n+11\n")), "format"),
        "root short": (resigned(text.replace(root, b64(bytes(31)))), "format"),
        "root not canonical": (resigned(text.replace(root, b64(bytes(32))[:-2] + "B=")), "format"),
        "two lines": (resigned(f"{ORIGIN}\n11\n"), "format"),
        "empty extension line": (resigned(text + "\nmore\n"), "format"),
        "carriage return": (SIGNED.replace("\n", "\r\n"), "format"),
        "no signature": (text, "format"),
        "no newline at the end": (SIGNED[:-1], "format"),
        "hyphen for the dash": (SIGNED.replace("—", "-"), "format"),
        "empty": ("", "format"),
        "too large": (resigned(text + "x" * 70000 + "\n"), "too_large"),
    }


def restamped(text: str) -> str:
    """The union's signature made for one second, presented for another."""
    line = UNION.line(text, stamp=STAMP).split(" ")[2]
    raw = bytearray(note.base64_bytes(line.strip()))
    raw[11] ^= 1
    return f"— {UNION.name} {b64(bytes(raw))}\n"


def vkeys() -> list[Json]:
    def vkey(public: bytes, kind: int = 1, name: str = "a.example") -> str:
        return note.Verifier(name, kind, public).vkey

    good = LOG.verifier.public
    low = [
        "01" + "00" * 31,
        "ec" + "ff" * 30 + "7f",
        "00" * 32,
        "00" * 31 + "80",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ]
    foreign = ["ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "ff", "02" + "00" * 31]
    bad = [vkey(bytes.fromhex(each)) for each in low + foreign]
    bad += [
        vkey(good, kind=2),
        vkey(good, name="a b"),
        vkey(good, name=""),
        vkey(good + b"x"),
        "",
        "a+b",
    ]
    bad += [vkey(good).replace("a.example+", "b.example+"), vkey(good) + "="]
    return [{"vkey": vkey(good), "expect": "ok"}, {"vkey": vkey(good, kind=4), "expect": "ok"}] + [
        {"vkey": each, "expect": "key"} for each in bad
    ]


def make_checkpoint() -> Json:
    witnesses = (UNION.verifier, BOARD.verifier)
    cases = []
    for name, (text, expect) in checkpoint_texts().items():
        case: Json = {"name": name, "checkpoint": text, "expect": expect}
        if expect == "ok":
            opened = checkpoint.verify(text, LOG.verifier, witnesses)
            case |= {
                "size": opened.checkpoint.size,
                "root": b64(opened.checkpoint.root),
                "cosigned": [{"name": s.verifier.name, "stamp": s.stamp} for s in opened.cosigned],
            }
        cases.append(case)
    return {
        "log": LOG.verifier.vkey,
        "witnesses": [each.vkey for each in witnesses],
        "cases": cases,
        "vkeys": vkeys(),
        "seeds": {"log": b64(LOG.seed), "union": b64(UNION.seed)},
    }


def make_consistency() -> Json:
    """Proofs between sizes of one tree; from nothing there is none, whatever root is claimed."""

    def case(old: int, new: int, **other: Any) -> Json:
        def hash_of(start: int, end: int) -> bytes:
            return merkle.leaves_hash(LEAVES[start:end])

        proof = merkle.consistency_proof(old, new, hash_of) if old else []
        roots = {"root1": b64(hash_of(0, old)), "root2": b64(hash_of(0, new))}
        sizes = {"size1": old, "size2": new}
        return {**sizes, **roots, "proof": [b64(each) for each in proof], "expect": "ok", **other}

    said = b64(secret("any root"))
    return {
        "cases": [
            *(case(old, new) for old, new in ((1, 2), (4, 8), (6, 11), (7, 11), (11, 11))),
            case(6, 11, root1=said, expect="root"),
            case(6, 11, root2=said, expect="root"),
            *(case(0, new, expect="range") for new in (0, 1, 4, 11)),
            case(0, 11, root2=said, expect="range"),
            case(0, 11, proof=[b64(HEAD.root)], expect="range"),
        ]
    }


def inclusion(index: int) -> tuple[bytes, ...]:
    def hash_of(start: int, end: int) -> bytes:
        return merkle.leaves_hash(LEAVES[start:end])

    return tuple(merkle.inclusion_proof(index, HEAD.size, hash_of))


def a_receipt(**changes: Any) -> str:
    good = receipt.Receipt(OPENING, INDEX, inclusion(INDEX), cosigned(SIGNED, UNION, BOARD))
    return replace(good, **changes).encode()


def an_old_receipt(**changes: Any) -> str:
    """Of an entry whose names were not hashed with the digests."""
    old = {"opening": OLD_OPENING, "index": OLD_INDEX, "proof": inclusion(OLD_INDEX)}
    return a_receipt(**old, **changes)


def old_and_closed() -> str:
    good = an_old_receipt()
    extra = good.split("\n")[1]
    closed = OPENING.close(["case"]).encode().replace('"v":2', '"v":1')
    return good.replace(extra, f"extra {b64(closed.encode())}")


POLICY = f"""# Two of three operators
log {LOG.verifier.vkey}
witness union-1 {UNION.verifier.vkey}
witness union-2 {SPARE.verifier.vkey}
witness board {BOARD.verifier.vkey}
group union any union-1 union-2
group two all union board
quorum two
"""


def receipts() -> dict[str, tuple[str, str]]:
    good = a_receipt()
    proof = receipt.parse(good).proof
    two_of_one = cosigned(SIGNED, UNION, SPARE)
    smaller = checkpoint.sign(checkpoint.Checkpoint(ORIGIN, 5, merkle.leaves_hash(LEAVES[:5])), LOG)
    return {
        "both operators": (good, "ok"),
        "fields closed": (a_receipt(opening=OPENING.close(["case", "actor"])), "ok"),
        "version 1": (an_old_receipt(), "ok"),
        "version 1, log alone": (an_old_receipt(checkpoint=SIGNED), "quorum"),
        "version 1, a field closed": (old_and_closed(), "opening"),
        "version 1 shown as version 2": (
            an_old_receipt().replace(an_old_receipt().split("\n")[1], a_receipt().split("\n")[1]),
            "inclusion",
        ),
        "log alone": (a_receipt(checkpoint=SIGNED), "quorum"),
        "log alone, fields closed": (
            a_receipt(checkpoint=SIGNED, opening=OPENING.close(["case"])),
            "quorum",
        ),
        "one operator": (a_receipt(checkpoint=cosigned(SIGNED, UNION)), "quorum"),
        "two keys of one operator": (a_receipt(checkpoint=two_of_one), "quorum"),
        "a cosignature broken": (broken_last_signature(good), "signature"),
        "signed by another log": (
            a_receipt(checkpoint=checkpoint.sign(HEAD, OTHER_LOG)),
            "signature",
        ),
        "other origin": (
            a_receipt(checkpoint=resigned(HEAD.encode().replace(ORIGIN, "other.example/log"))),
            "origin",
        ),
        "index beyond the tree": (a_receipt(index=11), "index"),
        "tree before the entry": (a_receipt(checkpoint=smaller), "index"),
        "other index": (a_receipt(index=7), "inclusion"),
        "other entry": (
            a_receipt(opening=entry.make({"event": "log_created"}, lambda n: secret("s", n))),
            "inclusion",
        ),
        "proof cut": (a_receipt(proof=proof[:-1]), "inclusion"),
        "proof longer": (a_receipt(proof=(*proof, proof[0])), "inclusion"),
        "proof changed": (a_receipt(proof=(bytes(32), *proof[1:])), "inclusion"),
        "proof of 64 hashes": (a_receipt(proof=proof * 16), "format"),
        "hash of 31 bytes": (a_receipt(proof=(bytes(31), *proof[1:])), "format"),
        "value changed": (
            a_receipt(
                opening=entry.Opening(
                    {**OPENING.fields, "at": entry.Field(secret("s"), "2026-11-22T09:00:00Z")}
                )
            ),
            "inclusion",
        ),
        "index 06": (good.replace("\nindex 6\n", "\nindex 06\n"), "format"),
        "no extra": ("\n".join(good.split("\n")[:1] + good.split("\n")[2:]), "format"),
        "extra no opening": (good.replace(good.split("\n")[1], "extra e30="), "opening"),
        "version 2": (good.replace("proof@v1", "proof@v2"), "format"),
        "carriage returns": (good.replace("\n", "\r\n"), "format"),
        "garbage after": (good + "x\n", "format"),
        "empty": ("", "format"),
        "too large": (good + "\n" * 65536, "too_large"),
    }


def make_receipt() -> Json:
    cases = []
    for name, (text, expect) in receipts().items():
        case: Json = {"name": name, "receipt": text, "expect": expect}
        if expect in {"ok", "quorum"}:
            # What hides a field and has no witness behind it is no first receipt.
            case["without_policy"] = "closed" if "fields closed" in name else "ok"
        if expect == "ok":
            case["verified"] = verified(text)
        cases.append(case)
    return {"log": LOG.verifier.vkey, "policy": POLICY, "cases": cases}


def verified(text: str) -> Json:
    from heard.formats import policy, verify  # noqa: PLC0415 -- the two modules need each other

    found = verify.verify_receipt(text, log_vkey=LOG.verifier.vkey, policy=policy.parse(POLICY))
    return {
        "fields": dict(found.fields),
        "closed": list(found.closed),
        "digests": {name: digest.hex() for name, digest in found.digests.items()},
        "version": found.version,
        "index": found.index,
        "size": found.size,
        "origin": found.origin,
        "leaf": found.leaf.hex(),
        "operators": list(found.operators),
        "stamps": list(found.stamps),
    }


def person(label: str, name: str, tier: int, recipient: str) -> rosters.Entry:
    return rosters.Entry(
        id=an_id(label),
        name=name,
        role="Case handler" if tier == 1 else "Ombudsperson",
        tier=tier,
        unit="",
        recipient=recipient,
        signing=b64(_ed25519.public_of(secret(f"{label} signing"))),
        from_=date(2026, 1, 1),
        until=None if tier == 1 else date(2027, 12, 31),
    )


ROSTER = rosters.Roster(
    site=SITE,
    version=1,
    organisation="Meridian Group 子午",
    issued=datetime(2026, 1, 1, tzinfo=UTC),
    previous=None,
    log=LOG.verifier.vkey,
    quorum=2,
    entries=(
        person("holder", "Amara Diallo", 1, agefile.recipient_of(HOLDER_IDENTITY)),
        person("ombuds", "Inès Roth", 2, CASE_RECIPIENT),
    ),
    witnesses=(
        rosters.Witness(name="union", operator="Works council", vkey=UNION.verifier.vkey),
        rosters.Witness(name="board", operator="Board", vkey=BOARD.verifier.vkey),
    ),
)


PROMISE = note.Signer(f"{SITE}/promise", secret("promise")).verifier.vkey
OF_ANOTHER = note.Signer("other.example/promise", secret("promise")).verifier.vkey
OF_LOG = note.Signer(f"{SITE}/promise", LOG.seed).verifier.vkey
OF_WITNESS = note.Signer(f"{SITE}/promise", secret("promise"), note.COSIGNATURE).verifier.vkey


def rooted(roster: rosters.Roster) -> str:
    """Signed whatever it says."""
    return note.sign(roster.encode(), [ROOT])


def of_first(**changes: Any) -> str:
    first, *rest = ROSTER.entries
    return rooted(replace(ROSTER, entries=(replace(first, **changes), *rest)))


def _on() -> Json:
    """A roster of 10 November 2026 with one who ended, one who ends and one who begins later."""
    one, two = ROSTER.entries
    third = person("third", "Noor Haddad", 1, agefile.recipient_of(OTHER_IDENTITY))
    days = {name: date(2026, 11, at) for name, at in (("past", 9), ("end", 20), ("start", 25))}
    roster = replace(
        ROSTER,
        issued=datetime(2026, 11, 10, 23, 59, 59, tzinfo=UTC),
        entries=(
            replace(one, until=days["past"]),
            replace(two, until=days["end"]),
            replace(third, from_=days["start"]),
        ),
    )
    asked = ("2019-01-01", "2026-11-09", "2026-11-10", "2026-11-20", "2026-11-21", "2026-11-25")
    return {
        "note": rooted(roster),
        "days": [
            {"day": day, "ids": [each.id for each in roster.valid_on(date.fromisoformat(day))]}
            for day in (*asked, "2099-12-31")
        ],
    }


NOTICES = rosters.Service(
    use="notices",
    operator="Meridian Group 子午",
    recipient=agefile.recipient_of(agefile.identity_from_seed(secret("notices"))),
    signing="B" + "A" * 86,
)


def machine(use: str, name: str) -> rosters.Service:
    """One of its own keys, that says things under its signature."""
    return rosters.Service(
        use=use,
        operator="Works council",
        recipient=agefile.recipient_of(agefile.identity_from_seed(secret(name))),
        signing=b64(_ed25519.public_of(secret(f"{name} signs"))),
    )


GATE = machine("gate", "gate")


def serving(*services: rosters.Service, entries: tuple[rosters.Entry, ...] = ROSTER.entries) -> str:
    """A roster of version 4 with these."""
    return rooted(replace(ROSTER, promise=PROMISE, services=services, entries=entries))


def _by_use() -> Json:
    """Which machines are sealed to for a use, of a roster that names three."""
    second = machine("gate", "gate 2")
    uses = {"notices": [NOTICES], "gate": [GATE, second], "steward": [], "": []}
    return {
        "note": serving(GATE, NOTICES, second),
        "uses": [
            {"use": use, "recipients": [each.recipient for each in found]}
            for use, found in uses.items()
        ],
    }


def _of_services() -> list[tuple[str, str, str, Json]]:
    good, text = serving(NOTICES), replace(ROSTER, promise=PROMISE, services=(NOTICES,)).encode()
    another = agefile.recipient_of(agefile.identity_from_seed(secret("another machine")))
    second, third = (machine("gate", f"gate {each}") for each in (2, 3))
    of_others = [machine(use, f"for {use}") for use in rosters.USES[1:]]
    weak = b64(bytes(32))
    classic = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    spare = '"signing":"B' + "A" * 86
    table = [
        ("a service", good, "ok"),
        ("a service that signs nothing", serving(replace(NOTICES, signing=None)), "ok"),
        ("no service", serving(), "ok"),
        ("a use that no version knows", serving(replace(GATE, use="mirror")), "format"),
        ("a use in another case", serving(replace(GATE, use="Gate")), "format"),
        ("a machine of each use", serving(NOTICES, *of_others), "ok"),
        ("two that answer for one use", serving(NOTICES, GATE, second), "ok"),
        ("three that answer for one use", serving(GATE, second, third), "duplicate"),
        ("a machine that signs nothing", serving(replace(GATE, signing=None)), "key"),
        (
            "a machine that signs as pushes do",
            serving(replace(GATE, signing=NOTICES.signing)),
            "key",
        ),
        ("a machine with a weak key", serving(replace(GATE, signing=weak)), "key"),
        (
            "a machine with a person's signing key",
            serving(replace(GATE, signing=ROSTER.entries[0].signing)),
            "duplicate",
        ),
        (
            "two machines with one signing key",
            serving(GATE, replace(second, signing=GATE.signing)),
            "duplicate",
        ),
        (
            "two machines with one recipient",
            serving(NOTICES, replace(GATE, recipient=NOTICES.recipient)),
            "duplicate",
        ),
        ("a use twice", serving(NOTICES, replace(NOTICES, recipient=another)), "duplicate"),
        ("a service without an operator", serving(replace(NOTICES, operator="")), "format"),
        ("an operator of 201", serving(replace(NOTICES, operator="x" * 201)), "format"),
        ("a service with a classic key", serving(replace(NOTICES, recipient=classic)), "recipient"),
        (
            "a service with a person's key",
            serving(replace(NOTICES, recipient=ROSTER.entries[0].recipient)),
            "duplicate",
        ),
        ("a push key of another form", serving(replace(NOTICES, signing="C" + "A" * 86)), "key"),
        (
            "a push key with spare bits",
            serving(replace(NOTICES, signing="B" + "A" * 85 + "B")),
            "key",
        ),
        ("a push key that is too short", serving(replace(NOTICES, signing="B" + "A" * 85)), "key"),
        (
            "a service with a member more",
            note.sign(text.replace(spare, '"rank":1,' + spare), [ROOT]),
            "format",
        ),
        (
            "a service with a member less",
            note.sign(text.replace(f'{spare}",', ""), [ROOT]),
            "format",
        ),
        (
            "services in version 3",
            note.sign(text.replace("roster/v4", "roster/v3"), [ROOT]),
            "format",
        ),
        (
            "services that are no list",
            note.sign(text.replace('[{"operator', '{"operator'), [ROOT]),
            "format",
        ),
        ("services without a promise key", rooted(replace(ROSTER, services=())), "format"),
        (
            "services that are null",
            note.sign(
                text[: text.index('"services":')] + '"services":null,"witnesses":[]}\n', [ROOT]
            ),
            "format",
        ),
        (
            "version 5 of the format",
            note.sign(text.replace("roster/v4", "roster/v5"), [ROOT]),
            "format",
        ),
    ]
    return [(*each, {}) for each in table]


def make_roster(more_cases: list[Json]) -> Json:
    first = rooted(ROSTER)
    second = rooted(replace(ROSTER, version=2, previous=rosters.digest(first)))
    text, (one, two) = ROSTER.encode(), ROSTER.entries
    promising = replace(ROSTER, promise=PROMISE).encode()
    classic = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    low = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    table: list[tuple[str, str, str, Json]] = [
        ("version 1", first, "ok", {}),
        ("version 2 after 1", second, "ok", {"newest": 1, "previous": first}),
        ("seen again", second, "ok", {"newest": 2}),
        ("a key for promises", rooted(replace(ROSTER, promise=PROMISE)), "ok", {}),
        ("a promise key of another log", rooted(replace(ROSTER, promise=OF_ANOTHER)), "key", {}),
        ("the log's own key for promises", rooted(replace(ROSTER, promise=OF_LOG)), "key", {}),
        ("a witness's key for promises", rooted(replace(ROSTER, promise=OF_WITNESS)), "key", {}),
        ("a promise key that is none", rooted(replace(ROSTER, promise="key")), "key", {}),
        (
            "a promise key in version 1",
            note.sign(promising.replace("roster/v2", "roster/v1"), [ROOT]),
            "format",
            {},
        ),
        ("nobody on it", rooted(replace(ROSTER, entries=())), "ok", {}),
        ("older than seen", first, "version", {"newest": 2}),
        ("follows on another", second, "previous", {"previous": second}),
        (
            "other root key",
            note.sign(text, [note.Signer(ROOT.name, secret("other root"))]),
            "signature",
            {},
        ),
        ("text changed", first.replace("Amara", "Amira"), "signature", {}),
        ("signature broken", broken_last_signature(first), "signature", {}),
        ("other site", rooted(replace(ROSTER, site="other.example")), "site", {}),
        ("classic recipient", of_first(recipient=classic), "recipient", {}),
        ("recipient in capitals", of_first(recipient=one.recipient.upper()), "recipient", {}),
        ("recipient mistyped", of_first(recipient=one.recipient[:-1] + "b"), "recipient", {}),
        ("signing key of low order", of_first(signing=low), "key", {}),
        ("same id twice", of_first(id=two.id), "duplicate", {}),
        ("same recipient twice", of_first(recipient=two.recipient), "duplicate", {}),
        ("same signing key twice", of_first(signing=two.signing), "duplicate", {}),
        ("tier 4", of_first(tier=4), "format", {}),
        ("tier true", of_first(tier=True), "format", {}),
        ("id in capitals", of_first(id=one.id.upper()), "format", {}),
        ("no name", of_first(name=""), "format", {}),
        ("name of 201", of_first(name="x" * 201), "format", {}),
        ("version 0", rooted(replace(ROSTER, version=0)), "format", {}),
        ("version 2 without previous", rooted(replace(ROSTER, version=2)), "format", {}),
        ("quorum over operators", rooted(replace(ROSTER, quorum=3)), "format", {}),
        ("quorum negative", rooted(replace(ROSTER, quorum=-1)), "format", {}),
        (
            "witness key of the log's type",
            rooted(
                replace(
                    ROSTER,
                    witnesses=(replace(ROSTER.witnesses[0], vkey=LOG.verifier.vkey),),
                    quorum=1,
                )
            ),
            "key",
            {},
        ),
        (
            "members unsorted",
            note.sign(
                text.replace('"quorum":2,', "").replace('{"entries"', '{"quorum":2,"entries"'),
                [ROOT],
            ),
            "format",
            {},
        ),
        ("white space", note.sign(text.replace('"quorum":2', '"quorum": 2'), [ROOT]), "format", {}),
        (
            "a member more",
            note.sign(text.replace('"quorum":2', '"quorum":2,"rank":1'), [ROOT]),
            "format",
            {},
        ),
        (
            "until no date",
            note.sign(text.replace("2027-12-31", "2027-13-31"), [ROOT]),
            "format",
            {},
        ),
        (
            "version 2 of the format without a promise key",
            note.sign(text.replace("roster/v1", "roster/v2"), [ROOT]),
            "format",
            {},
        ),
        (
            "version 4 of the format without services",
            note.sign(promising.replace("roster/v2", "roster/v4"), [ROOT]),
            "format",
            {},
        ),
        *_of_services(),
        ("a line more", note.sign(text + "more\n", [ROOT]), "format", {}),
        ("not a note", text, "format", {}),
        ("empty", "", "format", {}),
    ]
    return {
        "root": ROOT.verifier.vkey,
        "fingerprint": rosters.fingerprint(ROOT.verifier.vkey),
        "digest_of_version_1": rosters.digest(first),
        "on": _on(),
        "services": _by_use(),
        "cases": [
            *({"name": n, "note": t, "expect": e, **more} for n, t, e, more in table),
            *more_cases,
        ],
    }
