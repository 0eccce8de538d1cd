"""Bodies of requests that are right in every way, for the permission table (permissions.py)."""

import hashlib

from deskhand import b64
from deskworld import CASE_RECIPIENT, NEW_WRAP, SEALED, WRAP

from heard.access import notify_key
from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records.models import FileKey, Holder


def action(_things):
    return {"id": new_id()}


def letter(kind):
    return lambda _things: {"id": new_id(), "kind": kind, "seq": 0, "sealed": b64(SEALED)}


def invitation(_things):
    """Of the right sizes, for 72 hours."""
    sealed = b64(agefile.seal(bytes(16 * 1024), [CASE_RECIPIENT]))
    return {
        "move": {"id": new_id(), "object": "party", "record": "d" * 32, "move": "invite",
                 "version": 2, "letters": [],
                 "digest": "0" * 64, "due": "2026-03-13T09:00:00Z"},
        "locator": new_id() + new_id(), "digest": "0" * 64, "expires": "2026-03-13T09:00:00Z",
        "generation": 0, "sealed": sealed, "kept": sealed,
    }  # fmt: skip


def party_letter(_things):
    """Sealed to a party and the file, of the newest key."""
    to = [CASE_RECIPIENT, agefile.recipient_of(agefile.generate_identity())]
    sealed = b64(agefile.seal(bytes(4096), to))
    return {"id": new_id(), "seq": 1, "sealed": sealed, "generation": 0}


def party_move(things):
    """Of what is not theirs to move."""
    return {"id": new_id(), "object": "measure", "record": "d" * 32, "move": "request",
            "version": 1, "code": "employer", "letter": party_letter(things)}  # fmt: skip


def file_letter(seq):
    return {"id": new_id(), "seq": seq, "sealed": b64(SEALED)}


TO_FILE = {"to": "file", "generation": 0}


def a_move(_things):
    """Of something that was moved less often."""
    return {"id": new_id(), "object": "measure", "record": "d" * 32, "move": "request",
            "version": 9, "code": "employer", "letters": []}  # fmt: skip


def nothing(_things):
    return {}


def contact(_things):
    """Sealed to the machine that the roster names."""
    sealed = agefile.seal(bytes(1024), [notify_key.ensure().recipient])
    return {"id": new_id(), "kind": "email", "sealed": b64(sealed)}


def second_wraps(things):
    """Of no key that is owed: it is passed over."""
    wrap = {"generation": 1, "holder": things["waiting"], "sealed": b64(NEW_WRAP)}
    return {"wraps": [wrap]}


def renewal(things):
    """A new case identity for everyone who holds the case or waits for it."""
    people = (things["holder"], things["waiting"])
    return {
        "id": new_id(),
        "generation": 1,
        "case_recipient": CASE_RECIPIENT,
        "wraps": [{"holder": each, "sealed": b64(NEW_WRAP)} for each in people],
        "reporter_wrap": b64(NEW_WRAP),
        "exclude": [],
        "letter": None,
    }


def file_copy(holder):
    """The file key for the keys that somebody has today; nobody has any before Heard is open."""
    found = Holder.objects.filter(id=holder).first()
    recipient = found.recipient if found else CASE_RECIPIENT
    digest = hashlib.sha256(recipient.encode()).hexdigest()
    return {"holder": holder, "until": "", "recipient": digest, "sealed": b64(WRAP)}


def file_key(things):
    """A key in the place of the file's first, which nobody has (tests/support/roles.py)."""
    first = FileKey.objects.order_by("id").first()
    matter = first.matter if first else new_id()
    letter = {"id": new_id(), "seq": 0, "sealed": b64(SEALED), "generation": 0}
    return {
        "id": new_id(),
        "matter": matter,
        "generation": 1,
        "recipient": CASE_RECIPIENT,
        "case_generation": 0,
        "digest": new_id() + new_id(),
        "statement": letter | {"to": "file", "generation": 1},
        "told": letter | {"to": "case", "id": new_id()},
        "copies": [file_copy(things["holder"])],
    }
