"""A site's pages against the published manifest: SHA-256 of every file, fetched or on disk."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlsplit

from heard.doors.operator.refusal import ExitError
from heard.formats.members import has_twice

MAX_MANIFEST = 2**20
MAX_ASSET = 2**24
MAX_FILES = 10_000
TIMEOUT = 20  # seconds
NAME = "manifest.json"
_PATH = re.compile(r"[A-Za-z0-9_.\-]+(?:/[A-Za-z0-9_.\-]+)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def parse_manifest(data: bytes) -> dict[str, str]:
    """Path to SHA-256 (hex). Raises ExitError for anything odd: paths come from a stranger."""
    try:
        value = json.loads(data.decode("utf-8"))
        files = value["files"]
        sums = {path: _digest(entry) for path, entry in files.items()}
        twice = has_twice(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ExitError("That is no manifest of a Heard.") from error
    odd = [path for path in sums if not _PATH.fullmatch(path) or ".." in path.split("/")]
    if twice or odd or len(sums) > MAX_FILES or not all(map(_DIGEST.fullmatch, sums.values())):
        raise ExitError("That is no manifest of a Heard: it names odd files.")
    return sums


def _digest(entry: object) -> str:
    return str(entry["sha256"]) if isinstance(entry, dict) else str(entry)


def fetcher(url: str) -> Callable[[str], bytes]:
    """A function that gets one path of a site. Raises ExitError for an unfit address."""
    parts = urlsplit(url)
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not parts.hostname or parts.scheme not in ({"http", "https"} if local else {"https"}):
        raise ExitError(f"{url} is no address to check: give https://host.", code=2)
    base = f"{parts.scheme}://{parts.netloc}/"

    def fetch(path: str) -> bytes:
        # Identity: what is compared are the file's bytes, not how they travelled.
        request = urllib.request.Request(  # noqa: S310 -- http(s) only, tested above
            base + quote(path), headers={"Accept-Encoding": "identity"}
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 -- as above
            found: bytes = answer.read(MAX_ASSET + 1)
        return found

    return fetch


def address_of(path: str) -> str:
    """The path under which a file is served: a page stands at its folder's address."""
    if path == "index.html" or path.endswith("/index.html"):
        return path.removesuffix("index.html")
    return path


def differing(sums: dict[str, str], fetch: Callable[[str], bytes]) -> Iterator[tuple[str, str]]:
    """(path, empty or what is wrong), one for each file."""
    for path, expected in sums.items():
        try:
            found = sha256(fetch(address_of(path))).hexdigest()
        except (urllib.error.URLError, OSError) as error:
            yield path, f"cannot be fetched: {error}"
            continue
        yield path, "" if found == expected else f"is other than published (SHA-256 {found})"


def on_disk(directory: Path, sums: dict[str, str]) -> list[str]:
    """What differs between built files and their manifest, in sentences."""
    wrong = []
    for path, expected in sums.items():
        file = directory / path
        if not file.is_file():
            wrong.append(f"{path} is missing")
        elif sha256(file.read_bytes()).hexdigest() != expected:
            wrong.append(f"{path} was changed")
    return wrong
