"""The payload of an age file: 64 KiB chunks under ChaCha20-Poly1305 (c2sp.org/age, "Payload")."""

from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from heard.formats._errors import FormatError
from heard.formats.ageheader import CHUNK, NONCE, TAG, derive

SEALED_CHUNK = CHUNK + TAG
_COUNTER = 11


def broken(why: str) -> FormatError:
    """The refusal of a payload."""
    return FormatError("payload", f"The sealed file {why}. Ask for it again.")


class Stream:
    """Seals and opens single chunks; the caller keeps count of them."""

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        if len(nonce) != NONCE:
            # The public vectors count the nonce to the header: without it nothing was begun.
            raise FormatError("header", "The sealed file ends after its header. Send it again.")
        self._aead = ChaCha20Poly1305(derive(file_key, nonce, b"payload"))

    @staticmethod
    def _nonce(index: int, *, final: bool) -> bytes:
        return index.to_bytes(_COUNTER, "big") + bytes([final])

    def seal(self, index: int, chunk: bytes, *, final: bool) -> bytes:
        """Seal one chunk of at most 65,536 bytes."""
        return self._aead.encrypt(self._nonce(index, final=final), chunk, None)

    def open(self, index: int, sealed: bytes, *, final: bool) -> bytes:
        """Open one chunk; ``FormatError`` of kind ``payload`` if it is not that chunk."""
        if final and index and len(sealed) == TAG:
            raise broken("ends with an empty chunk")
        try:
            return self._aead.decrypt(self._nonce(index, final=final), sealed, None)
        except InvalidTag as error:
            raise broken("was changed or cut short") from error


def seal_payload(file_key: bytes, nonce: bytes, plaintext: bytes) -> bytes:
    """Nonce and chunks of a whole payload."""
    stream = Stream(file_key, nonce)
    starts = range(0, len(plaintext) or 1, CHUNK)
    chunks = (
        stream.seal(start // CHUNK, plaintext[start : start + CHUNK], final=start == starts[-1])
        for start in starts
    )
    return nonce + b"".join(chunks)


def open_payload(file_key: bytes, payload: bytes) -> Iterator[bytes]:
    """The plaintext chunks of a whole payload."""
    stream = Stream(file_key, payload[:NONCE])
    starts = range(NONCE, max(len(payload), NONCE + 1), SEALED_CHUNK)
    for index, start in enumerate(starts):
        final = start == starts[-1]
        yield stream.open(index, payload[start : start + SEALED_CHUNK], final=final)
