"""How long a handler's page takes to show a worked case of 300 records, on a slow processor.

    python bench/worked_case.py [--records 30 300]

A running demonstration, a case with its team, and tasks added over HTTP by real keys; then the
desk in Chromium, throttled (Emulation.setCPUThrottlingRate), over the loopback address. From the
press on "Work on this case" until the heading stands and all is read ("first"), and until every
task is on the page ("whole"): with nothing of the file kept, and once more, when its sealed letters are. Baselines
beside it: the smaller case, and the same without throttling.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from desk_walk import AMARA, code_of, enter_by_code, queue
from playwright.sync_api import sync_playwright
from processes import Heard, free_port

CHROMIUM = "/usr/bin/chromium"
RATES = (1, 4)
TEXT = "Ask who sat at the reception desk on 3 March between ten and eleven in the evening. " * 3


def filled(live: Heard, records: int) -> str:
    """The reference of a case with as many tasks, each with a letter to the file."""
    import noticing  # asks Django, which main() has set up

    walk = noticing.team(live)
    said = {"holder": walk.holder(AMARA), "due": walk.now + dt.timedelta(days=30)}
    for number in range(records):
        walk.moves(AMARA, "task.add", f"task {number}", {"text": TEXT}, **said)
    return walk.ref


# Pressed and looked at by the page itself, once it is on the screen: a driver asks twice a second.
LOOK = """count => new Promise(resolve => {
  const seen = then => requestAnimationFrame(() => setTimeout(then));
  const until = (is, then) =>
    is() ? seen(then) : requestAnimationFrame(() => until(is, then));
  const start = performance.now();
  document.querySelector("section.going-on a[href$='/work']").click();
  until(() => document.querySelector("h1")?.textContent.startsWith("Work on"), () => {
    const first = performance.now() - start;
    document.getElementById("tab-plan").click();
    const all = () => document.querySelectorAll("[id^=record-]").length >= count;
    until(all, () => resolve([first, performance.now() - start]));
  });
})"""


def measured(page: Any, ref: str, records: int) -> tuple[float, float]:
    """Seconds until the first of it is on the screen, and all of it."""
    from work_walk import NEXT  # asks Django, too

    page.get_by_role("link", name=ref).click()
    page.locator(NEXT).get_by_role("link", name="Work on this case").wait_for()
    first, whole = page.evaluate(LOOK, records)
    queue(page)
    return first / 1000, whole / 1000


def line(page: Any, live: Heard, ref: str, records: int, rate: int) -> str:
    """With nothing kept, and once more."""
    enter_by_code(page, code_of(live, AMARA))
    queue(page)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    times = [*measured(page, ref, records), *measured(page, ref, records)]
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return f"{records:8}{rate:4}x" + "".join(f"{each:9.2f}" for each in times)


def set_up(folder: Path) -> None:
    """Django, for the keys and rules of whoever writes; its database is not asked."""
    import django

    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "heard.config.settings",
        "HEARD_SITE": "localhost",
        "HEARD_DATA": str(folder),
    }
    django.setup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[30, 300])
    sizes = parser.parse_args().records
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        set_up(Path(name))
        folder, port = Path(name) / "heard", free_port()
        command = ["demo", "--port", str(port), "--directory", str(folder)]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with Heard(command, folder=folder, port=port) as live:
            print(f"{'records':>8}{'slow':>5}{'first':>9}{'whole':>9}{'first':>9}{'whole':>9}  s")
            for records in sizes:
                ref = filled(live, records)
                for rate in RATES:
                    page = browser.new_page(base_url=live.url)
                    page.set_default_timeout(120_000)
                    print(line(page, live, ref, records, rate), flush=True)
                    page.close()
        browser.close()


if __name__ == "__main__":
    main()
