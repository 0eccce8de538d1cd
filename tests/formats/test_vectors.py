"""Our own vectors: each case is read as it says, or refused for the reason it says."""

import base64
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from heard.formats import (
    FormatError,
    _ed25519,
    agefile,
    checkpoint,
    entry,
    kept,
    letter,
    merkle,
    note,
    policy,
    roster,
    verify,
    wrap,
)
from heard.formats import returncode as codes

VECTORS = Path(__file__).parents[2] / "vectors"


def load(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text())


def cases(name: str, member: str = "cases") -> Any:
    found = load(name)[member]
    return pytest.mark.parametrize(
        "case",
        found,
        ids=[c.get("name", "") or str(c)[:40] for c in found],
    )


def outcome(action: Any) -> tuple[str, Any]:
    try:
        return "ok", action()
    except FormatError as error:
        return (error.kind if str(error).endswith(".") else f"no sentence: {error}"), None


def plaintext(case: Any) -> bytes:
    return base64.b64decode(case["plaintext"]).ljust(case["size"], b"\0")


LETTERS = load("letter")
KEY = base64.b64decode(LETTERS["key"])


@cases("letter")
def test_letter(case: Any) -> None:
    assert outcome(lambda: letter.read(plaintext(case), key=KEY))[0] == case["expect"]


@cases("letter", "said")
def test_letter_is_what_the_server_said(case: Any) -> None:
    read = letter.read(plaintext(LETTERS["cases"][0]))
    said = {name: case[name] for name in ("case", "id", "kind", "author")}
    assert outcome(lambda: letter.check(read, key=KEY, **said))[0] == case["expect"]


@cases("letter", "buckets")
def test_letter_bucket(case: Any) -> None:
    expected = ("too_large", None) if case["plaintext"] is None else ("ok", case["plaintext"])
    assert outcome(lambda: letter.bucket(case["body"])) == expected


@cases("letter", "sealed")
def test_sealed_letter(case: Any) -> None:
    sealed = base64.b64decode(case["sealed"])
    read = letter.unseal(sealed, [case["identity"]], key=KEY)
    assert json.loads(read.body()) == LETTERS["body"]
    assert letter.write(read, base64.b64decode(LETTERS["seed"])) == plaintext(LETTERS["cases"][0])
    assert letter.check_sealed(sealed).plaintext == 4096


KEYS = load("casekey")
ASKED = {name: KEYS[name] for name in ("case", "generation", "case_recipient")}
OBJECTS = {"casekey": wrap.CASE, "filekey": wrap.FILE}


@pytest.mark.parametrize(
    ("object", "case"),
    [(OBJECTS[name], each) for name in OBJECTS for each in load(name)["plaintexts"]],
    ids=lambda each: each if isinstance(each, str) else each["name"],
)
def test_wrap(object: str, case: Any) -> None:
    def action() -> bytes:
        read = wrap.parse(base64.b64decode(case["plaintext"]), object=object)
        wrap.check(read, **ASKED)
        return read.encode()

    expected = base64.b64decode(case["plaintext"]) if case["expect"] == "ok" else None
    assert outcome(action) == (case["expect"], expected)


@pytest.mark.parametrize("name", OBJECTS)
def test_sealed_wrap(name: str) -> None:
    (case,) = load(name)["sealed"]
    sealed = base64.b64decode(case["sealed"])
    read = wrap.unseal(sealed, [case["identity"]], object=OBJECTS[name], **ASKED)
    assert (read.case, read.generation, read.identity) == (
        KEYS["case"],
        KEYS["generation"],
        KEYS["case_identity"],
    )


CODES = load("returncode")


@cases("returncode", "derive")
def test_code_derives(case: Any) -> None:
    entropy = bytes.fromhex(case["entropy"])
    keys = codes.derive(entropy, CODES["site"], domain=case["domain"])
    assert codes.words(entropy, case["language"]) == case["words"]
    assert codes.read(" ".join(case["words"])) == entropy
    assert {
        "login_verifier": keys.login_verifier.hex(),
        "header": keys.header,
        "stored": keys.stored,
        "age_identity": keys.identity,
        "age_recipient": keys.recipient,
        "signing_seed": keys.signing_seed.hex(),
        "signing_public": base64.b64encode(keys.signing_public).decode(),
    } == {name: case[name] for name in list(case)[5:]}


@cases("returncode", "read")
def test_code_is_read(case: Any) -> None:
    if case["expect"] == "ok":
        assert codes.read(case["text"]).hex() == CODES["entropy"]
        return
    with pytest.raises(codes.CodeError) as refused:
        codes.read(case["text"])
    error = refused.value
    assert error.kind == case["expect"]
    assert (error.count, [list(each) for each in error.wrong]) == (case["count"], case["wrong"])


@cases("returncode", "headers")
def test_code_header(case: Any) -> None:
    assert codes.stored_from_header(case["text"]) == case["stored"]


@cases("entry")
def test_opening(case: Any) -> None:
    kind, opening = outcome(lambda: entry.parse(case["opening"]))
    assert kind == case["expect"]
    if opening:
        assert opening.encode() == case["opening"]
        assert opening.entry.hex() == case["entry"]
        assert merkle.leaf_hash(opening.entry).hex() == case["leaf"]
        assert opening.values == case["values"]


def test_field_digest() -> None:
    field = load("entry")["field"]
    salt = base64.b64decode(field["salt"])
    assert entry.field_digest(field["name"], salt, field["value"]).hex() == field["digest"]


HEADS = load("checkpoint")
WITNESSES = [note.Verifier.parse(each) for each in HEADS["witnesses"]]


@cases("checkpoint")
def test_checkpoint(case: Any) -> None:
    log = note.Verifier.parse(HEADS["log"])
    kind, opened = outcome(lambda: checkpoint.verify(case["checkpoint"], log, WITNESSES))
    assert kind == case["expect"]
    if opened:
        assert opened.checkpoint.size == case["size"]
        assert base64.b64encode(opened.checkpoint.root).decode() == case["root"]
        found = [{"name": each.verifier.name, "stamp": each.stamp} for each in opened.cosigned]
        assert found == case["cosigned"]


@cases("checkpoint", "vkeys")
def test_vkey(case: Any) -> None:
    kind, key = outcome(lambda: note.Verifier.parse(case["vkey"]))
    assert kind == case["expect"]
    if key:
        assert key.vkey == case["vkey"]


@pytest.mark.parametrize("case", load("consistency")["cases"], ids=repr)
def test_consistency(case: Any) -> None:
    roots = [base64.b64decode(case[name]) for name in ("root1", "root2")]
    proof = [base64.b64decode(each) for each in case["proof"]]

    def action() -> str:
        merkle.verify_consistency(case["size1"], case["size2"], *roots, proof)
        return "ok"

    assert outcome(action)[0] == case["expect"]


RECEIPTS = load("receipt")


@cases("receipt")
def test_receipt(case: Any) -> None:
    def action() -> Any:
        return verify.verify_receipt(
            case["receipt"],
            log_vkey=RECEIPTS["log"],
            policy=RECEIPTS["policy"],
        )

    kind, found = outcome(action)
    assert kind == case["expect"]
    if found:
        named = {name: getattr(found, name) for name in case["verified"]}
        named |= {"leaf": found.leaf.hex()}
        named |= {"digests": {name: each.hex() for name, each in found.digests.items()}}
        named |= {name: list(named[name]) for name in ("closed", "operators", "stamps")}
        assert (named, found.quorum) == (case["verified"], True)


@cases("receipt")
def test_receipt_without_policy(case: Any) -> None:
    kind, found = outcome(lambda: verify.verify_receipt(case["receipt"], log_vkey=RECEIPTS["log"]))
    # A broken cosignature is not looked at where no witness is known.
    known = "ok" if case["name"] == "a cosignature broken" else case["expect"]
    assert kind == case.get("without_policy", known)
    if found:
        assert (found.quorum, found.operators, found.stamps) == (False, (), ())


def test_receipt_policy_reads() -> None:
    read = policy.parse(RECEIPTS["policy"])
    assert (sorted(read.witnesses), read.quorum) == (["board", "union-1", "union-2"], "two")


PROMISES = load("promise")
POLICY = policy.parse(PROMISES["policy"])


def promised(case: Any) -> verify.Promised:
    keys = {"promise_vkey": PROMISES["key"], "log_vkey": PROMISES["log"]}
    return verify.verify_promise(case["promise"], **keys)


@cases("promise")
def test_promise(case: Any) -> None:
    kind, found = outcome(lambda: promised(case))
    assert kind == case["expect"]
    if found:
        named = {name: getattr(found, name) for name in case["verified"]}
        named |= {name: named[name].hex() for name in ("leaf", "root")}
        named |= {"digests": {name: each.hex() for name, each in found.digests.items()}}
        assert named == case["verified"]


@cases("promise", "kept")
def test_promise_kept(case: Any) -> None:
    log = note.Verifier.parse(PROMISES["log"])

    def action() -> bool:
        first = promised(case)
        proof = verify.verify_receipt(case["receipt"], log_vkey=log.vkey, policy=POLICY)
        found = kept.check(first, proof)
        if "then" in case:
            kept.vouched(first, proof, then=case["then"], log=log, policy=POLICY)
        else:
            kept.extended(first, proof, [base64.b64decode(each) for each in case["proof"]])
        return found.late

    kind, late = outcome(action)
    assert ("late" if late else kind) == case["expect"]


@cases("promise", "broken")
def test_promise_broken(case: Any) -> None:
    def action() -> kept.Broken:
        lists = {
            name: [base64.b64decode(each) for each in case[name]] for name in ("edge", "entries")
        }
        log = note.Verifier.parse(PROMISES["log"])
        return kept.broken(promised(case), now=case["checkpoint"], log=log, policy=POLICY, **lists)

    kind, found = outcome(action)
    assert kind == case["expect"]
    if found:
        assert found.size == promised(case).size + len(case["entries"])


ROSTERS = load("roster")


@cases("roster")
def test_roster(case: Any) -> None:
    root = note.Verifier.parse(ROSTERS["root"])
    given = {name: case[name] for name in ("newest", "previous") if name in case}
    kind, read = outcome(lambda: roster.verify(case["note"], root=root, **given))
    assert kind == case["expect"]
    if read:
        assert case["note"].startswith(read.encode() + "\n")


@pytest.mark.parametrize("case", ROSTERS["on"]["days"], ids=lambda case: case["day"])
def test_who_is_on_a_roster_on_a_day(case: Any) -> None:
    read = roster.verify(ROSTERS["on"]["note"], root=note.Verifier.parse(ROSTERS["root"]))
    found = read.valid_on(date.fromisoformat(case["day"]))
    assert [each.id for each in found] == case["ids"]


@pytest.mark.parametrize("case", ROSTERS["services"]["uses"], ids=lambda case: case["use"] or "no")
def test_which_machines_are_sealed_to_for_a_use(case: Any) -> None:
    root = note.Verifier.parse(ROSTERS["root"])
    found = roster.verify(ROSTERS["services"]["note"], root=root).services_for(case["use"])
    assert [each.recipient for each in found] == case["recipients"]


def test_roster_names() -> None:
    assert roster.fingerprint(ROSTERS["root"]) == ROSTERS["fingerprint"]
    assert roster.digest(ROSTERS["cases"][0]["note"]) == ROSTERS["digest_of_version_1"]


@cases("keys", "x25519")
def test_x25519(case: Any) -> None:
    scalar, point = (base64.b64decode(case[name]) for name in ("scalar", "point"))
    mine = X25519PrivateKey.from_private_bytes(scalar)
    met = mine.exchange(X25519PublicKey.from_public_bytes(point))
    assert base64.b64encode(met).decode() == case["secret"]


@cases("keys", "identities")
def test_identity(case: Any) -> None:
    assert agefile.recipient_of(case["identity"]) == case["recipient"]


@cases("keys", "signers")
def test_signer(case: Any) -> None:
    seed, key, signature = (base64.b64decode(case[name]) for name in ("seed", "key", "signature"))
    assert _ed25519.public_of(seed) == key
    assert _ed25519.sign(seed, case["name"].encode()) == signature
    assert _ed25519.is_signed(key, signature, case["name"].encode())


def test_they_are_what_their_maker_writes() -> None:
    maker = [sys.executable, str(VECTORS / "make.py"), "--check"]
    made = subprocess.run(maker, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stdout) == (0, "")
