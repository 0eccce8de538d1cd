"""What is verified offline: a second receipt against the first, and rosters."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from heard.formats import FormatError, note, roster, verify

VECTORS = Path(__file__).parents[2] / "vectors"
RECEIPTS, ROSTERS = (
    json.loads((VECTORS / f"{name}.json").read_text()) for name in ("receipt", "roster")
)
SEED = bytes(range(32))
ROOT = note.Signer("a.example/root", SEED)


def refusal(action: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(FormatError) as caught:
        action(*args, **kwargs)
    return caught.value.kind


def receipt_of(name: str, *, policy: str | None = None) -> verify.Verified:
    [text] = [each["receipt"] for each in RECEIPTS["cases"] if each["name"] == name]
    return verify.verify_receipt(text, log_vkey=RECEIPTS["log"], policy=policy)


def test_second_receipt_is_of_the_first() -> None:
    first = receipt_of("log alone")
    closed = receipt_of("fields closed", policy=RECEIPTS["policy"])
    verify.verify_upgrade(first, first)
    verify.verify_upgrade(first, closed)
    assert len(first.sha256) == 64
    assert closed.closed == ("actor", "case")
    # What hides something is no first receipt: nothing could be compared with it.
    assert refusal(verify.verify_upgrade, closed, closed) == "upgrade"
    replace = dataclasses.replace
    others = [
        replace(first, index=first.index + 1),
        replace(first, size=first.size - 1),
        replace(first, leaf=bytes(32)),
        replace(first, fields={**first.fields, "case": "b" * 32}),
        replace(first, digests={**first.digests, "case": bytes(32)}),
        replace(first, digests={k: v for k, v in first.digests.items() if k != "case"}),
        replace(first, digests={**first.digests, "other": bytes(32)}),
        replace(closed, digests={**closed.digests, "case": bytes(32)}),
    ]
    for second in others:
        assert refusal(verify.verify_upgrade, first, second) == "upgrade"


def test_a_first_receipt_hides_nothing() -> None:
    """Of a log alone, or under a policy none of whose witnesses has cosigned it."""
    nobody = f"log {RECEIPTS['log']}\nquorum none\n"
    for policy in (None, nobody):
        assert refusal(receipt_of, "log alone, fields closed", policy=policy) == "closed"
        assert refusal(receipt_of, "fields closed", policy=policy) == "closed"
    assert refusal(receipt_of, "version 1, a field closed") == "opening"
    assert (receipt_of("version 1").version, receipt_of("log alone").version) == (1, 2)


def test_roster_signing_and_policy() -> None:
    given_note = ROSTERS["cases"][0]["note"]
    read = verify.verify_roster(given_note, root_vkey=ROSTERS["root"])
    assert read.policy().quorum == ":"
    assert refusal(roster.sign, read, ROOT) == "format"
    mine = note.Signer(f"{read.site}/root", SEED)
    assert roster.verify(roster.sign(read, mine), root=mine.verifier) == read
    fixed = read.entries[1]
    assert fixed.until is not None
    assert fixed.valid_on(fixed.from_)
    assert fixed.valid_on(fixed.until)
    assert not fixed.valid_on(fixed.until + timedelta(days=1))
    assert not fixed.valid_on(fixed.from_ - timedelta(days=1))
    assert read.entries[0].valid_on(datetime(2090, 1, 1, tzinfo=UTC).date())
    assert refusal(roster.verify, "x" * (roster.MAX_ROSTER + 1), root=ROOT.verifier) == "too_large"


def test_a_roster_has_a_hundred_witnesses_at_most() -> None:
    """As in the browser: who could be named but not read would stop everybody's page."""
    read = verify.verify_roster(ROSTERS["cases"][0]["note"], root_vkey=ROSTERS["root"])
    witnesses = [
        roster.Witness(name=f"w{n}", operator=f"w{n}", vkey=key.verifier.vkey)
        for n in range(101)
        for key in [note.Signer(f"w{n}", bytes([n + 1]) * 32, note.COSIGNATURE)]
    ]
    root = note.Signer(f"{read.site}/root", SEED)
    for count, named in ((100, witnesses[1:]), (101, witnesses)):
        made = dataclasses.replace(read, witnesses=tuple(named))
        if count == 100:
            roster.sign(made, root)
        else:
            assert refusal(roster.sign, made, root) == "format"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ('"signing":"', '"signing":"!', "format"),
        ('"recipient":"', '"recipient":1,"x":"', "format"),
        ('"organisation":"', '"organisation":1,"x":"', "format"),
        ('"previous":null', '"previous":1', "format"),
        ('"log":"', '"log":"x', "key"),
        ('"role":"', '"role":"\\ud800', "format"),
        ('"entries":[', '"entries":[1,', "format"),
    ],
)
def test_rosters_that_the_root_signed_by_mistake(old: str, new: str, kind: str) -> None:
    text = note.parse(ROSTERS["cases"][0]["note"]).text
    site = text.split("\n")[1]
    root = note.Signer(f"{site}/root", SEED)
    roster.verify(note.sign(text, [root]), root=root.verifier)
    bad = note.sign(text.replace(old, new, 1), [root])
    assert refusal(roster.verify, bad, root=root.verifier) == kind
