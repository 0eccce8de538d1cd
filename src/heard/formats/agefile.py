"""Sealed files: age v1 (c2sp.org/age), whole, streamed and by range. docs/spec/sealing.md.

``seal`` and ``unseal`` for small things, ``Writer`` and ``Reader`` for streams in constant memory,
``RangeReader`` for any part of a large file, ``check_header`` for what can be said without a key.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from heard.formats._errors import FormatError
from heard.formats.ageheader import (
    CHUNK,
    MAX_HEADER,
    MAX_STANZAS,
    NONCE,
    SCRYPT,
    Checked,
    Header,
    Policy,
    Stanza,
    check_header,
    check_policy,
    parse_header,
    plaintext_size,
    signed_header,
)
from heard.formats.agekeys import (
    FILE_KEY,
    generate_classic_identity,
    generate_identity,
    identity_from,
    identity_from_seed,
    is_hybrid,
    recipient_from,
    recipient_of,
    seed_of,
)
from heard.formats.agestream import SEALED_CHUNK, Stream, open_payload, seal_payload

__all__ = [
    "CHUNK",
    "Checked",
    "Header",
    "Policy",
    "RangeReader",
    "Reader",
    "Stanza",
    "Writer",
    "check_header",
    "generate_classic_identity",
    "generate_identity",
    "header_for",
    "identity_from_seed",
    "is_hybrid",
    "is_sealed_to",
    "parse_header",
    "recipient_of",
    "seal",
    "seed_of",
    "unseal",
]


class Sink(Protocol):
    """Where sealed bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take all of ``data``."""


class Opener(Protocol):
    """An identity: knows one kind of stanza and may open it."""

    @property
    def kind(self) -> str:
        """The stanza type it knows."""

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, or None."""


def header_for(recipients: Sequence[str], file_key: bytes) -> bytes:
    """The header that seals ``file_key`` to ``recipients``, all of one kind.

    Raises ``FormatError``: ``recipient`` for none, too many, one twice or an unsound one,
    ``policy`` for a mix of hybrid and classic, which would be only as strong as the classic one.
    """
    if not 1 <= len(recipients) <= MAX_STANZAS or len(set(recipients)) != len(recipients):
        raise FormatError("recipient", "Seal to between 1 and 64 different recipients.")
    keys = [recipient_from(text) for text in recipients]
    if len({key.kind for key in keys}) > 1:
        raise FormatError(
            "policy", "Seal to age1pq… keys alone or to age1… keys alone, never to both."
        )
    return signed_header(tuple(key.wrap(file_key) for key in keys), file_key)


def seal(plaintext: bytes, recipients: Sequence[str]) -> bytes:
    """Seal a small thing whole."""
    file_key = os.urandom(FILE_KEY)
    header = header_for(recipients, file_key)
    return header + seal_payload(file_key, os.urandom(NONCE), plaintext)


def file_key_of(header: Header, openers: Iterable[Opener], policy: Policy) -> bytes:
    """The file key that one of ``openers`` gets out of the header.

    Raises ``FormatError``: ``scrypt``, ``policy``, ``header``, ``no_match``, ``hmac``.
    """
    check_policy(header.stanzas, policy)
    kinds = [stanza.args[0] for stanza in header.stanzas]
    if SCRYPT in kinds and len(kinds) > 1:  # c2sp.org/age: it must stand alone
        raise FormatError(
            "header", "A passphrase stanza must be the only one. Ask for the file again."
        )
    for opener in openers:
        for stanza in header.stanzas:
            key = opener.unwrap(stanza) if stanza.args[0] == opener.kind else None
            if key is not None:
                header.verify(key)
                return key
    raise FormatError("no_match", "This was not sealed to you: none of these keys opens it.")


def _openers(identities: Iterable[str | Opener]) -> list[Opener]:
    return [identity_from(each) if isinstance(each, str) else each for each in identities]


def unseal(
    sealed: bytes, identities: Iterable[str | Opener], *, policy: Policy = Policy.HYBRID
) -> bytes:
    """Open a small thing whole; raises ``FormatError``, never gives part of it."""
    header = parse_header(sealed)
    file_key = file_key_of(header, _openers(identities), policy)
    return b"".join(open_payload(file_key, sealed[header.size :]))


def is_sealed_to(sealed: bytes, identity: str, *, policy: Policy = Policy.HYBRID) -> bool:
    """Whether ``identity`` would open this; only the header is looked at, nothing is opened."""
    openers = _openers([identity])
    try:
        file_key_of(parse_header(sealed), openers, policy)
    except FormatError:
        return False
    return True


class Writer:
    """Seals what is pushed into it, one chunk in memory. Use it in ``with``.

    Leaving ``with`` by an exception does not write the final chunk: what was written so far then
    cannot be taken for a whole file.
    """

    def __init__(
        self,
        recipients: Sequence[str],
        sink: Sink,
        *,
        header: Callable[[Sequence[str], bytes], bytes] = header_for,
    ) -> None:
        """``header``: what is sealed to them, of the recipients and the file key."""
        file_key, nonce = os.urandom(FILE_KEY), os.urandom(NONCE)
        self._sink, self._held, self._index = sink, bytearray(), 0
        self._stream: Stream | None = Stream(file_key, nonce)
        sink.write(header(recipients, file_key) + nonce)

    def write(self, data: bytes) -> int:
        """Take more plaintext. A full chunk is held until more comes: it may be the last."""
        stream = self._open_stream()
        view = memoryview(data)
        while view:
            if len(self._held) == CHUNK:
                self._flush(stream, final=False)
            taken = view[: CHUNK - len(self._held)]
            self._held += taken
            view = view[len(taken) :]
        return len(data)

    def close(self) -> None:
        """Write the final chunk; a second call does nothing."""
        if self._stream is not None:
            self._flush(self._stream, final=True)
            self._stream = None

    def _open_stream(self) -> Stream:
        if self._stream is None:
            raise FormatError("payload", "This file is finished; nothing can be added to it.")
        return self._stream

    def _flush(self, stream: Stream, *, final: bool) -> None:
        self._sink.write(stream.seal(self._index, bytes(self._held), final=final))
        self._held.clear()
        self._index += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        self._stream = None


def _read_fully(read: Callable[[int], bytes], size: int) -> bytes:
    """``size`` bytes, fewer only at the end, from a source that may give them in small pieces."""
    found = bytearray()
    while len(found) < size and (piece := read(size - len(found))):
        found += piece
    return bytes(found)


def read_header(read: Callable[[int], bytes]) -> tuple[Header, bytes]:
    """The header from a stream, and the bytes read beyond it."""
    found, step = b"", 4096
    while True:
        more = _read_fully(read, step)
        found += more
        if len(more) < step or len(found) >= MAX_HEADER or b"\n---" in found[:-_TAIL]:
            header = parse_header(found)
            return header, found[header.size :]


_TAIL = 64  # "---", the MAC and the newline, with room


class Reader:
    """Opens a file from a stream, chunk by chunk: iterate, or ``read``.

    Every chunk given out is authentic; that it is the whole file is known only when the end is
    reached without ``FormatError``.
    """

    def __init__(
        self,
        source: BinaryIO,
        identities: Iterable[str | Opener],
        *,
        policy: Policy = Policy.HYBRID,
    ) -> None:
        self.header, self._ahead = read_header(source.read)
        file_key = file_key_of(self.header, _openers(identities), policy)
        self._source = source
        self._stream = Stream(file_key, self._take(NONCE))
        self._chunks, self._rest = self._run(), b""

    def _take(self, size: int) -> bytes:
        taken, self._ahead = self._ahead[:size], self._ahead[size:]
        return taken + _read_fully(self._source.read, size - len(taken))

    def _run(self) -> Iterator[bytes]:
        index, sealed = 0, self._take(SEALED_CHUNK)
        while after := self._take(SEALED_CHUNK):
            yield self._stream.open(index, sealed, final=False)
            index, sealed = index + 1, after
        yield self._stream.open(index, sealed, final=True)

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes of plaintext, all that is left for -1; empty at the end."""
        if size < 0:
            return self._rest + b"".join(self._chunks)
        while not self._rest and (chunk := next(self._chunks, b"")):
            self._rest = chunk
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


class RangeReader:
    """Any part of a sealed file, by seeking: only the chunks that are asked for are read.

    ``cut``: the file is a segment that was never finished (docs/spec/sealing.md, section 6). It
    has no final chunk, and only its whole chunks can be read. Otherwise the last chunk is opened
    at once, as it alone proves the size.
    """

    def __init__(
        self,
        source: BinaryIO,
        identities: Iterable[str | Opener],
        *,
        policy: Policy = Policy.HYBRID,
        cut: bool = False,
    ) -> None:
        self._source, self._cut = source, cut
        source.seek(0)
        header, _ = read_header(source.read)
        self._start = header.size + NONCE
        self._end = source.seek(0, os.SEEK_END)
        source.seek(header.size)
        file_key = file_key_of(header, _openers(identities), policy)
        self._stream = Stream(file_key, _read_fully(source.read, NONCE))
        self.size = self._size()

    def _size(self) -> int:
        sealed = self._end - self._start
        if self._cut:
            self._last = -1
            return sealed // SEALED_CHUNK * CHUNK
        size = plaintext_size(sealed + NONCE)
        self._last = max(size - 1, 0) // CHUNK
        self._chunk(self._last)
        return size

    def _chunk(self, index: int) -> bytes:
        at = self._start + index * SEALED_CHUNK
        self._source.seek(at)
        sealed = _read_fully(self._source.read, min(SEALED_CHUNK, max(self._end - at, 0)))
        return self._stream.open(index, sealed, final=index == self._last)

    def read_at(self, offset: int, length: int) -> bytes:
        """``length`` bytes from ``offset``; ``FormatError`` of kind ``range`` outside."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise FormatError("range", f"The file has {self.size} bytes; ask for a part of those.")
        return b"".join(self._parts(offset, offset + length))

    def _parts(self, start: int, end: int) -> Iterator[bytes]:
        for index in range(start // CHUNK, -(-end // CHUNK)):
            base = index * CHUNK
            yield self._chunk(index)[max(start - base, 0) : end - base]
