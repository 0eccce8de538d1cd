"""client/lib/shared.ts: numbers and words that server and client both go by.

Each stands once, in Python, where its reason stands too. What needs more than a value (the law of
suspensions, of evidence) is data that both read: heard/rules/law.
"""

import json
from datetime import timedelta
from typing import Any

import msgspec
from django.conf import settings

from heard.access import kept_until
from heard.actions.conflicts import _declaring
from heard.actions.intake import files
from heard.actions.sign_in import _challenge
from heard.actions.transports import rooms
from heard.doors.desk import bodies
from heard.formats import (
    _inviteframe,
    ageheader,
    bech32,
    checkpoint,
    conflictproof,
    conflicts,
    contact,
    entry,
    filestatement,
    gatelisting,
    history,
    invitation,
    invitecode,
    keyring,
    letter,
    naming,
    newkeys,
    note,
    promise,
    readers,
    receipt,
    returncode,
    roster,
)
from heard.rules import days, requests
from heard.rules.codes.requests import Flag, Override

HEAD = """/**
 * Numbers and words that server and client both go by. Written by script/wire from the server's:
 * do not edit. Each stands, with its reason, where its line says.
 */
"""
WIDTH = 110
Value = int | str | tuple[str, ...] | frozenset[Any] | timedelta | dict[str, str] | type[Any]


def _longest(body: type[msgspec.Struct], name: str) -> int:
    """Characters that a member of a body may have."""
    fields = {each.name: each.type for each in msgspec.inspect.type_info(body).fields}  # type: ignore[attr-defined]
    return int(fields[name].max_length)


def values() -> dict[str, dict[str, Value]]:
    """The module of each, its name in the client, the value; lengths of time in days."""
    return {
        "access/kept_until": {"RETENTION_TOLD": tuple(sorted(kept_until.REPORTERS))},
        "formats/ageheader": {
            "AGE_MAX_HEADER": ageheader.MAX_HEADER,
            "AGE_MAX_STANZAS": ageheader.MAX_STANZAS,
            "AGE_MAX_LINE": ageheader.MAX_LINE,
            "AGE_CHUNK": ageheader.CHUNK,
        },
        "formats/bech32": {"BECH32_LONGEST": bech32.MAX_LENGTH},
        "formats/checkpoint": {"CHECKPOINT_MAX": checkpoint.MAX_CHECKPOINT},
        "formats/conflictproof": {
            "CONFLICTS_LEAST": conflictproof.LEAST,
            "CONFLICTS_OLDEST": conflictproof.OLDEST,
        },
        "formats/conflicts": {
            "CONFLICTS_ENTRY": conflicts.ENTRY,
            "CONFLICTS_TAG": conflicts.TAG,
            "CONFLICTS_MAX_BITS": conflicts.MAX_BITS,
            "CONFLICTS_MAX_ENTRIES": conflicts.MOST_ENTRIES,
            "CONFLICTS_MAX_HOLDERS": conflicts.MAX_HOLDERS,
        },
        "formats/contact": {
            "CONTACT_SIZE": contact.SIZE,
            "CONTACT_MAX_ADDRESS": contact.MAX_ADDRESS,
        },
        "formats/entry": {"ENTRY_MAX_FIELDS": entry.MAX_FIELDS, "ENTRY_MAX_VALUE": entry.MAX_VALUE},
        "formats/filestatement": {
            "FILE_READERS_MOST_CASES": filestatement.MOST_CASES,
            "FILE_READERS_UNTIL": filestatement.UNTIL,
        },
        "formats/gatelisting": {
            "GATE_LISTING_SIZE": gatelisting.SIZE,
            "GATE_LISTING_MAX_PERSON": gatelisting.MAX_PERSON,
        },
        "formats/history": {
            "HISTORY_MOST": history.MOST,
            "HISTORY_FIRST": history.FIRST,
            "HISTORY_APART": dict.fromkeys(history.OF_DESK, history.DESK)
            | dict.fromkeys(history.OF_REPORTER, history.REPORTER),
            "HISTORY_CARRIES": history.CARRIES,
            "HISTORY_DESK_CARRIES": history.DESK_CARRIES,
        },
        "formats/_inviteframe": {
            "INVITATION_SIZE": _inviteframe.SIZE,
            "INVITATION_MAX_SEALED": _inviteframe.MAX_SEALED,
        },
        "formats/invitation": {
            "INVITATION_HOURS": invitation.LIFE // timedelta(hours=1),
            "INVITATION_MOST": invitation.MOST,
        },
        "formats/invitecode": {"INVITE_WORDS": invitecode.WORDS},
        "formats/keyring": {
            "KEYRING_MAX_SEALED": keyring.MAX_SEALED,
            "KEYRING_MAX_PLAINTEXT": keyring.MAX_PLAINTEXT,
            "KEYRING_MAX_WAYS": keyring.MAX_WAYS,
            "KEYRING_MAX_ID": keyring.MAX_ID,
            "KEYRING_MAX_OTHERS": keyring.MAX_OTHERS,
        },
        "formats/letter": {
            "LETTER_SMALLEST": letter.SMALLEST,
            "LETTER_LARGEST": letter.LARGEST,
            "LETTER_MAX_BODY": letter.MAX_BODY,
            "LETTER_KINDS": letter.KINDS,
        },
        "formats/naming": {
            "NAMING_MOST": naming.MOST,
            "NAMING_NAMES": naming.NAMES,
            "NAMING_SURE": naming.SURE,
        },
        "formats/newkeys": {"NEW_KEYS_MOST_EARLIER": newkeys.MOST_EARLIER},
        "formats/note": {
            "NOTE_MAX_SIGNATURES": note.MAX_SIGNATURES,
            "NOTE_MAX_NAME": note.MAX_NAME,
            "NOTE_LAST": note.LAST,
        },
        "formats/promise": {"PROMISE_MAX": promise.MAX_PROMISE},
        "formats/readers": {
            "READERS_MOST": readers.MOST,
            "READERS_MOST_GENERATIONS": readers.MOST_GENERATIONS,
        },
        "formats/receipt": {
            "RECEIPT_MAX": receipt.MAX_RECEIPT,
            "RECEIPT_MAX_PROOF": receipt.MAX_PROOF,
        },
        "formats/returncode": {
            "CODE_WORDS": returncode.WORDS,
            "CODE_MAX_TEXT": returncode.MAX_TEXT,
        },
        "formats/roster": {
            "ROSTER_MAX_ENTRIES": roster.MAX_ENTRIES,
            "ROSTER_MOST_OF_USE": roster.MOST_OF_USE,
            "ROSTER_USES": roster.USES,
        },
        "rules/days": {
            "DAYS_LIFE": days.LIFE,
            "DAYS_LONG": days.LONG,
            "DAYS_KEPT_LONG": days.KEPT_LONG,
        },
        "rules/requests": {
            "REQUESTS_PROOF": requests.PROOF,
            "REQUESTS_FLAGS": Flag,
            "REQUESTS_OVERRIDES": Override,
        },
        "actions/conflicts": {"DECLARED_LONGEST": _declaring.LONGEST},
        "actions/intake/files": {"FILE_MAX_SEGMENTS": files.MOST_SEGMENTS},
        "actions/transports/rooms": {"ROOM_LONGEST": rooms.MOST},
        "config/reading": {"FILE_PART": settings.HEARD.part_bytes},
        "actions/sign_in/_challenge": {
            "CHALLENGE_MINUTES": _challenge.CHALLENGE_LIFE // timedelta(minutes=1),
        },
        "doors/desk/bodies": {
            "PASSKEY_LABEL_LONGEST": _longest(bodies.AddPasskey, "label"),
            "DOCUMENT_LINE_LONGEST": _longest(bodies.Document, "to"),
        },
    }


def shared() -> str:
    """The text of the module, as Prettier writes it."""
    parts = [HEAD]
    for place, each in values().items():
        lines = "\n".join(_line(name, value) for name, value in each.items())
        parts.append(f"// heard/{place}.py\n{lines}\n")
    return "\n".join(parts)


def _line(name: str, value: Value) -> str:
    if isinstance(value, int | str):
        return f"export const {name} = {json.dumps(value)};"
    if isinstance(value, timedelta):
        return f"export const {name} = {value.days};"
    if isinstance(value, dict):
        members = [f"{key}: {json.dumps(each)}" for key, each in value.items()]
        line = f"export const {name} = {{ {', '.join(members)} }} as const;"
        if len(line) <= WIDTH:
            return line
        inner = "".join(f"  {each},\n" for each in members)
        return f"export const {name} = {{\n{inner}}} as const;"
    items = sorted(value) if isinstance(value, frozenset) else list(value)
    words = [json.dumps(str(each)) for each in items]
    # Of a vocabulary the client takes its types; a list of events is but strings.
    head, end = (
        (f"{name}: readonly string[]", "") if isinstance(value, tuple) else (name, " as const")
    )
    line = f"export const {head} = [{', '.join(words)}]{end};"
    if len(line) <= WIDTH:
        return line
    inner = "".join(f"  {each},\n" for each in words)
    return f"export const {head} = [\n{inner}]{end};"
