"""A report sealed without a browser opens for whom it should, and for nobody else."""

import base64
from datetime import UTC, date, datetime

import pytest

from heard.formats import FormatError, _ed25519, agefile, letter, report, wrap
from heard.formats.roster import Entry

SITE = "speak.meridian.example"
NOW = datetime(2026, 11, 21, 9, 41, 7, tzinfo=UTC)
WORDS = "He came to my room four times."


def holder(number: int, identity: str, tier: int = 1) -> Entry:
    return Entry(
        id=f"{number:032x}",
        name=f"Handler {number}",
        role="Intake",
        tier=tier,
        unit="",
        recipient=agefile.recipient_of(identity),
        signing=base64.b64encode(_ed25519.public_of(bytes(31) + bytes([number]))).decode(),
        from_=date(2026, 1, 1),
        until=None if tier == 1 else date(2026, 11, 20),
    )


@pytest.fixture
def identities() -> list[str]:
    return [agefile.generate_identity() for _ in range(2)]


@pytest.fixture
def secrets() -> report.Secrets:
    return report.Secrets.generate(SITE)


def opened(body: dict, identity: str) -> letter.Letter:
    """What the first named holder reads."""
    sealed = base64.b64decode(body["wraps"][0]["sealed"])
    key = wrap.unseal(
        sealed,
        [identity],
        case=body["case"],
        generation=0,
        case_recipient=body["case_recipient"],
    )
    found = letter.unseal(base64.b64decode(body["letter"]["sealed"]), [key.identity])
    letter.check(
        found,
        case=body["case"],
        id=body["letter"]["id"],
        kind="report",
        author="reporter",
        key=base64.b64decode(body["reporter"]["signing"]),
    )
    return found


def test_a_holder_reads_the_report(secrets, identities):
    to = [holder(1, identities[0])]
    body = report.seal(secrets, roster="0" * 64, holders=to, content={"words": WORDS}, now=NOW)
    found = opened(body, identities[0])
    assert (found.content["words"], found.sent) == (WORDS, "2026-11-21T09:00:00Z")
    assert body["urgent"] is False


def test_whom_it_was_not_sealed_to_cannot(secrets, identities):
    to = [holder(1, identities[0])]
    body = report.seal(secrets, roster="0" * 64, holders=to, content={"words": WORDS}, now=NOW)
    with pytest.raises(FormatError) as refused:
        opened(body, identities[1])
    assert refused.value.kind == "no_match"


def test_her_code_opens_it_too(secrets, identities):
    to = [holder(1, identities[0])]
    body = report.seal(secrets, roster="0" * 64, holders=to, content={"words": WORDS}, now=NOW)
    body["wraps"] = [{"sealed": body["reporter_wrap"]}]
    assert opened(body, secrets.keys.identity).content["words"] == WORDS


def test_her_name_is_not_sealed_to_the_case(secrets, identities):
    to = [holder(1, identities[0]), holder(2, identities[1])]
    body = report.seal(
        secrets,
        roster="0" * 64,
        holders=to,
        content={"words": WORDS, "safe": "no"},
        now=NOW,
        name={"name": "Lin", "contact": "", "words": ""},
        named_to=to[:1],
    )
    sealed = base64.b64decode(body["identity"]["sealed"])
    assert letter.unseal(sealed, [identities[0]]).content["name"] == "Lin"
    for other in (identities[1], secrets.identity):
        with pytest.raises(FormatError):
            letter.unseal(sealed, [other])
    assert (body["identity"]["holders"], body["urgent"]) == ([to[0].id], True)
