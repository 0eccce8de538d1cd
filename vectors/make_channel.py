"""A channel: answers to an invitation, and all of channel.json. Run by make.py."""

from dataclasses import replace
from datetime import timedelta

from make_invitation import (
    BY,
    CHANGED,
    ENTROPY,
    GOOD,
    KEYS,
    NOW,
    OTHER,
    OWN,
    SEED,
    STRANGER,
    derived,
    framed,
    how_wrong,
    kept_cases,
    kept_opened,
    opened,
    plaintexts,
    readings,
    rosters,
    sealed,
)
from seeds import SITE, Json, b64, secret

from heard.formats import FormatError, _ed25519, _inviteframe, invitation, inviteanswer, inviteown

ANSWER = inviteanswer.make(GOOD, KEYS, OWN)


def _answered(
    *, mac: bytes = KEYS.mac, seed: bytes = OWN.signing_seed, **changes: str
) -> inviteanswer.Answer:
    """Signed and authenticated whatever it says."""
    bare = replace(ANSWER, **changes)
    signature = _ed25519.sign(seed, bare.message())
    made = inviteanswer._mac(mac, bare.message() + signature)
    return replace(bare, signature=b64(signature), mac=b64(made))


OTHERS = {
    "party": CHANGED["party"],
    "recipient": CHANGED["file_recipient"],
    "signing": b64(_ed25519.public_of(STRANGER)),
    "verifier": "0" * 64,
    "invitation": replace(GOOD, expires="2026-11-24T08:00:00Z").digest(),
}


def _answers() -> list[Json]:
    """Against what was kept. Each member is altered by a server, and signed as it stands."""
    table: dict[str, tuple[inviteanswer.Answer, Json, str]] = {
        "an answer": (ANSWER, {}, "ok"),
        "in its last second": (ANSWER, {"came": "2026-11-24T08:59:59Z"}, "ok"),
        "too late": (ANSWER, {"came": "2026-11-24T09:00:00Z"}, "expired"),
        "after the party was invited anew": (ANSWER, {"locator": OTHER.stored}, "replaced"),
        "after the file key was renewed": (ANSWER, {"newest": 1}, "generation"),
        "without the words": (_answered(mac=OTHER.mac), {}, "mac"),
        "an invitation's mac": (
            replace(
                ANSWER,
                mac=b64(
                    invitation._mac(
                        KEYS.mac,
                        ANSWER.message() + inviteanswer.base64_bytes(ANSWER.signature),
                    )
                ),
            ),
            {},
            "mac",
        ),
        "with a key of the team": (_answered(signing=BY.signing, seed=SEED), {}, "keys"),
        "with the file key": (_answered(recipient=GOOD.file_recipient), {}, "keys"),
        "to another invitation": (
            inviteanswer.make(replace(GOOD, locator=OTHER.stored), OTHER, OWN),
            {},
            "invitation",
        ),
        "of another party": (
            inviteanswer.make(replace(GOOD, party=CHANGED["party"]), KEYS, OWN),
            {},
            "party",
        ),
    }
    first = {"party": "party", "invitation": "invitation"}
    for name, value in OTHERS.items():
        kind = first.get(name)
        server = replace(ANSWER, **{name: value})
        table[f"another {name}, by a server"] = (server, {}, kind or "signature")
        seed = STRANGER if name == "signing" else OWN.signing_seed
        signed = _answered(mac=OTHER.mac, seed=seed, **{name: value})
        table[f"another {name}, signed, without the words"] = (signed, {}, kind or "mac")
    standard = {"came": "2026-11-21T10:00:00Z", "locator": KEYS.stored, "newest": 0}
    return [
        {"name": name, "answer": answer.value(), **standard, **given, "expect": kind}
        for name, (answer, given, kind) in table.items()
    ]


def _forms() -> list[Json]:
    """Answers as they may be written."""
    good = ANSWER.value()
    classic = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    table: dict[str, object] = {
        "an answer": good,
        "nothing": None,
        "a list": [],
        "a member is missing": {name: good[name] for name in good if name != "verifier"},
        "a member too many": {**good, "name": "Gao"},
        "a party that is no id": {**good, "party": "Gao"},
        "a recipient that is not hybrid": {**good, "recipient": classic},
        "a recipient that is cut": {**good, "recipient": good["recipient"][:-1]},
        "a weak signing key": {**good, "signing": b64(bytes(32))},
        "a short signing key": {**good, "signing": b64(bytes(31))},
        "a verifier in capitals": {**good, "verifier": "A" * 64},
        "an invitation that is null": {**good, "invitation": None},
        "a short signature": {**good, "signature": b64(bytes(63))},
        "a signature that is no base64": {**good, "signature": "!"},
        "a long mac": {**good, "mac": b64(bytes(33))},
        "a mac without its padding": {**good, "mac": good["mac"].rstrip("=")},
    }
    return [{"name": name, "value": value, "expect": _kind(value)} for name, value in table.items()]


def _kind(value: object) -> str:
    try:
        inviteanswer.parse(value)
    except FormatError as error:
        return error.kind
    return "ok"


def _own() -> list[Json]:
    """A party's own copy, read with the key of ``answer``."""
    body = GOOD.body()
    signed = {
        "own": (OWN.signing_seed, inviteown._DOMAIN, body),
        "signed by a stranger": (STRANGER, inviteown._DOMAIN, body),
        "signed as an answer": (OWN.signing_seed, inviteanswer._DOMAIN, body),
        "no invitation": (OWN.signing_seed, inviteown._DOMAIN, b"{}"),
        "no JSON": (OWN.signing_seed, inviteown._DOMAIN, b"Gao"),
    }
    tables = {
        name: _inviteframe.frame(said, _ed25519.sign(seed, domain + said))
        for name, (seed, domain, said) in signed.items()
    }
    other = replace(GOOD, root=CHANGED["root"]).body()
    tags = _ed25519.sign(OWN.signing_seed, inviteown._DOMAIN + body)
    tables["another root, by a server"] = _inviteframe.frame(other, tags)
    kinds = {"own": "ok", "no invitation": "member", "no JSON": "format"}
    return [
        {"name": name, **framed(plaintext), "expect": kinds.get(name, "signature")}
        for name, plaintext in tables.items()
    ]


def make_channel() -> Json:
    return {
        "site": SITE,
        "entropy": ENTROPY.hex(),
        "derive": derived(),
        "read": [
            {"name": name, "text": text, "expect": kind, **how_wrong(text)}
            for name, (text, kind) in readings().items()
        ],
        "mac": b64(KEYS.mac),
        "invitation": GOOD.value(),
        "digest": GOOD.digest(),
        "plaintexts": plaintexts(),
        "sealed": sealed(),
        "opened": opened(),
        "kept_opened": kept_opened(),
        "rosters": rosters(),
        "kept": kept_cases(),
        "answer": ANSWER.value(),
        "own": _own(),
        "forms": _forms(),
        "answers": _answers(),
        "made": [
            {"at": each.strftime("%Y-%m-%dT%H:%M:%SZ"), "expires": invitation.expiry(each)}
            for each in (NOW, NOW + timedelta(minutes=29, seconds=59), NOW + timedelta(minutes=30))
        ],
        "seeds": {
            "holder": b64(SEED),
            "party": secret("party's code", 16).hex(),
        },
    }
