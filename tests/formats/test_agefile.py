"""Sealed files: the public vectors, and other programs that read and write the same format."""

import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from heard.formats import FormatError, agearmor, agefile, agekeys, agepassphrase, bech32
from heard.formats.agefile import Policy
from heard.formats.ageheader import CHUNK, NONCE, Stanza, parse_header
from heard.formats.agestream import SEALED_CHUNK, Stream, seal_payload

ROOT = Path(__file__).parents[2]
KINDS = {
    "success": {"success"},
    "armor failure": {"armor"},
    "header failure": {"header", "hmac"},
    "no match": {"no_match"},
    "payload failure": {"payload"},
}


@dataclass(frozen=True)
class Kit:
    name: str
    expect: str
    payload: str
    file_key: bytes
    identities: tuple[str, ...]
    passphrases: tuple[str, ...]
    armored: bool
    body: bytes

    @property
    def openers(self) -> list[str | agepassphrase.Passphrase]:
        # 16: the highest work factor that a vector expects to be opened.
        scrypt = [agepassphrase.Passphrase(p, max_work_factor=16) for p in self.passphrases]
        return [*self.identities, *scrypt]


def kit(path: Path) -> Kit:
    head, _, body = path.read_bytes().partition(b"\n\n")
    pairs = [line.split(": ", 1) for line in head.decode().splitlines()]
    lines = {name: tuple(v for n, v in pairs if n == name) for name, _ in pairs}
    return Kit(
        name=path.name,
        expect=lines["expect"][0],
        payload=lines.get("payload", ("",))[0],
        file_key=bytes.fromhex(lines.get("file key", ("",))[0]),
        identities=lines.get("identity", ()),
        passphrases=lines.get("passphrase", ()),
        armored="armored" in lines,
        body=zlib.decompress(body) if "compressed" in lines else body,
    )


KITS = [kit(p) for p in sorted((ROOT / "vectors/age").iterdir()) if p.name != "LICENSE"]
GOOD = [each for each in KITS if each.expect == "success"]
good_kit = pytest.mark.parametrize("case", GOOD, ids=[each.name for each in GOOD])
every_kit = pytest.mark.parametrize("case", KITS, ids=[each.name for each in KITS])


class Dripping(io.RawIOBase):
    """A source that gives ``step`` bytes at most."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__()
        self._data, self._step = io.BytesIO(data), step

    def read(self, size: int = -1) -> bytes:
        return self._data.read(self._step if size < 0 else min(size, self._step))


def opened(case: Kit, step: int) -> tuple[str, bytes]:
    found, given = b"", Dripping(case.body, step)
    source = agearmor.ArmorReader(given) if case.armored else given
    try:
        for chunk in agefile.Reader(source, case.openers, policy=Policy.ANY):
            found += chunk
    except FormatError as error:
        return error.kind, found
    return "success", found


def authentic_beginning(case: Kit) -> bytes:
    """All chunks that open as not final, and the final one: what a careless reader would give."""
    size = parse_header(case.body).size
    stream = Stream(case.file_key, case.body[size : size + NONCE])
    sealed, found = case.body[size + NONCE :], b""
    for index in range(-(-len(sealed) // SEALED_CHUNK)):
        chunk = sealed[index * SEALED_CHUNK :][:SEALED_CHUNK]
        short = len(chunk) < SEALED_CHUNK  # only the last chunk may be
        try:
            found += stream.open(index, chunk, final=short)
        except FormatError:
            return found + whole_last(stream, index, chunk)
    return found


def whole_last(stream: Stream, index: int, chunk: bytes) -> bytes:
    """A full chunk may be the final one; a short one was tried as that already."""
    try:
        return stream.open(index, chunk, final=True)
    except FormatError:
        return b""


def test_all_public_vectors_are_here() -> None:
    assert len(KITS) == 108
    assert {each.expect for each in KITS} == set(KINDS)


@every_kit
@pytest.mark.parametrize("step", [1, 7, 1 << 20])
def test_public_vector(case: Kit, step: int) -> None:
    if len(case.body) > 1 << 20:
        step *= 4099  # sixteen million reads of one byte show nothing that the others do not
    kind, found = opened(case, step)
    assert kind in KINDS[case.expect]
    if case.expect == "success":
        assert hashlib.sha256(found).hexdigest() == case.payload
    if case.expect == "payload failure":
        whole = authentic_beginning(case)
        assert whole.startswith(found)
        if case.payload:
            assert hashlib.sha256(whole).hexdigest() == case.payload


@every_kit
def test_public_vector_whole(case: Kit) -> None:
    def action() -> bytes:
        body = agearmor.dearmor(case.body) if case.armored else case.body
        return agefile.unseal(body, case.openers, policy=Policy.ANY)

    if case.expect == "success":
        assert hashlib.sha256(action()).hexdigest() == case.payload
    else:
        with pytest.raises(FormatError) as caught:
            action()
        assert caught.value.kind in KINDS[case.expect]


@good_kit
def test_success_encodes_to_the_same_bytes(case: Kit) -> None:
    body = agearmor.dearmor(case.body) if case.armored else case.body
    header = parse_header(body)
    nonce = body[header.size : header.size + NONCE]
    plaintext = agefile.unseal(body, case.openers, policy=Policy.ANY)
    assert header.encode() + seal_payload(case.file_key, nonce, plaintext) == body
    if case.armored and b"\r" not in case.body:
        assert agearmor.armor(body).encode() == case.body.strip() + b"\n"


@good_kit
def test_only_hybrid_vectors_are_taken_inside(case: Kit) -> None:
    body = agearmor.dearmor(case.body) if case.armored else case.body
    kinds = {stanza.args[0] for stanza in parse_header(body).stanzas}
    if kinds == {"mlkem768x25519"}:
        assert agefile.check_header(body).recipients == len(parse_header(body).stanzas)
        agefile.unseal(body, case.identities)
    else:
        expected = "scrypt" if "scrypt" in kinds else "policy"
        for action in (lambda: agefile.check_header(body), lambda: agefile.unseal(body, ())):
            with pytest.raises(FormatError) as caught:
                action()
            assert caught.value.kind == expected


IDENTITY = agefile.identity_from_seed(bytes(range(32)))
RECIPIENT = agefile.recipient_of(IDENTITY)
CLASSIC = agefile.generate_classic_identity()
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5]


def written(plaintext: bytes, step: int) -> bytes:
    sink = io.BytesIO()
    with agefile.Writer([RECIPIENT], sink) as writer:
        for start in range(0, len(plaintext), step):
            assert writer.write(plaintext[start : start + step]) == len(plaintext[start:][:step])
    return sink.getvalue()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", [977, CHUNK, 1 << 20])
def test_writer_and_readers_agree(size: int, step: int) -> None:
    plaintext = hashlib.shake_256(b"words").digest(size)
    sealed = written(plaintext, step)
    assert agefile.unseal(sealed, [IDENTITY]) == plaintext
    assert agefile.Reader(io.BytesIO(sealed), [IDENTITY]).read() == plaintext
    reader = agefile.Reader(io.BytesIO(sealed), [IDENTITY])
    assert b"".join(iter(lambda: reader.read(1000), b"")) == plaintext
    checked = agefile.check_header(sealed[:4096], recipients_expected=1, size=len(sealed))
    assert (checked.recipients, checked.plaintext) == (1, size)


@pytest.mark.parametrize("size", SIZES)
def test_range_reader_gives_any_part(size: int) -> None:
    plaintext = hashlib.shake_256(b"film").digest(size)
    reader = agefile.RangeReader(io.BytesIO(agefile.seal(plaintext, [RECIPIENT])), [IDENTITY])
    assert reader.size == size
    for start in (0, size // 2, max(size - 1, 0), size):
        for end in (start, min(start + 1, size), size):
            assert reader.read_at(start, end - start) == plaintext[start:end]
    for offset, length in ((-1, 0), (0, -1), (0, size + 1), (size + 1, 0)):
        with pytest.raises(FormatError) as caught:
            reader.read_at(offset, length)
        assert caught.value.kind == "range"


def test_range_reader_of_a_cut_segment_gives_whole_chunks_only() -> None:
    plaintext = hashlib.shake_256(b"film").digest(3 * CHUNK)
    sealed = agefile.seal(plaintext, [RECIPIENT])
    cut = io.BytesIO(sealed[: len(sealed) - SEALED_CHUNK - 100])
    reader = agefile.RangeReader(cut, [IDENTITY], cut=True)
    assert reader.size == CHUNK
    assert reader.read_at(0, CHUNK) == plaintext[:CHUNK]
    with pytest.raises(FormatError) as caught:
        agefile.RangeReader(cut, [IDENTITY])
    assert caught.value.kind == "payload"


def test_a_write_that_breaks_off_leaves_no_whole_file() -> None:
    sink = io.BytesIO()
    writer = agefile.Writer([RECIPIENT], sink)
    writer.write(b"x" * (CHUNK + 1))
    error = RuntimeError("the connection broke")
    writer.__exit__(RuntimeError, error, None)
    with pytest.raises(FormatError) as caught:
        agefile.unseal(sink.getvalue(), [IDENTITY])
    assert caught.value.kind == "payload"
    with pytest.raises(FormatError):
        writer.write(b"more")
    writer.close()
    with pytest.raises(FormatError):
        agefile.unseal(sink.getvalue(), [IDENTITY])


def refusal(action: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(FormatError) as caught:
        action(*args, **kwargs)  # type: ignore[operator]
    return caught.value.kind


def test_writing_refuses_a_mix_none_a_repeat_and_the_unsound() -> None:
    classic = agefile.recipient_of(CLASSIC)
    weak_hybrid = bech32.encode("age1pq", bech32.decode(RECIPIENT)[1][:1184] + bytes(32))
    not_mlkem = bech32.encode("age1pq", b"\xff" * 1216)
    assert refusal(agefile.seal, b"", [RECIPIENT, classic]) == "policy"
    assert refusal(agefile.seal, b"", []) == "recipient"
    assert refusal(agefile.seal, b"", [RECIPIENT, RECIPIENT]) == "recipient"
    assert refusal(agefile.seal, b"", [RECIPIENT] * 65) == "recipient"
    assert refusal(agefile.seal, b"", [bech32.encode("age", bytes(32))]) == "recipient"
    assert refusal(agefile.seal, b"", [weak_hybrid]) == "recipient"
    assert refusal(agefile.seal, b"", [not_mlkem]) == "recipient"
    assert refusal(agefile.seal, b"", [bech32.encode("age1tag", bytes(33))]) == "recipient"
    assert refusal(agefile.seal, b"", [RECIPIENT.upper()]) == "recipient"
    assert refusal(agefile.seal, b"", [RECIPIENT[:-1]]) == "bech32"
    assert refusal(agefile.recipient_of, RECIPIENT) == "identity"
    assert refusal(agefile.recipient_of, IDENTITY.lower()) == "identity"
    assert refusal(agefile.identity_from_seed, b"short") == "identity"
    assert [agefile.is_hybrid(each) for each in (RECIPIENT, classic, "age1")] == [
        True,
        False,
        False,
    ]
    assert agefile.seed_of(IDENTITY) == bytes(range(32))


def test_reading_keeps_to_its_policy() -> None:
    classic = agefile.seal(b"hello", [agefile.recipient_of(CLASSIC)])
    assert refusal(agefile.unseal, classic, [CLASSIC]) == "policy"
    assert agefile.unseal(classic, [CLASSIC], policy=Policy.HANDOVER) == b"hello"
    hybrid = agefile.seal(b"hello", [RECIPIENT])
    assert agefile.unseal(hybrid, [CLASSIC, IDENTITY], policy=Policy.HANDOVER) == b"hello"
    assert refusal(agefile.unseal, hybrid, [agefile.generate_identity()]) == "no_match"
    mixed = next(each for each in KITS if each.name == "hybrid_and_x25519")
    assert refusal(agefile.unseal, mixed.body, mixed.identities, policy=Policy.HANDOVER) == "policy"
    scrypt = next(each for each in KITS if each.name == "scrypt")
    assert refusal(agefile.unseal, scrypt.body, [], policy=Policy.HANDOVER) == "scrypt"


def test_check_header_names_what_is_wrong() -> None:
    two = [RECIPIENT, agefile.recipient_of(agefile.generate_identity())]
    sealed = agefile.seal(b"x" * 5000, two)
    head = agefile.check_header(sealed).header
    assert agefile.check_header(sealed, recipients_expected=2) == agefile.check_header(sealed)
    assert refusal(agefile.check_header, sealed, recipients_expected=1) == "policy"
    assert refusal(agefile.check_header, sealed, recipients_expected=0) == "policy"
    assert refusal(agefile.check_header, sealed[:head]) == "payload"
    assert refusal(agefile.check_header, sealed[: head + NONCE + 15]) == "payload"
    assert (
        refusal(agefile.check_header, sealed[:head], size=head + 16 + SEALED_CHUNK + 16)
        == "payload"
    )
    assert refusal(agefile.check_header, sealed[: head - 1]) == "header"
    assert refusal(agefile.check_header, b"words") == "header"
    assert refusal(agefile.check_header, sealed.replace(b"-> ", b"-> x ", 1)) == "policy"


@pytest.mark.parametrize("shape", ["share", "body", "argument"])
def test_both_ways_of_checking_refuse_the_same(shape: str) -> None:
    stanza = parse_header(agefile.seal(b"", [RECIPIENT])).stanzas[0]
    bad = {
        "share": Stanza((stanza.args[0], stanza.args[1][:-4]), stanza.body),
        "body": Stanza(stanza.args, stanza.body + b"x"),
        "argument": Stanza((*stanza.args, "x"), stanza.body),
    }[shape]
    sealed = agefile.Header((bad,), bytes(32), 0).encode() + bytes(32)
    assert refusal(agefile.check_header, sealed, recipients_expected=1) == "header"
    assert refusal(agefile.check_header, sealed) == "header"


def test_header_limits() -> None:
    start = b"age-encryption.org/v1\n"
    assert refusal(parse_header, start + b"-> x\n\n" * 65) == "too_large"
    assert refusal(parse_header, start + b"-> " + b"x" * 5000) == "too_large"
    body = b"A" * 64 + b"\n"
    assert refusal(parse_header, start + b"-> x\n" + body * 5000) == "too_large"
    assert refusal(parse_header, start + b"-> x\n\n" + b"-> y\n" + body * 10) == "header"
    most = agefile.Header(tuple(Stanza(("x" * 4000,), b"") for _ in range(64)), bytes(32), 0)
    assert parse_header(most.encode()).stanzas == most.stanzas
    full = agefile.Header(
        tuple(Stanza(("x" * 4000,), bytes(4000)) for _ in range(64)),
        bytes(32),
        0,
    )
    assert refusal(parse_header, full.encode()) == "too_large"


def test_many_recipients_each_open() -> None:
    identities = [agefile.identity_from_seed(bytes([n]) * 32) for n in range(64)]
    sealed = agefile.seal(b"all of you", [agefile.recipient_of(each) for each in identities])
    for each in (identities[0], identities[63]):
        assert agefile.Reader(Dripping(sealed, 1000), [each]).read() == b"all of you"
    assert agefile.check_header(sealed, recipients_expected=64).plaintext == 10


def test_an_empty_last_chunk_after_a_full_one_is_refused() -> None:
    file_key, nonce = bytes(16), bytes(16)
    stream = Stream(file_key, nonce)
    payload = nonce + stream.seal(0, bytes(CHUNK), final=False) + stream.seal(1, b"", final=True)
    sealed = agefile.header_for([RECIPIENT], file_key) + payload
    assert refusal(agefile.unseal, sealed, [IDENTITY]) == "payload"
    assert refusal(agefile.Reader(io.BytesIO(sealed), [IDENTITY]).read) == "payload"
    assert refusal(agefile.RangeReader, io.BytesIO(sealed), [IDENTITY]) == "payload"


def test_changed_header_is_refused() -> None:
    other = agefile.recipient_of(agefile.generate_identity())
    sealed = agefile.seal(b"x", [RECIPIENT, other])
    header = parse_header(sealed)
    fewer = agefile.Header(header.stanzas[:1], header.mac, 0).encode() + sealed[header.size :]
    assert refusal(agefile.unseal, fewer, [IDENTITY]) == "hmac"


def test_passphrase_is_for_handover_only() -> None:
    words = "a long passphrase of many words"
    sealed = agepassphrase.seal_for_handover(b"case file", words, work_factor=10)
    assert b"".join(agepassphrase.open_with_passphrase(sealed, words)) == b"case file"
    assert refusal(agepassphrase.open_with_passphrase, sealed, "wrong") == "no_match"
    assert refusal(agepassphrase.open_with_passphrase, sealed, words, max_work_factor=9) == "header"
    assert refusal(agepassphrase.seal_for_handover, b"", "short") == "passphrase"
    assert refusal(agepassphrase.seal_for_handover, b"", words, work_factor=19) == "passphrase"
    assert refusal(agefile.check_header, sealed) == "scrypt"


def test_armor_refuses_what_is_too_long() -> None:
    assert refusal(agearmor.dearmor, "x" * 9000) == "armor"
    assert refusal(agearmor.dearmor, "\n" * 2000 + agearmor.armor(b"x")) == "armor"
    assert refusal(agearmor.dearmor, agearmor.armor(b"x") + " \n" * 2000) == "armor"
    assert refusal(agearmor.dearmor, agearmor.armor(b"x") + "\ud800") == "armor"


def test_recipient_of_weak_share_is_refused_not_skipped() -> None:
    stanza = parse_header(agefile.seal(b"", [RECIPIENT])).stanzas[0]
    share = agekeys.hybrid_share(stanza)[:-32] + bytes(32)
    text = agekeys.unpadded(share).decode()
    assert (
        refusal(agekeys.identity_from(IDENTITY).unwrap, Stanza(("mlkem768x25519", text), bytes(32)))
        == "header"
    )
