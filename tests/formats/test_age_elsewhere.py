"""Other programs read what we seal, and we read what they seal."""

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import pyrage
import pytest

from heard.formats import agearmor, agefile
from heard.formats.agefile import Policy
from heard.formats.ageheader import CHUNK

ROOT = Path(__file__).parents[2]
IDENTITY = agefile.identity_from_seed(bytes(range(32)))
CLASSIC = agefile.generate_classic_identity()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "key").write_text(CLASSIC + "\n")
    return tmp_path


PLAINTEXT = hashlib.shake_256(b"chat export").digest(CHUNK + 77)


def test_pyrage_reads_and_writes_the_same() -> None:
    identity = pyrage.x25519.Identity.from_str(CLASSIC)
    recipient = pyrage.x25519.Recipient.from_str(agefile.recipient_of(CLASSIC))
    assert str(identity.to_public()) == agefile.recipient_of(CLASSIC)
    assert pyrage.decrypt(agefile.seal(PLAINTEXT, [str(recipient)]), [identity]) == PLAINTEXT
    theirs = pyrage.encrypt(PLAINTEXT, [recipient])
    assert agefile.unseal(theirs, [CLASSIC], policy=Policy.ANY) == PLAINTEXT


def test_debians_age_reads_and_writes_the_same(files: Path) -> None:
    sealed = agearmor.armor(agefile.seal(PLAINTEXT, [agefile.recipient_of(CLASSIC)]))
    run = subprocess.run(
        ["age", "-d", "-i", str(files / "key")],
        input=sealed.encode(),
        capture_output=True,
        check=True,
    )
    assert run.stdout == PLAINTEXT
    theirs = subprocess.run(
        ["age", "-a", "-r", agefile.recipient_of(CLASSIC)],
        input=PLAINTEXT,
        capture_output=True,
        check=True,
    ).stdout
    opened = agefile.unseal(agearmor.dearmor(theirs), [CLASSIC], policy=Policy.HANDOVER)
    assert opened == PLAINTEXT


TYPAGE = """
import { Encrypter, Decrypter, identityToRecipient } from "age-encryption"
const task = JSON.parse(await new Response(process.stdin).text())
const out = []
for (const { identity, sealed, plaintext } of task) {
  const opener = new Decrypter()
  opener.addIdentity(identity)
  const sealer = new Encrypter()
  const recipient = await identityToRecipient(identity)
  sealer.addRecipient(recipient)
  const opened = await opener.decrypt(Buffer.from(sealed, "base64"))
  const theirs = await sealer.encrypt(Buffer.from(plaintext, "base64"))
  const text = (bytes) => Buffer.from(bytes).toString("base64")
  out.push({ recipient, opened: text(opened), theirs: text(theirs) })
}
console.log(JSON.stringify(out))
"""


def test_typage_reads_and_writes_the_same() -> None:
    identities = [IDENTITY, CLASSIC]
    b64 = base64.b64encode
    task = [
        {
            "identity": each,
            "sealed": b64(agefile.seal(PLAINTEXT, [agefile.recipient_of(each)])).decode(),
            "plaintext": b64(PLAINTEXT).decode(),
        }
        for each in identities
    ]
    run = subprocess.run(
        ["node", "--input-type=module", "-e", TYPAGE],
        input=json.dumps(task).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    for identity, answer in zip(identities, json.loads(run.stdout), strict=True):
        assert answer["recipient"] == agefile.recipient_of(identity)
        assert base64.b64decode(answer["opened"]) == PLAINTEXT
        theirs = base64.b64decode(answer["theirs"])
        assert agefile.unseal(theirs, [identity], policy=Policy.HANDOVER) == PLAINTEXT
