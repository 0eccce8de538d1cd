"""What a record's letter says again of its shell; letters to and from a party."""

import json

from make_letter import framed
from seeds import CASE_IDENTITY, CASE_RECIPIENT, HOLDER_IDENTITY, Json, an_id, b64, kept, secret

from heard.formats import _ed25519, agefile, letter, partyletter, shell
from heard.formats._text import json_bytes
from heard.formats.shell import Shell

FINDING = Shell(
    object="finding",
    id=an_id("finding"),
    move="make",
    version=2,
    from_="drafted",
    to="made",
    code="not_substantiated",
    party="reporter",
    about=(an_id("allegation"), an_id("another allegation")),
    holder=an_id("holder"),
    digest="0" * 64,
    number=3,
    when="2026-Q4",
    basis="evidence",
)
BARE = Shell(object="plan", id=an_id("plan"), move="draft", version=1)
DAY = Shell(
    object="interview", id=an_id("plan"), move="invite", version=4, party=an_id("party"),
    when="2026-11-30",
)  # fmt: skip
ANSWERED = json_bytes({"words": "The terms, as they were when she clicked. 条件。"})


def malformed() -> dict[str, object]:
    good = FINDING.value()
    ids = [an_id(f"allegation {n}") for n in range(65)]
    return {
        "nothing": None,
        "a list": [],
        "a member is missing": {name: good[name] for name in good if name != "code"},
        "a member too many": {**good, "words": ""},
        "an object in capitals": {**good, "object": "Finding"},
        "no object": {**good, "object": ""},
        "an object of 41 letters": {**good, "object": "a" * 41},
        "no id": {**good, "id": ""},
        "no move": {**good, "move": ""},
        "a party that is no id": {**good, "party": "Gao"},
        "a holder that is the reporter": {**good, "holder": "reporter"},
        "a code with a space": {**good, "code": "not substantiated"},
        "a code that is null": {**good, "code": None},
        "version 0": {**good, "version": 0},
        "version true": {**good, "version": True},
        "a version as text": {**good, "version": "2"},
        "a version that is no whole number": {**good, "version": 1.5},
        "a version over what JSON keeps": {**good, "version": 2**53},
        "a number below nothing": {**good, "number": -1},
        "a number that is false": {**good, "number": False},
        "about one, and no list": {**good, "about": good["about"][0]},
        "about nothing, and no list": {**good, "about": ""},
        "about one twice": {**good, "about": [good["about"][0]] * 2},
        "about what is no id": {**good, "about": ["reporter"]},
        "about 65": {**good, "about": ids},
        "a digest in capitals": {**good, "digest": "A" * 64},
        "a digest that is short": {**good, "digest": "0" * 63},
        "a fifth quarter": {**good, "when": "2026-Q5"},
        "a time of day": {**good, "when": "2026-11-30T10:00"},
        "a day with a line break": {**good, "when": "2026-11-30\n"},
        "a basis with a space": {**good, "basis": "an admission"},
        "the members of before": FINDING.older(),
    }


OTHER: dict[str, object] = {"version": 1, "number": 4, "about": [an_id("allegation")]}
Content = tuple[Json, bytes | None, bool]


def contents() -> dict[str, Content]:
    good = FINDING.value()
    answer = shell.body_digest(ANSWERED)
    changed: dict[str, Content] = {
        f"another {name}": ({"record": {**good, name: OTHER.get(name, "other")}}, None, False)
        for name in shell.MEMBERS
    }
    return {
        "the same": ({"words": "", "record": good}, None, False),
        **changed,
        "about the same in another order": (
            {"record": {**good, "about": good["about"][::-1]}},
            None,
            False,
        ),
        "about nothing": ({"record": {**good, "about": []}}, None, False),
        "about null": ({"record": {**good, "about": None}}, None, False),
        "nothing of it": ({"words": ""}, None, False),
        "null": ({"record": None}, None, False),
        "a list": ({"record": [good]}, None, False),
        "a member is missing": (
            {"record": {name: good[name] for name in good if name != "party"}},
            None,
            False,
        ),
        "a member too many": ({"record": {**good, "words": ""}}, None, False),
        "a version as text": ({"record": {**good, "version": "2"}}, None, False),
        "it answers what it should": ({"record": good, "answers": answer}, ANSWERED, False),
        "it answers something else": ({"record": good, "answers": answer}, ANSWERED + b" ", False),
        "it answers nothing, and should": ({"record": good}, ANSWERED, False),
        "it answers something, and should not": ({"record": good, "answers": answer}, None, False),
        "all is another": ({"record": {}, "answers": True}, ANSWERED, False),
        **_older(),
    }


def _older() -> dict[str, Content]:
    before = FINDING.older()
    return {
        "of before, where it may be": ({"record": before}, None, True),
        "of before, where it may not": ({"record": before}, None, False),
        "of today, where one of before may be": ({"record": FINDING.value()}, None, True),
        "of before, with another code": ({"record": {**before, "code": "partly"}}, None, True),
        "of before, about an allegation": (
            {"record": {**before, "allegation": an_id("allegation")}},
            None,
            True,
        ),
        "of before, with a member of today": ({"record": {**before, "move": "make"}}, None, True),
    }


def make_shell() -> Json:
    good = {"a finding": FINDING, "nothing but what each has": BARE, "of a day": DAY}
    shells = [
        {"name": name, "value": each.value(), "expect": "ok", "sha256": shell.digest_of(each)}
        for name, each in good.items()
    ]
    shells += [
        {"name": name, "value": value, "expect": "shell"} for name, value in malformed().items()
    ]
    return {
        "shell": FINDING.value(),
        "shells": shells,
        "digest": {"body": b64(ANSWERED), "sha256": shell.body_digest(ANSWERED)},
        "fits": [
            {
                "name": name,
                "content": content,
                "answered": None if answered is None else b64(answered),
                "older": older,
                "differing": list(shell.fits(FINDING, content, answered=answered, older=older)),
            }
            for name, (content, answered, older) in contents().items()
        ],
    }


PARTY_RECIPIENT = agefile.recipient_of(HOLDER_IDENTITY)
SEED = secret("party signing")
TO = partyletter.to(party=PARTY_RECIPIENT, file=CASE_RECIPIENT, generation=3)


def bad_to() -> dict[str, object]:
    good = TO.value()
    return {
        "nothing": None,
        "a member is missing": {name: good[name] for name in good if name != "file"},
        "a member too many": {**good, "name": "Gao"},
        "a recipient itself": {**good, "party": PARTY_RECIPIENT},
        "one for both": {**good, "party": good["file"]},
        "generation 64": {**good, "generation": 64},
        "generation true": {**good, "generation": True},
        "a digest that is null": {**good, "party": None},
    }


def party_letter(content: Json) -> bytes:
    made = letter.Letter(
        case=an_id("matter"),
        id=an_id("party letter"),
        seq=0,
        kind="message",
        author=an_id("party"),
        key=_ed25519.public_of(SEED),
        sent="2026-11-21T09:14:05Z",
        content=content,
        seen="",
    )
    return letter.write(made, SEED)


def make_partyletter() -> Json:
    """``sealed``: by whose identities, what should be said of it to a reader who expects ``to``."""
    words = {"words": "I was at the dinner until ten. 我十点离开。"}
    other = agefile.recipient_of(agefile.identity_from_seed(secret("another party")))
    both = [PARTY_RECIPIENT, CASE_RECIPIENT]
    good = {**words, "to": TO.value()}
    given: dict[str, tuple[bytes, list[str], str]] = {
        "as it should be": (party_letter(good), both, "ok"),
        "it says nothing of it": (party_letter(words), both, "to"),
        "it says another party": (
            party_letter({**words, "to": {**TO.value(), "party": "0" * 64}}),
            both,
            "to",
        ),
        "it says another file key": (
            party_letter({**words, "to": {**TO.value(), "file": "0" * 64}}),
            both,
            "to",
        ),
        "it says another generation": (
            party_letter({**words, "to": {**TO.value(), "generation": 2}}),
            both,
            "to",
        ),
        "sealed to the file alone": (party_letter(good), both[1:], "policy"),
        "sealed to somebody more": (party_letter(good), [*both, other], "policy"),
    }
    return {
        "identities": {"party": HOLDER_IDENTITY, "file": CASE_IDENTITY},
        "between": {"party": PARTY_RECIPIENT, "file": CASE_RECIPIENT, "generation": 3},
        "key": b64(_ed25519.public_of(SEED)),
        "claim": {
            "case": an_id("matter"),
            "id": an_id("party letter"),
            "kind": "message",
            "author": an_id("party"),
            "seq": 0,
        },
        "tos": [{"name": "good", "value": TO.value(), "expect": "ok"}]
        + [{"name": name, "value": value, "expect": "to"} for name, value in bad_to().items()],
        "plain": framed(party_letter(good)) | {"content": json.loads(json_bytes(good))},
        "sealed": [
            {
                "name": name,
                "expect": expect,
                "sealed": kept(
                    "partyletter.json",
                    name,
                    CASE_IDENTITY,
                    plaintext,
                    recipients,
                ),
            }
            for name, (plaintext, recipients, expect) in given.items()
        ],
    }
