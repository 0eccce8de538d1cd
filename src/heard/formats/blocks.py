"""Digest of a file in blocks (docs/spec/sealing.md, section 6), in constant memory."""

import hashlib

BLOCK = 8 * 1024 * 1024  # bytes of plaintext under one SHA-256; the last may be shorter


class BlockDigest:
    """SHA-256 over the SHA-256 of each block in order: what a browser can compute in a stream."""

    def __init__(self) -> None:
        self._outer, self._inner, self._room = hashlib.sha256(), hashlib.sha256(), BLOCK

    def update(self, data: bytes) -> None:
        """Take more of the file, in pieces of any size."""
        view = memoryview(data)
        while view:
            taken = view[: self._room]
            self._inner.update(taken)
            self._room -= len(taken)
            view = view[len(taken) :]
            if not self._room:
                self._outer.update(self._inner.digest())
                self._inner, self._room = hashlib.sha256(), BLOCK

    def hexdigest(self) -> str:
        """The digest of what came so far; of nothing, SHA-256 of nothing."""
        outer = self._outer.copy()
        if self._room < BLOCK:
            outer.update(self._inner.digest())
        return outer.hexdigest()
