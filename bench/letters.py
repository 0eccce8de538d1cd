"""Preservation letters: milliseconds and bytes for each, and what they leave in memory.

    python bench/letters.py [--letters 40]

Baseline in the same run: an empty page of the same library, which holds no font.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from heard.doors import _typeset
from heard.doors._typeset import typesetter

WORDS = {
    "en": ("Harbour Hotel, front office", "All camera recordings of the seventh floor"),
    "zh-Hans": ("海港酒店前台", "七层走廊与电梯的全部监控录像"),
}


def letter(language: str) -> _typeset.Letter:
    to, what = WORDS[language]
    return _typeset.Letter(
        language=language, day="2026-11-21", to=to, what=what, place=to, from_="2026-11-14 20:00",
        until="2026-11-15 10:00", keep_until="2027-11-15", reply="records@meridian.example",
        name="Amara", role="Records",
    )  # fmt: skip


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def timed(make: object, times: int) -> tuple[float, float, int]:
    took, size = [], 0
    for _ in range(times):
        began = time.perf_counter()
        size = len(make())  # type: ignore[operator] -- a function
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), max(took), size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=40)
    times = parser.parse_args().letters
    before = resident()
    first, _, _ = timed(lambda: _typeset.typeset(letter("en")), 1)
    print(f"load average {os.getloadavg()[0]:.1f}; before {before} MB; the first {first:.0f} ms")
    print("| | median ms | most ms | bytes | resident MB |")
    print("|---|---|---|---|---|")
    empty = timed(lambda: typesetter._document("<html lang=en><title>x</title>").write_pdf(), times)
    print(f"| empty page | {empty[0]:.0f} | {empty[1]:.0f} | {empty[2]:,} | {resident()} |")
    for language in WORDS:
        took = timed(lambda language=language: _typeset.typeset(letter(language)), times)
        print(f"| {language} | {took[0]:.0f} | {took[1]:.0f} | {took[2]:,} | {resident()} |")


if __name__ == "__main__":
    main()
