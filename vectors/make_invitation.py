"""Invitations to a channel: the code, what is sealed by it and what is kept of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from make_log import ROOT, ROSTER, rooted
from seeds import (
    CASE_IDENTITY,
    CASE_RECIPIENT,
    OTHER_IDENTITY,
    SITE,
    Json,
    an_id,
    b64,
    kept,
    secret,
)

from heard.formats import (
    _ed25519,
    _inviteframe,
    agefile,
    invitation,
    inviteanswer,
    invitecode,
    invitekept,
    roster,
)
from heard.formats import returncode as codes
from heard.formats._text import json_bytes

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ENTROPY = secret("invite code", invitecode.ENTROPY)
KEYS = invitecode.derive(ENTROPY, SITE)
OTHER = invitecode.derive(secret("other invite code", invitecode.ENTROPY), SITE)
NOTE = rooted(ROSTER)
FIRST, SECOND = sorted(ROSTER.entries, key=lambda each: each.id)
OWN = codes.derive(secret("party's code", 16), SITE)
STRANGER = secret("stranger signing")


BY = ROSTER.entries[0]
SEED = secret("holder signing")
GOOD = invitation.Invitation(
    root=roster.fingerprint(ROOT.verifier.vkey),
    roster=roster.digest(NOTE),
    party=an_id("party"),
    locator=KEYS.stored,
    file_recipient=CASE_RECIPIENT,
    generation=0,
    team=tuple(invitation.Member(each.id, each.signing) for each in (FIRST, SECOND)),
    by=BY.id,
    expires=invitation.expiry(NOW),
)
CHANGED: dict[str, Any] = {
    "root": roster.fingerprint("another"),
    "roster": roster.digest("another"),
    "party": an_id("another party"),
    "locator": OTHER.stored,
    "file_recipient": agefile.recipient_of(OTHER_IDENTITY),
    "generation": 1,
    "team": (invitation.Member(BY.id, BY.signing),),
    "by": next(each.id for each in ROSTER.entries if each is not BY),
    "expires": "2026-11-25T09:00:00Z",
}


def derived() -> list[Json]:
    given = {
        "english": (ENTROPY, "english"),
        "chinese": (ENTROPY, "chinese_simplified"),
        "zeros": (bytes(12), "english"),
        "ones": (b"\xff" * 12, "chinese_simplified"),
    }
    found = []
    for name, (entropy, language) in given.items():
        keys = invitecode.derive(entropy, SITE)
        found.append(
            {
                "name": name,
                "entropy": entropy.hex(),
                "language": language,
                "words": invitecode.words(entropy, language),
                "header": keys.header,
                "stored": keys.stored,
                "age_identity": keys.identity,
                "age_recipient": keys.recipient,
                "mac": keys.mac.hex(),
            }
        )
    return found


def readings() -> dict[str, tuple[str, str]]:
    english = invitecode.words(ENTROPY)
    chinese = invitecode.words(ENTROPY, "chinese_simplified")
    plain = " ".join(english)
    last = codes.wordlist("english")
    wrong = last[(last.index(english[8]) + 1) % 2048]  # the next one: a check bit differs
    return {
        "plain": (plain, "ok"),
        "first four letters": (" ".join(word[:4] for word in english), "ok"),
        "numbered lines": ("\n".join(f"{n}. {word}" for n, word in enumerate(english, 1)), "ok"),
        "Word 1: on each line": (
            "\n".join(f"Word {n}: {word}" for n, word in enumerate(english, 1)),
            "ok",
        ),
        "labels, and four words left out": (
            "\n".join(f"Word {n}: {word}" for n, word in enumerate(english[:5], 1)),
            "words",
        ),
        "a label": (f"my invite code {plain}", "ok"),
        "a label and a colon": (f"Invite code: {plain}", "ok"),
        "an Arabic label": (f"الرمز: {plain}", "ok"),
        "chinese": ("".join(chinese), "ok"),
        "chinese, a label": (f"我的邀请码：{''.join(chinese)}", "ok"),
        "chinese, a label without a mark": (f"我的邀请码{''.join(chinese)}", "ok"),
        "one word wrong": (" ".join([*english[:8], wrong]), "checksum"),
        "a word of no list": (" ".join([*english[:8], "xylophone"]), "unknown"),
        "eight words": (" ".join(english[:8]), "words"),
        "ten words": (" ".join([*english, english[0]]), "words"),
        "two without a space": (plain.replace(" ", "", 1), "glued"),
        "twelve words of a channel": (" ".join(codes.words(secret("party's code", 16))), "words"),
        "twelve words, one on each line": (
            "\n".join(codes.words(secret("party's code 10", 16))),
            "words",
        ),
        "twelve Chinese words": (
            " ".join(codes.words(secret("party's code 10", 16), "chinese_simplified")),
            "words",
        ),
        "a label of three words": (f"invite code word:\n{plain}", "ok"),
        "empty": ("", "words"),
    }


def how_wrong(text: str) -> Json:
    try:
        invitecode.read(text)
    except codes.CodeError as error:
        return {"count": error.count, "wrong": [list(each) for each in error.wrong]}
    return {}


def framed(plaintext: bytes) -> Json:
    return {"plaintext": b64(plaintext.rstrip(b"\0")), "size": len(plaintext)}


def _plaintext(body: bytes, *, seed: bytes = SEED, mac: bytes = KEYS.mac) -> bytes:
    """Signed and authenticated whatever it says."""
    signature = _ed25519.sign(seed, invitation._DOMAIN + body)
    return _inviteframe.frame(body, signature + invitation._mac(mac, body + signature))


def _value(change: Callable[[Json], object]) -> Json:
    value: Json = json.loads(GOOD.body())
    change(value)
    return value


def _strangers(count: int) -> list[Json]:
    made = [_ed25519.public_of(secret(f"stranger {n}")) for n in range(count)]
    return [{"id": f"{n:032x}", "signing": b64(key)} for n, key in enumerate(made)]


def _malformed() -> dict[str, Json]:
    team = json.loads(GOOD.body())["team"]
    classic = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    changes: dict[str, Json] = {
        "a root without spaces": {"root": GOOD.root.replace(" ", "")},
        "a roster in capitals": {"roster": GOOD.roster.upper()},
        "a party that is no id": {"party": "Gao"},
        "a locator that is none": {"locator": ""},
        "a file key that is not hybrid": {"file_recipient": classic},
        "a file key that is cut": {"file_recipient": CASE_RECIPIENT[:-1]},
        "generation 64": {"generation": 64},
        "generation true": {"generation": True},
        "nobody on the team": {"team": []},
        "63 on the team": {"team": sorted([*team, *_strangers(61)], key=lambda each: each["id"])},
        "a team out of order": {"team": team[::-1]},
        "a weak key on the team": {"team": [{**team[0], "signing": b64(bytes(32))}]},
        "one key for two": {"team": [team[0], {**team[1], "signing": team[0]["signing"]}]},
        "a name on the team": {"team": [{**team[0], "name": "Amara"}, team[1]]},
        "signed by nobody of the team": {"by": an_id("party")},
        "an end with minutes": {"expires": "2026-11-24T09:30:00Z"},
        "an end that is no day": {"expires": "2026-11-31T09:00:00Z"},
        "an end at 24": {"expires": "2026-11-24T24:00:00Z"},
        "a member too many": {"role": "respondent"},
    }
    found = {name: _value(lambda value, to=to: value.update(to)) for name, to in changes.items()}
    found["a member is missing"] = _value(lambda value: value.pop("locator"))
    return found


def plaintexts() -> list[Json]:
    """With each member altered by who has neither key, and by who has the words alone."""
    body, good = GOOD.body(), _plaintext(GOOD.body())
    signature = _ed25519.sign(SEED, invitation._DOMAIN + body)
    spaced = json.dumps(GOOD.value()).encode()
    table = {
        "an invitation": (good, "ok"),
        "another mac": (_plaintext(body, mac=OTHER.mac), "mac"),
        "signed by a stranger": (_plaintext(body, seed=STRANGER), "signature"),
        "an answer's mac": (
            _inviteframe.frame(body, signature + inviteanswer._mac(KEYS.mac, body + signature)),
            "mac",
        ),
        "not as it is written": (_plaintext(spaced), "format"),
        "no JSON": (_plaintext(b"Gao"), "format"),
        "a member twice": (_plaintext(body[:-1] + b',"by":"' + BY.id.encode() + b'"}'), "format"),
        "half the size": (good[:8192], "too_large"),
        "one byte more": (good + b"\0", "too_large"),
        "longer than it is": (b"\0\0\x3f\xff" + good[4:], "format"),
        "something in the padding": (good[:-1] + b"\1", "padding"),
    }
    for name, value in CHANGED.items():
        altered = replace(GOOD, **{name: value}).body()
        tags = good[4 + len(body) :][: invitation._TAGS]
        table[f"another {name}, by a server"] = (_inviteframe.frame(altered, tags), "mac")
        table[f"another {name}, by who has the words"] = (
            _plaintext(altered, seed=STRANGER),
            "signature",
        )
    table |= {name: (_plaintext(json_bytes(each)), "member") for name, each in _malformed().items()}
    return [
        {"name": name, **framed(plaintext), "expect": kind}
        for name, (plaintext, kind) in table.items()
    ]


def _files() -> dict[str, tuple[bytes, str]]:
    """What is sealed, and by which identity it opens."""
    good = json.loads(invitekept.Kept(GOOD, KEYS.mac).body())
    other_file = {**good["invitation"], "file_recipient": CHANGED["file_recipient"]}
    long = replace(GOOD, expires="2026-11-24T10:00:00Z").body()
    other = replace(GOOD, locator=OTHER.stored).body()
    return {
        "invitation": (_plaintext(GOOD.body()), KEYS.identity),
        "long": (_plaintext(long), KEYS.identity),
        "other code": (_plaintext(other), KEYS.identity),
        "kept": (_kept_plaintext(good), CASE_IDENTITY),
        "other file": (_kept_plaintext({**good, "invitation": other_file}), CASE_IDENTITY),
    }


def sealed() -> list[Json]:
    return [
        {
            "name": name,
            "sealed": kept(
                "channel.json", name, identity, plaintext, [agefile.recipient_of(identity)]
            ),
        }
        for name, (plaintext, identity) in _files().items()
    ]


def opened() -> list[Json]:
    """A file, opened by the keys of ``entropy`` at ``site``."""
    table: dict[str, tuple[str, Json, str]] = {
        "good": ("invitation", {}, "ok"),
        "in its last second": ("invitation", {"now": "2026-11-24T08:59:59Z"}, "ok"),
        "expired": ("invitation", {"now": "2026-11-24T09:00:00Z"}, "expired"),
        "for more than 72 hours": ("long", {}, "life"),
        "of another code": ("other code", {}, "locator"),
        "another word": ("invitation", {"entropy": secret("other", 12).hex()}, "no_match"),
        "another site": ("invitation", {"site": "other.example"}, "no_match"),
    }
    standard = {"now": "2026-11-21T09:30:00Z", "entropy": ENTROPY.hex(), "site": SITE}
    return [
        {"name": name, "file": file, **standard, **given, "expect": kind}
        for name, (file, given, kind) in table.items()
    ]


def rosters() -> list[Json]:
    """The team against the roster that is shown."""
    strange = invitation.Member(BY.id, b64(_ed25519.public_of(STRANGER)))
    others = tuple(each for each in GOOD.team if each.id != BY.id)
    with_strange = tuple(sorted((strange, *others), key=lambda each: each.id))
    newer = rooted(replace(ROSTER, version=2, previous=roster.digest(NOTE)))
    vkey = ROOT.verifier.vkey
    table: dict[str, tuple[invitation.Invitation, str, str, str]] = {
        "the roster of the invitation": (GOOD, NOTE, vkey, "ok"),
        "another root key": (GOOD, NOTE, vkey.replace("/root", "/boot"), "root"),
        "another root": (replace(GOOD, root=CHANGED["root"]), NOTE, vkey, "root"),
        "a newer roster": (GOOD, newer, vkey, "roster"),
        "another roster": (replace(GOOD, roster=CHANGED["roster"]), NOTE, vkey, "roster"),
        "another key of who invites": (replace(GOOD, team=with_strange), NOTE, vkey, "team"),
        "somebody who is not listed": (
            replace(GOOD, team=(*GOOD.team, invitation.Member("f" * 32, strange.signing))),
            NOTE,
            vkey,
            "team",
        ),
    }
    return [
        {"name": name, "invitation": made.value(), "note": text, "root": root, "expect": kind}
        for name, (made, text, root, kind) in table.items()
    ]


def _kept_plaintext(value: Json, *, seed: bytes = SEED) -> bytes:
    body = json_bytes(value)
    return _inviteframe.frame(body, _ed25519.sign(seed, invitekept._DOMAIN + body))


def kept_cases() -> list[Json]:
    good = json.loads(invitekept.Kept(GOOD, KEYS.mac).body())
    team = {each.id: each.signing for each in GOOD.team}
    strange = b64(_ed25519.public_of(STRANGER))
    signed = _ed25519.sign(SEED, invitekept._DOMAIN + json_bytes(good))
    other = {**good, "mac": b64(OTHER.mac)}
    table: dict[str, tuple[bytes, dict[str, str], str]] = {
        "kept": (_kept_plaintext(good), team, "ok"),
        "another mac, by a server": (
            _inviteframe.frame(json_bytes(other), signed),
            team,
            "signature",
        ),
        "another mac, by a stranger": (_kept_plaintext(other, seed=STRANGER), team, "signature"),
        "by somebody who could not read the file": (
            _kept_plaintext(good),
            {id: key for id, key in team.items() if id != BY.id},
            "author",
        ),
        "by another key than theirs": (_kept_plaintext(good), {**team, BY.id: strange}, "author"),
        "a short mac": (_kept_plaintext({**good, "mac": b64(bytes(31))}), team, "member"),
        "a mac that is no base64": (_kept_plaintext({**good, "mac": "!"}), team, "member"),
        "a member too many": (_kept_plaintext({**good, "words": ""}), team, "member"),
        "an invitation that is none": (_kept_plaintext({**good, "invitation": []}), team, "member"),
        "signed as an invitation": (
            _inviteframe.frame(
                json_bytes(good), _ed25519.sign(SEED, invitation._DOMAIN + json_bytes(good))
            ),
            team,
            "signature",
        ),
    }
    return [
        {"name": name, **framed(plaintext), "members": members, "expect": kind}
        for name, (plaintext, members, kind) in table.items()
    ]


def kept_opened() -> list[Json]:
    table = {"kept": ("kept", "ok"), "another file key": ("other file", "recipient")}
    return [
        {"name": name, "file": file, "identity": CASE_IDENTITY, "expect": kind}
        for name, (file, kind) in table.items()
    ]
