"""How long until the first page and the form can be used, on an old phone: a processor 6 times slower.

    python bench/first_page.py

Chromium's own throttling (Emulation.setCPUThrottlingRate), a phone's width, nothing cached, over
the loopback address: what is measured is work, not a network. "Usable": from the request until
the page is loaded, its script has run and the main thread answers. Baseline beside it: the same
without throttling.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from _chromium import Chromium

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/support"))

from processes import Heard, free_port

PAGES = ("/", "/help/", "/report/", "/return/")
TIMES = 5
SLOWER = 6
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 3, "mobile": True}


def usable(chromium: Chromium, url: str, *, rate: int) -> float:
    """Seconds until the page answers."""
    chromium.send("Emulation.setCPUThrottlingRate", rate=rate)
    start = time.perf_counter()
    chromium.open(url)
    chromium.run("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return time.perf_counter() - start


def measure(chromium: Chromium, url: str, rate: int) -> str:
    """Median and worst, in milliseconds."""
    found = [usable(chromium, url, rate=rate) * 1000 for _ in range(TIMES)]
    return f"{statistics.median(found):7.0f} ms {max(found):7.0f} ms"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name) / "heard", free_port()
        command = ["demo", "--port", str(port), "--directory", str(folder)]
        chromium = Chromium(Path(name) / "profile")
        with Heard(command, folder=folder, port=port) as live:
            chromium.send("Network.enable")
            chromium.send("Network.setCacheDisabled", cacheDisabled=True)
            chromium.send("Emulation.setDeviceMetricsOverride", **PHONE)
            print(
                f"{'page':12}{f'{SLOWER}x slower: median, worst':>24}{'as it is: median, worst':>26}"
            )
            for path in PAGES:
                slow, plain = (measure(chromium, live.url + path, rate) for rate in (SLOWER, 1))
                print(f"{path:12}{slow:>24}{plain:>26}")
        chromium.close()


if __name__ == "__main__":
    main()
