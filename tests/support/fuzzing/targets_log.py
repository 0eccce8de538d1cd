"""Targets: what the log and its witnesses sign, and what is proved with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fuzzing import seeds
from fuzzing.seeds import LOG, SITE_ROOT, WITNESS
from fuzzing.target import BrokenError, assigned, same, target, text_of, words
from heard.formats import (
    FormatError,
    checkpoint,
    entry,
    merkle,
    note,
    policy,
    receipt,
    verify,
)
from heard.formats._text import base64_text, json_bytes, json_object

EXACT = 2**53 - 1  # what a browser counts to; no log of ours grows beyond it
STAMP = 1_800_000_000
ROSTER = "heard/roster/v{form}\nfuzz.example\n{version}\n{line}\n"


def _notes() -> Iterator[bytes]:
    yield from seeds.strings("checkpoint", "roster", "note/note_test", "note/c2sp_signed_note")
    yield note.add(note.sign("a\n", [LOG]), WITNESS.line("a\n", stamp=STAMP)).encode()


@target("note", "note.parse", seeds=_notes, error=(FormatError,), shape=assigned)
def _(data: bytes) -> str | None:
    read = note.parse(data)
    same(read.encode().encode(), data)
    text = data.decode()
    if note.parse(text) != read:
        raise BrokenError("as text it is another note")
    return words([read.text, [[s.name, s.id.hex(), s.signature.hex()] for s in read.signatures]])


def _signed(data: bytes) -> bytes:
    """A text that the log and a witness signed; or what was given, where it starts with a !."""
    text = text_of(data)
    if text is None or text.startswith("!"):
        return data[1:]
    text = text.removesuffix("\n") + "\n"
    try:
        signed = note.sign(text, [LOG])
        return note.add(signed, WITNESS.line(text, stamp=STAMP)).encode()
    except FormatError:
        return data


def _heads() -> Iterator[bytes]:
    root = base64_text(bytes(32))
    yield f"{LOG.name}\n0\n{root}\n".encode()
    yield f"{LOG.name}\n9007199254740991\n{root}\nextension 1\n".encode()
    yield from (b"!" + each for each in _notes())


@target(
    "checkpoint",
    "checkpoint.verify",
    "checkpoint.parse_text",
    "note.verify",
    seeds=_heads,
    error=(FormatError,),
    shape=_signed,
)
def _(data: bytes) -> str | None:
    opened = checkpoint.verify(data, LOG.verifier, [WITNESS.verifier])
    head = opened.checkpoint
    same(head.encode(), note.parse(data).text)
    if head.size > EXACT:
        return None
    return words([head.size, head.root.hex(), len(opened.cosigned)])


def _named(data: bytes) -> bytes:
    """A verifier key whose id fits: name, then 33 bytes; or what was given."""
    name, cut, key = data.partition(b"+")
    text = text_of(assigned(name))
    if not cut or text is None or len(key) < 33 or b"+" in key:
        return assigned(data)
    made = note.key_id(text, key[0], key[1:33]).hex()
    return f"{text}+{made}+{base64_text(key[:33])}".encode()


@target(
    "vkey",
    seeds=lambda: (
        *seeds.strings("checkpoint", "roster"),
        *(f"n+{chr(kind)}".encode() + LOG.verifier.public for kind in (1, 4)),
    ),
    error=(FormatError,),
    shape=_named,
    longest=700,
)
def _(data: bytes) -> str | None:
    if (text := text_of(data)) is None:
        return None
    key = note.Verifier.parse(text)
    same(key.vkey, text)
    return words([key.name, key.kind, key.public.hex()])


@target(
    "signer",
    seeds=lambda: [LOG.encode().encode(), WITNESS.encode().encode()],
    error=(FormatError,),
    longest=700,
)
def _(data: bytes) -> str | None:
    if (text := text_of(data)) is None:
        return None
    signer = note.Signer.parse(text)
    same(signer.encode(), text)
    return signer.name


def _policies() -> Iterator[bytes]:
    log, witness = LOG.verifier.vkey, WITNESS.verifier.vkey
    yield f"log {log}\nwitness w {witness}\ngroup g 1 w\nquorum g\n".encode()
    yield from seeds.strings("receipt")


@target("policy", "policy.parse", seeds=_policies, error=(FormatError,))
def _(data: bytes) -> str | None:
    read = policy.parse(data)
    everybody = list(read.witnesses.values())
    if not read.satisfied(everybody) or (read.quorum != policy.NONE and read.satisfied([])):
        raise BrokenError("a quorum that all do not reach, or that nobody reaches")
    return words(sorted(read.operators(everybody)))


def canonical(data: bytes) -> bytes:
    """The same JSON as it is written, mostly: chance does not sort members."""
    if data[:1] == b"!":
        return data[1:]
    try:
        return json_bytes(json_object(data))
    except ValueError:
        return data


@target(
    "opening",
    "entry.parse",
    "entry.field_digest",
    seeds=lambda: (*seeds.strings("entry"), *seeds.values("entry")),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    read = entry.parse(data)
    same(read.encode().encode(), data)
    return words([read.entry.hex(), sorted(read.values.items())])


def _logged(data: bytes) -> bytes:
    """A receipt of an opening in a tree of one; or what was given, where it starts with a !."""
    if data[:1] == b"!":
        return data[1:]
    opening = text_of(canonical(data))
    try:
        root = merkle.leaf_hash(entry.parse(opening or "").entry)
    except FormatError:
        root = bytes(32)
    head = checkpoint.Checkpoint(LOG.name, 1, root).encode()
    signed = note.add(note.sign(head, [LOG]), WITNESS.line(head, stamp=STAMP))
    return receipt.write(opening or "", 0, (), signed).encode()


POLICY = policy.by_operator(LOG.verifier, [("w", "union", WITNESS.verifier)], 1)


@target(
    "receipt",
    "receipt.parse",
    "receipt.verify",
    "verify.verify_receipt",
    "verify.verify_upgrade",
    seeds=lambda: (
        *seeds.strings("entry"),
        *(b"!" + each for each in seeds.strings("receipt")),
        *(b"!" + _logged(each) for each in seeds.strings("entry")),
    ),
    error=(FormatError,),
    shape=_logged,
)
def _(data: bytes) -> str | None:
    read = receipt.parse(data)
    same(read.encode().encode(), data)
    found = verify.verify_receipt(data, log_vkey=LOG.verifier.vkey, policy=POLICY)
    if not found.closed:
        verify.verify_upgrade(found, found)
    if found.size > EXACT:
        return None
    return words([found.index, found.size, sorted(found.fields.items()), list(found.operators)])


def _rostered(data: bytes) -> bytes:
    """A roster of the JSON given, signed; or what was given, where it starts with a !."""
    line = text_of(canonical(data))
    if data[:1] == b"!" or line is None or "\n" in line:
        return data[1:]
    version = 1 if '"previous":null' in line else 2
    members = ('"promise":', '"earlier":', '"services":')
    form = 1 + max(at * (each in line) for at, each in enumerate(members, 1))
    text = ROSTER.format(form=form, version=version, line=line)
    try:
        return note.sign(text, [SITE_ROOT]).encode()
    except FormatError:
        return data


@target(
    "roster",
    "roster.verify",
    "_rostered.check_recipient",
    "_rostered.check_service",
    "_rostered.check_services",
    "_rostered.is_text",
    "verify.verify_roster",
    seeds=lambda: (
        *(each.split(b"\n")[3] for each in seeds.strings("roster") if each.count(b"\n") > 4),
        *(b"!" + each for each in seeds.strings("roster") if each.count(b"\n") > 4),
    ),
    error=(FormatError,),
    shape=_rostered,
    longest=20_000,
)
def _(data: bytes) -> str | None:
    read = verify.verify_roster(data, root_vkey=SITE_ROOT.verifier.vkey)
    same(read.encode(), note.parse(data).text)
    read.policy()
    counts = [len(each) for each in (read.entries, read.witnesses, read.services or ())]
    return words([read.site, read.version, *counts])


def _proof(data: bytes) -> tuple[int, int, list[bytes]]:
    """Two numbers of eight bytes, then hashes."""
    first, second = (int.from_bytes(data[at : at + 8], "big") for at in (0, 8))
    rest = data[16:]
    return first, second, [rest[at : at + 32] for at in range(0, len(rest), 32)]


def _hash_of(leaves: list[bytes], start: int, end: int) -> bytes:
    return merkle.leaves_hash(leaves[start:end])


def _proofs() -> Iterator[bytes]:
    for size in (1, 2, 3, 5, 8, 13):
        leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]
        tree = partial(_hash_of, leaves)
        for at in range(size):
            path = merkle.inclusion_proof(at, size, tree)
            parts = [leaves[at], tree(0, size), *path]
            yield b"".join([at.to_bytes(8, "big"), size.to_bytes(8, "big"), *parts])
            path = merkle.consistency_proof(at + 1, size, tree)
            parts = [tree(0, at + 1), tree(0, size), *path]
            yield b"".join([(at + 1).to_bytes(8, "big"), size.to_bytes(8, "big"), *parts])


@target("inclusion", "merkle.verify_inclusion", seeds=_proofs, error=(merkle.MerkleError,))
def _(data: bytes) -> str | None:
    index, size, (leaf, root, *path) = _padded(data)
    if max(index, size) > EXACT:
        return None
    merkle.verify_inclusion(index, size, leaf, path, root)
    return words([index, size])


@target("consistency", "merkle.verify_consistency", seeds=_proofs, error=(merkle.MerkleError,))
def _(data: bytes) -> str | None:
    older, newer, (first, second, *path) = _padded(data)
    if max(older, newer) > EXACT:
        return None
    merkle.verify_consistency(older, newer, first, second, path)
    return words([older, newer])


def _padded(data: bytes) -> tuple[int, int, list[bytes]]:
    return _proof(data.ljust(80, b"\0"))
