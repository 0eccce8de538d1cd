"""Statements of a file's readers as they are handed on to who came late, and what is none."""

from dataclasses import replace

from make_filereaders import FIRST, IDS, LETS_GAO, MATTER, case_state, person
from seeds import HOUR, Json, an_id, b64, secret

from heard.formats import _ed25519, letter
from heard.formats.handedon import HandedOn, Signed


def noted(content: Json, *, name: str = "Amara", **members: object) -> Signed:
    """A note to the file, as its author signed it."""
    seed = secret(f"signing {name}")
    made = letter.Letter(
        **{
            "case": MATTER,
            "id": an_id("statement"),
            "seq": 0,
            "kind": "note",
            "author": IDS[name],
            "key": _ed25519.public_of(seed),
            "sent": HOUR,
            "content": content,
            "seen": "",
            **members,
        }  # type: ignore[arg-type]
    )
    body, signature = letter.unframe(letter.write(made, seed))
    return Signed(body.decode(), signature)


def make_handedon() -> Json:
    """What is handed on under a newer key, what is none, and what such a letter says."""
    good = noted(FIRST.value())
    note = HandedOn(MATTER, 1, (good, noted(LETS_GAO.value(), name="Xu"))).value()
    one = note["letters"][0]
    bad: dict[str, object] = {
        "nothing": None,
        "words": {"words": "Here they are."},
        "a member too many": {**note, "words": ""},
        "of another kind": {**note, "kind": "readers"},
        "no matter": {**note, "matter": ""},
        "generation 64": {**note, "generation": 64},
        "no letters": {**note, "letters": []},
        "129 letters": {**note, "letters": [one] * 129},
        "a letter with a member too many": {**note, "letters": [{**one, "key": ""}]},
        "a body that is no text": {**note, "letters": [{**one, "body": 1}]},
        "half a signature": {**note, "letters": [{**one, "signature": b64(bytes(32))}]},
        "a signature that is no base64": {**note, "letters": [{**one, "signature": "?"}]},
    }
    altered = good.body.replace('"seq":0', '"seq":1')
    letters = {
        "as it was signed": (good, FIRST.digest()),
        "of another": (noted(LETS_GAO.value(), name="Xu"), LETS_GAO.digest()),
        "altered": (replace(good, body=altered), None),
        "with another signature": (replace(good, signature=bytes(64)), None),
        "signed with another key": (noted(FIRST.value(), author=IDS["Xu"]), None),
        "by nobody on the roster": (noted(FIRST.value(), author=an_id("nobody")), None),
        "of another matter": (noted(FIRST.value(), case=an_id("else")), None),
        "no note": (noted(FIRST.value(), kind="record"), None),
        "no statement": (noted({"words": "They may."}), None),
        "a statement of a case": (noted(case_state(0, "Amara").value()), None),
        "no letter": (Signed("{}", good.signature), None),
    }
    return {
        "matter": MATTER,
        "notes": [{"name": "good", "value": note, "expect": "ok"}]
        + [{"name": name, "value": value, "expect": "handed"} for name, value in bad.items()],
        "keys": {IDS[name]: person(name).signing for name in ("Amara", "Xu")},
        "letters": [
            {"name": name, "value": signed.value(), "digest": digest}
            for name, (signed, digest) in letters.items()
        ],
    }
