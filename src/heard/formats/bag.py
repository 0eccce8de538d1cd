"""The folder that a case leaves Heard in: BagIt 1.0 (RFC 8493), narrowed by docs/spec/package.md.

The twin of client/lib/package/bag.ts: of the same things both write the same bytes. Every refusal
is a ``FormatError`` of kind ``bag``.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from heard.formats._errors import FormatError

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MOST_FILES = 10_000
LONGEST_PATH = 120  # with the folder before it well below the 260 characters of Windows
LONGEST_NAME = 200  # characters of an organisation's name
MAX_MANIFEST = MOST_FILES * (64 + 2 + LONGEST_PATH + 1)
MAX_INFO = 4096
MOST_EXHIBITS = 999
# What programs show and none runs. All else is "bin": its own name stands in the index.
EXTENSIONS = frozenset({
    "3gp", "7z", "aac", "amr", "avi", "avif", "bmp", "csv", "doc", "docx", "eml", "flac", "gif",
    "heic", "heif", "ics", "jpeg", "jpg", "json", "m4a", "m4v", "md", "mkv", "mov", "mp3", "mp4",
    "mpeg", "mpg", "msg", "odp", "ods", "odt", "oga", "ogg", "ogv", "opus", "pdf", "png", "ppt",
    "pptx", "rtf", "tif", "tiff", "txt", "vcf", "wav", "webm", "webp", "xls", "xlsx", "zip",
})  # fmt: skip
MAKERS = ("reporter", "desk")
GROUNDS = ("own", "consent", "court_order", "statutory_duty", "danger")
SALT = 32  # bytes

_SEGMENT = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?"
_PATH = re.compile(rf"data(?:/{_SEGMENT})+\Z")
# Windows keeps them for itself, whatever comes after the first dot.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_BLANK = re.compile("[\u0000-\u0020\u007f-\u00a0\u2028\u2029]+")
_INFO = re.compile(
    r"Source-Organization: ([^\n]+)\n"
    r"External-Identifier: ([0-9a-f]{32})\n"
    r"Bagging-Date: ([0-9]{4}-[0-9]{2}-[0-9]{2})\n"
    r"Payload-Oxum: (0|[1-9][0-9]{0,14})\.([1-9][0-9]{0,4})\n"
    rf"Heard-Maker: ({'|'.join(MAKERS)})\n"
    rf"Heard-Ground: ({'|'.join(GROUNDS)})\n"
    r"Heard-Salt: ([0-9a-f]{64})\n\Z"
)


def _refuse(message: str) -> FormatError:
    return FormatError("bag", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What ``bag-info.txt`` says. ``salt``: 32 bytes in hex, so that no digest confirms a guess."""

    organisation: str
    case: str
    day: str  # YYYY-MM-DD
    octets: int  # bytes of the payload
    files: int
    maker: str
    ground: str
    salt: str


def is_path(path: str) -> bool:
    """Whether every system unpacks a file of the payload under this name, where it belongs."""
    segments = path.split("/")
    fits = len(path) <= LONGEST_PATH and _PATH.match(path) is not None
    return fits and not any(_RESERVED.match(each) for each in segments)


def exhibit_path(number: int, original: str) -> str:
    """Where exhibit ``number`` (1 to 999) stands: nothing of its name but an extension of ours."""
    if not 1 <= number <= MOST_EXHIBITS:
        raise _refuse(f"A package has at most {MOST_EXHIBITS} exhibits.")
    dot = original.rfind(".")
    extension = original[dot + 1 :].lower() if dot >= 0 else ""
    name = f"E{number:03}"
    return f"data/30-exhibits/{name}/{name}.{extension if extension in EXTENSIONS else 'bin'}"


def _lines(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("ascii")


def manifest(digests: Mapping[str, str]) -> bytes:
    """``manifest-sha256.txt``: SHA-256 in hex by path, in the order of the paths' bytes."""
    _check(digests)
    return _lines(digests)


def _check(digests: Mapping[str, str]) -> None:
    if not 1 <= len(digests) <= MOST_FILES:
        raise _refuse(f"A package has at least one file and at most {MOST_FILES}.")
    if len({path.lower() for path in digests}) != len(digests):
        raise _refuse("Two files have names that some systems take for one.")
    for path, digest in digests.items():
        if not is_path(path) or not _DIGEST.match(digest):
            raise _refuse("A line of the manifest has a name or a digest that none writes.")


def read_manifest(data: bytes) -> dict[str, str]:
    """SHA-256 in hex by path, of a manifest as ``manifest`` writes it."""
    if len(data) > MAX_MANIFEST or not data.isascii():
        raise _refuse("The manifest is too long, or has names that none writes.")
    digests: dict[str, str] = {}
    for line in data.decode("ascii").split("\n")[:-1]:
        digest, _, path = line.partition("  ")
        digests[path] = digest
    _check(digests)
    if _lines(digests) != data:
        raise _refuse("The manifest is written in another way than Heard's.")
    return digests


def one_line(text: str) -> str:
    """A text as the value of a tag: what breaks or ends lines is a space; 200 characters."""
    return _BLANK.sub(" ", text).strip(" ")[:LONGEST_NAME].rstrip(" ")


def bag_info(info: Info) -> bytes:
    """``bag-info.txt``."""
    text = (
        f"Source-Organization: {one_line(info.organisation)}\n"
        f"External-Identifier: {info.case}\n"
        f"Bagging-Date: {info.day}\n"
        f"Payload-Oxum: {info.octets}.{info.files}\n"
        f"Heard-Maker: {info.maker}\n"
        f"Heard-Ground: {info.ground}\n"
        f"Heard-Salt: {info.salt}\n"
    )
    if not _INFO.match(text):
        raise _refuse("What the package says of itself lacks something.")
    return text.encode()


def read_info(data: bytes) -> Info:
    """What ``bag_info`` wrote."""
    try:
        found = _INFO.match(data.decode()) if len(data) <= MAX_INFO else None
    except UnicodeDecodeError:
        found = None
    if not found or one_line(found[1]) != found[1]:
        raise _refuse("bag-info.txt is written in another way than Heard's.")
    organisation, case, day, octets, files, maker, ground, salt = found.groups()
    return Info(
        organisation=organisation,
        case=case,
        day=day,
        octets=int(octets),
        files=int(files),
        maker=maker,
        ground=ground,
        salt=salt,
    )


def tag_manifest(tags: Mapping[str, bytes]) -> bytes:
    """``tagmanifest-sha256.txt`` of the tag files by name; ``bagit.txt`` is one by itself."""
    files = {"bagit.txt": DECLARATION, **tags}
    return _lines({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def digest(tags: bytes) -> str:
    """What a package is known by in the log: SHA-256 of its tag manifest, in hex."""
    return hashlib.sha256(tags).hexdigest()
