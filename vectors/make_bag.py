"""The folder that a case leaves Heard in (docs/spec/package.md, 2 to 4)."""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from heard.formats import FormatError, bag, sheet

Json = dict[str, Any]
DIGEST = hashlib.sha256(b"a").hexdigest()
OTHER = hashlib.sha256(b"b").hexdigest()
INFO = bag.Info(
    organisation="Meridian Group",
    case="ab" * 16,
    day="2026-11-30",
    octets=2_147_483_659,
    files=7,
    maker="reporter",
    ground="own",
    salt="5e" * 32,
)
PATHS = (
    "data/00-index.csv", "data/30-exhibits/E001/E001.jpg", "data/90-proofs/heard-verify.html",
    "data/a", "data", "data/", "/data/a", "data//a", "data/../a", "data/./a", "data/.a",
    "data/a.",
    "data/a b", "data/-a", "data/a\n", "data/a%0A", "data/\u00fc", "data/con", "data/CON.txt",
    "data/com1.a.b", "data/console", "data/lpt", "data/a\\b", "other/a", "data/a:b", "DATA/a",
    "data/" + "a" * 115, "data/" + "a" * 116,
)  # fmt: skip
NAMES = (
    "IMG_0001.JPG", "film.mp4", "archive.tar.gz", "no extension", ".jpg", "a.", "", "a.exe",
    "a.html", "a.svg", "photo.jpg.scr", "a.jpg ", "a.\u202egpj", "a.m\u212av", "a.JP\u0130G",
    "../../a.png",
    "=cmd|'/c calc'!A1.csv", "a.7z", "a.json\0",
)  # fmt: skip
GOOD = {"data/b.txt": DIGEST, "data/a.txt": OTHER, "data/30-exhibits/E001/E001.jpg": DIGEST}
LINE = f"{DIGEST}  data/a.txt\n"
WRITTEN = (
    "", LINE, LINE + LINE, f"{OTHER}  data/b.txt\n{LINE}", f"{LINE}{OTHER}  data/b.txt\n",
    LINE.rstrip("\n"), LINE.replace("\n", "\r\n"), LINE.replace("  ", " "), "\n", LINE + "\n",
    LINE.replace("  ", " *"), LINE.upper(), LINE.replace("a.txt", "../a"), "\ufeff" + LINE,
    LINE.replace("a.txt", "\u00fc"), f"{DIGEST}  data/A.txt\n{LINE}",
    f"{DIGEST}  data/A.txt\n{OTHER}  data/B.txt\n",
)  # fmt: skip
LINES = (
    "Meridian Group", " Meridian\r\nGroup\t", "a\u2028b\u0085c\u00a0d", "\u5b50\u5348\u96c6\u56e2",
    "\u0645\u062c\u0645\u0648\u0639\u0629: a", "x" * 250, "\U0001f512" * 201,
    "a" * 199 + "  b", "", " \n",
)  # fmt: skip
CELLS: tuple[tuple[str | int | None, ...], ...] = (
    ("number", "name"), (1, "photo.jpg"), (2, 'a "b", c'), (3, "two\nlines"), (-4, "=1+1"),
    ("", "-1"), ("", "@SUM(A1)"), ("  =1", "\t=1"), ("\r", "\uff1dA1"),
    ("\uff0b", "\uff0d1", "\uff20"), (None, "'"),
    ("",), (None,), ("\u5b50", "\u0645\u0644\u0641"), (0, "a;b"), ("+49 30 1",), (" plain ",),
)  # fmt: skip


def _outcome(work: Callable[..., Any], *given: Any) -> Any:
    """What ``work`` makes of what it is given; None where it refuses."""
    try:
        made = work(*given)
    except FormatError:
        return None
    if isinstance(made, bytes):
        return made.decode()
    return asdict(made) if isinstance(made, bag.Info) else made


def _infos() -> list[Json]:
    changed: list[Json] = [{"organisation": each} for each in LINES]
    changed += [{"case": "AB" * 16}, {"day": "30.11.2026"}, {"octets": 0}, {"files": 0}]
    changed += [{"maker": "operator"}, {"ground": "curiosity"}, {"salt": "5e" * 31}]
    infos = [replace(INFO, **each) for each in changed]
    return [{"info": asdict(each), "text": _outcome(bag.bag_info, each)} for each in infos]


def _read_infos() -> list[Json]:
    text = bag.bag_info(INFO).decode()
    swapped = (
        ("\n", "\r\n"), ("Meridian", " Meridian"), (".7", ".07"), ("own", "own "), ("n G", "n  G"),
        ("Meridian", "M\u00a0"), ("2147483659", "2147483659000000"),
    )  # fmt: skip
    others = [text.replace(old, new, 1 if old != "\n" else -1) for old, new in swapped]
    given = [text, text + "\n", text.rstrip("\n"), "", "\ufeff" + text, *others]
    return [{"text": each, "info": _outcome(bag.read_info, each.encode())} for each in given]


def _whole() -> Json:
    """From the things to the digest that the log names."""
    info, manifest = bag.bag_info(INFO), bag.manifest(GOOD)
    tags = bag.tag_manifest({"manifest-sha256.txt": manifest, "bag-info.txt": info})
    return {
        "info": asdict(INFO),
        "files": GOOD,
        "bag_info": info.decode(),
        "manifest": manifest.decode(),
        "tag_manifest": tags.decode(),
        "digest": bag.digest(tags),
    }


def _constants() -> Json:
    return {
        "declaration": bag.DECLARATION.decode(),
        "most_files": bag.MOST_FILES,
        "most_exhibits": bag.MOST_EXHIBITS,
        "longest_path": bag.LONGEST_PATH,
        "longest_name": bag.LONGEST_NAME,
        "max_manifest": bag.MAX_MANIFEST,
        "max_info": bag.MAX_INFO,
        "makers": list(bag.MAKERS),
        "grounds": list(bag.GROUNDS),
        "extensions": sorted(bag.EXTENSIONS),
    }


def make_bag() -> Json:
    numbered = [*enumerate(NAMES, 1), (0, "a.jpg"), (999, "a.jpg"), (1000, "a.jpg")]
    rows = [list(each) for each in CELLS]
    return {
        "constants": _constants(),
        "paths": [{"path": each, "fits": bag.is_path(each)} for each in PATHS],
        "exhibits": [
            {"number": number, "name": name, "path": _outcome(bag.exhibit_path, number, name)}
            for number, name in numbered
        ],
        "manifests": [
            {"text": each, "digests": _outcome(bag.read_manifest, each.encode())}
            for each in WRITTEN
        ],
        "infos": _infos(),
        "read_infos": _read_infos(),
        "whole": _whole(),
        "sheet": {"rows": rows, "bytes": b64encode(sheet.write(CELLS)).decode()},
    }
