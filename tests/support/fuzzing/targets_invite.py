"""Targets: what a party and a team send each other before there is a channel.

Signed and authenticated with the keys of vectors/channel.json, which the twins know too.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from fuzzing import seeds
from fuzzing.target import assigned, same, target, text_of, words
from fuzzing.targets_log import canonical
from heard.formats import (
    FormatError,
    _ed25519,
    _inviteframe,
    invitation,
    inviteanswer,
    invitecode,
    invitekept,
    inviteown,
    returncode,
)
from heard.formats._text import base64_text, json_bytes, json_object

CAME = datetime.fromisoformat("2026-11-21T10:00:00Z")


def _vectors() -> Any:
    return seeds.vectors("channel")


@cache
def _mac() -> bytes:
    return base64.b64decode(_vectors()["mac"])


@cache
def _seed() -> bytes:
    return base64.b64decode(_vectors()["seeds"]["holder"])


@cache
def _own() -> returncode.Keys:
    return returncode.derive(bytes.fromhex(_vectors()["seeds"]["party"]), _vectors()["site"])


@cache
def _kept() -> invitekept.Kept:
    return invitekept.Kept(invitation.parse(_vectors()["invitation"]), _mac())


@target(
    "invite-code",
    "invitecode.read",
    seeds=lambda: seeds.strings("channel"),
    error=(returncode.CodeError,),
    shape=assigned,
    longest=2000,
)
def _(data: bytes) -> str | None:
    text = text_of(data)
    return None if text is None else invitecode.read(text).hex()


def _plaintexts(member: str) -> Iterator[bytes]:
    for case in _vectors()[member]:
        plaintext = base64.b64decode(case["plaintext"])
        yield plaintext[4 : 4 + int.from_bytes(plaintext[:4], "big")]
        yield b"!" + plaintext


def _framed(data: bytes) -> bytes:
    """An invitation of these members; or what was given, where it starts with a !."""
    if data[:1] == b"!":
        return data[1:].ljust(_inviteframe.SIZE, b"\0")
    body = canonical(data)[: _inviteframe.SIZE - 200]
    signature = _ed25519.sign(_seed(), invitation._DOMAIN + body)
    return _inviteframe.frame(body, signature + invitation._mac(_mac(), body + signature))


@target(
    "invitation",
    "invitation.read",
    "invitation.parse",
    "invitation.is_key",
    "invitation.is_team",
    "_inviteframe.unframe",
    seeds=lambda: _plaintexts("plaintexts"),
    error=(FormatError,),
    shape=_framed,
)
def _(data: bytes) -> str | None:
    read = invitation.read(data, mac=_mac())
    same(read.body(), _inviteframe.unframe(data, 96)[0])
    return words([read.digest(), read.party, read.expires, read.signing, len(read.team)])


def _by(seed: bytes, domain: bytes, data: bytes) -> bytes:
    """These members, signed; or what was given, where it starts with a !."""
    if data[:1] == b"!":
        return data[1:].ljust(_inviteframe.SIZE, b"\0")
    body = canonical(data)[: _inviteframe.SIZE - 200]
    return _inviteframe.frame(body, _ed25519.sign(seed, domain + body))


@target(
    "invite-kept",
    "invitekept.read",
    seeds=lambda: _plaintexts("kept"),
    error=(FormatError,),
    shape=lambda data: _by(_seed(), invitekept._DOMAIN, data),
)
def _(data: bytes) -> str | None:
    members = {each["id"]: each["signing"] for each in _vectors()["invitation"]["team"]}
    read = invitekept.read(data, members=members)
    same(read.body(), _inviteframe.unframe(data, 64)[0])
    return words([read.invitation.digest(), read.mac.hex()])


@target(
    "invite-own",
    "inviteown.read",
    seeds=lambda: (*_plaintexts("plaintexts"), *_plaintexts("own")),
    error=(FormatError,),
    shape=lambda data: _by(_own().signing_seed, inviteown._DOMAIN, data),
)
def _(data: bytes) -> str | None:
    read = inviteown.read(data, key=_own().signing_public)
    same(read.body(), _inviteframe.unframe(data, 64)[0])
    return read.digest()


def _answers() -> Iterator[bytes]:
    yield from (json_bytes(case["answer"]) for case in _vectors()["answers"])
    yield from (b"!" + each for each in seeds.values("channel"))


def _signed(data: bytes) -> bytes:
    """An answer of these members; or what was given, where it starts with a !, or is none."""
    if data[:1] == b"!":
        return canonical(data[1:])
    try:
        read = inviteanswer.parse(json_object(data))
    except ValueError:
        return data
    signature = _ed25519.sign(_own().signing_seed, read.message())
    mac = inviteanswer._mac(_mac(), read.message() + signature)
    made = {**read.value(), "signature": base64_text(signature), "mac": base64_text(mac)}
    return json_bytes(made)


@target(
    "invite-answer",
    "inviteanswer.parse",
    "inviteanswer.check",
    "inviteanswer.check_seen",
    "invitation.check_open",
    seeds=_answers,
    error=(FormatError,),
    shape=_signed,
)
def _(data: bytes) -> str | None:
    """What it says, and why the team would not believe it."""
    try:
        value = json_object(data)
    except ValueError:
        return None
    read = inviteanswer.parse(value)
    same(json_bytes(read.value()), json_bytes(value))
    try:
        kept = _kept()
        inviteanswer.check(read, kept, came=CAME, locator=kept.invitation.locator, newest=0)
    except FormatError as refusal:
        return words([read.party, read.verifier, refusal.kind])
    return words([read.party, read.verifier, "ok"])
