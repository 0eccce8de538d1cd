"""What her pages weigh over the wire, gzip: before she starts, and with all that they ever load."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "src/heard/static"
NAMED = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"')
LATER = re.compile(r'"(/static/[^"]+\.js)":"sha')
WORKER = re.compile(r'data-seal-worker="(/static/[^"]+)"')
# Loaded by few: instead of what a browser lacks, and two of three word lists.
SPARED = re.compile(r"/noble-|simplified-chinese|traditional-chinese")
# 23,100 before there were promises: their words.
# 23,400 before what happened is followed: one part of the page more to name.
FIRST = 23_500
# 64 kB until November 2026. What came since is fetched only when it is needed: 11 kB to write a
# picture anew from what shows it, for who picks a file; 6 kB to read codes and names as people
# write them; 3 kB to ask about days and to take the time from the server. A place that stays in a
# photograph, or a report that reaches whom it is about, is worse than one more second.
# And 2.4 kB to follow who may read and speak in the case, 0.8 to refuse keys not to rely on, 0.6
# to read what a server answers as strictly as Python does.
# And 2.7 kB to verify a promise, and to hold it against its proof by the log's own tiles.
# And 0.3 kB to follow a holder's new keys, 0.3 to read which machines the root key named.
# And 1.4 kB to see that the log proves a conflict table before anything is asked of it.
# And 0.2 kB to give up a connection that is gone, and to ask again.
# And 1.2 kB to follow what happened in the case, event by event, before anything is sealed to it.
# And 0.3 kB of titles and posts that stand beside a Chinese, Japanese or Korean name.
# And 0.7 kB to find where each scan of a progressive JPEG ends, for who picks a file.
REPORT = 98_000
# She comes back with time: naming somebody more, reminders and the calendar are fetched on a click.
# 89 kB before promises, which are verified here as well; 92 before what happened is followed.
# And 0.5 kB to hold each receipt against all that she signed and is shown, by itself.
# And 0.3 kB of posts beside names and 0.7 for progressive JPEGs, as above.
RETURN = 97_000


def packed(names: set[str]) -> int:
    return sum(len(gzip.compress((STATIC / name.lstrip("/")).read_bytes(), 9)) for name in names)


@pytest.mark.parametrize("language", ["", "zh-Hans/", "ar/"])
def test_the_report_begins_light(language: str) -> None:
    page = (STATIC / f"{language}report/index.html").read_text("utf-8")
    whole = packed({f"/{language}report/index.html", *NAMED.findall(page)})
    # Arabic and Chinese say the same in more bytes.
    assert whole <= FIRST + (2_500 if language else 0)


@pytest.mark.parametrize(("name", "limit"), [("report", REPORT), ("return", RETURN)])
def test_all_that_is_ever_loaded_stays_small(name: str, limit: int) -> None:
    page = (STATIC / name / "index.html").read_text("utf-8")
    scripts = {*NAMED.findall(page), *LATER.findall(page), *WORKER.findall(page)}
    assert packed({each for each in scripts if not SPARED.search(each)}) <= limit
