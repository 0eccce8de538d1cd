"""A language that nobody speaks: English with accents, longer and in brackets, to find what is not
translated and what has no room (Unicode, CLDR: pseudo-locales)."""

import json
import re
import shutil
from pathlib import Path

import books

TAG = "en-XA"
MIRRORED = "en-XB"
OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("aceilnosuyACEILNOSUY", "áçéíļñóšúýÁÇÉÍĻÑÓŠÚÝ")
NEEDED = ("client", "src/heard", "package.json", "tsconfig.json")


def text(message: str) -> str:
    """``message`` with accents, a good third longer, between brackets; its gaps stay."""
    if message.startswith(".input"):
        return re.sub(r"\{\{(.*?)\}\}(?= |$)", lambda form: "{{" + _longer(form[1]) + "}}", message)
    return _longer(message)


def _longer(plain: str) -> str:
    parts = re.split(r"(\{\$\w+\})", plain)
    accented = "".join(p if p.startswith("{$") else p.translate(ACCENTS) for p in parts)
    words = accented.split(" ")
    more = max(1, round(len(plain) * 0.4)) if len(plain) > 1 else 0
    padding = " ".join("òó" * 3 for _ in range(more // 7)) or "ò" * more
    return f"{OPEN}{' '.join(words)}{' ' if padding else ''}{padding}{CLOSE}"


def speak(root: Path) -> None:
    """Lay the sources out under ``root`` with two languages more, as TRANSLATING.md says."""
    for name in NEEDED:
        origin = books.ROOT / name
        ignore = shutil.ignore_patterns("static", "__pycache__")
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, root / name, ignore=ignore)
        else:
            shutil.copy(origin, root / name)
    (root / "node_modules").symlink_to(books.ROOT / "node_modules")
    listed = root / "src/heard/languages/languages.toml"
    entries = "".join(_entry(tag, way) for tag, way in ((TAG, "ltr"), (MIRRORED, "rtl")))
    listed.write_text(listed.read_text("utf-8") + entries, "utf-8")
    for book, place in books.PLACES.items():
        words = {key: text(said) for key, said in books.read(book, "en").items()}
        for tag in (TAG, MIRRORED):
            (root / place.format(tag)).write_text(json.dumps(words, ensure_ascii=False), "utf-8")


def _entry(tag: str, direction: str) -> str:
    return f"""
[[language]]
tag = "{tag}"
name = "{OPEN}{tag}{CLOSE}"
direction = "{direction}"
plurals = {{ one = "n==1" }}
code = "english"
exit = "https://weather.example/"
fonts = ["DejaVu Sans"]
"""
