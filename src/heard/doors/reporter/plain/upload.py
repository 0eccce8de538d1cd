"""Files of a form, sealed chunk by chunk as they arrive: no plaintext is ever put on a disk."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from heard.formats.agefile import Writer
from heard.formats.blocks import BlockDigest

MAX_FILES: Final = 50
MAX_NAME: Final = 200


class TooManyFilesError(Exception):
    """More or larger files than this page takes."""


class _Counted:
    """A sink that knows how much went in."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.size = file, 0

    def write(self, data: bytes, /) -> None:
        """Take all of it."""
        self.file.write(data)
        self.size += len(data)


@dataclass
class Sealed:
    """One file, sealed to the case, waiting in a file without a name that goes with the request."""

    name: str
    type: str
    sink: _Counted
    writer: Writer
    digest: BlockDigest = field(default_factory=BlockDigest)
    size: int = 0  # of the plaintext

    def take(self, data: bytes) -> None:
        """Seal some more."""
        self.writer.write(data)
        self.digest.update(data)
        self.size += len(data)

    def parts(self, size: int) -> "list[tuple[int, int]]":
        """Offset and length of each part of at most ``size`` bytes."""
        return [
            (at, min(size, self.sink.size - at)) for at in range(0, max(self.sink.size, 1), size)
        ]

    def read(self, offset: int, length: int) -> bytes:
        """Sealed bytes."""
        self.sink.file.seek(offset)
        return self.sink.file.read(length)


class SealingHandler(FileUploadHandler):
    """Django's upload handler that seals. ``sealed`` holds the files in the order of the form.

    Where it is too much, it stops taking files and says so in ``too_much``; the fields of the form
    are kept, so that no word is lost.
    """

    def __init__(self, *, recipient: Callable[[], str], directory: Path, most: int) -> None:
        super().__init__()
        self.chunk_size = 1024 * 1024
        self.sealed: list[Sealed] = []
        self.too_much = False
        self._recipient, self._directory, self._left = recipient, directory, most

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        """A file begins."""
        super().new_file(*args, **kwargs)
        if len(self.sealed) >= MAX_FILES:
            self._stop()
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        sink = _Counted(tempfile.TemporaryFile(dir=self._directory))  # noqa: SIM115 -- closed with the request
        name = Path(self.file_name or "file").name[:MAX_NAME]
        writer = Writer([self._recipient()], sink)
        self.sealed.append(Sealed(name, self.content_type or "", sink, writer))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Some of the current file."""
        del start
        self._left -= len(raw_data)
        if self._left < 0:
            self._stop()
        self.sealed[-1].take(raw_data)

    def _stop(self) -> None:
        self.too_much = True
        raise StopUpload(connection_reset=False)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """The current file ends; what Django gets holds no byte of it."""
        file = self.sealed[-1]
        file.writer.close()
        return UploadedFile(None, file.name, file.type, file_size)

    def check(self) -> None:
        """Raises TooManyFilesError where files were turned away."""
        if self.too_much:
            raise TooManyFilesError

    def close(self) -> None:
        """Let the sealed bytes go."""
        for file in self.sealed:
            file.sink.file.close()
