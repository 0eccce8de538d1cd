"""The weight of pages: bytes over the wire before a reporter can begin, and with everything loaded.

    python bench/weight.py

Reads the build (src/heard/static). "First" is what the page names itself: HTML, styles, scripts
and the modules these import at once. "Later" is what a page may load on top when it is needed.
Baseline beside it: the same bytes without compression.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "src/heard/static"
NAMED = re.compile(r"""(?:src|href)="(/[^"]+\.(?:js|css))\"""")
# Words of what comes after the first screen, and workers: the page tells its script where they are.
TOLD = re.compile(r"""data-[a-z-]+="(/static/[^"]+\.js)\"""")
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*"(\.{0,2}/[^"]+\.js)\"""")
REACHABLE = re.compile(r"""(?:\bfrom|\bimport)\s*\(?"(\.{0,2}/[^"]+\.js)\"""")
PAGES = ("index.html", "report/index.html", "return/index.html", "desk/index.html")


def packed(path: Path) -> int:
    """Bytes as gzip sends them."""
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def reached(start: set[Path], pattern: re.Pattern[str]) -> set[Path]:
    """``start`` and every script that it names, and so on."""
    seen, left = set(start), list(start)
    while left:
        path = left.pop()
        if path.suffix != ".js":
            continue
        for name in pattern.findall(path.read_text(encoding="utf-8")):
            target = STATIC / name.lstrip("/") if name.startswith("/") else path.parent / name
            target = target.resolve()
            if target.exists() and target not in seen:
                seen.add(target)
                left.append(target)
    return seen


def measure(page: str) -> tuple[int, int, int]:
    """(first, first uncompressed, everything) in bytes."""
    html = STATIC / page
    text = html.read_text(encoding="utf-8")
    named, told = (
        {(STATIC / name.lstrip("/")).resolve() for name in pattern.findall(text)}
        for pattern in (NAMED, TOLD)
    )
    first = reached(named, IMPORTED) | {html}
    whole = reached(first | told, REACHABLE)
    return sum(map(packed, first)), sum(p.stat().st_size for p in first), sum(map(packed, whole))


def main() -> None:
    print(f"{'page':28}{'first gz':>10}{'first raw':>11}{'all gz':>9}")
    for page in PAGES:
        if (STATIC / page).exists():
            first, raw, whole = measure(page)
            print(f"{page:28}{first / 1000:9.1f}k{raw / 1000:10.1f}k{whole / 1000:8.1f}k")


if __name__ == "__main__":
    main()
